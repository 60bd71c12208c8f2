/**
 * The product evaluator in plain doubles, for searching: fast, and without any bound.
 *
 * All values are computed once and stored; each call sums the keys near the nearest one, all but a share of about 1e-18
 * of the mass per axis. Nothing rigorous may rest on it: `Math.exp` differs between engines.
 */
import { compileFloat64Points } from '../expression/compile/index.js';
import { float64System } from '../numeric/float64.js';
import { axisBands, firstKept } from './axis-band.js';
import {
  float64Layer,
  mixTable,
  nearestCell,
  writeWeights,
  type Float64Axis,
  type Float64Layer,
  type StreamedLayer,
} from './float64-layer.js';
import { tabulatedValue } from './key-values.js';
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
  const sizes = axes.map(({ cells }) => cells);
  return averaging(axes, outputs, sizes, (first, _nearest, starts) => {
    starts.set(first);
    return table;
  });
}

/** The same of a layer whose table is too large: each call computes the values of the keys that it sums. */
export function streamedEvaluator({ axes, outputs, layer }: StreamedLayer): Float64Evaluator {
  const sizes = axes.map(({ kept }) => kept);
  const count = sizes.reduce((product, kept) => product * kept, 1);
  const table = new Float64Array(count * outputs);
  const centres = axes.map(() => new Float64Array(count));
  const values = Array.from({ length: outputs }, () => new Float64Array(count));
  const points = compileFloat64Points(layer.values);
  const { averages } = layer;
  const keys = new Float64Array(count);
  return averaging(axes, outputs, sizes, (first, nearest, starts) => {
    for (let t = 0; t < axes.length; t++) {
      starts[t] = 0;
      nearest[t]! -= first[t]!;
    }
    for (let j = 0; j < count; j++) {
      let key = 0;
      for (let t = axes.length - 1, index = j, stride = 1; t >= 0; t--) {
        const { lower, width, cells } = axes[t]!;
        const cell = first[t]! + (index % sizes[t]!);
        centres[t]![j] = lower + (cell + 0.5) * width;
        index = Math.floor(index / sizes[t]!);
        key += cell * stride;
        stride *= cells;
      }
      keys[j] = key;
    }
    if (averages === undefined) points(centres, 0, count, values);
    for (let r = 0; r < outputs; r++) {
      for (let j = 0; j < count; j++) {
        table[j * outputs + r] =
          averages === undefined ? values[r]![j]! : tabulatedValue(float64System, averages, keys[j]! * outputs + r);
      }
    }
    mixTable(layer, table);
    return table;
  });
}

/**
 * Averages over a table with `sizes[t]` cells on axis `t`. `tableFor` is told the first kept and the nearest cells; it gives
 * the table, and writes the first cells in the table to `starts`, and the nearest over what it was told.
 */
function averaging(
  axes: readonly Float64Axis[],
  outputs: number,
  sizes: readonly number[],
  tableFor: (first: Int32Array, nearest: Int32Array, starts: Int32Array) => Float64Array,
): Float64Evaluator {
  const weights = axes.map(({ kept }) => new Float64Array(kept));
  const nearest = new Int32Array(axes.length);
  const first = new Int32Array(axes.length);
  const starts = new Int32Array(axes.length);
  const strides = new Int32Array(axes.length);
  for (let t = axes.length - 1, stride = outputs; t >= 0; t--) {
    strides[t] = stride;
    stride *= sizes[t]!;
  }
  const last = axes.length - 1;
  let table: Float64Array;

  const average = (t: number, offset: number): number => {
    const stride = strides[t]!;
    const own = weights[t]!;
    const from = starts[t]!;
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
    table = tableFor(first, nearest, starts);
    for (let r = 0; r < outputs; r++) out[r] = average(0, r);
  };
}
