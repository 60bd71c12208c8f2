/** Certifies a target on a thread of its own, so that this one stays awake for signals and progress. */
import { Worker } from 'node:worker_threads';
import { ConstructionError, type ConstructionProblem } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import type { Certification, CertifyOptions } from './certify-target.js';
import { UnknownConstructionError } from './construct.js';
import type { CertifyProgress } from './constructions/certifiable.js';

/** What the thread is given. */
export interface CertifyJob {
  readonly target: Target;
  readonly options: Omit<CertifyOptions, 'onProgress' | 'stop'>;
  /** One word of shared memory: not 0 asks for an early end. */
  readonly stop: Int32Array;
}

export type CertifyMessage =
  | { readonly kind: 'progress'; readonly progress: CertifyProgress }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'done'; readonly certification: Certification };

/** What a user can put right, as data: errors lose their class between threads. */
export type Refusal =
  | { readonly about: 'construction'; readonly id: string }
  | { readonly about: 'parameters'; readonly problem: ConstructionProblem };

/** The data of an error that a user can put right; undefined for others. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UnknownConstructionError) return { about: 'construction', id: error.id };
  if (error instanceof ConstructionError) return { about: 'parameters', problem: error.problem };
  return undefined;
}

/** The error again. */
export function errorOf(refusal: Refusal): Error {
  return refusal.about === 'construction'
    ? new UnknownConstructionError(refusal.id)
    : new ConstructionError(refusal.problem);
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
      else if (message.kind === 'done') resolve(message.certification);
      else reject(errorOf(message.refusal));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the certifying thread ended early (exit code ${code})`)));
  });
}
