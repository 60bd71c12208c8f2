/**
 * Certified sup-norm error of a max-affine layer: `sup_{x ∈ U} max_r |Y_r(x) − f_r(x)|` by best-first branch and bound.
 *
 * Upper end: the largest bound among boxes that cover the domain (`ErrorBounds` within a cell, `RegionBounds` on boxes
 * of many cells). Lower end: the error enclosed at a point (`WitnessSearch`). Boxes of many cells are split at cell
 * borders, boxes within a cell at the middle of the axis that matters most. Work is counted in boxes, so the result
 * does not depend on the machine unless a time limit ends it.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { Target } from '../expression/target.js';
import { BoxQueue } from './box-queue.js';
import { ErrorBounds } from './error-bounds.js';
import { MarginSet } from './margin-set.js';
import { RegionBounds } from './region-bounds.js';
import { SearchWatch } from './search-watch.js';
import { axisThatMatters } from './split-axis.js';
import { checkOptions } from './sup-norm.js';
import type { SupNormEnclosure, SupNormOptions, SupNormProgress, SupNormStatus } from './sup-norm.js';
import { WitnessSearch } from './witness-search.js';

const DEFAULT_RELATIVE = 0.05;
const DEFAULT_ABSOLUTE = 1e-12;
const DEFAULT_BOXES = 10_000_000;
/** Boxes between two tries at the middle of the worst box. */
const TRY_INTERVAL = 8;

/**
 * Encloses the error of `layer` for `target`; the target must be finite on its domain.
 *
 * Throws a `RangeError` for an option that is negative or not a number.
 * Cost: one to a few microseconds per box in up to three variables when κ = Rs² is large; windows widen as κ falls.
 * Memory: 16·g + 20 bytes per box in the queue, plus the value table.
 */
export function certifySupNorm(layer: MaxAffineLayer, target: Target, options: SupNormOptions = {}): SupNormEnclosure {
  checkOptions(options);
  return new SupNormSolver(layer, target, options).run();
}

class SupNormSolver {
  private readonly options: SupNormOptions;
  private readonly bounds: ErrorBounds;
  private readonly region: RegionBounds;
  private readonly margin: MarginSet | undefined;
  private readonly search: WitnessSearch;
  private readonly queue: BoxQueue;
  private readonly child: Float64Array;
  /** Largest bound of the boxes that need no further work. */
  private settled = 0;
  private settledVolume = 0;
  private boxes = 0;
  private readonly watch: SearchWatch;

  constructor(layer: MaxAffineLayer, target: Target, options: SupNormOptions) {
    this.options = options;
    this.watch = new SearchWatch(options);
    this.bounds = new ErrorBounds(layer, target);
    this.region = new RegionBounds(layer, target, this.bounds.axes, this.bounds.values);
    this.margin = options.margin === undefined ? undefined : new MarginSet(this.bounds.axes, options.margin);
    this.search = new WitnessSearch(this.bounds, this.region, this.margin);
    this.queue = new BoxQueue(this.bounds.axes.length);
    this.child = new Float64Array(2 * this.bounds.axes.length);
  }

  run(): SupNormEnclosure {
    this.search.start();
    this.sharpenWindows();
    this.bounds.axes.forEach(({ lower, upper }, t) => {
      this.child[2 * t] = lower[0];
      this.child[2 * t + 1] = upper[1];
    });
    this.settleOrQueue(Infinity);
    const limit = this.options.boxes ?? DEFAULT_BOXES;
    let pops = 0;
    let status: SupNormStatus | undefined;
    while ((status = this.finished()) === undefined) {
      if (this.boxes + 2 > limit) return this.result('budget');
      if (this.watch.isOver(this.boxes, () => this.progress())) return this.result('budget');
      const inherited = this.queue.pop();
      if (++pops % TRY_INTERVAL === 0) this.tryMiddle();
      if (!this.split(inherited)) return this.result('precision');
    }
    return this.result(status);
  }

  /** The bound at or below which a box needs no further work. */
  private threshold(): number {
    const { goal, relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE } = this.options;
    const lower = this.search.lower;
    return goal ?? lower + Math.max(relative * lower, absolute);
  }

  private finished(): SupNormStatus | undefined {
    const { goal } = this.options;
    if (goal !== undefined && this.search.lower > goal) return 'goal-exceeded';
    if (this.upper() <= this.threshold()) return goal === undefined ? 'converged' : 'goal-met';
    return undefined;
  }

  private upper(): number {
    return Math.max(this.settled, this.queue.top, this.search.lower);
  }

