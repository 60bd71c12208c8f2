/** Examiners for threads: the error 1 on [−1, 1]², whose bounds are known only on small boxes. */
import { threadId } from 'node:worker_threads';

/** Boxes that are bounded one by one. */
const ONE_BY_ONE = 64;
const PATIENCE = 60_000;

/**
 * `seen` counts the boxes that each thread bounds, at the number of the thread; `opened[0]` the examiners of other threads
 * than `owner`, who waits for `others` of them before it goes on with batches; `fault` says what goes wrong in the others.
 */
export function openExaminer({ seen, opened, owner, others, fault }) {
  const isOwner = threadId === owner;
  if (fault === 'opening' && !isOwner) throw new Error('cannot begin');
  if (!isOwner) Atomics.add(opened, 0, 1);
  Atomics.notify(opened, 0);
  let bounded = 0;

  function waitForOthers() {
    if (!isOwner || ++bounded < 2 * ONE_BY_ONE || fault === 'opening') return;
    for (let count = Atomics.load(opened, 0); count < others; count = Atomics.load(opened, 0)) {
      if (Atomics.wait(opened, 0, count, PATIENCE) === 'timed-out') throw new Error('the other threads never began');
    }
  }

  return {
    dimension: 2,
    tryInterval: 4,
    oneByOne: ONE_BY_ONE,
    start: new Float64Array(2),
    axis: 0,
    at: 0,
    point: new Float64Array(2),
    output: 0,
    cover: (box) => box.set([-1, 1, -1, 1]),
    explore: (hunt) => hunt.tryPoint(new Float64Array([0.5, 0.5])),
    bound(box) {
      if (fault === 'bounding' && !isOwner) throw new Error('cannot go on');
      waitForOthers();
      Atomics.add(seen, threadId % seen.length, 1);
      return 1 + (box[1] - box[0] + box[3] - box[2]) / 8 + Math.abs(box[0] * box[2]) / 1024;
    },
    chooseCut(box) {
      this.axis = box[1] - box[0] >= box[3] - box[2] ? 0 : 1;
      this.at = (box[2 * this.axis] + box[2 * this.axis + 1]) / 2;
      return this.at > box[2 * this.axis] && this.at < box[2 * this.axis + 1];
    },
    tryPoint(x) {
      this.point.set(x);
      return 1 - Math.abs(x[0] * x[1]) / 4;
    },
  };
}
