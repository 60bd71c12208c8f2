/**
 * How far the layer's step of gradient descent is from the true one, and `T` steps from `T` true ones.
 *
 * *Step.* If every residual lies in `[−B, B]`:
 *
 *     ‖layer's w' − true w'‖ ≤ (η/n) Σ‖x_i‖ ω̂_ψ(τ) + 2ηλ max_{i,k} ‖ψ(L_k)x_i‖,
 *     τ² = Δ²/4 + min(½, ln p)/β,    λ = min(1, (n−1)p e^{β(B² + Δ²/4) − M})   (0 for n = 1).
 *
 * *Proof.* Block `i` alone averages `ψ(L_k)x_i` with weights `∝ e^{−β(r_i − L_k)²}`: the moment lemma with `R = 2β`, and
 * Jensen for the concave `ω̂_ψ`. A key of another example `l` weighs `e^{β(r_l² − (r_l − L_k)²)} ≤ e^{βB²}`, the nearest key
 * of example `i` at least `e^{M − βΔ²/4}`: blocks of unlike residuals are kept apart by masks above `βB²` only, and a
 * leaked share `λ` costs twice the largest value. The ridge term is common to all keys.
 *
 * *`T` steps.* From a common start, `E_{t+1} ≤ q E_t + step` with the contraction `q` of `gradient-curvature.ts`, as long
 * as the residuals of the layer's iterates stay in `[−B, B]`; those of the true iterates need not.
 *
 * Source: arXiv:2504.15956, appendix; the bound is reconstructed, the mask's size is ours.
 */
import { axisValues, cellCentre } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { stepContraction } from './gradient-curvature.js';
import type { GradientLayer, GradientPrompt } from './gradient-layer.js';
import { lossDerivative, lossDerivativeModulus } from './gradient-loss.js';
import { secondMomentBound } from './moment-bound.js';

/** `τ`, in the units of the residual; rounded up it is safe. */
export function residualRadius<T>(system: NumberSystem<T>, layer: GradientLayer): T {
  const beta = evaluateConstant(layer.inverseTemperature.expression, system);
  return system.sqrt(secondMomentBound(system, axisValues(system, layer.axis), system.add(beta, beta)));
}

/** `λ`, the most that one block's keys of other examples can weigh; exactly 0 for one example. */
export function leakedShare<T>(system: NumberSystem<T>, layer: GradientLayer): T {
  if (layer.examples === 1) return system.literal('0');
  const { upper, width, cells } = axisValues(system, layer.axis);
  const beta = evaluateConstant(layer.inverseTemperature.expression, system);
  const mask = evaluateConstant(layer.mask.expression, system);
  const half = system.div(width, system.literal('2'));
  const squares = system.add(system.powInteger(upper, 2), system.powInteger(half, 2));
  const odds = system.exp(system.sub(system.mul(beta, squares), mask));
  const keys = system.mul(system.fromNumber(layer.examples - 1), system.fromNumber(cells));
  return system.min(system.literal('1'), system.mul(keys, odds));
}

/** `‖x_i‖` of every example. */
export function featureNorms<T>(system: NumberSystem<T>, { features }: GradientPrompt<T>): T[] {
  return features.map((x) => norm(system, x));
}

/** `√(Σ v_j²)`. */
export function norm<T>(system: NumberSystem<T>, vector: readonly T[]): T {
  return system.sqrt(vector.reduce((sum, entry) => system.add(sum, system.powInteger(entry, 2)), system.literal('0')));
}

/** `max_k |ψ(L_k)|`: `ψ` does not decrease, so the first or the last cell has it. */
export function largestDerivative<T>(system: NumberSystem<T>, { axis, loss }: GradientLayer): T {
  const values = axisValues(system, axis);
  const at = (k: number): T => system.abs(lossDerivative(system, loss, cellCentre(system, values, k)));
  return system.max(at(0), at(values.cells - 1));
}

/** `ω̂_ψ(distance)` on the layer's `[−B, B]`. */
export function residualModulus<T>(system: NumberSystem<T>, layer: GradientLayer, distance: T): T {
  return lossDerivativeModulus(system, layer.loss, axisValues(system, layer.axis).upper, distance);
}

/** The bound of one step, in the units of `w`; an enclosure of the right-hand side in enclosure systems. */
export function gradientStepBound<T>(system: NumberSystem<T>, layer: GradientLayer, prompt: GradientPrompt<T>): T {
  const norms = featureNorms(system, prompt);
  const eta = evaluateConstant(layer.stepSize.expression, system);
  const sum = norms.reduce((total, length) => system.add(total, length));
  const longest = norms.reduce((most, length) => system.max(most, length));
  const mean = system.div(sum, system.fromNumber(layer.examples));
  const averaging = system.mul(mean, residualModulus(system, layer, residualRadius(system, layer)));
  const leaked = system.mul(leakedShare(system, layer), system.mul(longest, largestDerivative(system, layer)));
  return system.mul(eta, system.add(averaging, system.add(leaked, leaked)));
}

/** `E_T` of the recursion above, from `E_0 = 0`; `steps = T ≥ 0`. */
export function gradientDescentBound<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  steps: number,
): T {
  return accumulate(system, stepContraction(system, layer, prompt), gradientStepBound(system, layer, prompt), steps);
}

/** `E_{t+1} = q E_t + step`, `E_0 = 0`. */
export function accumulate<T>(system: NumberSystem<T>, contraction: T, step: T, steps: number): T {
  let error = system.literal('0');
  for (let t = 0; t < steps; t++) error = system.add(system.mul(contraction, error), step);
  return error;
}
