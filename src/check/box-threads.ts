/**
 * Threads that halve the boxes of a batch together with the one that searches, which waits for them: no event loop has to
 * turn. Every thread makes its examiner anew from data, and takes every so-manieth box; who takes which changes nothing.
 */
import { Worker } from 'node:worker_threads';
import { BatchWork, boxBatch, type BatchHelpers, type ShareBatches } from '../certify/box-batch.js';
import type { BoxExaminer } from '../certify/box-examiner.js';

/** How threads come by an examiner of their own. */
export interface ExaminerSource {
  /** URL of a module that exports `openExaminer(argument)`. */
  readonly module: string;
  /** Data that can be cloned. */
  readonly argument: unknown;
}

/** What the module of an `ExaminerSource` exports. */
export interface ExaminerModule {
  readonly openExaminer: (argument: never) => BoxExaminer;
}

/** What a thread is given. */
export interface BoxThreadData extends ExaminerSource {
  /** What the examiner is told. */
  readonly lower: number;
  readonly dimension: number;
  readonly boxes: SharedArrayBuffer;
  readonly control: Int32Array;
}

/** Words of `control`: the number of the batch, its boxes, threads that take part, threads that are ready; then one a thread. */
export const CONTROL = { batch: 0, count: 1, lanes: 2, ready: 3, done: 4 } as const;
/** In place of the number of the batch: the thread is to end; the thread broke off. */
export const QUIT = -1;
export const BROKEN = -2;

/** Milliseconds after which a thread that does not answer is taken for dead. */
const PATIENCE = 300_000;

/** `workers` threads in all, with the one that searches. */
export function shareAmongThreads(workers: number, source: ExaminerSource): ShareBatches {
  return (batch, settledAt) => (workers < 2 ? undefined : openThreads(workers - 1, source, batch, settledAt));
}

function openThreads(
  others: number,
  source: ExaminerSource,
  { dimension, boxes }: Parameters<ShareBatches>[0],
  lower: number,
): BatchHelpers {
  const control = new Int32Array(new SharedArrayBuffer(4 * (CONTROL.done + others)));
  const shared = boxes.buffer as SharedArrayBuffer;
  const workerData: BoxThreadData = { ...source, lower, dimension, boxes: shared, control };
  const threads = Array.from({ length: others }, () => {
    const thread = new Worker(new URL('./box-thread.js', import.meta.url), { workerData });
    // A thread that cannot begin is one that never becomes ready.
    thread.on('error', () => {});
    thread.unref();
    return thread;
  });
  let batch = 0;
  let isAlone = false;

  function run(own: BatchWork, count: number): void {
    const lanes = isAlone ? 1 : 1 + Atomics.load(control, CONTROL.ready);
    if (lanes === 1) return own.run(0, 1, count);
    Atomics.store(control, CONTROL.count, count);
    Atomics.store(control, CONTROL.lanes, lanes);
    Atomics.store(control, CONTROL.batch, ++batch);
    Atomics.notify(control, CONTROL.batch);
    own.run(0, lanes, count);
    for (let lane = 1; lane < lanes; lane++) waitFor(lane);
  }

  function waitFor(lane: number): void {
    const word = CONTROL.done + lane - 1;
    for (let done = Atomics.load(control, word); done !== batch; done = Atomics.load(control, word)) {
      if (done === BROKEN) throw new Error('a thread that halves boxes broke off; run with one worker to see why');
      if (Atomics.wait(control, word, done, PATIENCE) === 'timed-out') {
        throw new Error('a thread that halves boxes does not answer; run with one worker');
      }
    }
  }

  function close(): void {
    isAlone = true;
    Atomics.store(control, CONTROL.batch, QUIT);
    Atomics.notify(control, CONTROL.batch);
    for (const thread of threads) void thread.terminate();
  }

  return { run, close };
}

/** What a thread does until it is told to end. */
export async function serveBoxes(data: BoxThreadData): Promise<void> {
  const { module, argument, lower, dimension, boxes, control } = data;
  const { openExaminer } = (await import(module)) as ExaminerModule;
  const examiner = openExaminer(argument as never);
  examiner.settle?.(lower);
  const work = new BatchWork(examiner, boxBatch(dimension, boxes));
  let seen = Atomics.load(control, CONTROL.batch);
  const lane = 1 + Atomics.add(control, CONTROL.ready, 1);
  const word = CONTROL.done + lane - 1;
  for (;;) {
    Atomics.wait(control, CONTROL.batch, seen);
    seen = Atomics.load(control, CONTROL.batch);
    if (seen === QUIT) return;
    const lanes = Atomics.load(control, CONTROL.lanes);
    if (lane >= lanes) continue;
    try {
      work.run(lane, lanes, Atomics.load(control, CONTROL.count));
      Atomics.store(control, word, seen);
    } catch (error) {
      Atomics.store(control, word, BROKEN);
      throw error;
    } finally {
      Atomics.notify(control, word);
    }
  }
}
