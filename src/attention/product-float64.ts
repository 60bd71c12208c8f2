/**
 * The product evaluator in plain doubles, for searching: fast, and without any bound.
 *
 * All values are computed once and stored; each call sums the keys whose weight relative to the nearest is at least
 * about 1e-18. Nothing rigorous may rest on it: `Math.exp` differs between engines.
 */
import { axisValues } from '../approximation/grid.js';
import { compileFloat64 } from '../expression/compile/index.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { float64System } from '../numeric/float64.js';
import { AttentionError } from './attention-error.js';
import { tabulatedValue } from './key-values.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

/** Most doubles in the table of values (64 MiB). */
export const MAX_TABLE_ENTRIES = 2 ** 23;
/** `−ln 1e-18`. */
const NEGLIGIBLE_EXPONENT = 41.45;

interface Axis {
  readonly lower: number;
  readonly width: number;
  readonly cells: number;
  /** Cells within this many of the nearest one are summed. */
  readonly reach: number;
  readonly weights: Float64Array;
  /** Set for each point: first and last kept cell, and the distance in the table between neighbours. */
  first: number;
  last: number;
  stride: number;
}

/** Writes the layer's output at `x`, in vec order, to `out`. */
export type Float64Evaluator = (x: Float64Array, out: Float64Array) => void;

/**
 * Approximates the layer's output in float64; no error bound. Cost of a call: the product of the kept cells.
 *
 * Throws `AttentionError` (`too-large`) when the table of values would exceed `MAX_TABLE_ENTRIES` doubles; the returned
 * function does no checks, and gives NaN for coordinates that are not finite.
 */
export function productEvaluatorFloat64(layer: MaxAffineLayer): Float64Evaluator {
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
  const mask = evaluateConstant(layer.mask.expression, float64System);
  const outputs = layer.shape.width * layer.shape.tokens;
  const axes = float64Axes(layer, inverseTemperature, outputs);
  const table = valueTable(layer, axes, outputs);
  const averages = new Float64Array(outputs);

  const accumulate = (t: number, offset: number, weight: number): void => {
    if (t === axes.length) {
      for (let r = 0; r < outputs; r++) averages[r]! += weight * table[offset + r]!;
      return;
    }
    const { first, last, stride, weights } = axes[t]!;
    for (let k = first; k <= last; k++) accumulate(t + 1, offset + k * stride, weight * weights[k - first]!);
  };

  return (x, out) => {
    for (let t = 0; t < axes.length; t++) setWeights(axes[t]!, x[t]!, inverseTemperature);
    averages.fill(0);
    accumulate(0, 0, 1);
    mix(layer, mask, averages, out);
  };
}

function float64Axes(layer: MaxAffineLayer, inverseTemperature: number, outputs: number): Axis[] {
  const values = layer.grid.axes.map((axis) => axisValues(float64System, axis));
  // The cells of a one-point axis are equal keys: one of them stands for all.
  const cells = values.map((axis) => (axis.width > 0 ? axis.cells : 1));
  const entries = cells.reduce((product, count) => product * count, outputs);
  if (entries > MAX_TABLE_ENTRIES) {
    throw new AttentionError(
      'too-large',
      `the table of values would hold ${entries} numbers, at most ${MAX_TABLE_ENTRIES} are stored. ` +
        'Use fewer cells, or the product evaluator, which stores no table.',
    );
  }
  let stride = entries;
  return values.map(({ lower, width }, t) => {
    const count = cells[t]!;
    stride /= count;
    // For |u − c_m| ≤ s/2 the relative weight at distance i is at most exp(−κ i(i − 1)/2).
    const reach = Math.ceil(0.5 + Math.sqrt(0.25 + (2 * NEGLIGIBLE_EXPONENT) / (inverseTemperature * width * width)));
    const kept = Math.min(count, 2 * reach + 1);
    return { lower, width, cells: count, reach, weights: new Float64Array(kept), first: 0, last: 0, stride };
  });
}

function valueTable(layer: MaxAffineLayer, axes: readonly Axis[], outputs: number): Float64Array {
  const total = axes.reduce((product, { cells }) => product * cells, 1);
  const table = new Float64Array(total * outputs);
  if (layer.averages !== undefined) {
    const { averages } = layer;
    return table.map((_, entry) => tabulatedValue(float64System, averages, entry));
  }
  const values = compileFloat64(layer.values);
  const centre = new Float64Array(axes.length);
  for (let offset = 0; offset < table.length; offset += outputs) {
    axes.forEach(({ lower, width, cells, stride }, t) => {
      centre[t] = lower + ((Math.floor(offset / stride) % cells) + 0.5) * width;
    });
    values(centre, table.subarray(offset, offset + outputs));
  }
  return table;
}

/** Normalised weights of the cells around `u`. */
function setWeights(axis: Axis, u: number, inverseTemperature: number): void {
  const { lower, width, cells, reach, weights } = axis;
  const offset = u - lower;
  const position = Math.floor(offset / width);
  const nearest = position > 0 ? Math.min(position, cells - 1) : 0;
  axis.first = Math.max(0, nearest - reach);
  axis.last = Math.min(cells - 1, nearest + reach);
  let sum = 0;
  for (let k = axis.first; k <= axis.last; k++) {
    const middle = ((k + nearest + 1) / 2) * width;
    const weight = Math.exp(inverseTemperature * ((k - nearest) * width * (offset - middle)));
    weights[k - axis.first] = weight;
    sum += weight;
  }
  for (let i = axis.last - axis.first; i >= 0; i--) weights[i]! /= sum;
}

/** The mask's mixing of tokens, in the difference form: equal columns do not leak. */
function mix({ shape }: MaxAffineLayer, mask: number, averages: Float64Array, out: Float64Array): void {
  const { width, tokens } = shape;
  const leak = 1 / (Math.exp(mask) + tokens - 1);
  for (let position = 0; position < averages.length; position++) {
    const own = averages[position]!;
    let mixed = own;
    for (let other = position % width; other < averages.length; other += width) {
      mixed += leak * (averages[other]! - own);
    }
    out[position] = mixed;
  }
}
