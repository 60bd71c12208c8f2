/**
 * The largest error over a domain, `sup_{x ∈ U} max_r |E_r(x)|`, by best-first branch and bound.
 *
 * Upper end: the largest bound among boxes that cover the domain. Lower end: the error enclosed at a point. Work is counted
 * in boxes, and boxes are halved in batches whose size depends on their number alone: the result is the same whoever halves
 * them, and does not depend on the machine unless a time limit ends the search.
 */
import {
  BATCH,
  BatchWork,
  boxBatch,
  boxStride,
  HALVES,
  resultStride,
  trialAt,
  type BatchHelpers,
  type BoxBatch,
} from './box-batch.js';
import type { BoxExaminer, Hunt } from './box-examiner.js';
import { BoxQueue } from './box-queue.js';
import { SearchWatch } from './search-watch.js';
import {
  DEFAULT_ABSOLUTE,
  DEFAULT_BOXES,
  DEFAULT_RELATIVE,
  type SupNormEnclosure,
  type SupNormOptions,
  type SupNormProgress,
  type SupNormStatus,
} from './sup-norm.js';

/** Memory: 16·g + 20 bytes per box in the queue, for `g` inputs, besides what the examiner takes. */
export function branchAndBound(examiner: BoxExaminer, options: SupNormOptions): SupNormEnclosure {
  return new Search(examiner, options).run();
}

class Search implements Hunt {
  lower = 0;
  readonly witness: Float64Array;
  private output = 0;
  private readonly examiner: BoxExaminer;
  private readonly options: SupNormOptions;
  private readonly watch: SearchWatch;
  private readonly queue: BoxQueue;
  private readonly batch: BoxBatch;
  private readonly work: BatchWork;
  private helpers: BatchHelpers | undefined;
  /** What the examiner was told. */
  private settledAt = 0;
  /** Largest bound of the boxes that need no further work, and their share of the volume. */
  private settled = 0;
  private settledVolume = 0;
  private boxes = 0;
  private points = 0;
  private halved = 0;
  private isOver = false;
  private isStuck = false;
  /** Bounds of the boxes of a batch before they were halved. */
  private readonly inherited = new Float64Array(BATCH);
  private readonly widths: Float64Array;
  private readonly child: Float64Array;

  constructor(examiner: BoxExaminer, options: SupNormOptions) {
    this.examiner = examiner;
    this.options = options;
    this.watch = new SearchWatch(options);
    this.queue = new BoxQueue(examiner.dimension);
    this.batch = boxBatch(examiner.dimension);
    this.work = new BatchWork(examiner, this.batch);
    this.child = new Float64Array(2 * examiner.dimension);
    this.widths = new Float64Array(examiner.dimension);
    this.witness = Float64Array.from(examiner.start);
  }

  run(): SupNormEnclosure {
    const { examiner, child, widths } = this;
    examiner.explore(this);
    this.settledAt = this.lower;
    examiner.settle?.(this.lower);
    examiner.cover(child);
    for (let t = 0; t < widths.length; t++) widths[t] = child[2 * t + 1]! - child[2 * t]!;
    this.take(examiner.bound(child), child, Infinity);
    try {
      return this.result(this.search());
    } finally {
      this.helpers?.close();
    }
  }

  private search(): SupNormStatus {
    const limit = this.options.boxes ?? DEFAULT_BOXES;
    for (;;) {
      const status = this.finished();
      if (status !== undefined) return status;
      const most = Math.floor((limit - this.boxes) / 2);
      if (most < 1 || this.look()) return 'budget';
      this.halve(this.load(Math.min(most, this.boxes < this.examiner.oneByOne ? 1 : BATCH)));
      if (this.isStuck) return 'precision';
    }
  }

  tryPoint(x: Float64Array): number {
    this.points++;
    if (this.look()) return 0;
    const magnitude = this.examiner.tryPoint(x);
    this.offer(magnitude, this.examiner.output, this.examiner.point, 0);
    return magnitude;
  }

  /** Keeps an error that is larger than any so far, at the point that starts at `start`. */
  private offer(magnitude: number, output: number, points: Float64Array, start: number): void {
    if (!(magnitude > this.lower)) return;
    this.lower = magnitude;
    this.output = output;
    for (let t = 0; t < this.witness.length; t++) this.witness[t] = points[start + t]!;
  }

  /** Is the search to end with what it has? */
  private look(): boolean {
    this.isOver ||= this.watch.isOver(this.boxes + this.points, () => this.progress());
    return this.isOver;
  }

  /** The bound at or below which a box needs no further work. */
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

  /** Takes up to `most` boxes from the queue into the batch, those that need more work; returns how many. */
  private load(most: number): number {
    const { queue, batch, inherited } = this;
    const { tryInterval } = this.examiner;
    const threshold = this.threshold();
    let count = 0;
    while (count < most && queue.top > threshold) {
      inherited[count] = queue.pop();
      const start = count * boxStride(batch.dimension);
      batch.boxes.set(queue.box, start);
      batch.boxes[start + queue.box.length] = ++this.halved % tryInterval === 0 ? 1 : 0;
      count++;
    }
    return count;
  }

  /** Halves the boxes of the batch, and settles or queues their halves. */
  private halve(count: number): void {
    const { batch, child, inherited } = this;
    const { dimension, results } = batch;
    if (count === 1) this.work.run(0, 1, 1);
    else {
      this.helpers ??= this.options.share?.(batch, this.settledAt);
      if (this.helpers === undefined) this.work.run(0, 1, count);
      else this.helpers.run(this.work, count);
    }
    for (let i = 0; i < count; i++) {
      const start = i * resultStride(dimension);
      const trial = start + trialAt(dimension);
      this.offer(results[trial]!, results[trial + 1]!, results, trial + 2);
      if (Number.isNaN(results[start])) {
        this.settled = Math.max(this.settled, inherited[i]!);
        this.isStuck = true;
        continue;
      }
      for (let half = 0; half < 2; half++) {
        const from = start + HALVES + half * child.length;
        for (let k = 0; k < child.length; k++) child[k] = results[from + k]!;
        this.take(results[start + half]!, child, inherited[i]!);
      }
    }
  }

  /** Settles or queues a box with its bound; that of the box it was cut from holds, too. */
  private take(own: number, box: Float64Array, inherited: number): void {
    this.boxes++;
    const bound = Math.min(own, inherited);
    if (bound <= this.threshold()) {
      this.settled = Math.max(this.settled, bound);
      this.settledVolume += this.volumeShare(box);
    } else this.queue.push(bound, box);
  }

  private volumeShare(box: Float64Array): number {
    let share = 1;
    for (let t = 0; t < this.widths.length; t++) {
      if (this.widths[t]! > 0) share *= (box[2 * t + 1]! - box[2 * t]!) / this.widths[t]!;
    }
    return share;
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
