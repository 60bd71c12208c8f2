/**
 * One step of gradient descent as the layer takes it, without its keys, and as it should be.
 *
 * Within block `i` the keys of example `l` weigh, together, `e^{z_l + M·1[l = i]}` with
 *
 *     z_l = ln Σ_k e^{β(2L_k r_l − L_k²)} = βL_m(2r_l − L_m) − ln u_m,
 *
 * `u` the one-dimensional softmax of example `l` alone and `m` its nearest cell; they average to `α_l x_l + λ_r w`,
 * `α_l = Σ_k u_k ψ(L_k)`. So block `i` is a softmax over `n` examples of `z_l + M·1[l = i]`, and the ridge term, common
 * to all keys, passes unchanged because weights sum to 1. `n` softmaxes over a grid and `n` over the examples replace
 * `n²p²` scores. Far cells may be dropped; their mass is bounded and accounted for.
 */
import { cellCentre } from '../approximation/grid.js';
import { axisKernel, axisWeights, type AxisKernel } from '../attention/axis-weights.js';
import type { ProductOptions } from '../attention/product.js';
import { softmax } from '../attention/softmax.js';
import { approxWorkingPrecision } from '../attention/working-precision.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { residuals, type GradientLayer, type GradientPrompt } from './gradient-layer.js';
import { lossDerivative } from './gradient-loss.js';

/** Cells dropped carry about this share of a rounding error. */
const SHARE_OF_ROUNDING = 2 ** -10;

/** What the keys of one example amount to. */
interface ExampleKeys<T> {
  /** `α = Σ_k u_k ψ(L_k)`. */
  readonly average: T;
  /** `z`. */
  readonly logMass: T;
}

class GradientEvaluator<T> {
  private readonly system: NumberSystem<T>;
  private readonly layer: GradientLayer;
  private readonly kernel: AxisKernel<T>;
  private readonly beta: T;
  private readonly negligible: number;
  private readonly derivatives = new Map<number, T>();

  constructor(system: NumberSystem<T>, layer: GradientLayer, options: ProductOptions) {
    this.system = system;
    this.layer = layer;
    this.beta = evaluateConstant(layer.inverseTemperature.expression, system);
    this.kernel = axisKernel(system, layer.axis, system.add(this.beta, this.beta));
    const standard = system.kind === 'exact' ? 0 : approxWorkingPrecision(system) * SHARE_OF_ROUNDING;
    this.negligible = options.negligible ?? standard;
  }

  /** The layer's stand-in for the gradient, ridge term included. */
  gradient(prompt: GradientPrompt<T>): T[] {
    const { system, layer } = this;
    const keys = residuals(system, layer, prompt).map((r) => this.exampleKeys(r));
    const shares = this.totalShares(keys);
    return meanOf(
      system,
      layer,
      prompt,
      keys.map(({ average }, l) => system.mul(shares[l]!, average)),
    );
  }

  private exampleKeys(r: T): ExampleKeys<T> {
    const { system, kernel } = this;
    const { first, nearest, weights, dropped } = axisWeights(system, kernel, r, this.negligible);
    const reference = this.derivative(nearest);
    let average: T = reference;
    weights.forEach((weight, position) => {
      if (first + position === nearest) return;
      const difference = system.sub(this.derivative(first + position), reference);
      average = system.add(average, system.mul(weight, difference));
    });
    let share: T = weights[nearest - first]!;
    if (dropped !== undefined) {
      // The dropped cells average to something between the extreme values of ψ, which does not decrease.
      const range = system.hull(this.derivative(0), this.derivative(kernel.axis.cells - 1));
      average = system.add(average, system.mul(dropped, system.sub(range, average)));
      share = system.mul(share, system.sub(system.literal('1'), dropped));
    }
    if (this.layer.examples === 1) return { average, logMass: system.literal('0') };
    const centre = cellCentre(system, kernel.axis, nearest);
    const score = system.mul(system.mul(this.beta, centre), system.sub(system.add(r, r), centre));
    return { average, logMass: system.sub(score, system.log(share)) };
  }

  /** `Σ_i π^{(i)}_l`: the weight of example `l` in all blocks together, 1 but for what the mask leaks. */
  private totalShares(keys: readonly ExampleKeys<T>[]): T[] {
    const { system } = this;
    const shares = keys.map(() => system.literal('1'));
    if (keys.length === 1) return shares;
    const mask = evaluateConstant(this.layer.mask.expression, system);
    keys.forEach((_, i) => {
      const scores = keys.map(({ logMass }, l) => (l === i ? system.add(logMass, mask) : logMass));
      softmax(system, scores).forEach((weight, l) => {
        if (l === i) return;
        shares[l] = system.add(shares[l]!, weight);
        shares[i] = system.sub(shares[i]!, weight);
      });
    });
    return shares;
  }

  private derivative(cell: number): T {
    let value = this.derivatives.get(cell);
    if (value === undefined) {
      value = lossDerivative(this.system, this.layer.loss, cellCentre(this.system, this.kernel.axis, cell));
      this.derivatives.set(cell, value);
    }
    return value;
  }
}

/**
 * What the layer subtracts from `w`, divided by `η`: `d` entries, as a function of the prompt.
 *
 * Keeps the values `ψ(L_k)` that it has met. In enclosure systems the result encloses the output of the exact layer for
 * every choice of data in the prompt, dropped cells included; in approximate systems dropped cells stay below the
 * rounding errors (`options` says which are dropped). Cost: one exponential per kept cell of each example and `n² + n`
 * for the mask. Throws `ConstructionError` (`input`) for a prompt of another shape, `AttentionError` (`input`,
 * `too-large`).
 */
export function layerGradient<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  options: ProductOptions = {},
): (prompt: GradientPrompt<T>) => readonly T[] {
  const evaluator = new GradientEvaluator(system, layer, options);
  return (prompt) => evaluator.gradient(prompt);
}

/** The gradient `(1/n) Σ ψ(r_i) x_i + λ_r w` itself. */
export function exactGradient<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
): readonly T[] {
  const factors = residuals(system, layer, prompt).map((r) => lossDerivative(system, layer.loss, r));
  return meanOf(system, layer, prompt, factors);
}

/** `w − ηg`. */
export function descend<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  weights: readonly T[],
  gradient: readonly T[],
): T[] {
  const eta = evaluateConstant(layer.stepSize.expression, system);
  return weights.map((w, j) => system.sub(w, system.mul(eta, gradient[j]!)));
}

/** `(1/n) Σ factor_i x_i + λ_r w`. */
function meanOf<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  { features, weights }: GradientPrompt<T>,
  factors: readonly T[],
): T[] {
  const ridge = evaluateConstant(layer.ridge.expression, system);
  const count = system.fromNumber(layer.examples);
  return weights.map((w, j) => {
    const sum = features.reduce(
      (total, x, i) => system.add(total, system.mul(factors[i]!, x[j]!)),
      system.literal('0'),
    );
    return system.add(system.div(sum, count), system.mul(ridge, w));
  });
}
