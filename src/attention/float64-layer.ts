/**
 * Grid layers in doubles: their axes, the softmax weights of one axis, and the table of values. Without any bound: nothing
 * rigorous may rest on it, `Math.exp` differs between engines.
 */
import { axisValues } from '../approximation/grid.js';
import { compileFloat64Rows } from '../expression/compile/index.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { float64System } from '../numeric/float64.js';
import { AttentionError } from './attention-error.js';
import { firstKept, type AxisBand } from './axis-band.js';
import { tabulatedValue } from './key-values.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

/** Most doubles in the table of values (64 MiB). */
export const MAX_TABLE_ENTRIES = 2 ** 23;

export interface Float64Axis extends AxisBand {
  readonly lower: number;
  /** Of a cell. */
  readonly width: number;
  readonly inverseTemperature: number;
}

/** A grid layer as numbers. */
export interface Float64Layer {
  readonly axes: readonly Float64Axis[];
  /** Numbers per key. */
  readonly outputs: number;
  /** What each key contributes to the output, after the mask's mixing: the last axis runs fastest, then outputs in vec order. */
  readonly table: Float64Array;
}

/** A grid layer whose table is too large to be kept: values are computed where they are needed. */
export interface StreamedLayer {
  readonly axes: readonly Float64Axis[];
  readonly outputs: number;
  readonly layer: MaxAffineLayer;
}

/** The axes of a layer; `bands[t]` says which cells of axis `t` are kept. */
function float64Axes(layer: MaxAffineLayer, bands: readonly AxisBand[]): Float64Axis[] {
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
  return layer.grid.axes.map((axis, t) => {
    const { lower, width } = axisValues(float64System, axis);
    return { ...bands[t]!, lower, width, inverseTemperature };
  });
}

/** The cell of the nearest centre. */
export function nearestCell({ lower, width, cells }: Float64Axis, u: number): number {
  const position = Math.floor((u - lower) / width);
  return position > 0 ? Math.min(position, cells - 1) : 0;
}

/**
 * Writes the softmax weights of the kept cells around `u` among themselves (dimensionless, sum 1) to `weights`, from index
 * `at`. Cost: one exponential for each.
 */
export function writeWeights(axis: Float64Axis, u: number, nearest: number, weights: Float64Array, at: number): void {
  const { lower, width, kept, inverseTemperature } = axis;
  const first = firstKept(axis, nearest);
  const offset = u - lower;
  let sum = 0;
  for (let i = 0; i < kept; i++) {
    const k = first + i;
    const middle = ((k + nearest + 1) / 2) * width;
    const weight = Math.exp(inverseTemperature * ((k - nearest) * width * (offset - middle)));
    weights[at + i] = weight;
    sum += weight;
  }
  for (let i = 0; i < kept; i++) weights[at + i]! /= sum;
}

/**
 * The layer with its table of values, which `allocate` makes. Throws `AttentionError` (`too-large`) when the table would
 * exceed `MAX_TABLE_ENTRIES`, before computing it.
 */
export function float64Layer(
  layer: MaxAffineLayer,
  bands: readonly AxisBand[],
  allocate: (entries: number) => Float64Array = (entries) => new Float64Array(entries),
): Float64Layer {
  const outputs = layer.shape.width * layer.shape.tokens;
  const entries = tableEntries(layer, bands);
  if (entries > MAX_TABLE_ENTRIES) {
    throw new AttentionError(
      'too-large',
      `the table of values would hold ${entries} numbers, at most ${MAX_TABLE_ENTRIES} are stored. ` +
        'Use fewer cells, or the product evaluator, which stores no table.',
    );
  }
  const axes = float64Axes(layer, bands);
  const table = allocate(entries);
  tableFiller(layer, axes)(table, 0);
  return { axes, outputs, table };
}

/** The numbers in the table of values. */
export function tableEntries({ shape }: MaxAffineLayer, bands: readonly AxisBand[]): number {
  return bands.reduce((product, { cells }) => product * cells, shape.width * shape.tokens);
}

/** The layer without its table. */
export function streamedLayer(layer: MaxAffineLayer, bands: readonly AxisBand[]): StreamedLayer {
  return { axes: float64Axes(layer, bands), outputs: layer.shape.width * layer.shape.tokens, layer };
}

/** Writes a part of the table: its rows along the last axis from entry `start`, as many as fit. */
export type TableFiller = (part: Float64Array, start: number) => void;

export function tableFiller(layer: MaxAffineLayer, axes: readonly Float64Axis[]): TableFiller {
  const fill = valueFiller(layer, axes);
  return (part, start) => {
    fill(part, start);
    mixTable(layer, part);
  };
}

function valueFiller(layer: MaxAffineLayer, axes: readonly Float64Axis[]): TableFiller {
  const { averages } = layer;
  if (averages !== undefined) {
    return (part, start) => {
      for (let i = 0; i < part.length; i++) part[i] = tabulatedValue(float64System, averages, start + i);
    };
  }
  const outputs = layer.shape.width * layer.shape.tokens;
  const values = compileFloat64Rows(layer.values);
  const last = axes.at(-1)!;
  const centres = axes.map(({ lower, width, cells }) =>
    Float64Array.from({ length: cells }, (_, k) => lower + (k + 0.5) * width),
  );
  values.setColumns(centres.at(-1)!);
  const row = new Float64Array(axes.length - 1);
  const out = Array.from({ length: outputs }, () => new Float64Array(last.cells));
  const length = last.cells * outputs;
  return (part, start) => {
    for (let at = 0; at < part.length; at += length) {
      for (let t = row.length - 1, index = (start + at) / length; t >= 0; t--) {
        row[t] = centres[t]![index % axes[t]!.cells]!;
        index = Math.floor(index / axes[t]!.cells);
      }
      values.setRow(row);
      values.values(0, last.cells, out);
      for (let k = 0; k < last.cells; k++) for (let r = 0; r < outputs; r++) part[at + k * outputs + r] = out[r]![k]!;
    }
  };
}

/**
 * The mask's mixing of tokens, which is linear and may as well act on the values; in the difference form equal columns do
 * not leak.
 */
export function mixTable({ shape: { width, tokens }, mask }: MaxAffineLayer, table: Float64Array): void {
  if (tokens === 1) return;
  const leak = 1 / (Math.exp(evaluateConstant(mask.expression, float64System)) + tokens - 1);
  const outputs = width * tokens;
  const own = new Float64Array(outputs);
  for (let at = 0; at < table.length; at += outputs) {
    own.set(table.subarray(at, at + outputs));
    for (let position = 0; position < outputs; position++) {
      let mixed = own[position]!;
      for (let other = position % width; other < outputs; other += width)
        mixed += leak * (own[other]! - own[position]!);
      table[at + position] = mixed;
    }
  }
}
