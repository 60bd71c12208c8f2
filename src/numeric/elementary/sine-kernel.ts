/**
 * Sine and cosine of a reduced argument `r = high + low`, `|r| ≤ π/4 + 2^−29`, `|low| ≤ 2^−53·|high|`.
 *
 * Both read `reduced` and leave their value in `pair`, with a bound on its absolute error (`u = 2^−53`) that also
 * covers a relative error 2^−68 of `r`:
 *
 * - `sin r`, `|r| < 1/8`: Taylor. `high + (low + high·z·P(z))`, `z = high²`, `P` to degree 4, rest below 2^−68
 *   relative; `z·P` is at most 2^−8.5 with relative error 4.5u; leaving out `low·z/2` costs `u·2^−7`, the last sum
 *   `u·2^−8.5`: below 2.9·2^−60·|r|.
 * - else `r = c + d`, `c = j/128`, `|d| ≤ 2^−8 + 2^−29`, with `S = sin c`, `C = cos c` as pairs from a table:
 *   `sin r = S + (Slow + (C·sin d + S·(cos d − 1)))`, `cos r = C + (Clow + (C·(cos d − 1) − S·sin d))`. `d`, `sin d`,
 *   the product with it, two sums, and the low part of its factor left out: each at most 2^−62: below 6.2·2^−62 <
 *   2^−59.
 */
import { reduced } from './argument-reduction.js';
import { TABLE_BITS, nearestDouble, nearestRest } from './fixed-point.js';
import { pair } from './outward.js';

const STEPS = 128;
/** `j` runs from −LAST to LAST: `⌈(π/4 + 2^−8)·128⌉`. */
const LAST = 102;
const TAYLOR_BELOW = 1 / 8;
const ROUNDER = 1.5 * 2 ** 52;

const TAYLOR_ERROR = 2 ** -58;
const TABLE_ERROR = 2 ** -59;

/** `S, Slow, C, Clow` for `c = j/128`, from `j = −LAST` on. */
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
  const table = new Float64Array(4 * (2 * LAST + 1));
  let sine = 0n;
  let cosine = 1n << bits;
  for (let j = 0; j <= LAST; j++) {
    const s = nearestDouble(sine, TABLE_BITS);
    const c = nearestDouble(cosine, TABLE_BITS);
    const sRest = nearestRest(sine, TABLE_BITS, s);
    const cRest = nearestRest(cosine, TABLE_BITS, c);
    table.set([-s, -sRest, c, cRest], 4 * (LAST - j));
    table.set([s, sRest, c, cRest], 4 * (LAST + j));
    const next = (sine * cosineStep + cosine * sineStep) >> bits;
    cosine = (cosine * cosineStep - sine * sineStep) >> bits;
    sine = next;
  }
  return table;
}

/** `sin d` and `cos d − 1` for `|d| ≤ 0.004`. */
function smallSine(d: number): number {
  const z = d * d;
  return d + d * (z * (-1 / 6 + z * (1 / 120)));
}
function smallCosineLessOne(d: number): number {
  const z = d * d;
  return z * (-1 / 2 + z * (1 / 24 + z * (-1 / 720)));
}

/** Leaves the sine of the `reduced` argument in `pair`. */
export function sinePair(): void {
  const high = reduced[0]!;
  const low = reduced[1]!;
  const size = Math.abs(high);
  if (size < TAYLOR_BELOW) {
    const z = high * high;
    pair[0] = high;
    pair[1] = low + high * (z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800))))));
    pair[2] = TAYLOR_ERROR * size;
    return;
  }
  const step = high * STEPS + ROUNDER - ROUNDER;
  const d = high - step / STEPS + low;
  const index = (step + LAST) << 2;
  const s = TABLE[index]!;
  pair[0] = s;
  pair[1] = TABLE[index + 1]! + (TABLE[index + 2]! * smallSine(d) + s * smallCosineLessOne(d));
  pair[2] = TABLE_ERROR;
}

/** Leaves the cosine of the `reduced` argument in `pair`. */
export function cosinePair(): void {
  const high = reduced[0]!;
  const step = high * STEPS + ROUNDER - ROUNDER;
  const d = high - step / STEPS + reduced[1]!;
  const index = (step + LAST) << 2;
  const c = TABLE[index + 2]!;
  pair[0] = c;
  pair[1] = TABLE[index + 3]! + (c * smallCosineLessOne(d) - TABLE[index]! * smallSine(d));
  pair[2] = TABLE_ERROR;
}
