/** Everything that a run leaves in its folder. */
import type { ReplayedCase } from '../check/replay.js';
import type { CheckOutcome } from '../check/run-claims.js';
import { isMended } from '../check/stored-failures.js';
import type { SourceOf } from './findings.js';
import { writeReport } from './report-files.js';
import type { Results } from './results.js';
import { isWorthWriting, writeRunFiles } from './run-files.js';

export interface WriteRunOptions {
  readonly sourceOf?: SourceOf | undefined;
  /** What became of the failures that earlier runs stored. */
  readonly failures: readonly ReplayedCase[];
}

/** Writes all files; a run of nothing leaves those of an earlier one alone. Throws an `OutputError`. */
export async function writeRun(
  out: string,
  outcome: CheckOutcome,
  results: Results,
  { sourceOf, failures }: WriteRunOptions,
): Promise<void> {
  if (!isWorthWriting(outcome)) return;
  const mended = new Set(failures.filter(isMended).map(({ stored }) => stored.claim));
  writeRunFiles(out, outcome, results, { sourceOf, mended });
  await writeReport(out, outcome, results);
}
