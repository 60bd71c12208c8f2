/**
 * `x^n` for an integer `n`, enclosed with + − × ÷ only.
 *
 * Guaranteed: `powerIntegerDown(x, n) ≤ x^n ≤ powerIntegerUp(x, n)`, at most two doubles apart for `|n| ≤ 2^40`; exact
 * where `x^n` is a product of doubles without rounding (`x²` is the tightest pair for every `x`); `x^0 = 1`, at 0 and
 * ±∞ too. At 0 and `n < 0` the limit from above, ∞ (from below for the function `x ↦ (−x)^n`). NaN for NaN.
 *
 * Method: `|x| = 2^e·m`, `1 ≤ m < 2`; binary powering of `m` in pairs of doubles with their own exponents. One product
 * of pairs `(a + a')(b + b')`, `|a'| ≤ u|a|` (`u = 2^−53`), is `ab` exactly plus `ab' + a'b` rounded thrice, without
 * `a'b'`: off relatively by less than `8.1u²`, and exact when `a' = b' = 0`. Relative errors add up, so `m^n` is off
 * by less than `8.1(n − 1)u²`; `9nu²` is taken. A negative power is the reciprocal pair: another `8u²`.
 */
import { divDown, divUp, mulDown, mulUp } from '../directed.js';
import { productError } from '../error-free.js';
import { HIGH, cell, words } from './bits.js';
import { pair, pairDown, pairUp } from './outward.js';
import { scaleDown, scaleUp } from './powers-of-two.js';

const SMALLEST_NORMAL = 2 ** -1022;
/** Largest `|n|` that `powerPair` takes: its error stays below 2^−62. */
export const LARGEST_POWER = 2 ** 40;
const ERROR_PER_FACTOR = 9 * 2 ** -106;

/** `[high, low, exponent]` of the square being multiplied in, and of the product so far. */
const square = new Float64Array(3);
const product = new Float64Array(3);

/** `target ← target·factor`, high part kept in [1, 2). Returns whether that was exact. */
function multiplyInto(target: Float64Array, factor: Float64Array): boolean {
  const a = target[0]!;
  const aLow = target[1]!;
  const b = factor[0]!;
  const bLow = factor[1]!;
  const p = a * b;
  const rest = productError(a, b, p) + (a * bLow + aLow * b);
  const high = p + rest;
  const scale = high >= 2 ? 0.5 : 1;
  target[0] = high * scale;
  target[1] = (rest - (high - p)) * scale;
  target[2] = target[2]! + factor[2]! + (high >= 2 ? 1 : 0);
  return aLow === 0 && bLow === 0;
}

/** Leaves `x^n/2^m` in `pair`; `m` is `product[2]`. `x` positive, finite, `1 ≤ |n| ≤ 2^40`. */
function powerPair(x: number, n: number): void {
  const subnormal = x < SMALLEST_NORMAL;
  cell[0] = subnormal ? x * 2 ** 54 : x;
  square[2] = (words[HIGH]! >> 20) - (subnormal ? 1077 : 1023);
  words[HIGH] = (words[HIGH]! & 0xfffff) | 0x3ff00000;
  square[0] = cell[0];
  square[1] = 0;
  product.fill(0);
  product[0] = 1;
  let exact = true;
  for (let remaining = Math.abs(n); ;) {
    if (remaining % 2 === 1) exact = multiplyInto(product, square) && exact;
    remaining = Math.floor(remaining / 2);
    if (remaining === 0) break;
    exact = multiplyInto(square, square) && exact;
  }
  if (n < 0) exact = reciprocal() && exact;
  pair[0] = product[0]!;
  pair[1] = product[1]!;
  pair[2] = exact ? 0 : ERROR_PER_FACTOR * (Math.abs(n) + 1) * pair[0];
}

/** `product ← 1/product`, high part in (1/2, 1]. Returns whether that was exact: for powers of two. */
function reciprocal(): boolean {
  const high = product[0]!;
  const low = product[1]!;
  const q = 1 / high;
  const back = q * high;
  const rest = 1 - back - productError(q, high, back) - q * low;
  product[0] = q;
  product[1] = rest / high;
  product[2] = -product[2]!;
  return high === 1 && low === 0;
}

/** `x^n` rounded up, for `x ≥ 0`. */
function magnitudeUp(x: number, n: number): number {
  if (n === 2) return mulUp(x, x);
  if (n === 1) return x;
  if (x === 0) return n > 0 ? 0 : Infinity;
  if (x === Infinity) return n > 0 ? x : 0;
  if (n === -1) return divUp(1, x);
  powerPair(x, n);
  return scaleUp(pairUp(), product[2]!);
}

/** `x^n` rounded down, for `x ≥ 0`. */
function magnitudeDown(x: number, n: number): number {
  if (n === 2) return mulDown(x, x);
  if (n === 1) return x;
  if (x === 0) return n > 0 ? 0 : Infinity;
  if (x === Infinity) return n > 0 ? x : 0;
  if (n === -1) return divDown(1, x);
  powerPair(x, n);
  return scaleDown(pairDown(), product[2]!);
}

/** A double at least `x^n`; `n` an integer, `|n| ≤ LARGEST_POWER`. */
export function powerIntegerUp(x: number, n: number): number {
  if (n === 0) return x !== x ? NaN : 1;
  if (x !== x) return NaN;
  if (x >= 0) return magnitudeUp(x, n);
  return n % 2 === 0 ? magnitudeUp(-x, n) : -magnitudeDown(-x, n);
}

/** A double at most `x^n`; `n` an integer, `|n| ≤ LARGEST_POWER`. */
export function powerIntegerDown(x: number, n: number): number {
  if (n === 0) return x !== x ? NaN : 1;
  if (x !== x) return NaN;
  if (x >= 0) return magnitudeDown(x, n);
  return n % 2 === 0 ? magnitudeDown(-x, n) : -magnitudeUp(-x, n);
}
