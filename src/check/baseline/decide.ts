/** Decides the cases of baselines again, each on a thread of the pool. */
import type { ProfileName } from '../../theorems/claim.js';
import type { Registry } from '../registry.js';
import { HEAP_MEGABYTES, runReplay } from '../run-replay.js';
import { storeCase } from '../stored-case.js';
import { openPool, workOff } from '../task-pool.js';
import type { ReplayRecord } from '../task.js';

/** A case of a claim, by value. */
export interface CaseOfClaim {
  readonly claim: string;
  readonly case: unknown;
}

export interface DecideOptions {
  readonly registry: Registry;
  readonly profile: ProfileName;
  /** Worker threads; 0 works in this thread. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Called after each case with the number of cases that are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The records in the order of the cases; undefined for those that the signal came before. */
export async function decideAll(
  cases: readonly CaseOfClaim[],
  { registry, profile, workers, signal, onProgress = () => {} }: DecideOptions,
): Promise<readonly (ReplayRecord | undefined)[]> {
  const records = new Array<ReplayRecord | undefined>(cases.length).fill(undefined);
  if (cases.length === 0) return records;
  const pool = openPool(registry, Math.min(workers, cases.length), HEAP_MEGABYTES);
  let started = 0;
  let done = 0;
  const work = {
    next: () => (started < cases.length ? started++ : undefined),
    perform: (i: number) => {
      const { claim, case: input } = cases[i]!;
      return runReplay(pool, { kind: 'replay', claim, profile, text: storeCase(input), refuted: false });
    },
    finish: (i: number, record: ReplayRecord) => {
      records[i] = record;
      onProgress((done += 1), cases.length);
    },
  };
  await workOff(pool, work, signal);
  return records;
}
