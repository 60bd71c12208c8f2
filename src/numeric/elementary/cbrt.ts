/**
 * The cube root, enclosed with + − × ÷ only.
 *
 * Guaranteed: `cbrtDown(x) ≤ ∛x ≤ cbrtUp(x)`, neighbours unless `∛x` is within 2^−46 of an ulp of a double; exact cube
 * roots are exact; `∛(±∞) = ±∞`.
 *
 * Method: `|x| = 8^k·y`, `1 ≤ y < 8`; a cubic polynomial within 0.8 % of `∛y` and two steps of Halley's iteration,
 * which turns a relative error `ε ≤ 0.01` into at most `ε³` and 6u (`u = 2^−53`): `t` is within 7u. Its residual
 * corrects it to a double `s` within 1.1u, whose residual gives the low part.
 *
 * Error. With `t² = h + l` and `ht = p + e` exactly, `y − t³ = (y − p) − e − lt`, where `y − p` is exact (Sterbenz);
 * the other two subtractions and the product are off by less than `8u²y` together. The low part `(y − s³)/(3s²)`
 * leaves out about `(1.1u)²·s` and is rounded four times: less than `2^−100·s` in all. If `l = 0` and the computed
 * residual is 0, then `s³ = y` exactly.
 */
import { productError } from '../error-free.js';
import { HIGH, cell, words } from './bits.js';
import { negatePair, pair, pairUp } from './outward.js';
import { powerOfTwo } from './powers-of-two.js';

const SMALLEST_NORMAL = 2 ** -1022;
const CBRT_DELTA = 2 ** -100;

/** `y − t³`, for `t` near `∛y`. */
function residual(y: number, t: number): number {
  const square = t * t;
  const cube = square * t;
  return y - cube - productError(square, t, cube) - productError(t, t, square) * t;
}

/** Leaves `∛x` in `pair`; `x` positive and finite. */
function cbrtPair(x: number): void {
  const subnormal = x < SMALLEST_NORMAL;
  cell[0] = subnormal ? x * 2 ** 54 : x;
  const exponent = (words[HIGH]! >> 20) - 1023;
  const k = Math.floor(exponent / 3);
  words[HIGH] = (words[HIGH]! & 0xfffff) | ((1023 + exponent - 3 * k) << 20);
  const y = cell[0];

  let t = 0.69294 + y * (0.35198 + y * (-0.03983 + y * 0.00205));
  for (let i = 0; i < 2; i++) {
    const cube = t * t * t;
    t *= (cube + 2 * y) / (2 * cube + y);
  }
  const s = t + residual(y, t) / (3 * t * t);
  const rest = residual(y, s);
  const scale = powerOfTwo(subnormal ? k - 18 : k);
  pair[0] = s * scale;
  pair[1] = (rest / (3 * s * s)) * scale;
  pair[2] = rest === 0 && productError(s, s, s * s) === 0 ? 0 : CBRT_DELTA * pair[0];
}

/** A double at least `∛x`. */
export function cbrtUp(x: number): number {
  const size = Math.abs(x);
  if (!(size > 0 && size < Infinity)) return x;
  cbrtPair(size);
  if (x < 0) negatePair();
  return pairUp();
}

/** A double at most `∛x`. */
export function cbrtDown(x: number): number {
  return 0 - cbrtUp(-x);
}
