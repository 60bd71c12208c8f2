/** What the thread of `certify-thread.ts` runs. */
import { parentPort, workerData } from 'node:worker_threads';
import { certifyTarget } from './certify-target.js';
import { refusalOf, type CertifyJob, type CertifyMessage } from './certify-thread.js';

const PROGRESS_MILLISECONDS = 100;

const { target, options, stop } = workerData as CertifyJob;
let told = performance.now();

function tell(message: CertifyMessage): void {
  parentPort?.postMessage(message);
}

try {
  const certification = certifyTarget(target, {
    ...options,
    stop: () => Atomics.load(stop, 0) !== 0,
    onProgress: (progress) => {
      if (performance.now() - told < PROGRESS_MILLISECONDS) return;
      told = performance.now();
      tell({ kind: 'progress', progress });
    },
  });
  tell({ kind: 'done', certification });
} catch (error) {
  const refusal = refusalOf(error);
  if (refusal === undefined) throw error;
  tell({ kind: 'refused', refusal });
}
