/** Has a pool decide a case that was stored, perhaps by somebody else. */
import type { TaskPool } from './task-pool.js';
import { describeFault, type ReplayRecord, type ReplayTask } from './task.js';

/** What a stored case may ask for, for the pool that decides it: far more than any that the generators draw. */
export const HEAP_MEGABYTES = 2048;

/** What was found. A case that asks for more memory than a thread has is a fault of the case, not of the pool. */
export async function runReplay(pool: TaskPool, task: ReplayTask): Promise<ReplayRecord> {
  try {
    return (await pool.run(task)).record;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    return { seconds: 0, fault: describeFault(error, 'the stored case', task.text) };
  }
}
