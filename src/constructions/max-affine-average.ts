/**
 * Max-affine attention with cell averages: the values for which the layer is near its target in every L_p norm.
 *
 * The layer of `max-affine.ts` (or `max-affine-cross.ts`) with `V_j = |cell j|^{−1} ∫_{cell j} f` in place of `f(v_j)`: a
 * target need not be continuous, nor defined at any centre. Averages are real numbers known by enclosures (`encloseCellAverages`);
 * the layer is the one with the exact averages.
 *
 * Source: arXiv:2504.19901 (integrable targets, existence); explicit weights reconstructed.
 */
import { cellCount } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { encloseCellAverages, isBounded, type CellAverageOptions } from '../certify/cell-averages.js';
import type { Target } from '../expression/target.js';
import { ConstructionError } from './construction.js';
import { maxAffine, type MaxAffineParameters } from './max-affine.js';

/** Most averages that are stored: 16 bytes each. */
export const MAX_AVERAGES = 2 ** 22;

/**
 * The layer that takes the averages of `target` over its cells. Throws `ConstructionError` as `maxAffine` and
 * `withCellAverages` do.
 */
export function maxAffineAverage(
  target: Target,
  parameters: MaxAffineParameters,
  options: CellAverageOptions = {},
): MaxAffineLayer {
  return withCellAverages(maxAffine(target, parameters), target, options);
}

/**
 * A max-affine layer of either kind of attention with cell averages for values. Throws `ConstructionError`: `too-large`
 * (with the number of averages) before any work; `domain` for an axis without length, over which nothing can be averaged;
 * `average` where an average could not be bounded. Cost: a certified integral per cell.
 */
export function withCellAverages<Layer extends MaxAffineLayer>(
  layer: Layer,
  target: Target,
  options: CellAverageOptions = {},
): Layer {
  const outputs = BigInt(target.expression.outputs.length);
  const count = cellCount(layer.grid) * outputs;
  if (count > BigInt(MAX_AVERAGES)) {
    throw new ConstructionError({
      code: 'too-large',
      found: `${count} averages over ${cellCount(layer.grid)} cells`,
      required: `at most ${MAX_AVERAGES} are computed and stored`,
      remedy: 'Use fewer cells.',
    });
  }
  const averages = averagesOf(target, layer, options);
  if (isBounded(averages)) return { ...layer, averages };
  throw new ConstructionError({
    code: 'average',
    found: `the averages of ${target.name} over its cells`,
    required: 'one of them could not be bounded: the target grows too fast there, or its growth was not shown',
    remedy:
      'Declare where it is unbounded: export const singularities = [{ point: […], exponent: … }], with an exponent below ' +
      'the number of inputs, and write the distance as Math.abs(x - c) or Math.hypot(x - a, y - b).',
  });
}

function averagesOf(target: Target, { grid }: MaxAffineLayer, options: CellAverageOptions) {
  try {
    return encloseCellAverages(target, grid, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConstructionError({
      code: 'domain',
      found: `the axis ${error.message}`,
      required: 'an average over a cell, and an L_p norm, need axes of positive length',
      remedy: 'Leave the constant input out of the target, or use the construction max-affine and the sup norm.',
    });
  }
}
