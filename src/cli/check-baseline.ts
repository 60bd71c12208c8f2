/** The part of `softproof check` that is about a baseline: it is read before any work, and held against the claims first. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { baselineText, type Baseline } from '../check/baseline/document.js';
import { readBaseline } from '../check/baseline/read.js';
import { compareWithBaseline } from '../check/baseline/run.js';
import { updateBaseline } from '../check/baseline/update.js';
import type { Registry } from '../check/registry.js';
import type { BaselineReport } from '../check/run-claims.js';
import { counted } from '../report/counted.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import type { CheckFlags } from './check.js';
import type { CliContext } from './context.js';
import { showLine } from './progress-line.js';
import { UsageError } from './usage-error.js';

export const DEFAULT_BASELINE = join('fixtures', 'baseline.json');

export interface BaselineTask {
  readonly file: string;
  readonly update: boolean;
  /** Absent where an update begins anew. */
  readonly baseline?: Baseline;
}

/**
 * What the options ask for; undefined if they ask for no baseline. Throws a `UsageError`, an `OutputError`, and what
 * `readBaseline` throws.
 */
export async function readBaselineTask(flags: CheckFlags): Promise<BaselineTask | undefined> {
  const { baseline: file = DEFAULT_BASELINE, updateBaseline: update = false } = flags;
  if (flags.baseline === undefined && !update) return undefined;
  if (flags.target !== undefined) {
    throw new UsageError(
      '--baseline is about the cases in its file, and --target about one target\n  Use one of them.',
    );
  }
  if (update && flags.shard !== undefined) {
    throw new UsageError('--update-baseline writes the whole file, and --shard runs a part\n  Leave --shard out.');
  }
  if (update) prepareFolder(dirname(file));
  if (update && !existsSync(file)) return { file, update };
  return { file, update, baseline: await readBaseline(file) };
}

/**
 * Compares with the baseline, or writes it: undefined then. Throws a `BaselineError` for claims of which there can be none,
 * and an `OutputError`.
 */
export async function runBaselineTask(
  { file, update, baseline }: BaselineTask,
  ids: readonly string[],
  flags: CheckFlags,
  registry: Registry,
  signal: AbortSignal,
  { stderr }: CliContext,
): Promise<BaselineReport | undefined> {
  const progress = showLine(stderr, flags.quiet === true);
  const options = {
    registry,
    claims: ids,
    workers: flags.workers,
    signal,
    onProgress: (done: number, total: number) => progress.tell(`${done} of ${total} cases of the baseline`),
    ...(flags.shard === undefined ? {} : { shard: flags.shard }),
  };
  try {
    if (!update) return { file, ...(await compareWithBaseline({ ...options, baseline: baseline! })) };
    const written = await updateBaseline({ ...options, ...(baseline === undefined ? {} : { baseline }) });
    progress.stop();
    if (written === undefined) {
      stderr.write(`${file} is left as it was: the run was stopped before its cases were decided.\n`);
    } else {
      writeAtomic(dirname(file), basename(file), baselineText(written));
      const cases = written.claims.reduce((sum, claim) => sum + claim.cases.length, 0);
      const total = `${counted(cases, 'case')} of ${counted(written.claims.length, 'claim')}`;
      if (!flags.quiet) stderr.write(`baseline written to ${file}: ${total}\n`);
    }
    return undefined;
  } finally {
    progress.stop();
  }
}
