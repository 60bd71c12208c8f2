/** The document `softproof/results@1`: what a check found, for programs. Its schema ships as results-1.schema.json. */
import { ratioEntry, resultEntry, type ResultEntry } from '../check/case-document.js';
import type { ClaimOutcome, MutantOutcome, WeakCase } from '../check/claim-outcome.js';
import type { Counterexample } from '../check/counterexample.js';
import type { Rate } from '../check/rate.js';
import type { BaselineDifference } from '../check/baseline/compare.js';
import type { BaselineReport, CheckOutcome, RunShare } from '../check/run-claims.js';
import { softproofVersion } from '../check/version.js';
import type { RatioHistogram, TightestCase } from '../check/tightness.js';
import type { CaseTally } from '../check/verdict.js';
import type { Claim, ProfileName, Provenance, Source, Verdict } from '../theorems/claim.js';
import type { Environment } from './environment.js';

export interface Results {
  readonly schema: 'softproof/results@1';
  readonly version: string;
  readonly seed: number;
  readonly profile: ProfileName;
  readonly environment: Environment;
  /** Set for one share of a run, whose results `softproof merge` puts together. */
  readonly shard?: ShardEntry;
  /** Set for results that were put together: the environments of the shares, in their order. */
  readonly shards?: readonly Environment[];
  /** True when the run was stopped before every claim was finished. */
  readonly interrupted?: true;
  readonly claims: readonly ClaimEntry[];
  /** For claims that are not of this package: the command that decides their stored cases, and everything else, again. */
  readonly rerun?: string;
  /** How the claims compare with a baseline, if the run was held against one. */
  readonly baseline?: BaselineEntry;
}

export interface ShardEntry {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** Shares of the same run have the same. */
  readonly digest: string;
  readonly ofTarget: boolean;
}

export interface BaselineEntry {
  readonly file: string;
  /** Cases that were compared. */
  readonly cases: number;
  readonly differences: readonly BaselineDifference[];
  /** Claims that the baseline does not know. */
  readonly unknown: readonly string[];
}

export interface ClaimEntry {
  readonly id: string;
  readonly source: Source;
  readonly provenance: Provenance;
  /** What the claim says, in the words of its author. */
  readonly about?: AboutClaim;
  readonly verdict: Verdict;
  /** Why the verdict is not *certified*. */
  readonly reason?: string;
  readonly cases: CaseTally['cases'];
  readonly methods: CaseTally['methods'];
  readonly worst: WorstCase | null;
  /** How tight the statement is over all cases. */
  readonly ratios?: RatioHistogram;
  readonly mutants: MutantsEntry;
  /** How the error falls along a family of growing layers. */
  readonly rate?: Rate;
  readonly counterexample?: CounterexampleEntry;
  /** Errors of the software itself. */
  readonly faults?: readonly FaultEntry[];
  readonly seconds: number;
  /** What putting shares together takes; set for a share of a run only. */
  readonly share?: ShareEntry;
}

/** Indices are those of cases. */
export interface ShareEntry {
  /** Cases of all shares together. */
  readonly planned: number;
  /** Cases of this share that count for a claim about a layer. */
  readonly substantial: number;
  readonly worst?: number;
  /** The worst case's ratio as text, where it is not finite. */
  readonly ratio?: string;
  readonly refuted?: number;
  readonly weakest?: WeakCase;
  readonly tightest?: TightestEntry;
  /** Does the verdict rest on a case that an earlier run stored? */
  readonly isStoredFailure?: true;
}

/** The case to look at. */
export interface TightestEntry {
  readonly index: number;
  readonly substantial: boolean;
  readonly case: unknown;
  readonly description: string;
  readonly result: ResultEntry;
}

export type AboutClaim = Pick<
  Claim,
  'title' | 'statement' | 'published' | 'constructions' | 'hypotheses' | 'assumptions' | 'explanation'
>;

export interface WorstCase {
  /** Approximate; null when it is not finite. */
  readonly ratio: number | null;
  readonly observed: { readonly lower: string; readonly upper: string };
  readonly bound: string;
}

