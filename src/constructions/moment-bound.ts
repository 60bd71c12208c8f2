/**
 * Radii at which a target's modulus of continuity bounds the error of a max-affine layer.
 *
 * *Moment lemma.* On one axis with `P ≥ 1` cells of width `s`, for every `u ∈ [lo, hi]` and `R > 0`, the softmax weights
 * satisfy `E(u − c_J)² ≤ s²/4 + μ/R` with `μ = min(1, 2 ln P)`; `2 ln 2 > 1`, so `μ` is 0 for one cell and 1 otherwise.
 * *M2.* Hence `|A(x) − f(x)| ≤ ω̂_f(τ)`, `τ² = Σ_t (s_t²/4 + μ_t/R)`, for every `x` of the domain, every `P` and `R`.
 * *M1.* Where the largest of the `G` affine functions leads by at least `δ`: `|A(x) − f(x)| ≤ ω_f(ρ) + y/(1+y)·osc f`,
 * `ρ = ½(Σ s_t²)^{1/2}`, `y = (G−1)e^{−Rδ}`.
 *
 * *Proof idea (M2).* `|A − f| ≤ E ω̂(‖x − v_J‖) ≤ ω̂((E‖x − v_J‖²)^{1/2})` by Jensen; moment lemma per axis. (`2 ln P` is
 * Gibbs' inequality; `1` is a telescoping sum.) A one-point axis contributes 0: all its centres are the point itself.
 * M2 and its constants: ours. M1: arXiv:2504.19901, reconstructed.
 *
 * All functions are dimensionless in `P, G, R·δ`; radii have the units of `x`. In enclosure systems every result
 * encloses the quantity; which end to use is the caller's choice: a radius is safe rounded up.
 */
import { axisValues, type AxisValues } from '../approximation/grid.js';
import { isPointAxis } from '../attention/axis-weights.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';

/** `s²/4 + μ/R`: bounds the second moment of `u − c_J` on one axis, for every `u` on it. `R > 0`. */
export function secondMomentBound<T>(system: NumberSystem<T>, axis: AxisValues<T>, inverseTemperature: T): T {
  const square = system.div(system.powInteger(axis.width, 2), system.literal('4'));
  // μ = min(1, 2 ln P) is 0 or 1.
  return axis.cells === 1 ? square : system.add(square, system.div(system.literal('1'), inverseTemperature));
}

/** M2's radius `τ = (Σ_t (s_t²/4 + μ_t/R))^{1/2}`. */
export function momentRadius<T>(system: NumberSystem<T>, layer: MaxAffineLayer): T {
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, system);
  const moments = layer.grid.axes.map((axis) => {
    const values = axisValues(system, axis);
    if (isPointAxis(system, axis, values)) return system.literal('0');
    return secondMomentBound(system, values, inverseTemperature);
  });
  return system.sqrt(sumOf(system, moments));
}

/** M1's radius `ρ = ½(Σ_t s_t²)^{1/2}`: half a cell's diagonal. */
export function hardRegimeRadius<T>(system: NumberSystem<T>, { grid }: MaxAffineLayer): T {
  const squares = grid.axes.map((axis) => system.powInteger(axisValues(system, axis).width, 2));
  return system.div(system.sqrt(sumOf(system, squares)), system.literal('2'));
}

/** M1's `y = (G−1)e^{−Rδ}` for `G ≥ 1` keys and a margin `δ ≥ 0`; exactly 0 for one key. */
export function hardRegimeTail<T>(system: NumberSystem<T>, keys: bigint, inverseTemperature: T, margin: T): T {
  const decay = system.exp(system.neg(system.mul(inverseTemperature, margin)));
  return keys === 1n ? system.literal('0') : system.mul(system.literal(String(keys - 1n)), decay);
}

/**
 * `y/(1+y)`, the most mass that the keys behind the leader can carry, as `1/(1 + e^{Rδ}/(G−1))`: every argument enters
 * once, so an enclosure is tight up to rounding. Exactly 0 for one key.
 */
export function hardRegimeShare<T>(system: NumberSystem<T>, keys: bigint, inverseTemperature: T, margin: T): T {
  if (keys === 1n) return system.literal('0');
  const one = system.literal('1');
  const growth = system.exp(system.mul(inverseTemperature, margin));
  const odds = system.div(growth, system.literal(String(keys - 1n)));
  return system.div(one, system.add(one, odds));
}

function sumOf<T>(system: NumberSystem<T>, terms: readonly T[]): T {
  return terms.reduce((sum, term) => system.add(sum, term), system.literal('0'));
}
