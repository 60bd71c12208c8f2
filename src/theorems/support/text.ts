/** Decimal text of enclosures, rounded outward, and how near a quantity comes to its bound. */
import type { Decimal } from 'decimal.js';
import type { DecimalInterval } from '../../numeric/decimal-interval.js';

const SHOWN_DIGITS = 17;
const ROUND_CEIL = 2;
const ROUND_FLOOR = 3;

export function lowerText(x: Decimal): string {
  return x.toSignificantDigits(SHOWN_DIGITS, ROUND_FLOOR).toString();
}

export function upperText(x: Decimal): string {
  return x.toSignificantDigits(SHOWN_DIGITS, ROUND_CEIL).toString();
}

/** Approximately observed/bound; 0 when both are 0. The quotient is taken in decimal: either may underflow a double. */
export function ratioOf(observed: DecimalInterval, bound: DecimalInterval): number {
  if (observed.hi.isZero()) return 0;
  const ratio = observed.hi.div(bound.lo.isZero() ? bound.hi : bound.lo).toNumber();
  return Number.isNaN(ratio) ? 0 : ratio;
}
