/**
 * L_p bounds of max-affine layers whose values are cell averages (M4), for every `p ≥ 1`, every grid and every `R > 0`.
 *
 * *Notation.* `A` the layer before the mask mixes tokens, `|U|` the volume, `m_t = s_t²/3 + μ_t/R`, `τ = (Σ_t m_t)^{1/2}`.
 * *Moment.* With `J` drawn with the weights at `x` and `y` uniform in cell `J`: `E(x_t − y_t)² ≤ m_t` (the moment lemma, and
 * `s²/12` for the cell), and `A(x) − f(x) = E f(y) − f(x)`.
 *
 * 1. *Any function of known modulus*: `‖f − A‖_p ≤ ω̂_f(τ)|U|^{1/p}`, by Jensen at every `x`.
 * 2. *Lipschitz off hyperplanes*: let `f` be `L`-Lipschitz on each part into which hyperplanes `x_t = h` cut `U`, `S_h` the
 *    (g−1)-measure of such a one in `U` (1 if g = 1). Then `‖f − A‖_p ≤ Lτ|U|^{1/p} + osc f·(4 Σ_h S_h m_t^{1/2})^{1/p}`.
 *    *Proof.* Across a hyperplane at distance `d` `y` falls with probability `q ≤ min(1, m_t/d²)` (Chebyshev), and then
 *    `|f(y) − f(x)| ≤ osc f`; `q^p ≤ q`, and `∫ q ≤ Σ_h S_h·4m_t^{1/2}`.
 * 3. *By approximation*: for every `φ`, `‖f − A‖_p ≤ (1 + C^{1/p})‖f − φ‖_p + ω̂_φ(τ)|U|^{1/p}`, `C = Π_t C_t` the largest integral
 *    of a weight over the volume of its cell (`largest-share.ts`). *Proof.* Averaging maps `L_p` to itself with norm at most
 *    `C^{1/p}`: its kernel has integral 1 in `y` and at most `C` in `x`.
 *
 * For `n` tokens the mask adds `(n−1)e^{−M}/(1+(n−1)e^{−M})·σ|U|^{1/p}`, `σ` the column spread of the averages.
 * Source: arXiv:2504.19901 (existence, for integrable targets); constants reconstructed; item 2 and `C` are ours.
 */
import { axisValues } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { encloseLargestShare } from '../certify/largest-share.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { layerMaskLeakage } from './mask-leakage.js';
import { secondMomentBound } from './moment-bound.js';

/** `m = s²/3 + μ/R` of one axis, given its other moment `s²/4 + μ/R`. */
function averageMoment<T>(
  numbers: NumberSystem<T>,
  layer: Pick<MaxAffineLayer, 'grid' | 'inverseTemperature'>,
  t: number,
): T {
  const axis = axisValues(numbers, layer.grid.axes[t]!);
  const moment = secondMomentBound(numbers, axis, evaluateConstant(layer.inverseTemperature.expression, numbers));
  return numbers.add(moment, numbers.div(numbers.powInteger(axis.width, 2), numbers.literal('12')));
}

/** `τ = (Σ_t (s_t²/3 + μ_t/R))^{1/2}`, in the units of `x`; all axes have a length. */
export function averageRadius<T>(
  numbers: NumberSystem<T>,
  layer: Pick<MaxAffineLayer, 'grid' | 'inverseTemperature'>,
): T {
  const moments = layer.grid.axes.map((_, t) => averageMoment(numbers, layer, t));
  return numbers.sqrt(moments.reduce((sum, moment) => numbers.add(sum, moment)));
}

/** `|U|`. */
export function gridVolume<T>(numbers: NumberSystem<T>, { grid }: Pick<MaxAffineLayer, 'grid'>): T {
  return grid.axes
    .map((axis) => {
      const { lower, upper } = axisValues(numbers, axis);
      return numbers.sub(upper, lower);
    })
    .reduce((product, length) => numbers.mul(product, length));
}

/** `‖f − φ‖ ↦` the factor `1 + C^{1/p}` of item 3, enclosed. */
export function approximationFactor(layer: MaxAffineLayer, p: Interval): Interval {
  const decimals = decimalIntervalSystem(40);
  const r = evaluateConstant(layer.inverseTemperature.expression, decimals);
  const shares = layer.grid.axes.map((axis) => {
    const { width, cells } = axisValues(decimals, axis);
    const kappa = decimals.mul(r, decimals.mul(width, width));
    return encloseLargestShare(cells, [decimals.lower(kappa), decimals.upper(kappa)]);
  });
  const share = shares.reduce((product, factor) => system.mul(product, factor));
  return system.add(system.literal('1'), root(share, p));
}

/** A hyperplane `x_axis = …` in the domain. */
export interface Hyperplane {
  /** 0-based. */
  readonly axis: number;
}

/** `4 Σ_h S_h m_t^{1/2}`: bounds the integral of the probability to fall across a hyperplane. */
export function crossingIntegral(layer: MaxAffineLayer, hyperplanes: readonly Hyperplane[]): Interval {
  let sum = system.literal('0');
  for (const { axis } of hyperplanes) {
    const others = layer.grid.axes.filter((_, t) => t !== axis);
    const measure = others.length === 0 ? system.literal('1') : gridVolume(system, { grid: { axes: others } });
    const reach = system.sqrt(averageMoment(system, layer, axis));
    sum = system.add(sum, system.mul(system.literal('4'), system.mul(measure, reach)));
  }
  return sum;
}

/** `x^{1/p}` for `x ≥ 0`. */
export function root(x: Interval, p: Interval): Interval {
  return system.pow(x, system.div(system.literal('1'), p));
}

/** What the mask adds in L_p. */
export function averageMaskLeakage(layer: MaxAffineLayer, p: Interval): Interval {
  if (layer.shape.tokens === 1) return system.literal('0');
  return system.mul(layerMaskLeakage(system, layer), root(gridVolume(system, layer), p));
}

/** Item 1: `ω|U|^{1/p}` for `ω = ω̂_f(τ)`. */
export function continuousAverageBound(layer: MaxAffineLayer, p: Interval, modulus: Interval): Interval {
  return system.mul(modulus, root(gridVolume(system, layer), p));
}

/** Item 2: `lipschitz = L ≥ 0`, `oscillation = osc f`. */
export function piecewiseAverageBound(
  layer: MaxAffineLayer,
  p: Interval,
  { lipschitz, oscillation, hyperplanes }: PiecewiseSmoothness,
): Interval {
  const inside = continuousAverageBound(layer, p, system.mul(lipschitz, averageRadius(system, layer)));
  if (hyperplanes.length === 0) return inside;
  return system.add(inside, system.mul(oscillation, root(crossingIntegral(layer, hyperplanes), p)));
}

export interface PiecewiseSmoothness {
  readonly lipschitz: Interval;
  readonly oscillation: Interval;
  readonly hyperplanes: readonly Hyperplane[];
}

/** Item 3: `distance = ‖f − φ‖_p`, `modulus = ω̂_φ(τ)`. */
export function approximateAverageBound(
  layer: MaxAffineLayer,
  p: Interval,
  { distance, modulus }: { readonly distance: Interval; readonly modulus: Interval },
): Interval {
  const near = system.mul(approximationFactor(layer, p), distance);
  return system.add(near, continuousAverageBound(layer, p, modulus));
}
