/** Who does the tasks of a run: this thread, or worker threads. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { Registry } from './registry.js';
import { taskRunner } from './run-task.js';
import type { Task, TaskOutcome } from './task.js';
import type { WorkerSettings } from './worker.js';

export interface TaskPool {
  /** Tasks that may be under way at once. */
  readonly lanes: number;
  readonly run: (task: Task) => Promise<TaskOutcome>;
  /** Ends at once; tasks under way are lost, and their promises reject. */
  readonly close: () => Promise<void>;
}

/** More threads than this have nothing to do for long in a run of usual size. */
const MOST_WORKERS = 8;

export function defaultWorkers(): number {
  return Math.min(availableParallelism(), MOST_WORKERS);
}

/** A pool of `workers` threads, which run built JavaScript; 0 stands for this thread. */
export function openPool(registry: Registry, workers: number): TaskPool {
  return workers === 0 ? inlinePool(registry) : threadPool(registry, workers);
}

function inlinePool({ claims }: Registry): TaskPool {
  const run = taskRunner(claims);
  return {
    lanes: 1,
    run: async (task) => {
      // Between tasks the event loop turns, so that signals and timers are heard.
      await setImmediate();
      return run(task);
    },
    close: async () => {},
  };
}

function threadPool({ module }: Registry, workers: number): TaskPool {
  const settings: WorkerSettings = { module };
  const pool = new Piscina<Task, TaskOutcome>({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: settings,
    minThreads: workers,
    maxThreads: workers,
  });
  return { lanes: workers, run: (task) => pool.run(task), close: () => pool.destroy() };
}
