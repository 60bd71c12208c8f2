/**
 * The largest magnitude of a function of one real variable over an interval, certified by best-first branch and bound.
 *
 * Upper end: the largest magnitude of an enclosure among intervals that cover the domain. Lower end: the least magnitude
 * of an enclosure at a point. Work is counted in intervals, so the answer does not depend on the machine.
 */
import { isEmpty, mag, mig, type Interval } from '../numeric/interval.js';
import { BoxQueue } from './box-queue.js';
import type { SupNormEnclosure, SupNormOptions } from './sup-norm.js';

const DEFAULT_RELATIVE = 0.05;
const DEFAULT_ABSOLUTE = 1e-12;
const DEFAULT_BOXES = 100_000;
/** Splits between two tries of a point. */
const TRY_INTERVAL = 4;

/**
 * An interval extension: an enclosure of `g` over all real numbers of [lower, upper]. The ends may be infinite if the
 * domain's are; equal ends are a point. Where the result is empty or not `defined`, nothing is known of `g`.
 */
export type IntervalExtension = (lower: number, upper: number) => Interval;

export interface FunctionOptions extends Pick<SupNormOptions, 'relative' | 'absolute' | 'goal' | 'boxes'> {
  /** Inner points at which the domain is cut beforehand, such as the kinks of `g`; those outside are ignored. */
  readonly cuts?: readonly number[];
}

/** `lower ≤ sup |g| ≤ upper`, both ends rigorous whatever the status. */
export interface FunctionEnclosure extends Pick<SupNormEnclosure, 'lower' | 'upper' | 'boxes' | 'status'> {
  /** A point where `|g|` is at least `lower`; NaN if no point was found where anything is known. */
  readonly witness: number;
}

/**
 * Encloses `sup { |g(x)| : x ∈ R, lower ≤ x ≤ upper }` for `lower ≤ upper`, either of them possibly infinite.
 *
 * Stops when `upper − lower ≤ max(relative·lower, absolute)`, or with a `goal` as soon as `upper ≤ goal` or
 * `lower > goal`; at the latest after `boxes` enclosures. A half line is split at the double of its end, so a function
 * that settles far out takes logarithmically many of them. Throws a `RangeError` unless `lower ≤ upper`.
 */
export function certifyFunction(
  g: IntervalExtension,
  lower: number,
  upper: number,
  options: FunctionOptions = {},
): FunctionEnclosure {
  if (!(lower <= upper)) throw new RangeError(`[${lower}, ${upper}] is no interval`);
  return new FunctionSolver(g, options).run(lower, upper);
}

class FunctionSolver {
  private readonly g: IntervalExtension;
  private readonly options: FunctionOptions;
  private readonly queue = new BoxQueue(1);
  private lower = 0;
  private witness = NaN;
  /** Largest bound of the intervals that need no further work, or cannot be split. */
  private settled = 0;
  private boxes = 0;
  private splits = 0;

  constructor(g: IntervalExtension, options: FunctionOptions) {
    this.g = g;
    this.options = options;
  }

  run(lower: number, upper: number): FunctionEnclosure {
    const inner = (this.options.cuts ?? []).filter((cut) => lower < cut && cut < upper);
    const ends = [lower, ...new Set(inner.sort((a, b) => a - b)), upper];
    for (const end of ends) this.tryPoint(end);
    for (let i = 1; i < ends.length; i++) this.add(ends[i - 1]!, ends[i]!, Infinity);
    const limit = this.options.boxes ?? DEFAULT_BOXES;
    const { goal } = this.options;
    while (this.queue.size > 0 && this.queue.top > this.threshold()) {
      if (goal !== undefined && this.lower > goal) break;
      if (this.boxes + 2 > limit) return this.result('budget');
      this.split(this.queue.pop());
    }
    if (goal === undefined) return this.result(this.upper() <= this.threshold() ? 'converged' : 'budget');
    if (this.lower > goal) return this.result('goal-exceeded');
    return this.result(this.upper() <= goal ? 'goal-met' : 'budget');
  }

  private threshold(): number {
    const { goal, relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE } = this.options;
    return goal ?? this.lower + Math.max(relative * this.lower, absolute);
  }

  private upper(): number {
    return Math.max(this.settled, this.queue.top, this.lower);
  }

  private tryPoint(x: number): void {
    if (!Number.isFinite(x)) return;
    const value = this.g(x, x);
    if (isEmpty(value) || !value.defined) return;
    const least = mig(value);
    if (least > this.lower || Number.isNaN(this.witness)) {
      this.lower = least;
      this.witness = x;
    }
  }

  /** Bounds the interval, and settles it or queues it; what bounds the parent bounds it too. */
  private add(lower: number, upper: number, inherited: number): void {
    this.boxes++;
    const value = this.g(lower, upper);
    const own = isEmpty(value) || !value.defined ? Infinity : mag(value);
    const bound = Math.min(own, inherited);
    if (bound <= this.threshold()) this.settled = Math.max(this.settled, bound);
    else this.queue.push(bound, Float64Array.of(lower, upper));
  }

  private split(inherited: number): void {
    const [lower, upper] = this.queue.box as unknown as readonly [number, number];
    const cut = cutOf(lower, upper);
    if (!(lower < cut && cut < upper)) {
      this.settled = Math.max(this.settled, inherited);
      return;
    }
    if (this.splits++ % TRY_INTERVAL === 0) this.tryPoint(cut);
    this.add(lower, cut, inherited);
    this.add(cut, upper, inherited);
  }

  private result(status: FunctionEnclosure['status']): FunctionEnclosure {
    return { lower: this.lower, upper: this.upper(), witness: this.witness, boxes: this.boxes, status };
  }
}

/** The middle; on a half line twice its end, at least 1 further out; 0 on the whole line. */
function cutOf(lower: number, upper: number): number {
  if (lower === -Infinity) return upper === Infinity ? 0 : upper - Math.max(1, Math.abs(upper));
  if (upper === Infinity) return lower + Math.max(1, Math.abs(lower));
  return lower / 2 + upper / 2;
}
