/**
 * The last step of every elementary function here: from an unevaluated sum of two doubles with a bound on its error to
 * one double on the chosen side of the exact value.
 *
 * A kernel leaves `[high, low, error]` in `pair`: `|exact − (high + low)| ≤ error`, with `|low| ≤ |high|` or
 * `high = 0`. Through an array, because a function that is not inlined would allocate every double that it takes or
 * returns.
 *
 * With `s = RN(high + low)` and its exact error `e`, the exact value is at most `s + e + error`. If `e + error ≤ 0`
 * then `s` is an upper bound, else `nextUp(s)` is, as long as `error` is at most half the gap between `s` and either
 * neighbour: `2^−54·|s|` is enough; `e` is at most the other half.
 */
import { nextDown, nextUp } from '../directed.js';

/** `[high, low, error]` of the last kernel that ran. */
export const pair = new Float64Array(3);

/** A double at least every number within `error` of `high + low`; `error ≤ 2^−54·|high + low|`. */
export function pairUp(): number {
  const high = pair[0]!;
  const low = pair[1]!;
  const s = high + low;
  return low - (s - high) + pair[2]! > 0 ? nextUp(s) : s;
}

/** A double at most every number within `error` of `high + low`; `error ≤ 2^−54·|high + low|`. */
export function pairDown(): number {
  const high = pair[0]!;
  const low = pair[1]!;
  const s = high + low;
  return low - (s - high) - pair[2]! < 0 ? nextDown(s) : s;
}

/** Changes the sign of `high + low`. */
export function negatePair(): void {
  pair[0] = -pair[0]!;
  pair[1] = -pair[1]!;
}
