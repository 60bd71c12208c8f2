/**
 * The certified sup-norm of any error that can be enclosed over boxes: `sup_{x ∈ U} max_r |E_r(x)|` by best-first branch
 * and bound.
 *
 * Upper end: the largest bound among boxes that cover the domain. Lower end: the error enclosed at a point. For
 * max-affine layers `certifySupNorm` knows more and is faster. Work is counted in boxes.
 */
import { pointBox, type DomainBoxes } from '../approximation/box.js';
import { haltonPoint, patternSearch } from '../approximation/steepest.js';
import { landmarks, midpoint } from '../expression/subdivision.js';
import { leastMagnitude, type BoxError } from './box-error.js';
import { BoxQueue } from './box-queue.js';
import { SearchWatch } from './search-watch.js';
import {
  checkOptions,
  type SupNormEnclosure,
  type SupNormOptions,
  type SupNormProgress,
  type SupNormStatus,
} from './sup-norm.js';

const DEFAULT_RELATIVE = 0.05;
const DEFAULT_ABSOLUTE = 1e-12;
const DEFAULT_BOXES = 10_000_000;
/** Splits between two tries of the middle of the worst box. */
const TRY_INTERVAL = 4;
/** Points of the first sample, and rounds of the search that starts from the best of them. */
const SAMPLES = 256;
const ROUNDS = 16;

export interface BoxErrorOptions extends Omit<SupNormOptions, 'margin'> {
  /** About how many parts the error is made of along each axis, such as cells; 1 by default. Guides splitting only. */
  readonly parts?: readonly number[];
}

/**
 * Encloses the largest error over a domain. Throws a `RangeError` for an option that is negative or not a number. Cost:
 * one enclosure per box, and per point tried. Memory: 16·g + 20 bytes per box in the queue.
 */
export function certifyBoxError(error: BoxError, domain: DomainBoxes, options: BoxErrorOptions = {}): SupNormEnclosure {
  checkOptions(options);
  return new BoxErrorSolver(error, domain, options).run();
}

class BoxErrorSolver {
  private readonly error: BoxError;
  private readonly domain: DomainBoxes;
  private readonly options: BoxErrorOptions;
  private readonly watch: SearchWatch;
  private readonly queue: BoxQueue;
  private readonly child: Float64Array;
  /** Relative size of one part, per axis. */
  private readonly scale: readonly number[];
  private lower = 0;
  private output = 0;
  private witness: Float64Array;
  /** Largest bound of the boxes that need no further work, and their share of the volume. */
  private settled = 0;
  private settledVolume = 0;
  private boxes = 0;
  private points = 0;
  private isOver = false;

  constructor(error: BoxError, domain: DomainBoxes, options: BoxErrorOptions) {
    this.error = error;
    this.domain = domain;
    this.options = options;
    this.watch = new SearchWatch(options);
    this.queue = new BoxQueue(error.dimension);
    this.child = new Float64Array(2 * error.dimension);
    this.scale = Array.from({ length: error.dimension }, (_, t) => {
      const width = domain.outer[2 * t + 1]! - domain.outer[2 * t]!;
      return domain.degenerate[t] || width === 0 ? 0 : (options.parts?.[t] ?? 1) / width;
    });
    this.witness = midpoint(domain.inner);
  }

  run(): SupNormEnclosure {
    this.search();
    this.child.set(this.domain.outer);
    this.settleOrQueue(Infinity, 1);
    const limit = this.options.boxes ?? DEFAULT_BOXES;
    let status: SupNormStatus | undefined;
    for (let pops = 1; (status = this.finished()) === undefined; pops++) {
      if (this.boxes + 2 > limit) return this.result('budget');
      if (this.look()) return this.result('budget');
      const inherited = this.queue.pop();
      if (pops % TRY_INTERVAL === 0) this.tryPoint(midpoint(this.queue.box));
      if (!this.split(inherited)) return this.result('precision');
    }
    return this.result(status);
  }

