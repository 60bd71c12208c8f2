/** What the thread of `certify-thread.ts` runs. */
import { certifyTarget } from './certify-target.js';
import type { CertifyJob } from './certify-thread.js';
import type { CertifyProgress } from './constructions/certifiable.js';
import { serveJob, type JobContext } from './serve-job.js';

serveJob(({ target, options }: CertifyJob, context: JobContext<CertifyProgress>) =>
  certifyTarget(target, { ...options, ...context }),
);
