/** Certifies a target on a thread of its own. */
import type { Target } from '../expression/target.js';
import type { Certification, CertifyOptions } from './certify-target.js';
import type { CertifyProgress } from './constructions/certifiable.js';
import { runInThread } from './job-thread.js';
import { requirePartition, type ValuedPartition } from './valued-partition.js';

/** What the thread is given. */
export interface CertifyJob {
  readonly target: Target;
  readonly options: Omit<CertifyOptions, 'onProgress' | 'stop'>;
  /** In the place of a construction. */
  readonly partition?: ValuedPartition;
}

/**
 * As `certifyTarget`, or `certifyPartition` of a partition, on a thread, with the same errors. When the signal is aborted the search ends with the enclosure so
 * far.
 */
export function certifyInThread(
  target: Target,
  options: CertifyJob['options'],
  signal: AbortSignal,
  onProgress: (progress: CertifyProgress) => void,
  partition?: ValuedPartition,
): Promise<Certification> {
  // Its faults are told here, where their class is known.
  if (partition !== undefined) requirePartition(partition, target);
  const job: CertifyJob = { target, options, ...(partition === undefined ? {} : { partition }) };
  return runInThread(new URL('./certify-worker.js', import.meta.url), job, signal, onProgress);
}
