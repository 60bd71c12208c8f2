/**
 * `x^y` for real `y`, enclosed with + − × ÷ √ only: natural domain `x > 0`, and `x = 0` for `y > 0`.
 *
 * Guaranteed: `powDown(x, y) ≤ x^y ≤ powUp(x, y)`, at most three doubles apart; for integer `y` as `powerInteger`, so
 * exact results are exact; they are, too, where repeated exact square roots make the exponent an integer:
 * `16^0.75 = 8`. Arguments 0 and ±∞ give the limit that ends of intervals need (`0^y = ∞` for `y < 0`,
 * `0^0 = ∞^0 = 1^∞ = 1`). NaN for `x < 0` and for NaN.
 *
 * Method: `y·ln x` as a pair, from a logarithm with relative error `ACCURATE_LOG_DELTA`, whose product with `y` is off
 * by another 2^−104: absolutely below `|y ln x|·1.01·ACCURATE_LOG_DELTA ≤ 2^−55.9`; the exponential of the pair adds
 * `EXP_DELTA` relatively.
 */
import { sqrtDown, sqrtUp } from '../directed.js';
import { productError } from '../error-free.js';
import { EXP_DELTA, expPair } from './exp.js';
import { ACCURATE_LOG_DELTA, accurateLogPair } from './log.js';
import { pair, pairDown, pairUp } from './outward.js';
import { LARGEST_POWER, powerIntegerDown, powerIntegerUp } from './power-integer.js';
import { scaleDown, scaleUp } from './powers-of-two.js';

/** Outside, `x^y` is above the largest double, or below the smallest, whatever the error of `y·ln x`. */
const OVERFLOW_ABOVE = 709.79;
const UNDERFLOW_BELOW = -745.2;
const NEAR_ZERO = 2 ** -54;
/** Exact roots of a double beyond this many are roots of 1. */
const MOST_ROOTS = 10;

/** Leaves `e^(z + zLow)/2^m`, where `z + zLow = y·ln x`, in `pair`; returns `m`. */
function powPair(z: number, zLow: number): number {
  const m = expPair(z, zLow);
  pair[2] = (1.01 * EXP_DELTA + 1.02 * ACCURATE_LOG_DELTA * Math.abs(z)) * (pair[0]! + pair[1]!);
  return m;
}

/** `x^y` for `x` or `y` zero, infinite or NaN, `x < 0`, or `x = 1`; undefined for all others. */
function limit(x: number, y: number): number | undefined {
  if (x !== x || y !== y || x < 0) return NaN;
  if (y === 0 || x === 1) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  if (x === Infinity) return y > 0 ? Infinity : 0;
  if (Math.abs(y) === Infinity) return x > 1 === y > 0 ? Infinity : 0;
  return undefined;
}

/**
 * The base whose integer power `x^y` is, or NaN: `x` itself, or `√…√x` where that is exact and doubles `y` to an
 * integer.
 */
function baseOfIntegerPower(x: number, y: number): number {
  let base = x;
  let exponent = y;
  for (let i = 0; i <= MOST_ROOTS; i++) {
    if (Math.abs(exponent) > LARGEST_POWER) return NaN;
    if (Number.isInteger(exponent)) return base;
    const root = Math.sqrt(base);
    if (sqrtUp(base) !== root || sqrtDown(base) !== root) return NaN;
    base = root;
    exponent *= 2;
  }
  return NaN;
}

/** Is `x^y > 1`? For `x ≠ 1`, `y ≠ 0`; the sign of `y·ln x`, which may underflow. */
function isAboveOne(x: number, y: number): boolean {
  return x > 1 === y > 0;
}

/** A double at least `x^y`. */
export function powUp(x: number, y: number): number {
  const special = limit(x, y);
  if (special !== undefined) return special;
  const base = baseOfIntegerPower(x, y);
  if (base === base) return powerIntegerUp(base, integerExponent(y));
  if (y === 0.5) return sqrtUp(x);
  accurateLogPair(x);
  const z = y * pair[0]!;
  if (z > OVERFLOW_ABOVE) return Infinity;
  if (z < UNDERFLOW_BELOW) return Number.MIN_VALUE;
  if (Math.abs(z) <= NEAR_ZERO) return isAboveOne(x, y) ? 1 + 2 ** -52 : 1;
  const m = powPair(z, productError(y, pair[0]!, z) + y * pair[1]!);
  return scaleUp(pairUp(), m);
}

/** A double at most `x^y`. */
export function powDown(x: number, y: number): number {
  const special = limit(x, y);
  if (special !== undefined) return special;
  const base = baseOfIntegerPower(x, y);
  if (base === base) return powerIntegerDown(base, integerExponent(y));
  if (y === 0.5) return sqrtDown(x);
  accurateLogPair(x);
  const z = y * pair[0]!;
  if (z > OVERFLOW_ABOVE) return Number.MAX_VALUE;
  if (z < UNDERFLOW_BELOW) return 0;
  if (Math.abs(z) <= NEAR_ZERO) return isAboveOne(x, y) ? 1 : 1 - 2 ** -53;
  const m = powPair(z, productError(y, pair[0]!, z) + y * pair[1]!);
  return scaleDown(pairDown(), m);
}

/** `y` times the power of two that makes it an integer. */
function integerExponent(y: number): number {
  let exponent = y;
  while (!Number.isInteger(exponent)) exponent *= 2;
  return exponent;
}
