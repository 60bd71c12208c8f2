/**
 * Binary formats of at most 24 digits whose numbers are doubles: float32, float16, bfloat16, fp8.
 *
 * One double operation, then one rounding, is correct for + − × ÷ √ (Figueroa 1995). With `p ≤ 24` digits:
 * - a product has `2p ≤ 48` digits: it is a double;
 * - a sum that is no double has terms more than `52 − p` binary orders apart: the exact sum and its nearest double both lie within
 *   `2^−4` units in the last place of the larger term, and no midpoint of the format does, unless the sum is a multiple of the
 *   format's smallest number, and then it is a double;
 * - `x/y` and a midpoint `m` (at most `p + 1` digits) differ by `|x − my|/|y|`, which is 0 or at least `2^(−2p−1)` of `m`: more than
 *   a rounding of doubles, `2^−53`; where it is 0, the quotient is a double;
 * - `√x` and `m` differ by at least `|x − m²|/(2m + 1 ulp)`, at least `2^(−2p−3)` of `m`, and are never equal.
 * So the double is never moved onto a midpoint or beyond it. In a fused multiply-add the product is a double, and the sum is
 * rounded to odd first.
 */
import { exactDecimal } from '../numeric/decimal-text.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { SMALLEST_EXPONENT, scaledInteger } from '../numeric/dyadic.js';
import { roundedExp } from './binary-exp.js';
import type { Format, RealNumber } from './format.js';
import { halfSquaredNorm } from './float64.js';
import { addToOdd, decimalToOdd } from './odd-rounding.js';
import { roundingTo, type BinaryShape } from './round-binary.js';

const FIRST_DIGITS = 40;
const MOST_DIGITS = 640;

/** Is `Σ x_i²/2` a double? Then rounding it again is harmless. */
function exactHalfSquare(x: readonly number[]): number | undefined {
  if (x.length !== 1) return undefined;
  return (x[0]! * x[0]!) / 2;
}

export function shortBinary(
  name: string,
  shape: BinaryShape,
  round: (x: number) => number = roundingTo(shape),
): Format<number> {
  const { digits, leastExponent, largest } = shape;
  const smallest = 2 ** (leastExponent - digits + 1);
  return {
    name,
    unitRoundoff: 2 ** -digits,
    underflowError: smallest / 2,
    smallestNormal: 2 ** leastExponent,
    largest,
    zero: 0,
    one: 1,
    fromNumber: round,
    round,
    fromReal: (x) => roundReal(x, round),
    neg: (x) => -x,
    add: (x, y) => round(x + y),
    sub: (x, y) => round(x - y),
    mul: (x, y) => round(x * y),
    div: (x, y) => round(x / y),
    sqrt: (x) => round(Math.sqrt(x)),
    fma: (x, y, z) => round(addToOdd(x * y, z)),
    exp: roundedExp(round),
    halfSquaredNorm: (x) => round(exactHalfSquare(x) ?? oddHalfSquare(x)),
    less: (x, y) => x < y,
    isFinite: Number.isFinite,
    isZero: (x) => x === 0,
    neighbour: (x, direction) => neighbour(x, direction, shape, smallest),
    toNumber: (x) => x,
    in: (x, system) => system.fromNumber(x),
    toText: exactDecimal,
  };
}

function roundReal(x: RealNumber, round: (x: number) => number): number {
  const { lo, hi } = x(intervalSystem);
  if (round(lo) === round(hi)) return round(lo);
  for (let digits = FIRST_DIGITS; digits <= MOST_DIGITS; digits *= 2) {
    const ends = x(decimalIntervalSystem(digits));
    const odd = decimalToOdd(ends.lo, ends.hi);
    if (odd !== undefined) return round(odd);
  }
  // Not told from a double by so many digits.
  return round(lo);
}

/** The half sum of squares of several numbers, as a double that rounds as it does. */
function oddHalfSquare(x: readonly number[]): number {
  const nearest = halfSquaredNorm(x);
  const exact = x.map(scaledInteger).reduce((total, n) => total + n * n, 0n);
  const difference = exact - (scaledInteger(nearest) << BigInt(1 - SMALLEST_EXPONENT));
  // One unit of that, in the direction of what was lost, decides every tie.
  return difference === 0n ? nearest : addToOdd(nearest, difference > 0n ? Number.MIN_VALUE : -Number.MIN_VALUE);
}

function neighbour(x: number, direction: 1 | -1, { digits, leastExponent, largest }: BinaryShape, smallest: number) {
  if (x === 0) return direction * smallest;
  const away = x > 0 === direction > 0;
  const size = Math.abs(x);
  let exponent = leastExponent;
  while (2 ** (exponent + 1) <= size) exponent++;
  const gap = 2 ** (exponent - digits + 1);
  // Towards 0 a power of two has a nearer neighbour, unless numbers are equally spaced there.
  const step = !away && size === 2 ** exponent && exponent > leastExponent ? gap / 2 : gap;
  return Math.max(-largest, Math.min(largest, x + direction * step));
}
