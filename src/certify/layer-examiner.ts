/**
 * The error of a max-affine layer as branch and bound sees it: `ErrorBounds` on boxes within a cell, `RegionBounds` on boxes
 * of many cells, which are cut at borders of cells; boxes within a cell are cut at the middle of the axis that matters most.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { Target } from '../expression/target.js';
import { leastMagnitude } from './box-error.js';
import type { BoxExaminer, Hunt } from './box-examiner.js';
import { ErrorBounds } from './error-bounds.js';
import { MarginSet } from './margin-set.js';
import { RegionBounds } from './region-bounds.js';
import { axisThatMatters } from './split-axis.js';
import { DEFAULT_RELATIVE, type SupNormOptions } from './sup-norm.js';
import { WitnessSearch } from './witness-search.js';

/** What decides how accurate bounds are, and which points count. */
export type LayerAccuracy = Pick<SupNormOptions, 'goal' | 'relative' | 'margin'>;

export class LayerExaminer implements BoxExaminer {
  readonly dimension: number;
  readonly tryInterval = 8;
  readonly oneByOne = 2 ** 14;
  readonly start: Float64Array;
  axis = 0;
  at = 0;
  readonly point: Float64Array;
  output = 0;
  private readonly options: LayerAccuracy;
  private readonly bounds: ErrorBounds;
  private readonly region: RegionBounds;
  private readonly margin: MarginSet | undefined;
  private readonly pointBox: Float64Array;

  constructor(layer: MaxAffineLayer, target: Target, options: LayerAccuracy) {
    this.options = options;
    this.bounds = new ErrorBounds(layer, target);
    const { axes, values } = this.bounds;
    this.region = new RegionBounds(layer, target, axes, values);
    this.margin = options.margin === undefined ? undefined : new MarginSet(axes, options.margin);
    this.dimension = axes.length;
    this.start = Float64Array.from(axes, ({ lower, upper }) => middleInside(lower, upper));
    this.point = new Float64Array(axes.length);
    this.pointBox = new Float64Array(2 * axes.length);
  }

  cover(box: Float64Array): void {
    this.bounds.axes.forEach(({ lower, upper }, t) => {
      box[2 * t] = lower[0];
      box[2 * t + 1] = upper[1];
    });
  }

  explore(hunt: Hunt): void {
    new WitnessSearch(this.bounds, this.region, hunt).start();
  }

  /** Leaves out only keys whose weight cannot matter at the accuracy asked for. */
  settle(lower: number): void {
    const { values } = this.bounds;
    let spread = 0;
    for (let r = 0; r < values.outputs; r++) spread = Math.max(spread, values.greatest[r] - values.least[r]);
    const { goal, relative = DEFAULT_RELATIVE } = this.options;
    const scale = goal ?? relative * lower;
    const mass = spread > 0 ? (1e-3 * scale) / spread : 1e-9;
    this.bounds.chooseReach(Math.min(1e-6, Math.max(mass, 1e-18)));
    this.region.updateReach();
  }

  bound(box: Float64Array): number {
    if (this.widest(box) >= 0) return this.region.bound(box);
    return this.margin?.clip(box) === false ? 0 : this.bounds.enclose(box);
  }

  chooseCut(box: Float64Array): boolean {
    const { axes } = this.bounds;
    this.axis = this.widest(box);
    if (this.axis >= 0) {
      const { gridLower, step } = axes[this.axis];
      const first = Math.round((box[2 * this.axis] - gridLower[0]) / step[0]);
      this.at = axes[this.axis].approxCentre(first + Math.floor(this.cellsAcross(box, this.axis) / 2) - 0.5);
    } else {
      this.region.gradientAt(box, this.region.gradients);
      this.cutMiddle(box, axisThatMatters(this.bounds, box, this.region.gradients));
    }
    for (let t = 0; t < axes.length; t++) {
      if (this.at > box[2 * this.axis] && this.at < box[2 * this.axis + 1]) return true;
      this.cutMiddle(box, t);
    }
    return this.at > box[2 * this.axis] && this.at < box[2 * this.axis + 1];
  }

  private cutMiddle(box: Float64Array, axis: number): void {
    this.axis = axis;
    this.at = box[2 * axis] + (box[2 * axis + 1] - box[2 * axis]) / 2;
  }

  /** How many cells wide the box is on axis `t`, to the nearest integer. */
  private cellsAcross(box: Float64Array, t: number): number {
    const { cells, step } = this.bounds.axes[t];
    return cells === 1 ? 1 : Math.round((box[2 * t + 1] - box[2 * t]) / step[0]);
  }

  /** The axis on which a box spans most cells; −1 for a box within a cell. */
  private widest(box: Float64Array): number {
    let axis = -1;
    let most = 1;
    for (let t = 0; t < this.dimension; t++) {
      const across = this.cellsAcross(box, t);
      if (across > most) {
        most = across;
        axis = t;
      }
    }
    return axis;
  }

  tryPoint(x: Float64Array): number {
    const { point, pointBox } = this;
    const { axes } = this.bounds;
    for (let t = 0; t < axes.length; t++) point[t] = Math.min(Math.max(x[t], axes[t].lower[1]), axes[t].upper[0]);
    if (this.margin?.enter(point) === false) return 0;
    for (let t = 0; t < axes.length; t++) {
      const { lower, upper } = axes[t];
      const isInside = lower[1] <= upper[0];
      pointBox[2 * t] = isInside ? point[t] : lower[0];
      pointBox[2 * t + 1] = isInside ? point[t] : upper[1];
      point[t] = pointBox[2 * t];
    }
    this.bounds.enclose(pointBox);
    const { magnitude, output } = leastMagnitude(this.bounds);
    this.output = output;
    return magnitude;
  }
}

/** A double in the middle of the exact interval, or as near as doubles allow. */
function middleInside(lower: readonly [number, number], upper: readonly [number, number]): number {
  return lower[1] <= upper[0] ? lower[1] + (upper[0] - lower[1]) / 2 : lower[0];
}
