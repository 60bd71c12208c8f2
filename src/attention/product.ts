/**
 * The product evaluator: a max-affine layer without its keys.
 *
 * The softmax over the `Π P_t` centres of a grid is a product of one-dimensional softmaxes (the score of a centre is,
 * up to a shift, `−(R/2)‖x − v‖²`, a sum over axes), so the average `A(x) = Σ_j w_j(x) V_j` is contracted axis by axis:
 *
 *     A = V_m + Σ_{k≠m} w_k (V_k − V_m),   m the nearest cell of the axis, V_k the average over the remaining axes,
 *
 * which equals `Σ_k w_k V_k` because the weights sum to 1, and rounds relative to the differences of near values. Keys
 * of negligible weight are dropped. If they carry the share `η ≤ Σ_t η_t` of all mass, then `A = Â + η(B − Â)` with `Â`
 * the average over the kept keys and `B` one over the dropped, which lies in the range of the values: in enclosure
 * systems that term is added. Values are computed when first needed and kept for later points.
 */
import { cellCentre } from '../approximation/grid.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { AttentionError } from './attention-error.js';
import { axisKernel, axisWeights, sumOf, type AxisKernel, type AxisWeights } from './axis-weights.js';
import { keyValue, tabulatedRange } from './key-values.js';
import { mixTokens } from './mask-mixing.js';
import type { MaxAffineLayer } from './max-affine-layer.js';
import { approxWorkingPrecision } from './working-precision.js';

/** Most keys summed for one point. */
export const MAX_KEPT_KEYS = 2 ** 22;
/** Most value vectors that one evaluator remembers. */
const MAX_REMEMBERED = 2 ** 18;
/** Keys dropped by default carry about this share of a rounding error. */
const SHARE_OF_ROUNDING = 2 ** -10;

export interface ProductOptions {
  /**
   * Far cells of an axis may be dropped when their share of its mass is below this; 0 keeps every key. Default: far below
   * the working precision of the number system.
   */
  readonly negligible?: number;
}

class ProductEvaluator<T> {
  private readonly system: NumberSystem<T>;
  private readonly layer: MaxAffineLayer;
  private readonly kernels: readonly AxisKernel<T>[];
  private readonly mask: T;
  private readonly negligible: number;
  private readonly remembered = new Map<string, readonly T[]>();
  private range: readonly T[] | undefined;

