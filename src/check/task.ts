/** The units of work that a run hands to its workers, and what comes back. Plain data: they cross threads. */
import type { Budget, CaseResult, ProfileName } from '../theorems/claim.js';
import type { Counterexample } from './counterexample.js';
import type { Rate } from './rate.js';

/** Where the cases of a task come from. */
export interface CaseOrigin {
  readonly claim: string;
  readonly seed: number;
  readonly profile: ProfileName;
  /** Random cases of the claim, after its edge cases. */
  readonly random: number;
  /** Stored cases that replace edge and random cases altogether (a target given by the user). */
  readonly given?: readonly string[];
}

/** Decides cases. */
export interface CasesTask {
  readonly kind: 'cases';
  readonly origin: CaseOrigin;
  readonly indices: readonly number[];
}

/** Makes a refuted case small. */
export interface ShrinkTask {
  readonly kind: 'shrink';
  readonly origin: CaseOrigin;
  readonly index: number;
}

/** Searches a refutation of a mutant, and makes it small. */
export interface MutantTask {
  readonly kind: 'mutant';
  readonly origin: CaseOrigin;
  readonly mutant: string;
}

/** Measures a claim's rate of convergence. */
export interface RateTask {
  readonly kind: 'rate';
  readonly origin: CaseOrigin;
}

/** Decides a stored case of a claim, or of a mutant, again. */
export interface ReplayTask {
  readonly kind: 'replay';
  readonly claim: string;
  readonly mutant?: string;
  readonly profile: ProfileName;
  /** The stored case. */
  readonly text: string;
  /** Was it stored as refuted? Then it is given what refutations are given from the start. */
  readonly refuted: boolean;
}

/** Decides cases cheaply, for a search. */
export interface MeasureTask {
  readonly kind: 'measure';
  readonly claim: string;
  readonly texts: readonly string[];
  readonly budget: Budget;
}

/** The tasks of a run. */
export type RunTask = CasesTask | ShrinkTask | MutantTask | RateTask;
export type Task = RunTask | ReplayTask | MeasureTask;

/** An error where none may be: in a claim's own code, or in a worker. */
export interface Fault {
  /** Which case, mutant or step. */
  readonly where: string;
  readonly message: string;
  readonly stack: string;
  /** The stored case, if there was one. */
  readonly case?: string;
}

/** A case that was decided, or could not be because of a fault. */
export type CaseRecord =
  | { readonly index: number; readonly seconds: number; readonly result: CaseResult }
  | { readonly index: number; readonly seconds: number; readonly fault: Fault };

export interface MutantRecord {
  readonly mutant: string;
  readonly seconds: number;
  /** Cases decided before the search ended, without those of shrinking. */
  readonly tried: number;
  /** Absent: the mutant survived. */
  readonly counterexample?: Counterexample;
  readonly fault?: Fault;
}

/** A refuted case that was made small, by its index; or the fault that prevented it. */
export type ShrinkRecord =
  | { readonly index: number; readonly seconds: number; readonly counterexample: Counterexample }
  | { readonly index: number; readonly seconds: number; readonly fault: Fault };

/** What was measured along a claim's family of growing layers; or the fault that prevented it. */
export type RateRecord =
  { readonly seconds: number; readonly rate: Rate } | { readonly seconds: number; readonly fault: Fault };

/** A stored case that was decided again; or the fault that prevented it. */
export type ReplayRecord =
  | { readonly seconds: number; readonly description: string; readonly result: CaseResult }
  | { readonly seconds: number; readonly fault: Fault };

export type TaskOutcome =
  | { readonly kind: 'cases'; readonly records: readonly CaseRecord[] }
  | { readonly kind: 'shrink'; readonly record: ShrinkRecord }
  | { readonly kind: 'mutant'; readonly record: MutantRecord }
  | { readonly kind: 'rate'; readonly record: RateRecord }
  | { readonly kind: 'replay'; readonly record: ReplayRecord }
  /** In the order of the texts; a message for a case that its claim does not take. */
  | { readonly kind: 'measure'; readonly results: readonly (CaseResult | string)[] };

/** What comes back for a task of some kind. */
export type OutcomeOf<Of extends Task> = Extract<TaskOutcome, { readonly kind: Of['kind'] }>;

export function describeFault(error: unknown, where: string, text?: string): Fault {
  const known = error instanceof Error;
  const message = known ? `${error.name}: ${error.message}` : String(error);
  return {
    where,
    message,
    stack: (known ? error.stack : undefined) ?? message,
    ...(text === undefined ? {} : { case: text }),
  };
}
