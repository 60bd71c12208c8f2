/**
 * Sets of real numbers between two ends, and the directed arithmetic on them.
 *
 * An interval is closed, its ends numbers or ±∞ (not members), or it is empty: both ends NaN. Every operation returns an
 * interval that contains the exact result for every choice of members at which it is defined, its ends within one unit
 * in the last place of the tightest ones (IEEE 1788 set semantics).
 */
import type { Ternary } from '../number-system.js';
import type { Bounds, Ends } from './ends.js';

export interface EndInterval<E> extends Bounds<E> {
  /** False when an argument touched the complement of a function's domain on the way here. */
  readonly defined: boolean;
}

type Interval<E> = EndInterval<E>;

export const isEmpty = <E>(x: Interval<E>, c: Ends<E>): boolean => c.isNaN(x.lo);
export const isPoint = <E>(x: Interval<E>, c: Ends<E>): boolean => c.equal(x.lo, x.hi);

export const smaller = <E>(x: E, y: E, c: Ends<E>): E => (c.lessThan(y, x) ? y : x);
export const larger = <E>(x: E, y: E, c: Ends<E>): E => (c.lessThan(x, y) ? y : x);

/** The empty set, never defined. */
export const empty = <E>(c: Ends<E>): Interval<E> => ({ lo: c.nan, hi: c.nan, defined: false });
export const entire = <E>(c: Ends<E>, defined: boolean): Interval<E> => ({
  lo: c.minusInfinity,
  hi: c.infinity,
  defined,
});

/** Is every operation on these done with `defined` true so far? */
const bothDefined = <E>(x: Interval<E>, y: Interval<E>): boolean => x.defined && y.defined;
const eitherEmpty = <E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): boolean => isEmpty(x, c) || isEmpty(y, c);

export function neg<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  return { lo: c.neg(x.hi), hi: c.neg(x.lo), defined: x.defined };
}

export function abs<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c) || c.signOf(x.lo) >= 0) return x;
  if (c.signOf(x.hi) <= 0) return neg(x, c);
  return { lo: c.zero, hi: larger(c.neg(x.lo), x.hi, c), defined: x.defined };
}

/** Sign and floor are defined, and increasing, everywhere; their values at the ends bound them. */
export function sign<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c)) return x;
  const at = (end: E): E => [c.neg(c.one), c.zero, c.one][c.signOf(end) + 1]!;
  return { lo: at(x.lo), hi: at(x.hi), defined: x.defined };
}

export function floor<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  return { lo: c.floor(x.lo), hi: c.floor(x.hi), defined: x.defined };
}

export function add<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (eitherEmpty(x, y, c)) return empty(c);
  return { lo: c.addDown(x.lo, y.lo), hi: c.addUp(x.hi, y.hi), defined: bothDefined(x, y) };
}

export function sub<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (eitherEmpty(x, y, c)) return empty(c);
  return { lo: c.subDown(x.lo, y.hi), hi: c.subUp(x.hi, y.lo), defined: bothDefined(x, y) };
}

export function mul<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (eitherEmpty(x, y, c)) return empty(c);
  const defined = bothDefined(x, y);
  // A factor without positive members (other than 0 itself) is negated, so four cases remain of nine.
  if (c.signOf(x.hi) <= 0 && c.signOf(x.lo) < 0) return neg(mul(neg(x, c), y, c), c);
  if (c.signOf(y.hi) <= 0 && c.signOf(y.lo) < 0) return neg(mul(x, neg(y, c), c), c);
  if (c.signOf(x.lo) >= 0) {
    const lo = c.signOf(y.lo) >= 0 ? c.mulDown(x.lo, y.lo) : c.mulDown(x.hi, y.lo);
    return { lo, hi: c.mulUp(x.hi, y.hi), defined };
  }
  if (c.signOf(y.lo) >= 0) return { lo: c.mulDown(x.lo, y.hi), hi: c.mulUp(x.hi, y.hi), defined };
  return {
    lo: smaller(c.mulDown(x.lo, y.hi), c.mulDown(x.hi, y.lo), c),
    hi: larger(c.mulUp(x.lo, y.lo), c.mulUp(x.hi, y.hi), c),
    defined,
  };
}

export function div<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (eitherEmpty(x, y, c)) return empty(c);
  if (c.signOf(y.lo) > 0) return divByPositive(x, y, c);
  if (c.signOf(y.hi) < 0) return neg(divByPositive(x, neg(y, c), c), c);
  return divAcrossZero(x, y, c);
}

function divByPositive<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  return {
    lo: c.divDown(x.lo, c.signOf(x.lo) >= 0 ? y.hi : y.lo),
    hi: c.divUp(x.hi, c.signOf(x.hi) >= 0 ? y.lo : y.hi),
    defined: bothDefined(x, y),
  };
}

/** The quotients by the nonzero members of a divisor that contains 0. */
function divAcrossZero<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  const isZero = (end: E): boolean => c.signOf(end) === 0;
  if (isZero(y.lo) && isZero(y.hi)) return empty(c);
  if (isZero(x.lo) && isZero(x.hi)) return { lo: c.zero, hi: c.zero, defined: false };
  if (c.signOf(y.hi) <= 0) return neg(divAcrossZero(x, neg(y, c), c), c);
  if (!isZero(y.lo) || (c.signOf(x.lo) < 0 && c.signOf(x.hi) > 0)) return entire(c, false);
  return c.signOf(x.lo) >= 0
    ? { lo: c.divDown(x.lo, y.hi), hi: c.infinity, defined: false }
    : { lo: c.minusInfinity, hi: c.divUp(x.hi, y.hi), defined: false };
}

export function min<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (eitherEmpty(x, y, c)) return empty(c);
  return { lo: smaller(x.lo, y.lo, c), hi: smaller(x.hi, y.hi, c), defined: bothDefined(x, y) };
}

export function max<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (eitherEmpty(x, y, c)) return empty(c);
  return { lo: larger(x.lo, y.lo, c), hi: larger(x.hi, y.hi, c), defined: bothDefined(x, y) };
}

export function hull<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  const defined = bothDefined(x, y);
  if (isEmpty(x, c)) return { ...y, defined };
  if (isEmpty(y, c)) return { ...x, defined };
  return { lo: smaller(x.lo, y.lo, c), hi: larger(x.hi, y.hi, c), defined };
}

/** Comparisons with an empty set are undecided: NaN compares false with everything. */
export function less<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Ternary {
  return c.lessThan(x.hi, y.lo) ? true : c.atMost(y.hi, x.lo) ? false : undefined;
}

export function lessOrEqual<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Ternary {
  return c.atMost(x.hi, y.lo) ? true : c.lessThan(y.hi, x.lo) ? false : undefined;
}

export function equal<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Ternary {
  if (isPoint(x, c) && isPoint(y, c)) return c.equal(x.lo, y.lo);
  return c.lessThan(x.hi, y.lo) || c.lessThan(y.hi, x.lo) ? false : undefined;
}
