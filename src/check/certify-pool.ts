/** Threads that certify many small questions about one target, one after another. */
import { Piscina } from 'piscina';
import type { Target } from '../expression/target.js';
import type { CertifyOptions, EnclosureReport } from './certify-target.js';
import { errorOf, type Refusal } from './job-thread.js';

/** What a thread is given. */
export interface CertifyTask {
  readonly target: Target;
  readonly options: CertifyOptions;
  /** One word of shared memory: not 0 asks for an early end. */
  readonly stop: Int32Array;
}

export type CertifyAnswer = { readonly report: EnclosureReport } | { readonly refusal: Refusal };

export interface CertifyPool {
  /** The report of `certifyTarget`, or its errors that a user can put right. */
  readonly certify: (options: CertifyOptions) => Promise<EnclosureReport>;
  readonly close: () => Promise<void>;
}

/** When the signal is aborted, searches under way end with what they have. */
export function openCertifyPool(target: Target, workers: number, signal: AbortSignal): CertifyPool {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const ask = (): void => {
    Atomics.store(stop, 0, 1);
  };
  if (signal.aborted) ask();
  else signal.addEventListener('abort', ask, { once: true });
  const pool = new Piscina<CertifyTask, CertifyAnswer>({
    filename: new URL('./certify-task.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
  });
  return {
    certify: async (options) => {
      const answer = await pool.run({ target, options, stop });
      if ('refusal' in answer) throw errorOf(answer.refusal);
      return answer.report;
    },
    close: () => {
      signal.removeEventListener('abort', ask);
      return pool.destroy();
    },
  };
}
