/** Certifies a target on a thread of its own. */
import type { Target } from '../expression/target.js';
import type { Certification, CertifyOptions } from './certify-target.js';
import type { CertifyProgress } from './constructions/certifiable.js';
import { runInThread } from './job-thread.js';

/** What the thread is given. */
export interface CertifyJob {
  readonly target: Target;
  readonly options: Omit<CertifyOptions, 'onProgress' | 'stop'>;
}

/**
 * As `certifyTarget`, on a thread, with the same errors. When the signal is aborted the search ends with the enclosure so
 * far.
 */
export function certifyInThread(
  target: Target,
  options: CertifyJob['options'],
  signal: AbortSignal,
  onProgress: (progress: CertifyProgress) => void,
): Promise<Certification> {
  const job: CertifyJob = { target, options };
  return runInThread(new URL('./certify-worker.js', import.meta.url), job, signal, onProgress);
}
