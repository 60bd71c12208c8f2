/** Designs on a thread of its own. */
import type { Target } from '../../expression/target.js';
import { runInThread } from '../job-thread.js';
import type { Design, DesignOptions, DesignProgress } from './design.js';

/** What the thread is given. */
export interface DesignJob {
  readonly target: Target;
  readonly options: Omit<DesignOptions, 'onProgress' | 'stop'>;
}

/** As `design`, with the same errors. When the signal is aborted the search ends with what it has. */
export function designInThread(
  target: Target,
  options: DesignJob['options'],
  signal: AbortSignal,
  onProgress: (progress: DesignProgress) => void,
): Promise<Design> {
  const job: DesignJob = { target, options };
  return runInThread(new URL('./design-worker.js', import.meta.url), job, signal, onProgress);
}