  /** Is the search to end with what it has? */
  private look(): boolean {
    this.isOver ||= this.watch.isOver(this.boxes + this.points, () => this.progress());
    return this.isOver;
  }

  private threshold(): number {
    const { goal, relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE } = this.options;
    return goal ?? this.lower + Math.max(relative * this.lower, absolute);
  }

  private finished(): SupNormStatus | undefined {
    const { goal } = this.options;
    if (goal !== undefined && this.lower > goal) return 'goal-exceeded';
    if (this.upper() <= this.threshold()) return goal === undefined ? 'converged' : 'goal-met';
    return undefined;
  }

  /** Unknown until boxes cover the domain. */
  private upper(): number {
    if (this.boxes === 0) return Infinity;
    return Math.max(this.settled, this.queue.top, this.lower);
  }

  /** Landmarks, a well-spread sample, and a pattern search from the best of them. */
  private search(): void {
    const { inner } = this.domain;
    for (const point of landmarks(inner)) this.tryPoint(point);
    for (let n = 1; n <= SAMPLES; n++) this.tryPoint(haltonPoint(inner, n));
    const step = Float64Array.from(this.witness, (_, t) => (this.scale[t]! > 0 ? 1 / (4 * this.scale[t]!) : 0));
    patternSearch(
      (point) => this.tryPoint(point),
      this.witness,
      step,
      (point) => point,
      ROUNDS,
    );
  }

  /** Encloses the error at the point of the domain nearest to `x`; returns what is certain of its magnitude there. */
  private tryPoint(x: Float64Array): number {
    this.points++;
    if (this.look()) return 0;
    const point = pointBox(this.domain, x);
    if (this.error.enclose(point) === Infinity) return 0;
    const { magnitude, output } = leastMagnitude(this.error);
    if (magnitude > this.lower) {
      this.lower = magnitude;
      this.output = output;
      this.witness = Float64Array.from(this.witness, (_, t) => point[2 * t]!);
    }
    return magnitude;
  }

  private settleOrQueue(inherited: number, share: number): void {
    this.boxes++;
    const bound = Math.min(inherited, this.error.enclose(this.child));
    if (bound <= this.threshold()) {
      this.settled = Math.max(this.settled, bound);
      this.settledVolume += share;
    } else this.queue.push(bound, this.child);
  }

  /** Splits the box taken last along the axis on which it holds most parts. False when doubles allow no split. */
  private split(inherited: number): boolean {
    const { queue, child, scale } = this;
    const box = Float64Array.from(queue.box);
    let axis = -1;
    let most = -1;
    let share = 1;
    for (let t = 0; t < scale.length; t++) {
      const [lo, hi] = [box[2 * t]!, box[2 * t + 1]!];
      if (scale[t]! > 0) share *= Math.min(1, ((hi - lo) * scale[t]!) / (this.options.parts?.[t] ?? 1));
      const cut = lo / 2 + hi / 2;
      const size = (hi - lo) * scale[t]!;
      if (lo < cut && cut < hi && size > most) [axis, most] = [t, size];
    }
    if (axis < 0) {
      this.settled = Math.max(this.settled, inherited);
      return false;
    }
    const cut = box[2 * axis]! / 2 + box[2 * axis + 1]! / 2;
    child.set(box);
    child[2 * axis + 1] = cut;
    this.settleOrQueue(inherited, share / 2);
    child.set(box);
    child[2 * axis] = cut;
    this.settleOrQueue(inherited, share / 2);
    return true;
  }

  private progress(): SupNormProgress {
    return { lower: this.lower, upper: this.upper(), boxes: this.boxes, done: this.settledVolume };
  }

  private result(status: SupNormStatus): SupNormEnclosure {
    return {
      lower: this.lower,
      upper: this.upper(),
      witness: [...this.witness],
      output: this.output,
      boxes: this.boxes,
      status,
      solverSeconds: this.watch.seconds(),
    };
  }
}