  /** Leaves out only keys whose weight cannot matter at the accuracy asked for. */
  private sharpenWindows(): void {
    const { values } = this.bounds;
    let spread = 0;
    for (let r = 0; r < values.outputs; r++) spread = Math.max(spread, values.greatest[r] - values.least[r]);
    const { goal, relative = DEFAULT_RELATIVE } = this.options;
    const scale = goal ?? relative * this.search.lower;
    const mass = spread > 0 ? (1e-3 * scale) / spread : 1e-9;
    this.bounds.chooseReach(Math.min(1e-6, Math.max(mass, 1e-18)));
    this.region.updateReach();
  }

  private volumeShare(box: Float64Array): number {
    let share = 1;
    this.bounds.axes.forEach(({ lower, upper }, t) => {
      const length = upper[1] - lower[0];
      if (length > 0) share *= (box[2 * t + 1] - box[2 * t]) / length;
    });
    return share;
  }

  /** How many cells wide the box is on axis `t`, to the nearest integer. */
  private cellsAcross(box: Float64Array, t: number): number {
    const { cells, step } = this.bounds.axes[t];
    return cells === 1 ? 1 : Math.round((box[2 * t + 1] - box[2 * t]) / step[0]);
  }

  /** Bounds the box in `child`, and settles it or queues it; the parent's bound holds too. */
  private settleOrQueue(inherited: number): void {
    this.boxes++;
    let wide = false;
    for (let t = 0; t < this.bounds.axes.length; t++) wide ||= this.cellsAcross(this.child, t) > 1;
    const share = this.volumeShare(this.child);
    const empty = !wide && this.margin?.clip(this.child) === false;
    const bound = empty
      ? 0
      : Math.min(inherited, wide ? this.region.bound(this.child) : this.bounds.enclose(this.child));
    if (bound <= this.threshold()) {
      this.settled = Math.max(this.settled, bound);
      this.settledVolume += share;
    } else this.queue.push(bound, this.child);
  }

  /** Splits the box taken last into two. False when it cannot be split any further. */
  private split(inherited: number): boolean {
    const { box } = this.queue;
    const { axes } = this.bounds;
    let axis = -1;
    let most = 1;
    for (let t = 0; t < axes.length; t++) {
      const across = this.cellsAcross(box, t);
      if (across > most) {
        most = across;
        axis = t;
      }
    }
    let cut: number;
    if (axis >= 0) {
      const first = Math.round((box[2 * axis] - axes[axis].gridLower[0]) / axes[axis].step[0]);
      cut = axes[axis].approxCentre(first + Math.floor(most / 2) - 0.5);
    } else {
      this.region.gradientAt(box, this.region.gradients);
      axis = axisThatMatters(this.bounds, box, this.region.gradients);
      cut = box[2 * axis] + (box[2 * axis + 1] - box[2 * axis]) / 2;
    }
    if (!(cut > box[2 * axis] && cut < box[2 * axis + 1])) return this.splitAnywhere(inherited);
    this.splitAt(axis, cut, inherited);
    return true;
  }

  private splitAnywhere(inherited: number): boolean {
    const { box } = this.queue;
    for (let t = 0; t < this.bounds.axes.length; t++) {
      const cut = box[2 * t] + (box[2 * t + 1] - box[2 * t]) / 2;
      if (cut > box[2 * t] && cut < box[2 * t + 1]) {
        this.splitAt(t, cut, inherited);
        return true;
      }
    }
    this.settled = Math.max(this.settled, inherited);
    return false;
  }

  private splitAt(axis: number, cut: number, inherited: number): void {
    const { box } = this.queue;
    const { child } = this;
    child.set(box);
    child[2 * axis + 1] = cut;
    this.settleOrQueue(inherited);
    child.set(box);
    child[2 * axis] = cut;
    this.settleOrQueue(inherited);
  }

  private tryMiddle(): void {
    const { box } = this.queue;
    this.search.tryPoint(Float64Array.from(this.bounds.axes, (_, t) => box[2 * t] + (box[2 * t + 1] - box[2 * t]) / 2));
  }

  private progress(): SupNormProgress {
    return { lower: this.search.lower, upper: this.upper(), boxes: this.boxes, done: this.settledVolume };
  }

  private result(status: SupNormStatus): SupNormEnclosure {
    return {
      lower: this.search.lower,
      upper: this.upper(),
      witness: [...this.search.witness],
      output: this.search.output,
      boxes: this.boxes,
      status,
      solverSeconds: this.watch.seconds(),
    };
  }
}
