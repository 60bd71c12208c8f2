/**
 * The last step of every elementary function here: from an unevaluated sum of two doubles with a bound on its error to
 * one double on the chosen side of the exact value.
 *
 * A kernel leaves its result `high + low` in `pair` and states a bound: `|exact − (high + low)| ≤ error`.
 *
 * With `s = RN(high + low)` and its exact error `e`, the exact value is at most `s + e + error`. If `e + error ≤ 0` then
 * `s` is an upper bound, else `nextUp(s)` is, as long as `error` is at most half the gap between `s` and either
 * neighbour: `2^−54·|s|` is enough; `e` is at most the other half.
 */
import { nextDown, nextUp } from '../directed.js';

/** `[high, low]` of the last kernel that ran: `|low| ≤ |high|`, or `high = 0`. */
export const pair = new Float64Array(2);

/** A double at least `exact` for every `exact` within `error` of `high + low`; `error ≤ 2^−54·|high + low|`. */
export function roundUp(high: number, low: number, error: number): number {
  const s = high + low;
  const e = low - (s - high);
  return e + error > 0 ? nextUp(s) : s;
}

/** A double at most `exact` for every `exact` within `error` of `high + low`; `error ≤ 2^−54·|high + low|`. */
export function roundDown(high: number, low: number, error: number): number {
  const s = high + low;
  const e = low - (s - high);
  return e - error < 0 ? nextDown(s) : s;
}
