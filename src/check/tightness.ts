/** How tight a statement is: the ratios observed/bound of its cases, and the case to look at. */
import type { CaseResult } from '../theorems/claim.js';
import type { ClaimPlan } from './claim-outcome.js';
import type { CaseRecord } from './task.js';

/** Ratios in equal bins of [0, 1], by what is known of them. */
export interface RatioHistogram {
  /** `counts[i]` cases have a ratio in `[i/n, (i+1)/n)`, `n` the number of bins; the last bin ends with 1. */
  readonly counts: readonly number[];
  /** Ratios above 1, where both sides are the same to all digits shown, or the case is refuted. */
  readonly above: number;
  /** Decided by the upper end alone, both sides 0, or no finite ratio: it says nothing. */
  readonly undetermined: number;
}

const BINS = 20;

export function ratioHistogram(results: readonly CaseResult[]): RatioHistogram {
  const counts = Array.from({ length: BINS }, () => 0);
  let [above, undetermined] = [0, 0];
  for (const { ratio, observed } of results) {
    if (!Number.isFinite(ratio) || ratio < 0 || (ratio === 0 && Number(observed.lower) === 0)) undetermined += 1;
    else if (ratio > 1) above += 1;
    else counts[Math.min(BINS - 1, Math.floor(ratio * BINS))]! += 1;
  }
  return { counts, above, undetermined };
}

/** The histogram of all cases of several; undefined where one is missing, or has other bins. */
export function addHistograms(parts: readonly (RatioHistogram | undefined)[]): RatioHistogram | undefined {
  const known = parts.filter((part) => part !== undefined);
  const [first] = known;
  if (first === undefined || known.length < parts.length) return undefined;
  if (known.some(({ counts }) => counts.length !== first.counts.length)) return undefined;
  return {
    counts: first.counts.map((_, i) => known.reduce((sum, { counts }) => sum + counts[i]!, 0)),
    above: known.reduce((sum, { above }) => sum + above, 0),
    undetermined: known.reduce((sum, { undetermined }) => sum + undetermined, 0),
  };
}

/** The case that shows most: the tightest with a non-constant target and at least 16 keys, if there is one. */
export interface TightestCase {
  readonly index: number;
  /** Plain JSON data. */
  readonly case: unknown;
  readonly description: string;
  readonly result: CaseResult;
}

/**
 * Of equal ratios the smallest index; refuted cases are shown as counterexamples. Draws the case again, which costs as much
 * as drawing all cases before it.
 */
export function tightestCase(
  { asDrawn }: Pick<ClaimPlan, 'asDrawn'>,
  cases: ReadonlyMap<number, CaseRecord>,
): TightestCase | undefined {
  const shown = [...cases.values()].filter(
    (record): record is Extract<CaseRecord, Decided> =>
      'result' in record && record.result.verdict !== 'refuted' && !Number.isNaN(record.result.ratio),
  );
  const best = tightestOf(shown);
  if (best === undefined) return undefined;
  const { index, result } = best;
  const { case: input, description } = asDrawn(index, result);
  return { index, case: input, description, result };
}

type Decided = Pick<TightestCase, 'index' | 'result'>;

/** The one that shows most. */
export function tightestOf<Case extends Decided>(cases: readonly Case[]): Case | undefined {
  return cases.reduce<Case | undefined>(
    (best, one) => (best === undefined || isTighter(one, best) ? one : best),
    undefined,
  );
}

function isTighter(a: Decided, b: Decided): boolean {
  if (a.result.substantial !== b.result.substantial) return a.result.substantial;
  return a.result.ratio > b.result.ratio || (a.result.ratio === b.result.ratio && a.index < b.index);
}
