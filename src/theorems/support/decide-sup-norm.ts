/**
 * Decides `sup |Y − f| ≤ bound` for a layer, given an enclosure of the right-hand side: certified against its lower
 * end, refuted against its upper end at a witness, held when only the upper end suffices.
 */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifySupNorm, type SupNormEnclosure } from '../../certify/index.js';
import type { Target } from '../../expression/target.js';
import { decimalDown, decimalUp, exactDecimal } from '../../numeric/decimal-text.js';
import type { Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult, Method, Verdict } from '../claim.js';
import { isSubstantial } from './layer-case.js';

const DIGITS = 17;

export interface SupNormQuestion {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  /** Enclosure of the right-hand side. */
  readonly bound: Interval;
  /** Why the inequality holds exactly, when exact reasoning shows it. */
  readonly tie?: string | undefined;
  /** Restricts the supremum to points of at least this margin. */
  readonly margin?: number | undefined;
}

interface Numbers {
  readonly lower: number;
  readonly upper: number;
}

/** A result with its numbers as text, rounded outward (the bound down). */
export function layerResult(
  verdict: Verdict,
  method: Method,
  observed: Numbers,
  bound: number,
  details: Pick<CaseResult, 'substantial' | 'witness' | 'note'>,
): CaseResult {
  return {
    verdict,
    method,
    observed: { lower: decimalDown(observed.lower, DIGITS), upper: decimalUp(observed.upper, DIGITS) },
    bound: decimalDown(bound, DIGITS),
    ratio: observed.lower === 0 ? 0 : observed.lower / bound,
    ...details,
  };
}

export function decideSupNorm(question: SupNormQuestion, budget: Budget): CaseResult {
  const { layer, target, bound, tie, margin } = question;
  const substantial = isSubstantial(target, layer);
  const restriction = margin === undefined ? {} : { margin };
  const run = (goal: number): SupNormEnclosure =>
    certifySupNorm(layer, target, { goal, boxes: budget.boxes, ...restriction });
  const answer = (verdict: Verdict, found: SupNormEnclosure, note?: string): CaseResult =>
    layerResult(verdict, tie === undefined ? 'enclosure' : 'exact', found, bound.lo, {
      substantial,
      witness: found.witness.map(exactDecimal),
      ...(note === undefined ? {} : { note }),
    });

  if (tie !== undefined) {
    const observed = certifySupNorm(layer, target, { boxes: Math.min(budget.boxes, 500), ...restriction });
    // Exact reasoning and enclosures must not contradict each other.
    return observed.lower > bound.hi ? answer('refuted', observed) : answer('certified', observed, tie);
  }
  const found = run(bound.lo);
  if (found.upper <= bound.lo) return answer('certified', found);
  if (found.lower > bound.hi) return answer('refuted', found);
  if (found.lower > bound.lo) {
    const above = run(bound.hi);
    return above.upper <= bound.hi
      ? answer('held', above, 'the modulus of continuity is only known from above here')
      : answer('inconclusive', above, 'the error lies within the uncertainty of the bound');
  }
  if (found.upper <= bound.hi) return answer('held', found, 'the modulus of continuity is only known from above here');
  return answer('inconclusive', found, `${found.boxes} boxes did not separate the error from its bound`);
}
