/** IEEE 754 binary64, the numbers of JavaScript: + − × ÷ √ are the engine's own, correctly rounded by ECMAScript. */
import { exactDecimal } from '../numeric/decimal-text.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { nextDown, nextUp } from '../numeric/directed.js';
import { SMALLEST_EXPONENT, scaledInteger, toDyadic } from '../numeric/dyadic.js';
import { productError, sumError } from '../numeric/error-free.js';
import { exp64 } from './binary-exp.js';
import type { Format, RealNumber } from './format.js';
import { nearestDyadic, nearestOfDecimal } from './nearest-double.js';
import { addToOdd } from './odd-rounding.js';

/** Between these, no intermediate of a fused multiply-add leaves the normal range. */
const SAFE_LOW = 2 ** -900;
const SAFE_HIGH = 2 ** 480;
const FIRST_DIGITS = 40;
/** A number that is not told from a tie by so many digits is one. */
const MOST_DIGITS = 1000;

/** `x·y + z`, rounded once (Boldo, Melquiond 2008): the tail of the exact sum is rounded to odd before the last addition. */
function fma(x: number, y: number, z: number): number {
  const product = x * y;
  const size = Math.abs(product);
  const addend = Math.abs(z);
  const isSafe =
    size >= SAFE_LOW &&
    Math.abs(x) <= SAFE_HIGH &&
    Math.abs(y) <= SAFE_HIGH &&
    (addend === 0 || addend >= SAFE_LOW) &&
    addend <= SAFE_HIGH * SAFE_HIGH;
  if (isSafe) {
    const tail = productError(x, y, product);
    const low = z + tail;
    const lowTail = sumError(z, tail, low);
    const high = product + low;
    return high + addToOdd(sumError(product, low, high), lowTail);
  }
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z)) return product + z;
  const [a, b, c] = [toDyadic(x), toDyadic(y), toDyadic(z)];
  const exponent = Math.min(a.exponent + b.exponent, c.exponent);
  const sum =
    ((a.significand * b.significand) << BigInt(a.exponent + b.exponent - exponent)) +
    (c.significand << BigInt(c.exponent - exponent));
  return sum === 0n ? product + z : nearestDyadic(sum, exponent);
}

/** The nearest double to a real number; a tie, which enclosures never decide, goes to the number below. */
function fromReal(x: RealNumber): number {
  for (let digits = FIRST_DIGITS; ; digits = Math.min(2 * digits, MOST_DIGITS)) {
    const { lo, hi } = x(decimalIntervalSystem(digits));
    if (!lo.isFinite() || !hi.isFinite()) return lo.isFinite() ? hi.toNumber() : lo.toNumber();
    const rounded = nearestOfDecimal(lo);
    if (digits === MOST_DIGITS || rounded === nearestOfDecimal(hi)) return rounded;
  }
}

/** Half the sum of squares, exactly, as a multiple of 2^−2149. */
export function halfSquaredNorm(x: readonly number[]): number {
  const sum = x.map(scaledInteger).reduce((total, n) => total + n * n, 0n);
  return nearestDyadic(sum, 2 * SMALLEST_EXPONENT - 1);
}

export const float64: Format<number> = {
  name: 'float64',
  unitRoundoff: 2 ** -53,
  underflowError: 2 ** -1074,
  smallestNormal: 2 ** -1022,
  largest: Number.MAX_VALUE,
  zero: 0,
  one: 1,
  fromNumber: (x) => x,
  round: (x) => x,
  fromReal,
  neg: (x) => -x,
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  sqrt: Math.sqrt,
  fma,
  exp: exp64,
  halfSquaredNorm,
  less: (x, y) => x < y,
  isFinite: Number.isFinite,
  isZero: (x) => x === 0,
  neighbour: (x, direction) => (direction > 0 ? nextUp(x) : nextDown(x)),
  toNumber: (x) => x,
  in: (x, system) => system.fromNumber(x),
  toText: exactDecimal,
};
