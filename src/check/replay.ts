/** Decides stored cases again and compares what is found with what is stored: `softproof replay` without its files. */
import type { CaseResult, ProfileName } from '../theorems/claim.js';
import { InvalidFileError } from './read-json-file.js';
import type { Registry } from './registry.js';
import { isAtMost } from './result-text.js';
import { printable } from './spell-out.js';
import type { StoredCase, StoredResult } from './stored-case-file.js';
import { HEAP_MEGABYTES, runReplay } from './run-replay.js';
import { defaultWorkers, openPool, workOff, type TaskPool } from './task-pool.js';
import type { ReplayRecord } from './task.js';
import { softproofVersion } from './version.js';

export interface ReplayOptions {
  readonly registry: Registry;
  readonly cases: readonly StoredCase[];
  /** In place of the profiles that the cases were stored with. */
  readonly profile?: ProfileName;
  /** Worker threads; 0 works in this thread. Default: one for each case, as far as there are cores, at most 8. */
  readonly workers?: number;
  /** Aborting ends the replay at once, with what is finished. */
  readonly signal?: AbortSignal;
  /** Called after each case with the number of cases that are done. */
  readonly onProgress?: (done: number) => void;
}

/**
 * - `verdict`: the verdicts are not equal;
 * - `observed`: the enclosures of the left-hand side have no point in common, so one of them is wrong;
 * - `bound`: the right-hand sides are not equal, though the same version found them. (It is a function of the case and
 *   of the arithmetic: no budget changes it, another version may round it differently.)
 */
export type Difference = 'verdict' | 'observed' | 'bound';

export interface ReplayedCase {
  readonly stored: StoredCase;
  /** Whose budget was spent. */
  readonly profile: ProfileName;
  readonly description: string;
  readonly result: CaseResult;
  /** None: what was found agrees with what is stored. */
  readonly differences: readonly Difference[];
  readonly seconds: number;
}

export interface ReplayOutcome {
  readonly interrupted: boolean;
  /** Those that were finished, in the order in which they are stored. */
  readonly cases: readonly ReplayedCase[];
}

/** A case to be decided. */
interface Job {
  readonly index: number;
  readonly stored: StoredCase;
  readonly profile: ProfileName;
}

/**
 * Decides every case again, or as many as there are before the signal. Throws an `InvalidFileError` for the first case
 * that its claim cannot decide: cases are checked by deciding them.
 */
export async function replayCases(options: ReplayOptions): Promise<ReplayOutcome> {
  const finished = (await replayEach(options)).map((record) => {
    if (record instanceof InvalidFileError) throw record;
    return record;
  });
  return { interrupted: finished.length < options.cases.length, cases: finished };
}

/** As `replayCases`, with the errors in the place of the cases that cannot be decided. */
export async function replayEach(options: ReplayOptions): Promise<readonly (ReplayedCase | InvalidFileError)[]> {
  const { registry, cases, signal, onProgress = () => {} } = options;
  const records = new Map<number, ReplayedCase | InvalidFileError>();
  const queue = cases.map((stored, index): Job => ({ index, stored, profile: options.profile ?? stored.profile }));
  const pool = openPool(registry, options.workers ?? Math.min(cases.length, defaultWorkers()), HEAP_MEGABYTES);
  const steps = {
    next: () => queue.shift(),
    perform: (job: Job) => decide(pool, job),
    finish: (job: Job, record: ReplayRecord) => {
      records.set(job.index, replayed(job, record));
      onProgress(records.size);
    },
  };
  await workOff(pool, steps, signal);
  const inOrder = [...records].sort(([a], [b]) => a - b).map(([, record]) => record);
  return inOrder;
}

function decide(pool: TaskPool, { stored, profile }: Job): Promise<ReplayRecord> {
  const { claim, mutant, text, result } = stored;
  return runReplay(pool, {
    kind: 'replay',
    claim,
    ...(mutant === undefined ? {} : { mutant }),
    profile,
    text,
    refuted: result.verdict === 'refuted',
  });
}

function replayed({ stored, profile }: Job, record: ReplayRecord): ReplayedCase | InvalidFileError {
  if ('fault' in record) {
    const { file, place, claim, mutant } = stored;
    const whose = mutant === undefined ? `the claim ${claim}` : `the mutant ${mutant} of ${claim}`;
    const found = `${place === '' ? '' : `${place}: `}${whose} cannot decide this case: ${printable(record.fault.message)}`;
    const remedy = `Give the case as softproof check stored it; softproof claims ${claim} says what it is about.`;
    return new InvalidFileError(file, found, remedy);
  }
  const { description, result, seconds } = record;
  return { stored, profile, description, result, differences: differences(stored.result, result), seconds };
}

export function differences(stored: StoredResult, found: CaseResult): readonly Difference[] {
  const meet =
    isAtMost(stored.observed.lower, found.observed.upper) && isAtMost(found.observed.lower, stored.observed.upper);
  const sameBound = isAtMost(stored.bound, found.bound) && isAtMost(found.bound, stored.bound);
  return [
    ...(stored.verdict === found.verdict ? [] : (['verdict'] as const)),
    ...(meet ? [] : (['observed'] as const)),
    ...(sameBound || stored.version !== softproofVersion ? [] : (['bound'] as const)),
  ];
}
