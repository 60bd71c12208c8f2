/** Work on a thread of its own, so that this one stays awake for signals and progress. */
import { Worker } from 'node:worker_threads';
import { ConstructionError, type ConstructionProblem } from '../constructions/construction.js';
import { UnknownConstructionError } from './unknown-construction-error.js';

/** What the thread is given: what the job is, and one word of shared memory: not 0 asks for an early end. */
export interface ThreadJob<Job> {
  readonly job: Job;
  readonly stop: Int32Array;
}

export type JobMessage<Progress, Result> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'done'; readonly result: Result };

/** What a user can put right, as data: errors lose their class between threads. */
export type Refusal =
  | { readonly about: 'construction'; readonly id: string; readonly message: string }
  | { readonly about: 'parameters'; readonly problem: ConstructionProblem };

/** The data of an error that a user can put right; undefined for others. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UnknownConstructionError) return { about: 'construction', id: error.id, message: error.message };
  if (error instanceof ConstructionError) return { about: 'parameters', problem: error.problem };
  return undefined;
}

/** The error again. */
export function errorOf(refusal: Refusal): Error {
  return refusal.about === 'construction'
    ? new UnknownConstructionError(refusal.id, refusal.message)
    : new ConstructionError(refusal.problem);
}

/**
 * Runs a job in the module `file` of this folder, which answers through `serveJob`; its errors that a user can put right are
 * thrown again here. When the signal is aborted the job is asked to end with what it has.
 */
export function runInThread<Job, Progress, Result>(
  file: URL,
  job: Job,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Result> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ThreadJob<Job> = { job, stop };
  const ask = (): void => {
    Atomics.store(stop, 0, 1);
  };
  if (signal.aborted) ask();
  else signal.addEventListener('abort', ask, { once: true });
  return new Promise<Result>((resolve, reject) => {
    const worker = new Worker(file, { workerData });
    worker.on('message', (message: JobMessage<Progress, Result>) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'done') resolve(message.result);
      else reject(errorOf(message.refusal));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread ended early (exit code ${code})`)));
  }).finally(() => signal.removeEventListener('abort', ask));
}
