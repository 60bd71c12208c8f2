/** The files of a run in its folder: for programs, for CI, and to replay what was refuted. */
import type { CheckOutcome } from '../check/run-claims.js';
import { prepareCaseFiles, writeCaseFiles } from './case-files.js';
import { writeFailures } from './failure-files.js';
import { junitXml } from './junit.js';
import type { SourceOf } from './findings.js';
import type { Results } from './results.js';
import { sarifText } from './sarif.js';
import { prepareFolder, writeAtomic } from './write-atomic.js';

export const RESULTS_FILE = 'results.json';
export const JUNIT_FILE = 'junit.xml';
export const SARIF_FILE = 'results.sarif';

/** Makes the folders before any work is done. Throws an `OutputError`. */
export function prepareRunFiles(out: string): void {
  prepareFolder(out);
  prepareCaseFiles(out);
}

export interface RunFilesOptions {
  readonly sourceOf?: SourceOf | undefined;
  /** Claims of which a failure that an earlier run stored is gone. */
  readonly mended?: ReadonlySet<string>;
}

/** Writes all files. Throws an `OutputError`. */
export function writeRunFiles(
  out: string,
  outcome: CheckOutcome,
  results: Results,
  { sourceOf, mended = new Set() }: RunFilesOptions = {},
): void {
  writeAtomic(out, RESULTS_FILE, `${JSON.stringify(results, undefined, 2)}\n`);
  writeAtomic(out, JUNIT_FILE, junitXml(outcome));
  const commandLine = results.environment.command;
  writeAtomic(out, SARIF_FILE, sarifText(outcome, { commandLine, ...(sourceOf === undefined ? {} : { sourceOf }) }));
  writeCaseFiles(out, outcome);
  writeFailures(out, outcome, mended, results.rerun);
}

/** Does the outcome say anything? A run of nothing does not; a share of a run may have nothing to do, and says so. */
export function isWorthWriting({ claims, share, interrupted }: CheckOutcome): boolean {
  return claims.length > 0 || (share !== undefined && !interrupted);
}
