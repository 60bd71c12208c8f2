/** The counterexamples of a check as files, which `softproof replay` reads: one for each refuted claim or mutant. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { counterexampleDocuments } from '../check/case-document.js';
import type { CheckOutcome } from '../check/run-claims.js';
import { prepareFolder, writeAtomic } from './write-atomic.js';

/** The folder inside that of a run. */
function folderOf(out: string): string {
  return join(out, 'counterexamples');
}

/** Ids have no two hyphens in a row: the name says which part is which. */
function fileName(claim: string, mutant?: string): string {
  return mutant === undefined ? `${claim}.json` : `${claim}--${mutant}.json`;
}

/** Where the counterexample of a claim, or of its mutant, goes in the folder of a run. */
export function caseFilePath(out: string, claim: string, mutant?: string): string {
  return join(folderOf(out), fileName(claim, mutant));
}

/** Makes the folder before any work is done. Throws an `OutputError`. */
export function prepareCaseFiles(out: string): void {
  prepareFolder(folderOf(out));
}

/**
 * Writes the counterexamples of a run, and removes those that an earlier run left for the claims of this one. Throws an
 * `OutputError`.
 */
export function writeCaseFiles(out: string, outcome: CheckOutcome): void {
  const folder = folderOf(out);
  const written = counterexampleDocuments(outcome).map((document) => {
    const name = fileName(document.claim, document.mutant);
    writeAtomic(folder, name, `${JSON.stringify(document, undefined, 2)}\n`);
    return name;
  });
  const ids = outcome.claims.map(({ claim }) => claim.id);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry;
    const ours = ids.some((id) => name === fileName(id) || (name.startsWith(`${id}--`) && name.endsWith('.json')));
    if (ours && entry.isFile() && !written.includes(name)) rmSync(join(folder, name), { force: true });
  }
}

/** Where the tightest case of a claim goes in the folder of a run. */
export function tightestFilePath(out: string, claim: string): string {
  return join(out, 'tightest', fileName(claim));
}
