/**
 * Ranges of the elementary functions over intervals: the values at the ends, and at the extrema inside.
 */
import type { Bounds, Ends } from './ends.js';
import { abs, empty, entire, isEmpty, isPoint, larger, neg, smaller, type EndInterval } from './sets.js';

type Interval<E> = EndInterval<E>;
type Increasing = 'exp' | 'expm1' | 'atan' | 'tanh' | 'cbrt';

/** The range of a function that is defined and increasing everywhere. */
const increasing =
  (name: Increasing) =>
  <E>(x: Interval<E>, c: Ends<E>): Interval<E> => {
    if (isEmpty(x, c)) return x;
    const { lo, hi } = c[name](x.lo);
    return { lo, hi: isPoint(x, c) ? hi : c[name](x.hi).hi, defined: x.defined };
  };

export const exp = increasing('exp');
export const expm1 = increasing('expm1');
export const atan = increasing('atan');
export const tanh = increasing('tanh');
export const cbrt = increasing('cbrt');

export function sqrt<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c)) return x;
  if (c.signOf(x.hi) < 0) return empty(c);
  const inside = c.signOf(x.lo) >= 0;
  const { lo, hi } = c.sqrt(inside ? x.lo : c.zero);
  return { lo, hi: isPoint(x, c) ? hi : c.sqrt(x.hi).hi, defined: x.defined && inside };
}

export function hypot<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c) || isEmpty(y, c)) return empty(c);
  const [a, b] = [abs(x, c), abs(y, c)];
  const { lo, hi } = c.hypot(a.lo, b.lo);
  const arePoints = isPoint(a, c) && isPoint(b, c);
  return { lo, hi: arePoints ? hi : c.hypot(a.hi, b.hi).hi, defined: x.defined && y.defined };
}

export function log<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c)) return x;
  if (c.signOf(x.hi) <= 0) return empty(c);
  const inside = c.signOf(x.lo) > 0;
  const { lo, hi } = c.log(inside ? x.lo : c.zero);
  return { lo, hi: isPoint(x, c) ? hi : c.log(x.hi).hi, defined: x.defined && inside };
}

/** Does `(from, to]` contain an integer congruent to `residue` modulo `modulus`? */
function meets(from: bigint, to: bigint, residue: bigint, modulus: bigint): boolean {
  if (to - from >= modulus) return true;
  for (let j = from + 1n; j <= to; j++) if ((((j - residue) % modulus) + modulus) % modulus === 0n) return true;
  return false;
}

/**
 * Sine or cosine: the ends' values, and ±1 where `(a, b]` contains the maxima or minima `(maximum + 4k) π/2`,
 * `(maximum + 2 + 4k) π/2`. The quadrants of the ends, exact integers, tell.
 */
const wave =
  (name: 'sin' | 'cos', maximum: bigint) =>
  <E>(x: Interval<E>, c: Ends<E>): Interval<E> => {
    if (isEmpty(x, c)) return x;
    if (isPoint(x, c)) return { ...c[name](x.lo), defined: x.defined };
    const minusOne = c.neg(c.one);
    const from = c.quadrantOf(x.lo);
    const to = c.quadrantOf(x.hi);
    if (from === undefined || to === undefined || to - from >= 4n) {
      return { lo: minusOne, hi: c.one, defined: x.defined };
    }
    const left = c[name](x.lo);
    const right = c[name](x.hi);
    return {
      lo: meets(from, to, maximum + 2n, 4n) ? minusOne : smaller(left.lo, right.lo, c),
      hi: meets(from, to, maximum, 4n) ? c.one : larger(left.hi, right.hi, c),
      defined: x.defined,
    };
  };

export const sin = wave('sin', 1n);
export const cos = wave('cos', 0n);

/** Increasing between poles; the whole line, and not everywhere defined, when a pole may lie inside. */
export function tan<E>(x: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c)) return x;
  // A rational number is never an odd multiple of π/2, however large.
  if (isPoint(x, c)) return { ...c.tan(x.lo), defined: x.defined };
  const from = c.quadrantOf(x.lo);
  const to = c.quadrantOf(x.hi);
  if (from === undefined || to === undefined || meets(from, to, 1n, 2n)) return entire(c, false);
  return { lo: c.tan(x.lo).lo, hi: c.tan(x.hi).hi, defined: x.defined };
}

/** `x^n` for an integer `n`; even powers are even, odd powers odd, and negative ones have a pole at 0. */
export function powInteger<E>(x: Interval<E>, n: number, c: Ends<E>): Interval<E> {
  if (!Number.isSafeInteger(n)) throw new RangeError(`an integer exponent is needed, not ${n}`);
  if (isEmpty(x, c)) return x;
  if (n === 0) return { lo: c.one, hi: c.one, defined: x.defined };
  const odd = n % 2 !== 0;
  const { defined } = x;
  if (c.signOf(x.lo) >= 0) return powerOfNonnegative(x, n, c);
  if (c.signOf(x.hi) <= 0) {
    const mirrored = powerOfNonnegative(neg(x, c), n, c);
    return odd ? neg(mirrored, c) : mirrored;
  }
  if (odd) {
    if (n < 0) return entire(c, false);
    return { lo: c.neg(c.powInteger(c.neg(x.lo), n).hi), hi: c.powInteger(x.hi, n).hi, defined };
  }
  const reach = c.powInteger(larger(c.neg(x.lo), x.hi, c), n);
  return n > 0 ? { lo: c.zero, hi: reach.hi, defined } : { lo: reach.lo, hi: c.infinity, defined: false };
}

function powerOfNonnegative<E>(x: Interval<E>, n: number, c: Ends<E>): Interval<E> {
  if (n < 0 && c.signOf(x.hi) === 0) return empty(c);
  const left = c.powInteger(x.lo, n);
  const right = isPoint(x, c) ? left : c.powInteger(x.hi, n);
  if (n > 0) return { lo: left.lo, hi: right.hi, defined: x.defined };
  return { lo: right.lo, hi: left.hi, defined: x.defined && c.signOf(x.lo) > 0 };
}

/**
 * `x^y` on the part of the box where `x > 0`, or `x = 0 < y`. `y ln x` is bilinear in `(ln x, y)`, so the extrema are at
 * the corners; at a corner `(0, y)` it is the limit, and a limit that is not attained is still in the closure.
 */
export function pow<E>(x: Interval<E>, y: Interval<E>, c: Ends<E>): Interval<E> {
  if (isEmpty(x, c) || isEmpty(y, c)) return empty(c);
  const sign = c.signOf(x.lo);
  const defined = x.defined && y.defined && (sign > 0 || (sign === 0 && c.signOf(y.lo) > 0));
  if (c.signOf(x.hi) < 0) return empty(c);
  if (c.signOf(x.hi) === 0) return c.signOf(y.hi) > 0 ? { lo: c.zero, hi: c.zero, defined } : empty(c);
  const bases = isPoint(x, c) ? [x.hi] : [sign > 0 ? x.lo : c.zero, x.hi];
  const exponents = isPoint(y, c) ? [y.lo] : [y.lo, y.hi];
  const corners: readonly Bounds<E>[] = bases.flatMap((base) => exponents.map((exponent) => c.pow(base, exponent)));
  return {
    lo: corners.map((corner) => corner.lo).reduce((least, end) => smaller(least, end, c)),
    hi: corners.map((corner) => corner.hi).reduce((most, end) => larger(most, end, c)),
    defined,
  };
}