  constructor(system: NumberSystem<T>, layer: MaxAffineLayer, options: ProductOptions) {
    this.system = system;
    this.layer = layer;
    const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, system);
    this.kernels = layer.grid.axes.map((axis) => axisKernel(system, axis, inverseTemperature));
    this.mask = evaluateConstant(layer.mask.expression, system);
    this.negligible = options.negligible ?? defaultNegligible(system);
  }

  evaluate(x: readonly T[]): T[] {
    if (x.length !== this.kernels.length) {
      throw new AttentionError('shape', `${x.length} coordinates for a grid of ${this.kernels.length} axes`);
    }
    return mixTokens(this.system, this.layer.shape, this.average(x), this.mask);
  }

  /** `A(x)`, all entries, before the mask mixes tokens. */
  private average(x: readonly T[]): readonly T[] {
    const weights = this.weights(x, this.negligible);
    const { system } = this;
    const mass = sumOf(
      system,
      weights.flatMap(({ dropped }) => (dropped === undefined ? [] : [dropped])),
    );
    if (mass === undefined) return this.contract(weights, []);
    const range = this.valueRange();
    if (!range.every((value) => isBounded(system, value))) return this.contract(this.weights(x, 0), []);
    return this.contract(weights, []).map((kept, output) =>
      system.add(kept, system.mul(mass, system.sub(range[output]!, kept))),
    );
  }

  private weights(x: readonly T[], negligible: number): AxisWeights<T>[] {
    const weights = x.map((u, t) => axisWeights(this.system, this.kernels[t]!, u, negligible));
    const kept = weights.reduce((count, axis) => count * axis.weights.length, 1);
    if (kept > MAX_KEPT_KEYS) {
      throw new AttentionError(
        'too-large',
        `${kept} keys matter for one point, at most ${MAX_KEPT_KEYS} are summed. ` +
          'Use fewer cells, a larger inverse temperature or fewer inputs.',
      );
    }
    return weights;
  }

  /** Average over the axes that `cells` does not fix yet. */
  private contract(weights: readonly AxisWeights<T>[], cells: readonly number[]): readonly T[] {
    const axis = weights[cells.length];
    if (axis === undefined) return this.value(cells);
    const { system } = this;
    const reference = this.contract(weights, [...cells, axis.nearest]);
    const average = [...reference];
    axis.weights.forEach((weight, position) => {
      const cell = axis.first + position;
      if (cell === axis.nearest) return;
      this.contract(weights, [...cells, cell]).forEach((value, output) => {
        const difference = system.sub(value, reference[output]!);
        average[output] = system.add(average[output]!, system.mul(weight, difference));
      });
    });
    return average;
  }

  private value(cells: readonly number[]): readonly T[] {
    const name = cells.join();
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const centre = cells.map((cell, t) => cellCentre(this.system, this.kernels[t]!.axis, cell));
    const value = keyValue(this.system, this.layer, cells, centre);
    if (this.remembered.size < MAX_REMEMBERED) this.remembered.set(name, value);
    return value;
  }

  /** Encloses the values of all keys: a table's, or those on the box spanned by the centres. */
  private valueRange(): readonly T[] {
    this.range ??= this.findRange();
    return this.range;
  }

  private findRange(): readonly T[] {
    const { system, kernels } = this;
    const { values, averages, shape } = this.layer;
    if (averages === undefined) {
      const centres = kernels.map(({ axis }) =>
        system.hull(cellCentre(system, axis, 0), cellCentre(system, axis, axis.cells - 1)),
      );
      return evaluate(values, system, centres);
    }
    const outputs = shape.width * shape.tokens;
    return Array.from({ length: outputs }, (_, r) => {
      const [least, greatest] = tabulatedRange(averages, outputs, r);
      return system.hull(system.fromNumber(least), system.fromNumber(greatest));
    });
  }
}

/** Nothing, 0, for exact systems, which refuse what they cannot sum exactly, and for precisions beyond the doubles. */
function defaultNegligible<T>(system: NumberSystem<T>): number {
  return system.kind === 'exact' ? 0 : approxWorkingPrecision(system) * SHARE_OF_ROUNDING;
}

function isBounded<T>(system: NumberSystem<T>, value: T): boolean {
  return system.isDefined(value) && Number.isFinite(system.lower(value)) && Number.isFinite(system.upper(value));
}

/**
 * The layer's output as a function of `x` (as many coordinates as the grid has axes), entries in vec order.
 *
 * Keeps the values at keys that it has met. In enclosure systems the result encloses the layer's output at every point
 * of `x`, inside the domain or not, dropped keys included; it is sharp for points and wide for wide `x`. In approximate
 * systems dropped keys stay below the rounding errors. Cost: one exponential per kept cell of each axis, and a
 * contraction over the product of the kept cells. Throws `AttentionError`: `shape`, `input` (a coordinate that is not a
 * finite double) or `too-large`.
 */
export function productEvaluator<T>(
  system: NumberSystem<T>,
  layer: MaxAffineLayer,
  options: ProductOptions = {},
): (x: readonly T[]) => T[] {
  const evaluator = new ProductEvaluator(system, layer, options);
  return (x) => evaluator.evaluate(x);
}

/** The layer's output at one `x`; `productEvaluator` does several with less work. */
export function evaluateProduct<T>(
  system: NumberSystem<T>,
  layer: MaxAffineLayer,
  x: readonly T[],
  options: ProductOptions = {},
): T[] {
  return productEvaluator(system, layer, options)(x);
}
