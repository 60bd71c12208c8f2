/**
 * The mean position of keys at the integers 0, 1, …, N − 1 at one query, in a few dozen operations and with a fixed error.
 *
 * With the nearest key `m` and `v = u − m`, the mean leads the query by `Σ δρ_δ / Σ ρ_δ − v`, `ρ_δ = exp(κδ(2v − δ))`.
 * `UnitKeys` encloses it to the last digits by directed rounding; this rounds to nearest, which is five times as fast, for
 * κ ≥ ½, and `−1 ≤ u ≤ N`.
 *
 * *Error.* With `μ = 2^−53` all keys have exponents `z ≤ 0`, computed with a relative error of at most `4μ` and κ's own
 * `2^−50`, together below `2^−49.4`. As `|z|e^z ≤ 1/e`, weights are off by at most `2^−49.4/e + 2^−51 < 2^−49.9`. Keys beyond
 * `r ≤ 11`, the least with `κr(r − 1) ≥ 46`, are left out: `Σ_{δ>r} δe^{−κδ(δ−1)} < e^{−40} < 2^−57` on either side. For κ ≥ ½
 * the sums `Σ ρ` and `Σ |δ|ρ`, between 1 and 4 and at most 4, take fewer than 24 roundings. The numerator is then off by at
 * most `132·2^−49.9 + 24μ·4 + 2^−56 < 2^−42.7`, the denominator by `22·2^−49.9 + 24μ·4 + 2^−56 < 2^−44.8`, the quotient, at most
 * 4, by `2^−42.7 + 4·2^−44.8 + 8μ < 2^−41.7`; `v` is exact, and the last difference rounds to an error below `2^−41`.
 */
import { expUp } from '../numeric/elementary/exp.js';
import type { Interval } from '../numeric/interval.js';

/** Bounds the error of `lead`. */
export const LEAD_ERROR = 2 ** -41;

const LEAST_SHARPNESS = 0.5;
const NEGLIGIBLE_EXPONENT = 46;

export class UnitMean {
  /** Is κ such that the error bound holds? */
  readonly isUsable: boolean;
  private readonly keys: number;
  private readonly kappa: number;
  private readonly reach: number;

  /** `N ≥ 1` keys. */
  constructor(keys: number, kappa: Interval) {
    this.keys = keys;
    this.kappa = kappa.lo;
    this.isUsable = kappa.lo >= LEAST_SHARPNESS && kappa.hi < Infinity && kappa.hi - kappa.lo <= 2 ** -50 * kappa.lo;
    let reach = 1;
    while (this.isUsable && kappa.lo * reach * (reach - 1) < NEGLIGIBLE_EXPONENT) reach++;
    this.reach = reach;
  }

  /** A double within `LEAD_ERROR` of `Σ w_k k − u`, for a double `u` of [−1, N]; cost: one exponential per key near it. */
  lead(u: number): number {
    const m = Math.min(this.keys - 1, Math.max(0, Math.round(u)));
    const v = u - m;
    const first = Math.max(-m, -this.reach);
    const last = Math.min(this.keys - 1 - m, this.reach);
    let numerator = 0;
    let denominator = 1;
    for (let delta = first; delta <= last; delta++) {
      if (delta === 0) continue;
      const weight = expUp(this.kappa * (delta * (2 * v - delta)));
      numerator += delta * weight;
      denominator += weight;
    }
    return numerator / denominator - v;
  }
}
