/**
 * `e^x − 1`, enclosed with + − × only.
 *
 * Guaranteed: `expm1Down(x) ≤ e^x − 1 ≤ expm1Up(x)`, at most two doubles apart (three beyond ±708), near 0 too;
 * `expm1(0) = 0` exactly.
 *
 * - `|x| ≤ 2^−54`: `x < e^x − 1 < x + x²` lies between `x` and its neighbour.
 * - `|x| < 1/8`: Taylor, `x + x²·h`, `h = 1/2 + x/6 + … + x^10/12!`: rest below 2^−68·|x|, `x²h` computed with a
 *   relative error below 3.2u: together below `1.75u·x²` (`u = 2^−53`; `h ≤ 0.53`).
 * - `|x| < 708`: `e^x = 2^m(T + q)` from the exponential's kernel, off by `2^−59·e^x`; `2^m·T − 1` exactly as a sum of
 *   two doubles, `2^m·q` added to its smaller part (below `0.003e^x + u`): another `2^−61·e^x + 2^−105`: below
 *   `1.5·2^−59·2^m·T + 2^−105`, at most 2^−55.2 relative to the result.
 * - else `e^x` is rounded outward before 1 is subtracted.
 */
import { nextUp, subDown, subUp } from '../directed.js';
import { sumError } from '../error-free.js';
import { expDown, expPair, expUp } from './exp.js';
import { pair, pairDown, pairUp } from './outward.js';
import { powerOfTwo } from './powers-of-two.js';

const NEAR_ZERO = 2 ** -54;
const TAYLOR_BELOW = 1 / 8;
const PAIR_BELOW = 708;
const TAYLOR_ERROR = 1.75 * 2 ** -53;
const PAIR_ERROR = 1.5 * 2 ** -59;
const LOW_PART_ERROR = 2 ** -105;

/** Leaves `e^x − 1` in `pair`; `2^−54 < |x| < 708`. */
export function expm1Pair(x: number): void {
  if (Math.abs(x) < TAYLOR_BELOW) {
    const fromFifth = 1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880 + tail(x)))));
    pair[0] = x;
    pair[1] = x * x * (1 / 2 + x * (1 / 6 + x * (1 / 24 + x * fromFifth)));
    pair[2] = TAYLOR_ERROR * x * x;
    return;
  }
  const scale = powerOfTwo(expPair(x, 0));
  const high = pair[0]! * scale;
  const s = high - 1;
  pair[0] = s;
  pair[1] = sumError(high, -1, s) + pair[1]! * scale;
  pair[2] = PAIR_ERROR * high + LOW_PART_ERROR;
}

/** The terms `x^9/10! …` of the Taylor sum, without their common factor. */
function tail(x: number): number {
  return x * (1 / 3628800 + x * (1 / 39916800 + x * (1 / 479001600)));
}

/** A double at least `e^x − 1`. */
export function expm1Up(x: number): number {
  const size = Math.abs(x);
  if (size <= NEAR_ZERO) return x === 0 ? 0 : nextUp(x);
  if (!(size < PAIR_BELOW)) return subUp(expUp(x), 1);
  expm1Pair(x);
  return pairUp();
}

/** A double at most `e^x − 1`. */
export function expm1Down(x: number): number {
  const size = Math.abs(x);
  if (size <= NEAR_ZERO) return x;
  if (!(size < PAIR_BELOW)) return subDown(expDown(x), 1);
  expm1Pair(x);
  return Math.max(-1, pairDown());
}
