/**
 * Runs claims: hands out their cases and mutants to workers, keeps a journal, and puts the verdicts together.
 *
 * An index decides its case, a task's outcome is a function of the task, and outcomes are put together by index: so
 * the results (seconds aside) are the same for every number of workers, and after any number of stops and resumes.
 */
import { createHash } from 'node:crypto';
import type { Target } from '../expression/target.js';
import type { Claim, ProfileName } from '../theorems/claim.js';
import type { BaselineOutcome } from './baseline/run.js';
import { claimOutcome, firstRefuted, worstCase, type ClaimOutcome } from './claim-outcome.js';
import { openJournal, type Journal, type JournalEntry } from './journal.js';
import { packageVersions } from './package-versions.js';
import { planClaim, type PlannedClaim, type Shard } from './plan-claim.js';
import { profileOf } from './profile.js';
import type { Registry } from './registry.js';
import type { RunEvent } from './run-event.js';
import { DEFAULT_SEED } from './seed.js';
import { selectClaims } from './select-claims.js';
import { tightestCase } from './tightness.js';
import { defaultWorkers, openPool, workOff, type TaskPool } from './task-pool.js';
import {
  describeFault,
  type CaseRecord,
  type MutantRecord,
  type RateRecord,
  type RunTask,
  type ShrinkRecord,
} from './task.js';
import { softproofVersion } from './version.js';

export interface RunOptions {
  /** What there is to choose from. */
  readonly registry: Registry;
  /** Ids; by default every claim. */
  readonly claims?: readonly string[];
  /** Default `standard`. */
  readonly profile?: ProfileName;
  readonly seed?: number;
  /** Random cases per claim, in place of the profile's number. */
  readonly cases?: number;
  /** Worker threads; 0 works in this thread. Default: the available cores, at most 8. */
  readonly workers?: number;
  readonly shard?: Shard;
  /** Claims are then run on this target's cases only; those that take no target are skipped. */
  readonly target?: Target;
  readonly journal?: { readonly path: string; readonly resume: boolean };
  /** Aborting ends the run at once, with what is finished. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface CheckOutcome {
  readonly seed: number;
  readonly profile: ProfileName;
  readonly interrupted: boolean;
  /** Set when this was one share of a run. */
  readonly share?: RunShare;
  /** Claims of which at least one case, mutant or rate was finished, in the order of the registry. */
  readonly claims: readonly ClaimOutcome[];
  /** Claims left out, because they take no target, or not this one. */
  readonly skipped: readonly string[];
  /** Beside the run: how the claims compare with a baseline, if there is one. */
  readonly baseline?: BaselineReport;
}

export interface BaselineReport extends BaselineOutcome {
  readonly file: string;
}

/** Which share, and of which run: shares of the same run are of one version, seed, profile and digest. */
export interface RunShare extends Shard {
  /** SHA-256 of what else decides which cases a run has: the claims, the number of random cases, the target. */
  readonly digest: string;
  /** Was the run on one target of the user? */
  readonly ofTarget: boolean;
}

/** A claim under way. */
interface ClaimState {
  readonly planned: PlannedClaim;
  readonly cases: Map<number, CaseRecord>;
  readonly mutants: Map<string, MutantRecord>;
  shrink: ShrinkRecord | undefined;
  rate: RateRecord | undefined;
  /** Tasks handed out or waiting. */
  open: number;
  shrinking: boolean;
}

interface QueuedTask {
  readonly state: ClaimState;
  readonly task: RunTask;
}

/**
 * Runs claims to the end or until the signal. Throws an `UnknownClaimError` for an unknown id, a `JournalError` for a
 * journal of another run, and the system's error when the journal cannot be written; never for what a claim does.
 */
export async function runClaims(options: RunOptions): Promise<CheckOutcome> {
  const { registry } = options;
  const seed = options.seed ?? DEFAULT_SEED;
  const profile = profileOf(options.profile ?? 'standard');
  const chosen = selectClaims(registry.claims, options.claims ?? []);
  const { target } = options;
  const plans = chosen.map((claim) => planClaim(claim, { ...options, seed, profile }));
  const taken = target === undefined ? plans : plans.filter(({ origin }) => origin.given?.length !== 0);
  const skipped = plans.filter((planned) => !taken.includes(planned)).map(({ plan }) => plan.claim.id);
  const states = taken.map(newState);

  const journal = startJournal(options, seed, profile.name, target);
  try {
    for (const entry of journal?.entries ?? []) keep(states, entry);
    const emit = options.onEvent ?? (() => {});
    emit({ kind: 'started', claims: taken.map(({ plan }) => plan.claim), skipped, seed, profile: profile.name });
    await work(states, registry, journal, emit, options);
  } finally {
    journal?.close();
  }
  const claims = states.filter(begun).map(finalOutcome);
  const interrupted = options.signal?.aborted === true && states.some((state) => !outcomeOf(state).finished);
  const share = options.shard === undefined ? {} : { share: shareOf(options.shard, options, chosen) };
  return { seed, profile: profile.name, interrupted, ...share, claims, skipped };
}

