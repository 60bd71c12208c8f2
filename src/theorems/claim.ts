/**
 * A claim is a value: a theorem's statement with everything needed to decide it on concrete cases.
 *
 * `decide` is a pure function of the case and the budget (the same verdict on every machine: budgets count boxes, not
 * seconds). Cases are plain JSON data with exact numbers as text, so that they are stored and replayed by value.
 */
import type fc from 'fast-check';
import type { ConstructionId } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import type { Picture } from './pictures/picture.js';
import type { FreeParameter } from './support/free-parameters.js';

export type Verdict = 'certified' | 'held' | 'refuted' | 'inconclusive';
export type Method = 'enclosure' | 'bound' | 'exact' | 'sampled';
export type Provenance = 'as stated' | 'reconstructed' | 'ours';
export type ProfileName = 'quick' | 'standard' | 'deep';

export interface Source {
  /** For example `arXiv:2504.19901`; `—` for statements that are in no paper. */
  readonly paper: string;
  readonly item: string;
}

/** How much work one case may take. Counted, never timed. */
export interface Budget {
  readonly boxes: number;
  /** Most decimal digits tried before a comparison is left undecided. */
  readonly digits: number;
  /**
   * For searches: a norm that is enclosed by boxes is compared with this number, where it is below the bound. The verdict is then
   * perhaps inconclusive, never wrong.
   */
  readonly goal?: number;
}

/** What was found for one case. Numbers are decimal strings; enclosures are rounded outward. */
export interface CaseResult {
  readonly verdict: Verdict;
  readonly method: Method;
  /** Enclosure of the left-hand side. */
  readonly observed: { readonly lower: string; readonly upper: string };
  /** The right-hand side, rounded down where it must be met. */
  readonly bound: string;
  /** Approximate observed/bound (0 when both are 0): how tight the statement is. */
  readonly ratio: number;
  /** Is a non-constant target with at least 16 keys behind it? (The rule for claims about layers asks.) */
  readonly substantial: boolean;
  /** Where the left-hand side is attained, for refutations and tight cases. */
  readonly witness?: readonly string[];
  /** Why the verdict is not stronger, in one sentence. */
  readonly note?: string;
}

/** One layer of a family of growing ones: ends of its error, and its bound rounded down, as doubles. */
export interface RatePoint {
  readonly lower: number;
  readonly upper: number;
  readonly bound: number;
}

/** How the error falls along a family of growing layers, for one fixed target. */
export interface RateStudy {
  /** The family in words; `N` stands for the size: `sin 3x on [0, 1], N cells, κ = 55`. */
  readonly family: string;
  /** The statement's order: its bound is at most a constant times `N^predicted` along the family. */
  readonly predicted: number;
  /** Growing. */
  readonly sizes: readonly number[];
  readonly measure: (size: number, budget: Budget) => RatePoint;
}

/** All weight matrices of a network, by the names that its construction gives them. */
export interface LiteralWeights {
  /** Significant digits to which the entries are rounded; those that have no more are exact. */
  readonly digits: number;
  readonly matrices: WeightsText;
}

/** A matrix is a list of its rows, entries are decimal text. */
export type WeightsText = string | readonly WeightsText[] | { readonly [name: string]: WeightsText };

/** A wrong version of the claim that the checker must refute. */
export interface Mutant<Case> {
  readonly id: string;
  /** What was broken, in one sentence. */
  readonly description: string;
  /** Cases to search; by default those of the claim. */
  readonly arbitrary?: fc.Arbitrary<Case>;
  readonly decide: (input: Case, budget: Budget) => CaseResult;
}

export interface Claim<Case = unknown> {
  readonly id: string;
  /** One line of plain text. */
  readonly title: string;
  readonly source: Source;
  readonly provenance: Provenance;
  /** LaTeX, without delimiters. */
  readonly statement: string;
  /** What the source says, where the statement goes beyond it: LaTeX, without delimiters. */
  readonly published?: string;
  /** The constructions whose weights the claim is about; none for facts about the softmax alone. */
  readonly constructions: readonly ConstructionId[];
  readonly hypotheses: readonly string[];
  /** What an auditor must see: kind of linear map, biases, order of limits, growth of keys. */
  readonly assumptions: readonly string[];
  /** Paragraphs: proof idea, how the reconstruction differs from the source, how it is decided. */
  readonly explanation: readonly string[];
  /** A statement about an attention layer: `certified` then needs enough substantial enclosures. */
  readonly aboutLayer: boolean;
  /** Always run first: ties, one cell, one point, `n = 1`, … */
  readonly edgeCases: readonly Case[];
  readonly arbitrary: fc.Arbitrary<Case>;
  /** The numbers of a case that may be moved one by one, for searches; absent where a case has none. */
  readonly free?: readonly FreeParameter<Case>[];
  /** The cases in which a given target stands for the claim's own targets; absent where a claim takes no target. */
  readonly casesFor?: (target: Target) => readonly Case[];
  readonly decide: (input: Case, budget: Budget) => CaseResult;
  /** One line that a person can read. */
  readonly describe: (input: Case) => string;
  /** What there is to see in a case, about, at the witness if there is one; nothing rests on it. */
  readonly picture?: (input: Case, witness?: readonly string[]) => Picture | undefined;
  /** The weights of the network that a case is about; undefined for one that is too large to be written down. */
  readonly weights?: (input: Case) => LiteralWeights | undefined;
  readonly mutants: readonly Mutant<Case>[];
  /** Where the statement says how fast the error falls. */
  readonly rate?: RateStudy;
}