export interface MutantsEntry {
  readonly run: number;
  readonly refuted: number;
  readonly details: readonly MutantEntry[];
}

export interface MutantEntry extends Omit<MutantOutcome, 'counterexample'> {
  readonly counterexample?: CounterexampleEntry;
}

export interface CounterexampleEntry extends Omit<Counterexample, 'ratio'> {
  /** Approximate; null when it is not finite. */
  readonly ratio: number | null;
}

export interface FaultEntry {
  readonly where: string;
  readonly message: string;
  readonly case?: unknown;
}

export function assembleResults(outcome: CheckOutcome, environment: Environment): Results {
  return {
    schema: 'softproof/results@1',
    version: softproofVersion,
    seed: outcome.seed,
    profile: outcome.profile,
    environment,
    ...(outcome.interrupted ? { interrupted: true as const } : {}),
    ...(outcome.share === undefined ? {} : { shard: shardEntry(outcome.share) }),
    claims: outcome.claims.map((claim) => ({
      ...claimEntry(claim),
      ...(outcome.share === undefined ? {} : { share: shareEntry(claim) }),
    })),
    ...(outcome.baseline === undefined ? {} : { baseline: baselineEntry(outcome.baseline) }),
  };
}

function shardEntry({ index, ...rest }: RunShare): ShardEntry {
  return { index: index + 1, ...rest };
}

function shareEntry({ planned, tally, worst, refuted, weakest, tightest, isStoredFailure }: ClaimOutcome): ShareEntry {
  return {
    planned,
    substantial: tally.substantial,
    ...(worst === undefined ? {} : { worst: worst.index }),
    ...(worst === undefined || Number.isFinite(worst.ratio) ? {} : { ratio: String(worst.ratio) }),
    ...(refuted === undefined ? {} : { refuted }),
    ...(weakest === undefined ? {} : { weakest }),
    ...(tightest === undefined ? {} : { tightest: tightestEntry(tightest) }),
    ...(isStoredFailure === undefined ? {} : { isStoredFailure }),
  };
}

function tightestEntry({ index, case: input, description, result }: TightestCase): TightestEntry {
  return { index, substantial: result.substantial, case: input, description, result: resultEntry(result) };
}

function baselineEntry({ file, cases, differences, unknown }: BaselineReport): BaselineEntry {
  return { file, cases, differences, unknown };
}

function claimEntry(outcome: ClaimOutcome): ClaimEntry {
  const { claim, verdict, reason, tally, worst, ratios, mutants, rate, faults, seconds } = outcome;
  return {
    id: claim.id,
    source: claim.source,
    provenance: claim.provenance,
    about: about(claim),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    cases: tally.cases,
    methods: tally.methods,
    worst: worst === undefined ? null : worstEntry(worst),
    ...(ratios === undefined ? {} : { ratios }),
    mutants: {
      run: mutants.length,
      refuted: mutants.filter(({ refuted }) => refuted).length,
      details: mutants.map((mutant) => ({ ...mutant, ...counterexampleEntry(mutant) })),
    },
    ...(rate === undefined ? {} : { rate }),
    ...counterexampleEntry(outcome),
    ...(faults.length === 0 ? {} : { faults: faults.map(faultEntry) }),
    seconds,
  };
}

function about(claim: Claim): AboutClaim {
  const { title, statement, published, constructions, hypotheses, assumptions, explanation } = claim;
  const stated = published === undefined ? { statement } : { statement, published };
  return { title, ...stated, constructions, hypotheses, assumptions, explanation };
}

function worstEntry({ ratio, observed, bound }: NonNullable<ClaimOutcome['worst']>): WorstCase {
  return { ratio: ratioEntry(ratio), observed, bound };
}

function counterexampleEntry({ counterexample: found }: Pick<ClaimOutcome, 'counterexample'>): {
  readonly counterexample?: CounterexampleEntry;
} {
  return found === undefined ? {} : { counterexample: { ...found, ratio: ratioEntry(found.ratio) } };
}

function faultEntry({ where, message, case: text }: ClaimOutcome['faults'][number]): FaultEntry {
  return { where, message, ...(text === undefined ? {} : { case: JSON.parse(text) as unknown }) };
}
