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

/**
 * Approximately observed/bound; 0 when both are 0. The quotient is taken in decimal: either may underflow a double. A
 * bound that may be 0 while the observed quantity is not gives the largest double, not an infinity that JSON lacks.
 */
export function ratioOf({
  observed,
  bound,
}: {
  readonly observed: DecimalInterval;
  readonly bound: DecimalInterval;
}): number {
  if (observed.lo.lte(0)) return 0;
  const ratio = observed.hi.div(bound.hi).toNumber();
  return Math.min(ratio, Number.MAX_VALUE);
}
