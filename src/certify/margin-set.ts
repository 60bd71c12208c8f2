/**
 * The part of a cell where the partition is decided: points whose unscaled margin is at least δ.
 *
 * On a product grid the strongest competitor of the nearest key differs from it on one axis, so the margin of `x` in cell
 * `k` is the least over axes and sides of `s(s/2 ∓ (x_t − c_{t,k}))`, counting only sides with a neighbouring cell. The
 * set `{margin ≥ δ}` is therefore a box in every cell:
 *
 *     c_k − h ≤ x_t (if k > 0),   x_t ≤ c_k + h (if k < P − 1),   h = s/2 − δ/s.
 */
import { addDown, addUp, divDown, divUp, subDown, subUp } from '../numeric/directed.js';
import type { AxisWindow } from './axis-window.js';

export class MarginSet {
  private readonly axes: readonly AxisWindow[];
  /** Enclosure of `h` per axis. */
  private readonly half: readonly (readonly [number, number])[];
  /**
   * Boxes meet at doubles near the cells' borders, so one may hold a sliver of the neighbouring cell, some units in the
   * last place wide; the clipped box keeps it.
   */
  private readonly sliver: readonly number[];

  /** `margin` = δ ≥ 0, an exact double. */
  constructor(axes: readonly AxisWindow[], margin: number) {
    this.axes = axes;
    this.sliver = axes.map(({ lower, upper }) => 2 ** -46 * Math.max(Math.abs(lower[0]), Math.abs(upper[1])));
    this.half = axes.map(({ step }) =>
      step[1] === 0
        ? [0, 0]
        : [subDown(step[0] / 2, divUp(margin, step[0])), subUp(step[1] / 2, divDown(margin, step[1]))],
    );
  }

  /** Shrinks the ends (lo, hi at `2t`, `2t + 1`) of a box within one cell to a superset of the set; false if empty. */
  clip(box: Float64Array): boolean {
    for (let t = 0; t < this.axes.length; t++) {
      const axis = this.axes[t];
      if (axis.cells === 1) continue;
      const k = axis.approxCell(box[2 * t] + (box[2 * t + 1] - box[2 * t]) / 2);
      const half = addUp(this.half[t][1], this.sliver[t]);
      if (k > 0) box[2 * t] = Math.max(box[2 * t], subDown(axis.centre(k)[0], half));
      if (k < axis.cells - 1) box[2 * t + 1] = Math.min(box[2 * t + 1], addUp(axis.centre(k)[1], half));
      if (!(box[2 * t] <= box[2 * t + 1])) return false;
    }
    return true;
  }

  /** Moves `x` to a nearby point that is certainly in the set, keeping its cell; false if the cell has none. */
  enter(x: Float64Array): boolean {
    for (let t = 0; t < this.axes.length; t++) {
      const axis = this.axes[t];
      if (axis.cells === 1) continue;
      const k = axis.approxCell(x[t]);
      const half = this.half[t][0];
      const low = k > 0 ? subUp(axis.centre(k)[1], half) : axis.lower[1];
      const high = k < axis.cells - 1 ? addDown(axis.centre(k)[0], half) : axis.upper[0];
      if (!(low <= high)) return false;
      x[t] = Math.min(Math.max(x[t], low), high);
    }
    return true;
  }

  /** Share of the domain's volume that the set takes, approximately. */
  approxShare(): number {
    return this.axes.reduce((share, { cells, step }, t) => {
      if (cells === 1) return share;
      const s = step[0];
      const h = this.half[t][0];
      const inner = (cells - 2) * Math.max(0, 2 * h);
      return (share * (inner + 2 * Math.max(0, h + s / 2))) / (cells * s);
    }, 1);
  }
}
