/**
 * Sine and cosine of a reduced argument `r = high + low`, `|r| ≤ π/4 + 2^−29`, `|low| ≤ 2^−53·|high|`.
 *
 * Both leave their value in `pair` and return a bound on its absolute error (`u = 2^−53`), also covering a relative error
 * 2^−68 of `r`:
 *
 * - `|r| < 1/8`: Taylor. `sin r = high + (low + high·z·P(z))`, `z = high²`: `P` to degree 4, rest below 2^−68 relative;
 *   `z·P` is at most 2^−8.5 with relative error 4.5u; leaving out `low·z/2` costs `u·2^−7`, the last sum `u·2^−8.5`: below
 *   2.9·2^−60·|r|. `cos r = 1 + (−z/2 + z²·Q(z) − high·low)`: `z/2 ≤ 2^−7` has error `u·2^−7`, so has the sum: below 2^−58.7.
 * - else `|r| = c + d`, `c = j/128`, `|d| ≤ 2^−8 + 2^−29`, with `S = sin c`, `C = cos c` as pairs from a table:
 *   `sin r = S + (Slow + (C·sin d + S·(cos d − 1)))`, `cos r = C + (Clow + (C·(cos d − 1) − S·sin d))`. `d`, `sin d`, the
 *   product with it, two sums, and the low part of its factor left out: each at most 2^−62: below 6.2·2^−62 < 2^−59.
 */
import { TABLE_BITS, nearestDouble, nearestRest } from './fixed-point.js';
import { pair } from './outward.js';

const STEPS = 128;
/** `⌈(π/4 + 2^−8)·128⌉ + 1`. */
const ENTRIES = 103;
const FROM_TABLE = 1 / 8;
const ROUNDER = 1.5 * 2 ** 52;

const SMALL_SINE_ERROR = 2 ** -58;
const SMALL_COSINE_ERROR = 2 ** -58;
const TABLE_ERROR = 2 ** -59;

/** `S, Slow, C, Clow` for `c = j/128`. */
const TABLE = sineTable();

/** `Σ (−1)^i z^(2i + first)/(2i + first)!` for `z = 2^−7`, in fixed point; each term is less than a unit off. */
function seriesAtStep(first: 0 | 1): bigint {
  let term = (1n << BigInt(TABLE_BITS)) >> BigInt(7 * first);
  let sum = 0n;
  for (let n = BigInt(first) + 1n; term !== 0n; n += 2n) {
    sum += term;
    term = -(term >> 14n) / (n * (n + 1n));
  }
  return sum;
}

/** By the addition theorem, step by step: each step adds at most three units of error. */
function sineTable(): Float64Array {
  const sineStep = seriesAtStep(1);
  const cosineStep = seriesAtStep(0);
  const bits = BigInt(TABLE_BITS);
  const table = new Float64Array(4 * ENTRIES);
  let sine = 0n;
  let cosine = 1n << bits;
  for (let j = 0; j < ENTRIES; j++) {
    table[4 * j] = nearestDouble(sine, TABLE_BITS);
    table[4 * j + 1] = nearestRest(sine, TABLE_BITS, table[4 * j]!);
    table[4 * j + 2] = nearestDouble(cosine, TABLE_BITS);
    table[4 * j + 3] = nearestRest(cosine, TABLE_BITS, table[4 * j + 2]!);
    const next = (sine * cosineStep + cosine * sineStep) >> bits;
    cosine = (cosine * cosineStep - sine * sineStep) >> bits;
    sine = next;
  }
  return table;
}

/** Leaves `sin(high + low)` in `pair` and returns a bound on its absolute error. */
export function sinePair(high: number, low: number): number {
  const size = Math.abs(high);
  if (size < FROM_TABLE) {
    const z = high * high;
    pair[0] = high;
    pair[1] = low + high * (z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800))))));
    return SMALL_SINE_ERROR * size;
  }
  const step = size * STEPS + ROUNDER - ROUNDER;
  const d = size - step / STEPS + (high < 0 ? -low : low);
  const z = d * d;
  const sine = d + d * (z * (-1 / 6 + z * (1 / 120)));
  const cosineLessOne = z * (-1 / 2 + z * (1 / 24 + z * (-1 / 720)));
  const index = step << 2;
  const s = TABLE[index]!;
  const value = TABLE[index + 1]! + (TABLE[index + 2]! * sine + s * cosineLessOne);
  pair[0] = high < 0 ? -s : s;
  pair[1] = high < 0 ? -value : value;
  return TABLE_ERROR;
}

/** Leaves `cos(high + low)` in `pair` and returns a bound on its absolute error. */
export function cosinePair(high: number, low: number): number {
  const size = Math.abs(high);
  if (size < FROM_TABLE) {
    const z = high * high;
    pair[0] = 1;
    pair[1] = z * z * (1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800)))) - high * low - z / 2;
    return SMALL_COSINE_ERROR;
  }
  const step = size * STEPS + ROUNDER - ROUNDER;
  const d = size - step / STEPS + (high < 0 ? -low : low);
  const z = d * d;
  const sine = d + d * (z * (-1 / 6 + z * (1 / 120)));
  const cosineLessOne = z * (-1 / 2 + z * (1 / 24 + z * (-1 / 720)));
  const index = step << 2;
  const c = TABLE[index + 2]!;
  pair[0] = c;
  pair[1] = TABLE[index + 3]! + (c * cosineLessOne - TABLE[index]! * sine);
  return TABLE_ERROR;
}
