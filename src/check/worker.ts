/** What a worker thread runs: one task per call. */
import { workerData } from 'piscina';
import type { Claim } from '../theorems/claim.js';
import { taskRunner } from './run-task.js';
import type { Task, TaskOutcome } from './task.js';

/** What `task-pool.ts` hands to each of its threads. */
export interface WorkerSettings {
  /** URL of the module that exports `claims`. */
  readonly module: string;
}

const { module } = workerData as WorkerSettings;
const { claims } = (await import(module)) as { claims: readonly Claim[] };
const run = taskRunner(claims);

export default function work(task: Task): TaskOutcome {
  return run(task);
}
