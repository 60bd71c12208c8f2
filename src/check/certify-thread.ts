/** Certifies a target on a thread of its own, so that this one stays awake for signals and progress. */
import { Worker } from 'node:worker_threads';
import type { SupNormProgress } from '../certify/sup-norm.js';
import type { Target } from '../expression/target.js';
import type { Certification, CertifyOptions } from './certify-target.js';

/** What the thread is given. */
export interface CertifyJob {
  readonly target: Target;
  readonly options: Omit<CertifyOptions, 'onProgress' | 'stop'>;
  /** One word of shared memory: not 0 asks for an early end. */
  readonly stop: Int32Array;
}

export type CertifyMessage =
  | { readonly kind: 'progress'; readonly progress: SupNormProgress }
  | { readonly kind: 'done'; readonly certification: Certification };

/**
 * As `certifyTarget`, on a thread. When the signal is aborted the search ends with the enclosure so far. Check the
 * parameters beforehand: whatever is thrown on the thread arrives as a plain error.
 */
export function certifyInThread(
  target: Target,
  options: CertifyJob['options'],
  signal: AbortSignal,
  onProgress: (progress: SupNormProgress) => void,
): Promise<Certification> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const job: CertifyJob = { target, options, stop };
  const ask = (): void => {
    Atomics.store(stop, 0, 1);
  };
  if (signal.aborted) ask();
  else signal.addEventListener('abort', ask, { once: true });
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./certify-worker.js', import.meta.url), { workerData: job });
    worker.on('message', (message: CertifyMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else resolve(message.certification);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the certifying thread ended early (exit code ${code})`)));
  });
}
