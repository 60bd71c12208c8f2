/** What the thread of `design-thread.ts` runs. */
import { serveJob, type JobContext } from '../serve-job.js';
import { design, type DesignProgress } from './design.js';
import type { DesignJob } from './design-thread.js';

serveJob(({ target, options }: DesignJob, context: JobContext<DesignProgress>) =>
  design(target, { ...options, ...context }),
);