function shareOf(shard: Shard, { cases, target }: RunOptions, chosen: readonly Claim[]): RunShare {
  const digest = digestOf({ claims: chosen.map(({ id }) => id), cases: cases ?? null, target: target ?? null });
  return { ...shard, digest, ofTarget: target !== undefined };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

async function work(
  states: readonly ClaimState[],
  registry: Registry,
  journal: Journal | undefined,
  emit: (event: RunEvent) => void,
  options: RunOptions,
): Promise<void> {
  const queue: QueuedTask[] = [];

  function advance(state: ClaimState): void {
    const refuted = state.cases.size < state.planned.plan.indices.length ? undefined : firstRefuted(state.cases);
    if (refuted !== undefined && state.shrink?.index !== refuted && !state.shrinking) {
      state.shrinking = true;
      state.open += 1;
      queue.unshift({ state, task: { kind: 'shrink', origin: state.planned.origin, index: refuted } });
    }
    emit(progressOf(state));
    if (state.open === 0) emit({ kind: 'finished', outcome: outcomeOf(state) });
  }

  for (const state of states) {
    const tasks = remainingTasks(state);
    state.open = tasks.length;
    queue.push(...tasks.map((task) => ({ state, task })));
  }
  for (const state of states) if (state.open === 0) advance(state);

  const pool = openPool(registry, options.workers ?? defaultWorkers());
  const steps = {
    next: () => queue.shift(),
    perform: ({ task }: QueuedTask) => perform(pool, task),
    finish: ({ state }: QueuedTask, entries: readonly JournalEntry[]) => {
      journal?.append(entries);
      for (const entry of entries) keepIn(state, entry);
      state.open -= 1;
      advance(state);
    },
  };
  await workOff(pool, steps, options.signal);
}

/** The outcome of a task as entries of the journal. A worker that breaks down is a fault of what it was doing. */
async function perform(pool: TaskPool, task: RunTask): Promise<readonly JournalEntry[]> {
  const { claim } = task.origin;
  try {
    const outcome = await pool.run(task);
    if (outcome.kind === 'cases') return outcome.records.map((record) => ({ claim, case: record }));
    if (outcome.kind === 'mutant') return [{ claim, mutant: outcome.record }];
    if (outcome.kind === 'rate') return [{ claim, rate: outcome.record }];
    return [{ claim, shrink: outcome.record }];
  } catch (error) {
    if (task.kind === 'cases') {
      return task.indices.map((index) => {
        const fault = describeFault(error, `case ${index}`);
        return { claim, case: { index, seconds: 0, fault } };
      });
    }
    if (task.kind === 'mutant') {
      const fault = describeFault(error, `mutant ${task.mutant}`);
      return [{ claim, mutant: { mutant: task.mutant, seconds: 0, tried: 0, fault } }];
    }
    if (task.kind === 'rate') {
      return [{ claim, rate: { seconds: 0, fault: describeFault(error, 'the rate of convergence') } }];
    }
    const fault = describeFault(error, `refuted case ${task.index}`);
    return [{ claim, shrink: { index: task.index, seconds: 0, fault } }];
  }
}

function startJournal(
  { journal }: RunOptions,
  seed: number,
  profile: ProfileName,
  target: Target | undefined,
): Journal | undefined {
  if (journal === undefined) return undefined;
  const digest = target === undefined ? '' : digestOf(target);
  const versions = Object.entries(packageVersions()).map((entry) => entry.join(' '));
  const identity = { version: softproofVersion, packages: versions.join(', '), seed, profile, target: digest };
  return openJournal(journal.path, identity, journal.resume);
}

function newState(planned: PlannedClaim): ClaimState {
  return {
    planned,
    cases: new Map(),
    mutants: new Map(),
    shrink: undefined,
    rate: undefined,
    open: 0,
    shrinking: false,
  };
}

/** Takes over what an earlier run finished, as far as it belongs to this one. */
function keep(states: readonly ClaimState[], entry: JournalEntry): void {
  const state = states.find(({ planned }) => planned.plan.claim.id === entry.claim);
  if (state === undefined) return;
  const { indices, mutants } = state.planned.plan;
  if ('case' in entry && !indices.includes(entry.case.index)) return;
  if ('mutant' in entry && !mutants.includes(entry.mutant.mutant)) return;
  if ('rate' in entry && !state.planned.plan.rate) return;
  keepIn(state, entry);
}

function keepIn(state: ClaimState, entry: JournalEntry): void {
  if ('case' in entry) state.cases.set(entry.case.index, entry.case);
  else if ('mutant' in entry) state.mutants.set(entry.mutant.mutant, entry.mutant);
  else if ('rate' in entry) state.rate = entry.rate;
  else state.shrink = entry.shrink;
}

function remainingTasks({ planned, cases, mutants, rate }: ClaimState): readonly RunTask[] {
  const { origin, plan, chunk } = planned;
  const indices = plan.indices.filter((index) => !cases.has(index));
  const tasks: RunTask[] = [];
  for (let i = 0; i < indices.length; i += chunk) {
    tasks.push({ kind: 'cases', origin, indices: indices.slice(i, i + chunk) });
  }
  for (const mutant of plan.mutants) if (!mutants.has(mutant)) tasks.push({ kind: 'mutant', origin, mutant });
  if (plan.rate && rate === undefined) tasks.push({ kind: 'rate', origin });
  return tasks;
}

function begun({ cases, mutants, rate }: ClaimState): boolean {
  return cases.size + mutants.size > 0 || rate !== undefined;
}

function outcomeOf({ planned, cases, mutants, shrink, rate }: ClaimState): ClaimOutcome {
  return claimOutcome(planned.plan, {
    cases,
    mutants,
    ...(shrink === undefined ? {} : { shrink }),
    ...(rate === undefined ? {} : { rate }),
  });
}

/** With the case to look at, which takes a while to draw. */
function finalOutcome(state: ClaimState): ClaimOutcome {
  const tightest = tightestCase(state.planned.plan, state.cases);
  return { ...outcomeOf(state), ...(tightest === undefined ? {} : { tightest }) };
}

function progressOf({ planned, cases, mutants }: ClaimState): RunEvent {
  const { plan } = planned;
  const worst = worstCase(cases);
  return {
    kind: 'progress',
    claim: plan.claim,
    cases: { done: cases.size, total: plan.indices.length },
    mutants: { done: mutants.size, total: plan.mutants.length },
    ...(worst === undefined ? {} : { worst }),
  };
}
