/** The files of a run in its folder: for programs, for CI, and to replay what was refuted. */
import type { CheckOutcome } from '../check/run-claims.js';
import { prepareCaseFiles, writeCaseFiles } from './case-files.js';
import { writeFailures } from './failure-files.js';
import { junitXml } from './junit.js';
import type { Results } from './results.js';
import { prepareFolder, writeAtomic } from './write-atomic.js';

export const RESULTS_FILE = 'results.json';
export const JUNIT_FILE = 'junit.xml';

/** Makes the folders before any work is done. Throws an `OutputError`. */
export function prepareRunFiles(out: string): void {
  prepareFolder(out);
  prepareCaseFiles(out);
}

/** Writes all files; failures of earlier runs of the claims in `mended` are gone. Throws an `OutputError`. */
export function writeRunFiles(
  out: string,
  outcome: CheckOutcome,
  results: Results,
  mended: ReadonlySet<string> = new Set(),
): void {
  writeAtomic(out, RESULTS_FILE, `${JSON.stringify(results, undefined, 2)}\n`);
  writeAtomic(out, JUNIT_FILE, junitXml(outcome));
  writeCaseFiles(out, outcome);
  writeFailures(out, outcome, mended);
}

/** Does the outcome say anything? A run of nothing does not; a share of a run may have nothing to do, and says so. */
export function isWorthWriting({ claims, share, interrupted }: CheckOutcome): boolean {
  return claims.length > 0 || (share !== undefined && !interrupted);
}
