/**
 * Ranges of the elementary functions over decimal intervals: the values at the ends, and at the extrema inside.
 */
import type { Decimal } from 'decimal.js';
import { addDown, addUp, internalContext, mulDown, mulUp, type DecimalContext } from './decimal-context.js';
import type { Bounds } from './decimal-conversion.js';
import {
  abs,
  empty,
  entire,
  isEmpty,
  isPoint,
  larger,
  neg,
  signOf,
  smaller,
  type DecimalInterval,
} from './decimal-interval-set.js';
import {
  atanAt,
  cbrtAt,
  cosAt,
  expAt,
  expm1At,
  logAt,
  powAt,
  powIntegerAt,
  quadrantOf,
  sinAt,
  sqrtAt,
  tanAt,
  tanhAt,
} from './decimal-point-functions.js';

type PointFunction = (x: Decimal, c: DecimalContext) => Bounds;
type RangeFunction = (x: DecimalInterval, c: DecimalContext) => DecimalInterval;

/** The range of a function that is defined and increasing everywhere. */
const increasing =
  (at: PointFunction): RangeFunction =>
  (x, c) => {
    if (isEmpty(x)) return x;
    const { lo, hi } = at(x.lo, c);
    return { lo, hi: isPoint(x) ? hi : at(x.hi, c).hi, defined: x.defined };
  };

export const exp = increasing(expAt);
export const expm1 = increasing(expm1At);
export const atan = increasing(atanAt);
export const tanh = increasing(tanhAt);
export const cbrt = increasing(cbrtAt);

export function sqrt(x: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (isEmpty(x)) return x;
  if (signOf(x.hi) < 0) return empty(c);
  const inside = signOf(x.lo) >= 0;
  const { lo, hi } = sqrtAt(inside ? x.lo : c.zero, c);
  return { lo, hi: isPoint(x) ? hi : sqrtAt(x.hi, c).hi, defined: x.defined && inside };
}

/**
 * `√(x² + y²)`. Squares of `d` digits are exact in `2d`; their sum is rounded at `2d + 4`, so the root is off by less
 * than two units in the last place, and exact wherever it fits.
 */
export function hypot(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const defined = x.defined && y.defined;
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  const wide = internalContext(2 * c.digits + 4);
  const a = abs(x, c);
  const b = abs(y, c);
  const least = addDown(mulDown(a.lo, a.lo, wide), mulDown(b.lo, b.lo, wide), wide);
  const most = addUp(mulUp(a.hi, a.hi, wide), mulUp(b.hi, b.hi, wide), wide);
  const { lo, hi } = sqrtAt(least, c);
  return { lo, hi: most.eq(least) ? hi : sqrtAt(most, c).hi, defined };
}

export function log(x: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (isEmpty(x)) return x;
  if (signOf(x.hi) <= 0) return empty(c);
  const inside = signOf(x.lo) > 0;
  const { lo, hi } = logAt(inside ? x.lo : c.zero, c);
  return { lo, hi: isPoint(x) ? hi : logAt(x.hi, c).hi, defined: x.defined && inside };
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
  (at: PointFunction, maximum: bigint): RangeFunction =>
  (x, c) => {
    if (isEmpty(x)) return x;
    if (isPoint(x)) return { ...at(x.lo, c), defined: x.defined };
    const from = quadrantOf(x.lo);
    const to = quadrantOf(x.hi);
    if (from === undefined || to === undefined || to - from >= 4n) {
      return { lo: c.one.neg(), hi: c.one, defined: x.defined };
    }
    const left = at(x.lo, c);
    const right = at(x.hi, c);
    return {
      lo: meets(from, to, maximum + 2n, 4n) ? c.one.neg() : smaller(left.lo, right.lo),
      hi: meets(from, to, maximum, 4n) ? c.one : larger(left.hi, right.hi),
      defined: x.defined,
    };
  };

export const sin = wave(sinAt, 1n);
export const cos = wave(cosAt, 0n);

/** Increasing between poles; the whole line, and not everywhere defined, when a pole may lie inside. */
export function tan(x: DecimalInterval, c: DecimalContext): DecimalInterval {
  if (isEmpty(x)) return x;
  // A decimal is never an odd multiple of π/2, however large.
  if (isPoint(x)) return { ...tanAt(x.lo, c), defined: x.defined };
  const from = quadrantOf(x.lo);
  const to = quadrantOf(x.hi);
  if (from === undefined || to === undefined || meets(from, to, 1n, 2n)) return entire(c, false);
  return { lo: tanAt(x.lo, c).lo, hi: tanAt(x.hi, c).hi, defined: x.defined };
}

/** `x^n` for an integer `n`; even powers are even, odd powers odd, and negative ones have a pole at 0. */
export function powInteger(x: DecimalInterval, n: number, c: DecimalContext): DecimalInterval {
  if (!Number.isSafeInteger(n)) throw new RangeError(`an integer exponent is needed, not ${n}`);
  if (isEmpty(x)) return x;
  if (n === 0) return { lo: c.one, hi: c.one, defined: x.defined };
  const odd = n % 2 !== 0;
  const { defined } = x;
  if (signOf(x.lo) >= 0) return powerOfNonnegative(x, n, c);
  if (signOf(x.hi) <= 0) {
    const mirrored = powerOfNonnegative(neg(x), n, c);
    return odd ? neg(mirrored) : mirrored;
  }
  if (odd) {
    if (n < 0) return entire(c, false);
    return { lo: powIntegerAt(x.lo.neg(), n, c).hi.neg(), hi: powIntegerAt(x.hi, n, c).hi, defined };
  }
  const reach = powIntegerAt(larger(x.lo.neg(), x.hi), n, c);
  return n > 0 ? { lo: c.zero, hi: reach.hi, defined } : { lo: reach.lo, hi: c.infinity, defined: false };
}

function powerOfNonnegative(x: DecimalInterval, n: number, c: DecimalContext): DecimalInterval {
  if (n < 0 && signOf(x.hi) === 0) return empty(c);
  const left = powIntegerAt(x.lo, n, c);
  const right = isPoint(x) ? left : powIntegerAt(x.hi, n, c);
  if (n > 0) return { lo: left.lo, hi: right.hi, defined: x.defined };
  return { lo: right.lo, hi: left.hi, defined: x.defined && signOf(x.lo) > 0 };
}

/**
 * `x^y` on the part of the box where `x > 0`, or `x = 0 < y`. `y ln x` is bilinear in `(ln x, y)`, so the extrema are at
 * the corners; at a corner `(0, y)` it is the limit, and a limit that is not attained is still in the closure.
 */
export function pow(x: DecimalInterval, y: DecimalInterval, c: DecimalContext): DecimalInterval {
  const argumentsDefined = x.defined && y.defined;
  if (isEmpty(x) || isEmpty(y)) return empty(c);
  const defined = argumentsDefined && (signOf(x.lo) > 0 || (signOf(x.lo) === 0 && signOf(y.lo) > 0));
  if (signOf(x.hi) < 0) return empty(c);
  if (signOf(x.hi) === 0) return signOf(y.hi) > 0 ? { lo: c.zero, hi: c.zero, defined } : empty(c);
  const bases = isPoint(x) ? [x.hi] : [signOf(x.lo) > 0 ? x.lo : c.zero, x.hi];
  const exponents = isPoint(y) ? [y.lo] : [y.lo, y.hi];
  const corners = bases.flatMap((base) => exponents.map((exponent) => powAt(base, exponent, c)));
  return {
    lo: corners.map((corner) => corner.lo).reduce(smaller),
    hi: corners.map((corner) => corner.hi).reduce(larger),
    defined,
  };
}
