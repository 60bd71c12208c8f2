/**
 * The error of single-head truncated linear attention over an interval of queries, in units of the step Δ.
 *
 * With `u = (y − L_0)/Δ` the keys stand at 0, 1, …, p − 1, the score is `−κ(u − k)²` up to a shift, κ = βΔ², and
 *
 *     (out(y) − Range(y))/Δ = E_u[k] − min(p − o, max(−o, u)),    o = 0 for left keys, ½ for centred ones:
 *
 * the error depends on a, b and β through κ and the factor Δ alone.
 */
import { UnitKeys } from '../certify/unit-keys.js';
import { addDown, addUp, subDown, subUp } from '../numeric/directed.js';
import type { Interval } from '../numeric/interval.js';
import type { KeyPlacement } from './truncated-single.js';

/** `o`: the range begins this many steps before the first key. */
export function keyOffset(keys: KeyPlacement): number {
  return keys === 'left' ? 0 : 0.5;
}

/**
 * Encloses `(out − Range)/Δ` for all `u` of [lower, upper], whose ends may be infinite. `sharpness = κ` is finite,
 * `cells = p ≥ 1`. As sharp as intervals of monotone functions allow: `out` and `Range` both increase.
 */
export function truncatedSingleError(
  cells: number,
  sharpness: Interval,
  keys: KeyPlacement,
): (lower: number, upper: number) => Interval {
  const weights = new UnitKeys(cells, sharpness);
  const o = keyOffset(keys);
  const range = (u: number): number => Math.min(cells - o, Math.max(-o, u));
  return (lower, upper) => {
    weights.enclose(lower, upper);
    const origin = weights.reference;
    const mean = weights.meanOffset();
    return {
      lo: addDown(mean.lo, subDown(origin, range(upper))),
      hi: addUp(mean.hi, subUp(origin, range(lower))),
      defined: true,
    };
  };
}
