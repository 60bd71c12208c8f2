/**
 * The values a max-affine layer averages, at the centres of its cells or averaged over its cells, with the block mask mixed in:
 *
 *     Ṽ_j[:,i] = V_j[:,i] + π Σ_{i' ≠ i} (V_j[:,i'] − V_j[:,i]),   π = e^{−M}/(1 + (n−1)e^{−M}),
 *
 * so that `Y_{:,i}(x) = Σ_j w_j(x) Ṽ_j[:,i]`. The difference form leaves equal columns exactly unchanged.
 */
import { encloseRange } from '../expression/range.js';
import { compileInterval } from '../expression/compile/index.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { KeyValues } from '../attention/key-values.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { addDown, addUp, divUp, divDown, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import { intervalSystem } from '../numeric/interval.js';
import type { AxisWindow } from './axis-window.js';

/** Most table entries kept in memory (two doubles each, 256 MiB); beyond, values are computed when asked for. */
const MAX_ENTRIES = 2 ** 24;

/** Fraction π of each other output token that the block mask lets through, enclosed; [0, 0] for one token. */
export function maskShare(layer: MaxAffineLayer): readonly [number, number] {
  const others = layer.shape.tokens - 1;
  if (others === 0) return [0, 0];
  const mask = evaluateConstant(layer.mask.expression, intervalSystem);
  const low = expDown(-mask.hi);
  const high = expUp(-mask.lo);
  return [divDown(low, addUp(1, mulUp(others, low))), divUp(high, addDown(1, mulDown(others, high)))];
}

export class ValueTable {
  readonly outputs: number;
  /** Range of all values, per output: for keys whose weight is only bounded. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** σ: upper bound of the largest difference of two columns of one value in one row; 0 for one token. */
  columnSpread = 0;
  private readonly centres: Float64Array[];
  private readonly compiled: (box: Float64Array, out: Float64Array) => void;
  private readonly point: Float64Array;
  private readonly raw: Float64Array;
  private readonly table: Float64Array | undefined;
  private readonly strides: number[];
  private readonly share: readonly [number, number];
  private readonly nodes: readonly number[];
  private readonly width: number;
  private readonly tokens: number;

  constructor(layer: MaxAffineLayer, axes: readonly AxisWindow[]) {
    this.nodes = layer.values.outputs;
    this.outputs = this.nodes.length;
    this.width = layer.shape.width;
    this.tokens = layer.shape.tokens;
    this.share = maskShare(layer);
    this.compiled = compileInterval(layer.values);
    this.point = new Float64Array(2 * axes.length);
    this.raw = new Float64Array(2 * this.outputs);
    this.centres = axes.map((axis) => {
      const ends = new Float64Array(2 * axis.cells);
      for (let k = 0; k < axis.cells; k++) ends.set(axis.centre(k), 2 * k);
      return ends;
    });
    this.strides = axes.map(() => 1);
    for (let t = axes.length - 2; t >= 0; t--) this.strides[t] = this.strides[t + 1] * axes[t + 1].cells;
    const cells = axes.reduce((product, axis) => product * axis.cells, 1);
    this.least = new Float64Array(this.outputs).fill(Infinity);
    this.greatest = new Float64Array(this.outputs).fill(-Infinity);
    const { averages: known } = layer;
    const isStored = known !== undefined || cells * this.outputs <= MAX_ENTRIES;
    this.table = isStored ? this.fill(axes, cells, known) : undefined;
    if (this.table === undefined) this.encloseAll(layer, axes);
  }

  private fill(axes: readonly AxisWindow[], cells: number, known: KeyValues | undefined): Float64Array {
    const stride = 2 * this.outputs;
    const table = new Float64Array(cells * stride);
    const index = axes.map(() => 0);
    for (let j = 0; j < cells; j++) {
      if (known === undefined) this.computeAt(index);
      else this.take(known, j);
      table.set(this.raw, j * stride);
      for (let r = 0; r < this.outputs; r++) {
        if (!(this.raw[2 * r] >= this.least[r])) this.least[r] = this.raw[2 * r];
        if (!(this.raw[2 * r + 1] <= this.greatest[r])) this.greatest[r] = this.raw[2 * r + 1];
      }
      for (let t = axes.length - 1; t >= 0 && ++index[t] === axes[t].cells; t--) index[t] = 0;
    }
    return table;
  }

  private encloseAll(layer: MaxAffineLayer, axes: readonly AxisWindow[]): void {
    const box = Float64Array.from(axes.flatMap(({ gridLower, gridUpper }) => [gridLower[0], gridUpper[1]]));
    const range = encloseRange(layer.values, box, { boxes: 20_000, tolerance: 0.1 }).outputs;
    for (let r = 0; r < this.outputs; r++) {
      // A convex combination of the columns of one row lies in the hull of that row's ranges.
      for (let i = 0; i < this.tokens; i++) {
        const other = range[i * this.width + (r % this.width)];
        this.least[r] = Math.min(this.least[r], other.lower);
        this.greatest[r] = Math.max(this.greatest[r], other.upper);
      }
      if (this.tokens > 1) this.columnSpread = Math.max(this.columnSpread, subUp(this.greatest[r], this.least[r]));
    }
  }

  /** Puts the mixed values at cell `index` into `raw`. */
  private computeAt(index: readonly number[]): void {
    index.forEach((k, t) => {
      this.point[2 * t] = this.centres[t][2 * k];
      this.point[2 * t + 1] = this.centres[t][2 * k + 1];
    });
    this.compiled(this.point, this.raw);
    if (this.tokens > 1) this.mix();
  }

  /** Puts the mixed entry of cell `j` of a table into `raw`. */
  private take({ ends }: KeyValues, j: number): void {
    this.raw.set(ends.subarray(2 * j * this.outputs, 2 * (j + 1) * this.outputs));
    if (this.tokens > 1) this.mix();
  }

  private mix(): void {
    const { raw, width, tokens, share, nodes } = this;
    const mixed = new Float64Array(raw.length);
    for (let i = 0; i < tokens; i++) {
      for (let row = 0; row < width; row++) {
        const r = 2 * (i * width + row);
        let low = 0;
        let high = 0;
        for (let other = 0; other < tokens; other++) {
          const q = 2 * (other * width + row);
          // The same node of the expression is the same number, however wide its enclosure.
          if (nodes[q / 2] === nodes[r / 2]) continue;
          const difference = subUp(raw[q + 1], raw[r]);
          if (!(difference <= this.columnSpread)) this.columnSpread = difference;
          low = addDown(low, subDown(raw[q], raw[r + 1]));
          high = addUp(high, difference);
        }
        mixed[r] = addDown(raw[r], Math.min(mulDown(share[0], low), mulDown(share[1], low)));
        mixed[r + 1] = addUp(raw[r + 1], Math.max(mulUp(share[0], high), mulUp(share[1], high)));
      }
    }
    raw.set(mixed);
  }

  /**
   * Copies the values of the keys in the axes' windows (last axis fastest) into `low` and `high`, output-major: entry
   * `r·count + j`. Returns the number of keys.
   */
  gather(axes: readonly AxisWindow[], low: Float64Array, high: Float64Array): number {
    let count = 1;
    for (const axis of axes) count *= axis.count;
    const dimension = axes.length;
    const index = axes.map((axis) => axis.first);
    for (let j = 0; j < count; j++) {
      let source = this.raw;
      let start = 0;
      if (this.table === undefined) this.computeAt(index);
      else {
        source = this.table;
        for (let t = 0; t < dimension; t++) start += index[t] * this.strides[t];
        start *= 2 * this.outputs;
      }
      for (let r = 0; r < this.outputs; r++) {
        low[r * count + j] = source[start + 2 * r];
        high[r * count + j] = source[start + 2 * r + 1];
      }
      for (let t = dimension - 1; t >= 0 && ++index[t] === axes[t].first + axes[t].count; t--) index[t] = axes[t].first;
    }
    return count;
  }
}
