/** Failures of earlier runs, decided again from their files: before anything else, and told at once. */
import { InvalidFileError } from '../check/read-json-file.js';
import type { Registry } from '../check/registry.js';
import { replayEach, type ReplayedCase } from '../check/replay.js';
import { printable } from '../check/spell-out.js';
import { readStoredCases, type StoredCase } from '../check/stored-case-file.js';
import { UnreadableFileError } from '../expression/read-text-file.js';
import { storedFailureFiles } from './failure-files.js';

export interface FailureReplayOptions {
  readonly registry: Registry;
  /** Ids of the claims whose failures are asked for. */
  readonly claims: readonly string[];
  /** The folder of the runs. */
  readonly out: string;
  /** Most worker threads; 0 works in this thread. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Told of every file that is left out, in lines with their ends. */
  readonly onLeft: (text: string) => void;
  /** Told what became of every case, likewise. */
  readonly onReplayed?: (text: string) => void;
}

/**
 * What became of the stored failures of these claims. A file that cannot be read, or whose case its claim cannot decide any
 * more, is told of and left alone.
 */
export async function replayFailures(options: FailureReplayOptions): Promise<readonly ReplayedCase[]> {
  const { registry, claims, out, workers, signal, onLeft, onReplayed = () => {} } = options;
  const leave = (error: InvalidFileError | UnreadableFileError): void => {
    onLeft(`a stored failure is left out: ${error.message}\n  Or delete it, if it is of no use any more.\n`);
  };
  const cases: StoredCase[] = [];
  for (const file of storedFailureFiles(out, claims)) {
    try {
      cases.push(...(await readStoredCases(file, registry.claims)));
    } catch (error) {
      if (!(error instanceof InvalidFileError || error instanceof UnreadableFileError)) throw error;
      leave(error);
    }
  }
  if (cases.length === 0) return [];
  // What a folder says it is does not make a case one of the claim, or a mutant's one of the claim's.
  const own = cases.filter(({ claim, mutant }) => mutant === undefined && claims.includes(claim));
  const replayed = await replayEach({
    registry,
    cases: own,
    workers: Math.min(workers, own.length),
    ...(signal === undefined ? {} : { signal }),
  });
  return replayed.flatMap((one) => {
    if (one instanceof InvalidFileError) {
      leave(one);
      return [];
    }
    onReplayed(`${storyOf(one)}\n`);
    return [one];
  });
}

function storyOf(one: ReplayedCase): string {
  const { stored, result, description } = one;
  const story = result.verdict === 'refuted' ? 'is refuted still' : `is ${result.verdict} now`;
  return `${stored.claim}: what an earlier run refuted ${story}: ${printable(description)}`;
}
