/**
 * The product evaluator in plain doubles, for searching: fast, and without any bound.
 *
 * All values are computed once and stored; each call sums the keys near the nearest one, all but a share of about 1e-18
 * of the mass per axis. Nothing rigorous may rest on it: `Math.exp` differs between engines.
 */
import { axisBands, firstKept } from './axis-band.js';
import { float64Layer, nearestCell, writeWeights, type Float64Layer } from './float64-layer.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

/** Share of the mass that each side of an axis may drop: less than the rounding of one double. */
export const NEGLIGIBLE_FLOAT64 = 1e-18;

/** Writes the layer's output at `x`, in vec order, to `out`. */
export type Float64Evaluator = (x: Float64Array, out: Float64Array) => void;

/**
 * Approximates the layer's output in float64; no error bound. Cost of a call: the product of the kept cells.
 *
 * Throws `AttentionError` (`too-large`) when the table of values would exceed `MAX_TABLE_ENTRIES` doubles; the returned
 * function does no checks, and gives NaN for coordinates that are not finite.
 */
export function productEvaluatorFloat64(layer: MaxAffineLayer): Float64Evaluator {
  return float64Evaluator(float64Layer(layer, axisBands(layer, NEGLIGIBLE_FLOAT64)));
}

/**
 * As `productEvaluatorFloat64`, of a layer whose table is at hand.
 *
 * Averages are `V_m + Σ_{k≠m} w_k (V_k − V_m)`, `m` the nearest cell: exact for equal values, and rounded relative to the
 * differences of near ones.
 */
export function float64Evaluator({ axes, outputs, table }: Float64Layer): Float64Evaluator {
  const weights = axes.map(({ kept }) => new Float64Array(kept));
  const nearest = new Int32Array(axes.length);
  const first = new Int32Array(axes.length);
  const strides = new Int32Array(axes.length);
  for (let t = axes.length - 1, stride = outputs; t >= 0; t--) {
    strides[t] = stride;
    stride *= axes[t]!.cells;
  }
  const last = axes.length - 1;

  const average = (t: number, offset: number): number => {
    const stride = strides[t]!;
    const own = weights[t]!;
    const from = first[t]!;
    if (t === last) {
      const reference = table[offset + nearest[t]! * stride]!;
      let sum = reference;
      for (let i = 0; i < own.length; i++) sum += own[i]! * (table[offset + (from + i) * stride]! - reference);
      return sum;
    }
    const reference = average(t + 1, offset + nearest[t]! * stride);
    let sum = reference;
    for (let i = 0; i < own.length; i++) {
      if (from + i !== nearest[t]) sum += own[i]! * (average(t + 1, offset + (from + i) * stride) - reference);
    }
    return sum;
  };

  return (x, out) => {
    for (let t = 0; t <= last; t++) {
      const m = nearestCell(axes[t]!, x[t]!);
      nearest[t] = m;
      first[t] = firstKept(axes[t]!, m);
      writeWeights(axes[t]!, x[t]!, m, weights[t]!, 0);
    }
    for (let r = 0; r < outputs; r++) out[r] = average(0, r);
  };
}
