/**
 * The last step of every elementary function here: from an unevaluated sum of two doubles with a bound on its error to
 * one double on the chosen side of the exact value.
 *
 * A kernel leaves its result `high + low` in `pair` and states a relative bound `δ`:
 * `|exact − (high + low)| ≤ δ·|high + low|`.
 *
 * With `s = RN(high + low)` and its exact error `e`, the exact value is at most `s + e + δ|s|(1 + 2^−52)`. If
 * `e + δ'|s| ≤ 0` (`δ'` the δ handed over, which the kernels round up by far more than 2^−50) then `s` is an upper bound,
 * else `nextUp(s)` is, as long as `δ' ≤ 2^−54`: `e` is at most half the gap above `s`, and `δ'|s|` at most half of it.
 */
import { nextDown, nextUp } from '../directed.js';

/** `[high, low]` of the last kernel that ran: `|low| ≤ |high|`, or `high = 0`. */
export const pair = new Float64Array(2);

/** A double at least `exact` for every `exact` within `delta·|high + low|` of `high + low`; `delta ≤ 2^−54`. */
export function roundUp(high: number, low: number, delta: number): number {
  const s = high + low;
  const e = low - (s - high);
  return e + delta * Math.abs(s) > 0 ? nextUp(s) : s;
}

/** A double at most `exact` for every `exact` within `delta·|high + low|` of `high + low`; `delta ≤ 2^−54`. */
export function roundDown(high: number, low: number, delta: number): number {
  const s = high + low;
  const e = low - (s - high);
  return e - delta * Math.abs(s) < 0 ? nextDown(s) : s;
}
