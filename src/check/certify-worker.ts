/** What the thread of `certify-thread.ts` runs. */
import { certifyPartition } from './certify-partition.js';
import { certifyTarget } from './certify-target.js';
import type { CertifyJob } from './certify-thread.js';
import type { CertifyProgress } from './constructions/certifiable.js';
import { serveJob, type JobContext } from './serve-job.js';

serveJob(({ target, options, partition }: CertifyJob, context: JobContext<CertifyProgress>) =>
  partition === undefined
    ? certifyTarget(target, { ...options, ...context })
    : certifyPartition(partition, target, { ...options, ...context }),
);
