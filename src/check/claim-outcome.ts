/** What a run found for one claim, put together from its records in a way that no order of arrival can change. */
import type { CaseResult, Claim, Verdict } from '../theorems/claim.js';
import type { Counterexample } from './counterexample.js';
import { firstAbove, type Rate } from './rate.js';
import type { CaseRecord, Fault, MutantRecord, RateRecord, ShrinkRecord } from './task.js';
import { ratioHistogram, type RatioHistogram, type TightestCase } from './tightness.js';
import { claimVerdict, tallyCases, type CaseTally, type ClaimVerdict } from './verdict.js';

export interface MutantOutcome {
  readonly id: string;
  readonly description: string;
  readonly refuted: boolean;
  /** Cases decided until the refutation, or in all. */
  readonly tried: number;
  readonly counterexample?: Counterexample;
}

export interface ClaimOutcome extends ClaimVerdict {
  readonly claim: Claim;
  /** False when the run was stopped before it came to the claim's last case or mutant. */
  readonly finished: boolean;
  readonly tally: CaseTally;
  /** Cases that all shares of the run have together. */
  readonly planned: number;
  /** The case of the largest ratio, the first of them. */
  /** The case to look at; only when the run is over. */
  readonly tightest?: TightestCase;
  /** How tight the statement is, over all cases. */
  readonly ratios?: RatioHistogram;
  readonly worst?: WorstCase;
  /** The first refuted case. */
  readonly refuted?: number;
  readonly counterexample?: Counterexample;
  /** Does the verdict rest on a case that an earlier run stored, and not on those of this run? */
  readonly isStoredFailure?: true;
  /** Of a claim that is held or inconclusive: the first case that made it so. */
  readonly weakest?: WeakCase;
  readonly mutants: readonly MutantOutcome[];
  readonly rate?: Rate;
  readonly faults: readonly Fault[];
  /** Seconds of work, over all workers. */
  readonly seconds: number;
}

export interface WorstCase extends Pick<CaseResult, 'ratio' | 'observed' | 'bound'> {
  readonly index: number;
}

/** A case whose verdict is weaker than *certified*, and why. */
export interface WeakCase {
  readonly index: number;
  readonly description: string;
  readonly note: string;
  /** Where fast-check finds it again; absent for a listed case. */
  readonly seed?: number;
  readonly path?: string;
}

/** The records of one claim. */
export interface ClaimRecords {
  readonly cases: ReadonlyMap<number, CaseRecord>;
  readonly mutants: ReadonlyMap<string, MutantRecord>;
  readonly shrink?: ShrinkRecord;
  readonly rate?: RateRecord;
}

/** What was to be done for one claim. */
export interface ClaimPlan {
  readonly claim: Claim;
  readonly indices: readonly number[];
  /** Cases that all shares of the run have together. */
  readonly planned: number;
  readonly mutants: readonly string[];
  /** Is the rate of convergence to be measured? */
  readonly rate: boolean;
  /** Substantial cases that a certified claim about a layer needs. */
  readonly substantialCases: number;
  /** Are the cases those of one target that a user gave? */
  readonly ofTarget?: boolean;
  /** A case as it was drawn. */
  readonly asDrawn: (index: number, result: CaseResult) => Counterexample;
}

/** The first refuted case; undefined if there is none. */
export function firstRefuted(cases: ReadonlyMap<number, CaseRecord>): number | undefined {
  let first: number | undefined;
  for (const record of cases.values()) {
    const refuted = 'result' in record && record.result.verdict === 'refuted';
    if (refuted && (first === undefined || record.index < first)) first = record.index;
  }
  return first;
}

/** The case of the largest ratio. */
export function worstCase(cases: ReadonlyMap<number, CaseRecord>): WorstCase | undefined {
  return worstOf(
    byIndex(cases).flatMap((record) => {
      if (!('result' in record)) return [];
      const { ratio, observed, bound } = record.result;
      return [{ index: record.index, ratio, observed, bound }];
    }),
  );
}

/** Of cases of equal ratio that of the smallest index. A ratio that is NaN says nothing. */
export function worstOf(cases: readonly WorstCase[]): WorstCase | undefined {
  const isWorse = (a: WorstCase, b: WorstCase): boolean =>
    Number.isNaN(a.ratio) === Number.isNaN(b.ratio)
      ? a.ratio > b.ratio || (!(a.ratio < b.ratio) && a.index < b.index)
      : Number.isNaN(b.ratio);
  return cases.reduce<WorstCase | undefined>(
    (worst, one) => (worst === undefined || isWorse(one, worst) ? one : worst),
    undefined,
  );
}

