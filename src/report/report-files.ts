/** The page of a check and what belongs to it: its pictures as numbers, and the tightest cases for `softproof replay`. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { CASE_SCHEMA, type CaseDocument } from '../check/case-document.js';
import { drawPictures, type PicturesDocument } from '../check/pictures.js';
import type { CheckOutcome } from '../check/run-claims.js';
import { softproofVersion } from '../check/version.js';
import { tightestFilePath } from './case-files.js';
import type { Results } from './results.js';
import { prepareFolder, writeAtomic } from './write-atomic.js';

export const REPORT_FILE = 'report.html';
export const PICTURES_FILE = 'pictures.json';

/** Writes the pictures of a run, its tightest cases, and the page. Throws an `OutputError`. */
export async function writeReport(out: string, outcome: CheckOutcome, results: Results): Promise<void> {
  const pictures = drawPictures(outcome);
  writeAtomic(out, PICTURES_FILE, `${JSON.stringify(pictures)}\n`);
  writeTightestCases(out, outcome, pictures);
  await writePage(out, results, pictures);
}

/** Writes the page. Throws an `OutputError`. */
export async function writePage(out: string, results: Results, pictures: PicturesDocument | undefined): Promise<void> {
  // Charts and formulas take a while to load; no other command needs them.
  const { reportPage } = await import('./html/page.js');
  writeAtomic(out, REPORT_FILE, reportPage(results, pictures));
}

/** Writes one file for each claim, and removes those that an earlier run left for the claims of this one. */
function writeTightestCases(out: string, { claims, profile }: CheckOutcome, pictures: PicturesDocument): void {
  const written = pictures.claims.map(({ id, case: input, description, result }) => {
    const path = tightestFilePath(out, id);
    const document: CaseDocument = {
      schema: CASE_SCHEMA,
      version: softproofVersion,
      claim: id,
      case: input,
      profile,
      description,
      result,
    };
    prepareFolder(dirname(path));
    writeAtomic(dirname(path), `${id}.json`, `${JSON.stringify(document, undefined, 2)}\n`);
    return path;
  });
  const stale = claims.map(({ claim }) => tightestFilePath(out, claim.id)).filter((path) => !written.includes(path));
  for (const path of stale) rmSync(path, { force: true });
}
