/** The part of `softproof check` that is about failures of earlier runs: they are decided before anything else. */
import { InvalidFileError } from '../check/read-json-file.js';
import type { Registry } from '../check/registry.js';
import { replayEach, type ReplayedCase } from '../check/replay.js';
import { printable } from '../check/spell-out.js';
import { readStoredCases, type StoredCase } from '../check/stored-case-file.js';
import { UnreadableFileError } from '../expression/read-text-file.js';
import { storedFailureFiles } from '../report/failure-files.js';
import type { CheckFlags } from './check.js';
import type { CliContext } from './context.js';

/**
 * What became of the stored failures of these claims, told at once. A file that cannot be read, or whose case its claim cannot
 * decide any more, is told of and left alone.
 */
export async function replayFailures(
  claims: readonly string[],
  flags: CheckFlags,
  registry: Registry,
  signal: AbortSignal,
  { stderr }: CliContext,
): Promise<readonly ReplayedCase[]> {
  const leave = (error: InvalidFileError | UnreadableFileError): void => {
    stderr.write(`a stored failure is left out: ${error.message}\n  Or delete it, if it is of no use any more.\n`);
  };
  const cases: StoredCase[] = [];
  for (const file of storedFailureFiles(flags.out, claims)) {
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
  const { workers } = flags;
  const replayed = await replayEach({ registry, cases: own, workers: Math.min(workers, own.length), signal });
  return replayed.flatMap((one) => {
    if (one instanceof InvalidFileError) {
      leave(one);
      return [];
    }
    if (!flags.quiet) stderr.write(`${storyOf(one)}\n`);
    return [one];
  });
}

function storyOf(one: ReplayedCase): string {
  const { stored, result, description } = one;
  const story = result.verdict === 'refuted' ? 'is refuted still' : `is ${result.verdict} now`;
  return `${stored.claim}: what an earlier run refuted ${story}: ${printable(description)}`;
}