export function claimOutcome(plan: ClaimPlan, records: ClaimRecords): ClaimOutcome {
  const { claim, indices } = plan;
  const cases = byIndex(records.cases);
  const results = cases.flatMap((record) => ('result' in record ? [record.result] : []));
  const faults = cases.flatMap((record) => ('fault' in record ? [record.fault] : []));
  const tally = tallyCases(results, faults.length);
  const mutants = plan.mutants.flatMap((id) => records.mutants.get(id) ?? []);
  const rate = records.rate !== undefined && 'rate' in records.rate ? records.rate.rate : undefined;
  const isMeasured = !plan.rate || records.rate !== undefined;
  const done = cases.length === indices.length && mutants.length === plan.mutants.length && isMeasured;
  const worst = worstCase(records.cases);
  const refuted = firstRefuted(records.cases);
  const shrink = records.shrink?.index === refuted ? records.shrink : undefined;
  const verdict = withRate(verdictOf(plan, tally, cases.length), rate);
  const weakest = weakestCase(plan, records.cases, verdict.verdict);
  const small = shrink !== undefined && 'counterexample' in shrink ? shrink.counterexample : undefined;
  const counterexample = refuted === undefined ? undefined : (small ?? drawn(plan, records, refuted));
  const otherFaults = [
    shrink !== undefined && 'fault' in shrink ? shrink.fault : undefined,
    ...mutants.map(({ fault }) => fault),
    records.rate !== undefined && 'fault' in records.rate ? records.rate.fault : undefined,
  ].filter((f) => f !== undefined);
  const timed = [...cases, ...mutants, ...[shrink, records.rate].filter((record) => record !== undefined)];
  return {
    claim,
    ...verdict,
    finished: done && (refuted === undefined || shrink !== undefined),
    tally,
    planned: plan.planned,
    ...(worst === undefined ? {} : { worst }),
    ratios: ratioHistogram(results),
    ...(refuted === undefined ? {} : { refuted }),
    ...(counterexample === undefined ? {} : { counterexample }),
    ...(weakest === undefined ? {} : { weakest }),
    mutants: mutants.map((record) => mutantOutcome(claim, record)),
    ...(rate === undefined ? {} : { rate }),
    faults: orderFaults(claim, [...faults, ...otherFaults]),
    seconds: timed.reduce((sum, record) => sum + record.seconds, 0),
  };
}

function verdictOf(
  { claim, indices, planned, substantialCases, ofTarget = false }: ClaimPlan,
  tally: CaseTally,
  run: number,
): ClaimVerdict {
  const found = claimVerdict(tally, { aboutLayer: claim.aboutLayer, substantialCases, ofTarget });
  if (indices.length === 0 && planned > 0) {
    return { verdict: 'inconclusive', reason: 'this share of the run has no case of it' };
  }
  if (run === indices.length || found.verdict === 'refuted') return found;
  return { verdict: 'inconclusive', reason: `the run was stopped after ${run} of ${indices.length} cases` };
}

/** A layer of the rate's family that exceeds its bound refutes the claim as a case does. */
export function withRate(verdict: ClaimVerdict, rate: Rate | undefined): ClaimVerdict {
  const above = rate === undefined ? undefined : firstAbove(rate);
  if (above === undefined || verdict.verdict === 'refuted') return verdict;
  const reason = `the error is [${above.lower}, ${above.upper}] for a bound of ${above.bound} at size ${above.size}`;
  return { verdict: 'refuted', reason: `${reason} of ${rate!.family}` };
}

function weakestCase(plan: ClaimPlan, cases: ReadonlyMap<number, CaseRecord>, verdict: Verdict): WeakCase | undefined {
  if (verdict !== 'held' && verdict !== 'inconclusive') return undefined;
  for (const record of byIndex(cases)) {
    if (!('result' in record) || record.result.verdict !== verdict) continue;
    const { description, seed, path } = plan.asDrawn(record.index, record.result);
    const origin = seed === undefined || path === undefined ? {} : { seed, path };
    return { index: record.index, description, note: record.result.note ?? '', ...origin };
  }
  return undefined;
}

/** The refuted case before it was made small, for when the run ended before that. */
function drawn(plan: ClaimPlan, records: ClaimRecords, index: number): Counterexample | undefined {
  const record = records.cases.get(index);
  return record !== undefined && 'result' in record ? plan.asDrawn(index, record.result) : undefined;
}

/** Faults as they follow from what was to be done, whoever did which part when: cases, shrinking, mutants, the rate. */
export function orderFaults({ mutants }: Claim, faults: readonly Fault[]): readonly Fault[] {
  const place = ({ where }: Fault): readonly [number, number] => {
    const [, kind, index] = /^(case|refuted case) ([0-9]+)$/.exec(where) ?? [];
    if (kind !== undefined) return [kind === 'case' ? 0 : 1, Number(index)];
    const mutant = mutants.findIndex(({ id }) => where === `mutant ${id}` || where.startsWith(`mutant ${id}, `));
    return mutant === -1 ? [3, 0] : [2, mutant];
  };
  return [...faults].sort((a, b) => {
    const [[kind, index], [otherKind, otherIndex]] = [place(a), place(b)];
    return kind - otherKind || index - otherIndex;
  });
}

function mutantOutcome(claim: Claim, { mutant: id, tried, counterexample }: MutantRecord): MutantOutcome {
  const description = claim.mutants.find((mutant) => mutant.id === id)!.description;
  const refuted = counterexample !== undefined;
  return { id, description, refuted, tried, ...(counterexample === undefined ? {} : { counterexample }) };
}

function byIndex(cases: ReadonlyMap<number, CaseRecord>): readonly CaseRecord[] {
  return [...cases.values()].sort((a, b) => a.index - b.index);
}
