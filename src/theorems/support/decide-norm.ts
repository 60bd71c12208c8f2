/**
 * Decides `norm of an error ≤ bound`, given an enclosure of the right-hand side and a search that encloses the left-hand
 * side: certified against the bound's lower end, refuted against its upper end, held when only the upper end suffices.
 */
import { decimalDown, decimalUp, exactDecimal } from '../../numeric/decimal-text.js';
import type { Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult, Method, Verdict } from '../claim.js';

const DIGITS = 17;
/** Boxes for cases that exact reasoning decides: what is observed is for the record. */
const RECORD_BOXES = 500;

export interface Numbers {
  readonly lower: number;
  readonly upper: number;
}

export interface NormEnclosure extends Numbers {
  readonly boxes: number;
  /** A point where the error is at least `lower`; no single point attains an L_p norm. */
  readonly witness?: readonly number[];
}

export interface NormQuestion {
  /** Encloses the norm, until it is on one side of the goal or the boxes are spent. */
  readonly enclose: (options: { readonly goal?: number; readonly boxes: number }) => NormEnclosure;
  /** Enclosure of the right-hand side. */
  readonly bound: Interval;
  /** Why the inequality holds exactly, when exact reasoning shows it. */
  readonly tie?: string | undefined;
  /** As in `CaseResult`. */
  readonly substantial: boolean;
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

export function decideNorm({ enclose, bound, tie, substantial }: NormQuestion, budget: Budget): CaseResult {
  const { boxes } = budget;
  const answer = (verdict: Verdict, found: NormEnclosure, note?: string): CaseResult =>
    layerResult(verdict, tie === undefined ? 'enclosure' : 'exact', found, bound.lo, {
      substantial,
      ...(found.witness === undefined ? {} : { witness: found.witness.map(exactDecimal) }),
      ...(note === undefined ? {} : { note }),
    });
  if (tie !== undefined) {
    const observed = enclose({ boxes: Math.min(boxes, RECORD_BOXES) });
    // Exact reasoning and enclosures must not contradict each other.
    return observed.lower > bound.hi ? answer('refuted', observed) : answer('certified', observed, tie);
  }
  // A goal below the bound takes more boxes, and what meets it meets the bound.
  const found = enclose({ goal: Math.min(bound.lo, budget.goal ?? Infinity), boxes });
  if (found.upper <= bound.lo) return answer('certified', found);
  if (found.lower > bound.hi) return answer('refuted', found);
  const above = found.lower > bound.lo ? enclose({ goal: bound.hi, boxes }) : found;
  if (above.upper <= bound.hi) return answer('held', above, 'the right-hand side is only known from above here');
  const note =
    found.lower > bound.lo
      ? 'the error lies within the uncertainty of the bound'
      : `${found.boxes} boxes did not separate the error from its bound`;
  return answer('inconclusive', above, note);
}
