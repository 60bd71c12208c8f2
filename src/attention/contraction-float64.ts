/**
 * A grid layer at a product grid of queries, in doubles: the contraction of its table of values with one banded matrix of
 * one-dimensional weights for each axis.
 *
 *     A[i_1, …, i_g] = Σ_{k_1} W_1[i_1, k_1] ⋯ Σ_{k_g} W_g[i_g, k_g] V[k_1, …, k_g],    W_t[i, k] = w_{t,k}(u_{t,i})
 *
 * Queries are taken row by row: the first `g − 1` coordinates stay the same along a row. For them the table is contracted
 * axis by axis, again from the first coordinate that changed; what is left are as many numbers as the last axis has cells,
 * and each query of the row costs as many multiplications as its band has cells. Nothing is stored per query.
 *
 * Averages are `V_m + Σ_{k≠m} w_k (V_k − V_m)` as in `product-float64.ts`. Without any bound.
 */
import { firstKept } from './axis-band.js';
import {
  nearestCell,
  tableFiller,
  writeWeights,
  type Float64Axis,
  type Float64Layer,
  type StreamedLayer,
} from './float64-layer.js';

/** Slices of the table with one cell of the first axis each. */
export interface Slabs {
  /** Numbers of a slice. */
  readonly size: number;
  /** Valid until as many others were asked for as the band of the first axis has cells. */
  readonly slab: (cell: number) => Float64Array;
}

/** Of a table that is kept. */
function slabsOf({ axes, table }: Float64Layer): Slabs {
  const size = table.length / axes[0]!.cells;
  return { size, slab: (cell) => table.subarray(cell * size, (cell + 1) * size) };
}

/** Of a table that is not: slices are computed when they are asked for, and as many are kept as a band has cells. */
export function streamedSlabs({ axes, outputs, layer }: StreamedLayer): Slabs {
  const { kept } = axes[0]!;
  const size = axes.slice(1).reduce((product, { cells }) => product * cells, outputs);
  const fill = tableFiller(layer, axes);
  const slices = Array.from({ length: kept }, () => new Float64Array(size));
  const cells = new Array<number>(kept).fill(-1);
  return {
    size,
    slab(cell) {
      // The cells of a band are consecutive: each has a slot of its own.
      const slot = cell % kept;
      if (cells[slot] !== cell) {
        fill(slices[slot]!, cell * size);
        cells[slot] = cell;
      }
      return slices[slot]!;
    },
  };
}

export class ContractionFloat64 {
  private readonly axes: readonly Float64Axis[];
  private readonly outputs: number;
  private readonly slabs: Slabs;
  /** Entry `t`: the table with the first `t` axes contracted; of a table of one axis itself. */
  private readonly contracted: readonly Float64Array[];
  private readonly rowWeights: readonly Float64Array[];
  private readonly row: Float64Array;
  /** Of the columns: the weights, the nearest cell and the first kept. */
  private weights = new Float64Array(0);
  private nearest = new Int32Array(0);
  private first = new Int32Array(0);

  /** Of a layer with its table; or of two axes or more without, from slices. */
  constructor(layer: Float64Layer | (Omit<Float64Layer, 'table'> & { readonly slabs: Slabs })) {
    const { axes, outputs } = layer;
    this.slabs = 'slabs' in layer ? layer.slabs : slabsOf(layer);
    this.axes = axes;
    this.outputs = outputs;
    this.rowWeights = axes.slice(0, -1).map(({ kept }) => new Float64Array(kept));
    // NaN differs from every coordinate: the first row contracts every axis.
    this.row = new Float64Array(axes.length - 1).fill(NaN);
    const contracted = ['table' in layer ? layer.table : new Float64Array(0)];
    axes.slice(0, -1).forEach(({ cells }, t) => {
      contracted.push(new Float64Array(t === 0 ? this.slabs.size : contracted.at(-1)!.length / cells));
    });
    this.contracted = contracted;
  }

  /** The first `g − 1` coordinates. Cost: one pass over what is left of the table, for each axis from the first that changed. */
  setRow(x: Float64Array): void {
    const { row } = this;
    let hasChanged = false;
    for (let t = 0; t < row.length; t++) {
      hasChanged ||= row[t] !== x[t];
      if (!hasChanged) continue;
      row[t] = x[t]!;
      this.contract(t);
    }
  }

  private contract(t: number): void {
    const axis = this.axes[t]!;
    const weights = this.rowWeights[t]!;
    const from = this.contracted[t]!;
    const to = this.contracted[t + 1]!;
    const nearest = nearestCell(axis, this.row[t]!);
    const first = firstKept(axis, nearest);
    writeWeights(axis, this.row[t]!, nearest, weights, 0);
    const size = to.length;
    const slice = (k: number): Float64Array => (t === 0 ? this.slabs.slab(k) : from.subarray(k * size, (k + 1) * size));
    const reference = slice(nearest);
    to.set(reference);
    for (let i = 0; i < weights.length; i++) {
      const k = first + i;
      if (k === nearest) continue;
      const weight = weights[i]!;
      const values = slice(k);
      for (let e = 0; e < size; e++) to[e]! += weight * (values[e]! - reference[e]!);
    }
  }

  /** The last coordinates of the queries. Cost: one exponential for each kept cell of each. */
  setColumns(x: Float64Array): void {
    const axis = this.axes.at(-1)!;
    this.weights = new Float64Array(x.length * axis.kept);
    this.nearest = new Int32Array(x.length);
    this.first = new Int32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const nearest = nearestCell(axis, x[i]!);
      this.nearest[i] = nearest;
      this.first[i] = firstKept(axis, nearest);
      writeWeights(axis, x[i]!, nearest, this.weights, i * axis.kept);
    }
  }

  /** The layer's outputs in the columns `from … to − 1` of the row, one array for each output, from index 0. */
  evaluate(from: number, to: number, out: readonly Float64Array[]): void {
    const { outputs, nearest, first, weights } = this;
    const values = this.contracted.at(-1)!;
    const { kept } = this.axes.at(-1)!;
    if (outputs === 1 && kept === 3) {
      evaluateThree(values, weights, nearest, first, from, to, out[0]!);
      return;
    }
    for (let r = 0; r < outputs; r++) {
      const column = out[r]!;
      for (let i = from; i < to; i++) {
        const reference = values[nearest[i]! * outputs + r]!;
        let sum = reference;
        let entry = first[i]! * outputs + r;
        for (let w = i * kept; w < (i + 1) * kept; w++, entry += outputs) {
          sum += weights[w]! * (values[entry]! - reference);
        }
        column[i - from] = sum;
      }
    }
  }
}

/** The same sum written out for the band of three cells that sharp temperatures have, where the loop would cost most. */
function evaluateThree(
  values: Float64Array,
  weights: Float64Array,
  nearest: Int32Array,
  first: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const reference = values[nearest[i]!]!;
    const k = first[i]!;
    const w = 3 * i;
    out[i - from] =
      reference +
      weights[w]! * (values[k]! - reference) +
      weights[w + 1]! * (values[k + 1]! - reference) +
      weights[w + 2]! * (values[k + 2]! - reference);
  }
}
