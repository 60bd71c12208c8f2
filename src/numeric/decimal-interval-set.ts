/**
 * Sets of real numbers with decimal ends, and the directed arithmetic on them.
 *
 * An interval is closed, its ends decimals or ±∞ (not members), or it is empty: both ends NaN. Every operation returns an
 * interval that contains the exact result for every choice of members at which it is defined, its ends within one unit
 * in the last place of the tightest ones (IEEE 1788 set semantics).
 */
import type { Decimal } from 'decimal.js';
import {
  addDown,
  addUp,
  divDown,
  divUp,
  mulDown,
  mulUp,
  subDown,
  subUp,
  type DecimalContext,
} from './decimal-context.js';
import type { Ternary } from './number-system.js';

export interface DecimalInterval {
  readonly lo: Decimal;
  readonly hi: Decimal;
  /** False when an argument touched the complement of a function's domain on the way here. */
  readonly defined: boolean;
}

export const isEmpty = (x: DecimalInterval): boolean => x.lo.isNaN();
export const isPoint = (x: DecimalInterval): boolean => x.lo.eq(x.hi);

/** −1, 0 or 1; zeros have no sign here. */
export const signOf = (x: Decimal): number => (x.isZero() ? 0 : x.s);

export const smaller = (x: Decimal, y: Decimal): Decimal => (y.lt(x) ? y : x);
export const larger = (x: Decimal, y: Decimal): Decimal => (y.gt(x) ? y : x);

/** The empty set, never defined. */
export const empty = (c: DecimalContext): DecimalInterval => ({ lo: c.nan, hi: c.nan, defined: false });
export const entire = (c: DecimalContext, defined: boolean): DecimalInterval => ({
  lo: c.minusInfinity,
  hi: c.infinity,
  defined,
});

/** Is every operation on these done with `defined` true so far? */
const bothDefined = (x: DecimalInterval, y: DecimalInterval): boolean => x.defined && y.defined;

export function neg(x: DecimalInterval): DecimalInterval {
  return { lo: x.hi.neg(), hi: x.lo.neg(), defined: x.defined };
}

export function abs(x: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (isEmpty(x) || signOf(x.lo) >= 0) return x;
  if (signOf(x.hi) <= 0) return neg(x);
  return { lo: c.zero, hi: larger(x.lo.neg(), x.hi), defined: x.defined };
}

/** Sign and floor are defined, and increasing, everywhere; their values at the ends bound them. */
export function sign(x: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (isEmpty(x)) return x;
  return { lo: new c.Floor(signOf(x.lo)), hi: new c.Floor(signOf(x.hi)), defined: x.defined };
}

export function floor(x: DecimalInterval): DecimalInterval {
  return { lo: x.lo.floor(), hi: x.hi.floor(), defined: x.defined };
}

export function add(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const defined = bothDefined(x, y);
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  return { lo: addDown(x.lo, y.lo, c), hi: addUp(x.hi, y.hi, c), defined };
}

export function sub(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const defined = bothDefined(x, y);
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  return { lo: subDown(x.lo, y.hi, c), hi: subUp(x.hi, y.lo, c), defined };
}

export function mul(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const defined = bothDefined(x, y);
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  // A factor without positive members (other than 0 itself) is negated, so four cases remain of nine.
  if (signOf(x.hi) <= 0 && signOf(x.lo) < 0) return neg(mul(neg(x), y, c));
  if (signOf(y.hi) <= 0 && signOf(y.lo) < 0) return neg(mul(x, neg(y), c));
  if (signOf(x.lo) >= 0) {
    const lo = signOf(y.lo) >= 0 ? mulDown(x.lo, y.lo, c) : mulDown(x.hi, y.lo, c);
    return { lo, hi: mulUp(x.hi, y.hi, c), defined };
  }
  if (signOf(y.lo) >= 0) return { lo: mulDown(x.lo, y.hi, c), hi: mulUp(x.hi, y.hi, c), defined };
  return {
    lo: smaller(mulDown(x.lo, y.hi, c), mulDown(x.hi, y.lo, c)),
    hi: larger(mulUp(x.lo, y.lo, c), mulUp(x.hi, y.hi, c)),
    defined,
  };
}

export function div(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  if (signOf(y.lo) > 0) return divByPositive(x, y, c);
  if (signOf(y.hi) < 0) return neg(divByPositive(x, neg(y), c));
  return divAcrossZero(x, y, c);
}

function divByPositive(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  return {
    lo: divDown(x.lo, signOf(x.lo) >= 0 ? y.hi : y.lo, c),
    hi: divUp(x.hi, signOf(x.hi) >= 0 ? y.lo : y.hi, c),
    defined: bothDefined(x, y),
  };
}

/** The quotients by the nonzero members of a divisor that contains 0. */
function divAcrossZero(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (y.lo.isZero() && y.hi.isZero()) return empty(c);
  if (x.lo.isZero() && x.hi.isZero()) return { lo: c.zero, hi: c.zero, defined: false };
  if (signOf(y.hi) <= 0) return neg(divAcrossZero(x, neg(y), c));
  if (!y.lo.isZero() || (signOf(x.lo) < 0 && signOf(x.hi) > 0)) return entire(c, false);
  return signOf(x.lo) >= 0
    ? { lo: divDown(x.lo, y.hi, c), hi: c.infinity, defined: false }
    : { lo: c.minusInfinity, hi: divUp(x.hi, y.hi, c), defined: false };
}

export function min(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const defined = bothDefined(x, y);
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  return { lo: smaller(x.lo, y.lo), hi: smaller(x.hi, y.hi), defined };
}

export function max(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const defined = bothDefined(x, y);
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  return { lo: larger(x.lo, y.lo), hi: larger(x.hi, y.hi), defined };
}

export function hull(x: DecimalInterval, y: DecimalInterval): DecimalInterval {
  const defined = bothDefined(x, y);
  if (isEmpty(x)) return { ...y, defined };
  if (isEmpty(y)) return { ...x, defined };
  return { lo: smaller(x.lo, y.lo), hi: larger(x.hi, y.hi), defined };
}

/** Comparisons with an empty set are undecided: NaN compares false with everything. */
export function less(x: DecimalInterval, y: DecimalInterval): Ternary {
  return x.hi.lt(y.lo) ? true : x.lo.gte(y.hi) ? false : undefined;
}

export function lessOrEqual(x: DecimalInterval, y: DecimalInterval): Ternary {
  return x.hi.lte(y.lo) ? true : x.lo.gt(y.hi) ? false : undefined;
}

export function equal(x: DecimalInterval, y: DecimalInterval): Ternary {
  if (isPoint(x) && isPoint(y)) return x.lo.eq(y.lo);
  return x.hi.lt(y.lo) || y.hi.lt(x.lo) ? false : undefined;
}
