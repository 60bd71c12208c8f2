/**
 * Decides `observed ≤ bound` for two real numbers given by formulas, with no tolerance: both sides are enclosed in
 * decimal interval arithmetic, and the precision doubles until the enclosures separate or the budget of digits ends.
 * Ties never separate; they are recognised beforehand by exact arithmetic (`tie`). A side that is not defined everywhere
 * (a logarithm of what may be negative) decides nothing.
 */
import type { DecimalInterval } from '../../numeric/decimal-interval.js';
import { decimalIntervalSystem } from '../../numeric/decimal-interval.js';
import type { NumberSystem } from '../../numeric/number-system.js';
import type { Budget, CaseResult, Method } from '../claim.js';
import { lowerText, ratioOf, upperText } from './text.js';

export interface Sides {
  readonly observed: DecimalInterval;
  readonly bound: DecimalInterval;
  /** Both sides divided by one positive number, when they may underflow: the comparison is made on these. */
  readonly scaled?: { readonly observed: DecimalInterval; readonly bound: DecimalInterval };
}

export interface Comparison {
  /** Both sides in a number system of some precision. */
  readonly sides: (system: NumberSystem<DecimalInterval>) => Sides;
  /** Why `observed ≤ bound` holds exactly, if exact arithmetic shows it (equal sides, empty sums); else undefined. */
  readonly tie?: string | undefined;
  readonly substantial?: boolean;
  readonly method?: Method;
  readonly witness?: readonly string[];
}

const FIRST_DIGITS = 25;

export function decideAtMost(comparison: Comparison, budget: Budget): CaseResult {
  const substantial = comparison.substantial ?? false;
  const witness = comparison.witness === undefined ? {} : { witness: comparison.witness };
  if (comparison.tie !== undefined) {
    const { observed, bound, scaled = { observed, bound } } = comparison.sides(decimalIntervalSystem(FIRST_DIGITS));
    // Enclosures overrule a tie that they contradict.
    if (!scaled.observed.lo.gt(scaled.bound.hi)) {
      return {
        verdict: 'certified',
        method: 'exact',
        observed: { lower: lowerText(observed.lo), upper: upperText(observed.hi) },
        bound: lowerText(bound.lo),
        ratio: Math.min(1, ratioOf(scaled)),
        substantial,
        ...witness,
        note: comparison.tie,
      };
    }
  }
  for (let digits = FIRST_DIGITS; ; digits = Math.min(2 * digits, budget.digits)) {
    const { observed, bound, scaled = { observed, bound } } = comparison.sides(decimalIntervalSystem(digits));
    const defined = scaled.observed.defined && scaled.bound.defined;
    const certified = defined && scaled.observed.hi.lte(scaled.bound.lo);
    const refuted = defined && scaled.observed.lo.gt(scaled.bound.hi);
    const verdict = certified ? 'certified' : refuted ? 'refuted' : undefined;
    if (verdict === undefined && digits < budget.digits) continue;
    return {
      verdict: verdict ?? 'inconclusive',
      method: comparison.method ?? 'enclosure',
      observed: { lower: lowerText(observed.lo), upper: upperText(observed.hi) },
      bound: lowerText(bound.lo),
      ratio: ratioOf(scaled),
      substantial,
      ...witness,
      ...(verdict === undefined ? { note: undecided(defined, budget) } : {}),
    };
  }
}

function undecided(defined: boolean, { digits }: Budget): string {
  return defined ? `the two sides agree to ${digits} digits` : `a side is not defined everywhere, to ${digits} digits`;
}
