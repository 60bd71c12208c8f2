/** Who does the tasks of a run: this thread, or worker threads. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { Registry } from './registry.js';
import { taskRunner } from './run-task.js';
import type { OutcomeOf, Task, TaskOutcome } from './task.js';
import type { WorkerSettings } from './worker.js';

export interface TaskPool {
  /** Tasks that may be under way at once. */
  readonly lanes: number;
  readonly run: <Of extends Task>(task: Of) => Promise<OutcomeOf<Of>>;
  /** Ends at once; tasks under way are lost, and their promises reject. */
  readonly close: () => Promise<void>;
}

/** More threads than this have nothing to do for long in a run of usual size. */
const MOST_WORKERS = 8;

export function defaultWorkers(): number {
  return Math.min(availableParallelism(), MOST_WORKERS);
}

/**
 * A pool of `workers` threads, which run built JavaScript; 0 stands for this thread. A thread whose heap outgrows
 * `heapMegabytes` ends, and its task is rejected with the code `ERR_WORKER_OUT_OF_MEMORY`.
 */
export function openPool(registry: Registry, workers: number, heapMegabytes?: number): TaskPool {
  return workers === 0 ? inlinePool(registry) : threadPool(registry, workers, heapMegabytes);
}

function inlinePool({ claims }: Registry): TaskPool {
  const run = taskRunner(claims);
  return {
    lanes: 1,
    run: async <Of extends Task>(task: Of) => {
      // Between tasks the event loop turns, so that signals and timers are heard.
      await setImmediate();
      return run(task) as OutcomeOf<Of>;
    },
    close: async () => {},
  };
}

function threadPool({ module }: Registry, workers: number, heapMegabytes: number | undefined): TaskPool {
  const settings: WorkerSettings = { module };
  const pool = new Piscina<Task, TaskOutcome>({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: settings,
    minThreads: workers,
    maxThreads: workers,
    ...(heapMegabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } }),
  });
  return {
    lanes: workers,
    run: async <Of extends Task>(task: Of) => (await pool.run(task)) as OutcomeOf<Of>,
    close: () => pool.destroy(),
  };
}

/** Work that lanes share: what is next until there is no more, how it is done, and what becomes of its result. */
export interface Work<Job, Done> {
  readonly next: () => Job | undefined;
  readonly perform: (job: Job) => Promise<Done>;
  readonly finish: (job: Job, done: Done) => void;
}

/**
 * Works on every lane of a pool until nothing is left, or until the signal: what is under way then is lost. Closes the
 * pool. Throws what `perform` and `finish` throw before the signal.
 */
export async function workOff<Job, Done>(
  pool: Pick<TaskPool, 'lanes' | 'close'>,
  { next, perform, finish }: Work<Job, Done>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const stopped = (): boolean => signal?.aborted === true;
  const closing = new Promise<void>((resolve) => {
    const close = (): void => resolve(pool.close());
    if (stopped()) close();
    else signal?.addEventListener('abort', close, { once: true });
  });

  async function lane(): Promise<void> {
    while (!stopped()) {
      const job = next();
      if (job === undefined) return;
      let done: Done;
      try {
        done = await perform(job);
      } catch (error) {
        // A pool that is closed rejects what was under way.
        if (stopped()) return;
        throw error;
      }
      if (stopped()) return;
      finish(job, done);
    }
  }

  try {
    await Promise.all(Array.from({ length: pool.lanes }, lane));
  } finally {
    await (stopped() ? closing : pool.close());
  }
}
