/** The other end of `job-thread.ts`: what a thread does with its job. */
import { parentPort, workerData } from 'node:worker_threads';
import { refusalOf, type JobMessage, type ThreadJob } from './job-thread.js';

const PROGRESS_MILLISECONDS = 100;

/** What a job may call while it works. */
export interface JobContext<Progress> {
  readonly stop: () => boolean;
  readonly onProgress: (progress: Progress) => void;
}

/** Does the job of this thread, tells its progress ten times a second at most, and answers. */
export function serveJob<Job, Progress, Result>(work: (job: Job, context: JobContext<Progress>) => Result): void {
  const { job, stop } = workerData as ThreadJob<Job>;
  let told = performance.now();
  const tell = (message: JobMessage<Progress, Result>): void => parentPort?.postMessage(message);
  try {
    const result = work(job, {
      stop: () => Atomics.load(stop, 0) !== 0,
      onProgress: (progress) => {
        if (performance.now() - told < PROGRESS_MILLISECONDS) return;
        told = performance.now();
        tell({ kind: 'progress', progress });
      },
    });
    tell({ kind: 'done', result });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    tell({ kind: 'refused', refusal });
  }
}
