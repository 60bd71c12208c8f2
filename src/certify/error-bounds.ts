/**
 * Bounds of the error `E(x) = Y(x) − f(x)` of a max-affine layer over a box, in the shifted form
 *
 *     E_r(x) = Σ_j ρ_j(x) (Ṽ_{j,r} − f_r(x)) / Σ_j ρ_j(x),
 *
 * with weights relative to the key nearest to the box. Over a box each ρ_j is an interval (a product of monotone
 * one-dimensional weights) and each Ṽ_j − f(x) is one, so the extreme weighted means bound the error; keys outside the
 * windows enter as one key of weight in [0, far] and any of the values. No use is made of the target's structure.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { compileInterval } from '../expression/compile/index.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { sharpen } from '../expression/sharpen.js';
import type { DomainAxis, Target } from '../expression/target.js';
import { subUp } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';
import { AxisWindow } from './axis-window.js';
import type { BoxError } from './box-error.js';
import { ValueTable } from './value-table.js';
import { boundWeightedMean } from './weighted-mean.js';

/** Most keys kept in the windows of all axes together. */
export const MAX_WINDOW_KEYS = 2 ** 17;
/** Most keys kept on either side of the reference on one axis. */
const MAX_REACH = 2000;
/** Covers the roundings of sums of up to 2^17 and products of a few positive doubles. */
const ROUND_UP = 1 + 2 ** -34;

export class ErrorBounds implements BoxError {
  readonly axes: readonly AxisWindow[];
  readonly values: ValueTable;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  private readonly target: (box: Float64Array, out: Float64Array) => void;
  private readonly range: Float64Array;
  /** After `enclose`: ranges of the relative weights of the keys in the windows (last axis fastest), … */
  lowWeights = new Float64Array(0);
  highWeights = new Float64Array(0);
  /** … enclosures of their values, output-major (`r·count + j`), their number, and the weight of all others at most. */
  lowValues = new Float64Array(0);
  highValues = new Float64Array(0);
  count = 0;
  far = 0;
  private differences = new Float64Array(0);

  /**
   * `queries` are the axes on which the layer is asked: the target's domain, unless another layer stands before it and may
   * leave that.
   */
  constructor(
    layer: MaxAffineLayer,
    target: Pick<Target, 'expression' | 'domain'>,
    queries: readonly DomainAxis[] = target.domain,
  ) {
    const r = evaluateConstant(layer.inverseTemperature.expression, intervalSystem);
    this.axes = layer.grid.axes.map((axis, t) => new AxisWindow(axis, [r.lo, r.hi], queries[t]));
    this.values = new ValueTable(layer, this.axes);
    this.target = compileInterval(sharpen(target.expression));
    this.range = new Float64Array(2 * target.expression.outputs.length);
    this.least = new Float64Array(target.expression.outputs.length);
    this.greatest = new Float64Array(target.expression.outputs.length);
    this.chooseReach(1e-9);
  }

  /**
   * Keeps the keys whose left-out relative weight is about `mass`; where windows would hold more than the limit of keys
   * together, the widest ones give way.
   */
  chooseReach(mass: number): void {
    const reaches = this.axes.map((axis) => axis.chooseReach(mass, MAX_REACH));
    const keysOf = (t: number): number => Math.min(this.axes[t].cells, 2 * reaches[t] + 1);
    const product = (): number => this.axes.reduce((keys, _, t) => keys * keysOf(t), 1);
    let keys = product();
    while (keys > MAX_WINDOW_KEYS) {
      const widest = this.axes.reduce((best, _, t) => (keysOf(t) > keysOf(best) ? t : best), 0);
      reaches[widest] = Math.min(reaches[widest] - 1, Math.floor(0.9 * reaches[widest]));
      reaches[widest] = this.axes[widest].chooseReach(mass, Math.max(1, reaches[widest]));
      keys = product();
    }
    if (keys > this.lowWeights.length) {
      this.lowWeights = new Float64Array(keys);
      this.highWeights = new Float64Array(keys);
      this.differences = new Float64Array(keys);
      this.lowValues = new Float64Array(keys * this.least.length);
      this.highValues = new Float64Array(keys * this.least.length);
    }
  }

  get dimension(): number {
    return this.axes.length;
  }

  /** Multiplies the windows' one-dimensional weights; returns an upper bound of the far keys' relative weight. */
  private multiplyWeights(): number {
    let count = 1;
    this.lowWeights[0] = 1;
    this.highWeights[0] = 1;
    for (const axis of this.axes) {
      const { low, high, count: keys } = axis;
      for (let j = count - 1; j >= 0; j--) {
        const lower = this.lowWeights[j];
        const upper = this.highWeights[j];
        for (let k = keys - 1; k >= 0; k--) {
          this.lowWeights[j * keys + k] = lower * low[k];
          this.highWeights[j * keys + k] = upper * high[k];
        }
      }
      count *= keys;
    }
    return this.farWeight();
  }

  /**
   * Relative weight of the keys outside the windows, at most Π(W_t + T_t) − Π W_t (W_t the window's weight on axis t,
   * T_t its tail), expanded without cancellation as Σ_t T_t Π_{t' < t} W_t' Π_{t' > t} (W_t' + T_t').
   */
  private farWeight(): number {
    let far = 0;
    for (let t = 0; t < this.axes.length; t++) {
      let product = this.axes[t].tail;
      if (product === 0) continue;
      for (let other = 0; other < this.axes.length; other++) {
        if (other === t) continue;
        const { high, count, tail } = this.axes[other];
        let sum = other > t ? tail : 0;
        for (let k = 0; k < count; k++) sum += high[k];
        product *= sum;
      }
      far += product;
    }
    return far * ROUND_UP;
  }

  /**
   * Encloses the error over the box (lo0, hi0, lo1, hi1, …). Returns an upper bound of the largest |E_r|. Where the layer is
   * asked at another point than the target, that point lies in `queries` for every point of the box.
   */
  enclose(box: Float64Array, queries: Float64Array = box): number {
    const { axes, values, lowWeights, highWeights, lowValues, highValues, differences, range } = this;
    this.target(box, range);
    for (let t = 0; t < axes.length; t++) axes[t].enclose(queries[2 * t], queries[2 * t + 1]);
    const far = this.multiplyWeights();
    const count = values.gather(axes, lowValues, highValues);
    this.far = far;
    this.count = count;
    const roundings = axes.length;
    let largest = 0;
    for (let r = 0; r < this.least.length; r++) {
      const low = range[2 * r];
      const high = range[2 * r + 1];
      const start = r * count;
      for (let j = 0; j < count; j++) differences[j] = subUp(highValues[start + j], low);
      const farAbove = far > 0 ? subUp(values.greatest[r], low) : 0;
      const above = boundWeightedMean(count, lowWeights, highWeights, differences, far, farAbove, roundings);
      for (let j = 0; j < count; j++) differences[j] = subUp(high, lowValues[start + j]);
      const farBelow = far > 0 ? subUp(high, values.least[r]) : 0;
      const below = boundWeightedMean(count, lowWeights, highWeights, differences, far, farBelow, roundings);
      this.greatest[r] = above;
      this.least[r] = -below;
      if (!(above <= largest)) largest = above;
      if (!(below <= largest)) largest = below;
    }
    return Number.isNaN(largest) ? Infinity : largest;
  }
}
