/** What the threads of `certify-pool.ts` run. */
import type { CertifyAnswer, CertifyTask } from './certify-pool.js';
import { certifyTarget } from './certify-target.js';
import { refusalOf } from './job-thread.js';

export default function certify({ target, options, stop }: CertifyTask): CertifyAnswer {
  try {
    return { report: certifyTarget(target, { ...options, stop: () => Atomics.load(stop, 0) !== 0 }).report };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return { refusal };
  }
}
