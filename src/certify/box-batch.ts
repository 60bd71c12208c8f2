/** Boxes to be halved, and what came of them: arrays of doubles, so that threads can share them. */
import type { BoxExaminer } from './box-examiner.js';

/** Most boxes in a batch. */
export const BATCH = 512;

/** A layout of `size` boxes of `dimension` axes in shared memory. */
export interface BoxBatch {
  readonly dimension: number;
  /** Box by box: its ends, and 1 if its middle is to be tried. */
  readonly boxes: Float64Array;
  /**
   * Box by box: the bounds of both halves (NaN if it cannot be cut), the ends of the lower half and of the upper one as far as
   * they count, then the error at the middle, the output that has it and the point.
   */
  readonly results: Float64Array;
}

export const boxStride = (dimension: number): number => 2 * dimension + 1;
export const resultStride = (dimension: number): number => 4 + 5 * dimension;

/** Where the parts of a result begin. */
export const HALVES = 2;
export const trialAt = (dimension: number): number => HALVES + 4 * dimension;

export function boxBatch(dimension: number, buffers = bufferOf(dimension)): BoxBatch {
  const boxes = BATCH * boxStride(dimension);
  return {
    dimension,
    boxes: new Float64Array(buffers, 0, boxes),
    results: new Float64Array(buffers, 8 * boxes),
  };
}

export function bufferOf(dimension: number): SharedArrayBuffer {
  return new SharedArrayBuffer(8 * BATCH * (boxStride(dimension) + resultStride(dimension)));
}

/** Those who halve boxes together with the one that searches. */
export interface BatchHelpers {
  /** Does the first `count` boxes of the batch, with whoever is ready; `own` is the searching one's part. */
  readonly run: (own: BatchWork, count: number) => void;
  readonly close: () => void;
}

/** Asks for help with a batch; `settledAt` is what the searching one's examiner was told. Undefined if there is none. */
export type ShareBatches = (batch: BoxBatch, settledAt: number) => BatchHelpers | undefined;

/** Halves boxes one after another, and bounds both halves. What becomes of one does not depend on the others. */
export class BatchWork {
  private readonly examiner: BoxExaminer;
  private readonly batch: BoxBatch;
  private readonly box: Float64Array;
  private readonly middle: Float64Array;

  constructor(examiner: BoxExaminer, batch: BoxBatch) {
    this.examiner = examiner;
    this.batch = batch;
    this.box = new Float64Array(2 * batch.dimension);
    this.middle = new Float64Array(batch.dimension);
  }

  /** Every `lanes`-th box of the first `count`, from `lane` on. */
  run(lane: number, lanes: number, count: number): void {
    for (let i = lane; i < count; i += lanes) this.examine(i);
  }

  private examine(i: number): void {
    const { examiner, batch, box, middle } = this;
    const { dimension, boxes, results } = batch;
    const from = i * boxStride(dimension);
    const to = i * resultStride(dimension);
    const load = (): void => {
      for (let k = 0; k < box.length; k++) box[k] = boxes[from + k]!;
    };
    load();
    const canCut = examiner.chooseCut(box);
    const { axis, at } = examiner;
    for (const half of [0, 1]) {
      if (!canCut) {
        results[to + half] = NaN;
        continue;
      }
      load();
      box[2 * axis + 1 - half] = at;
      results[to + half] = examiner.bound(box);
      const start = to + HALVES + half * 2 * dimension;
      for (let k = 0; k < box.length; k++) results[start + k] = box[k]!;
    }
    const trial = to + trialAt(dimension);
    results[trial] = 0;
    if (boxes[from + 2 * dimension] !== 1) return;
    load();
    for (let t = 0; t < dimension; t++) middle[t] = box[2 * t]! + (box[2 * t + 1]! - box[2 * t]!) / 2;
    results[trial] = examiner.tryPoint(middle);
    results[trial + 1] = examiner.output;
    for (let t = 0; t < dimension; t++) results[trial + 2 + t] = examiner.point[t]!;
  }
}
