/**
 * What failed, one folder for each claim and violated clause, beside the files of the run that found it. A folder stays until a
 * run shows that its failure is gone; the next run decides its case before anything else.
 *
 * - `CLAIM--bound`: a case is refuted; `case.json` has it by value, with the enclosure and the bound, `matrices.json` the network
 *   where it is small;
 * - `CLAIM--rate`: a layer of the rate's family is above its bound; `rate.json`;
 * - `CLAIM--fault`: the software itself failed; `faults.json`.
 *
 * `replay.txt` in each of them is one command that shows the failure again: `softproof replay`, or that of the user's own tests.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { counterexampleDocuments } from '../check/case-document.js';
import type { ClaimOutcome } from '../check/claim-outcome.js';
import { firstAbove } from '../check/rate.js';
import type { CheckOutcome } from '../check/run-claims.js';
import { shellWord } from './shell-word.js';
import { prepareFolder, writeAtomic } from './write-atomic.js';

export type Clause = 'bound' | 'rate' | 'fault';

export const CASE_FILE = 'case.json';
export const MATRICES_FILE = 'matrices.json';

/** The folder of a failure inside that of a run. */
export function failureFolder(out: string, claim: string, clause: Clause): string {
  return join(out, 'failures', `${claim}--${clause}`);
}

/** The cases that earlier runs stored for these claims, as files. */
export function storedFailureFiles(out: string, claims: readonly string[]): readonly string[] {
  return claims.map((claim) => join(failureFolder(out, claim, 'bound'), CASE_FILE)).filter((file) => existsSync(file));
}

/**
 * Writes the failures of a run and takes away those that it shows to be gone: of bounds, the claims in `mended`; of rates and
 * faults, those that a finished claim no longer has. Throws an `OutputError`.
 */
export function writeFailures(out: string, outcome: CheckOutcome, mended: ReadonlySet<string>, rerun?: string): void {
  for (const claim of outcome.claims) {
    const { id } = claim.claim;
    const failures = failuresOf(outcome, claim, rerun);
    for (const clause of ['bound', 'rate', 'fault'] as const) {
      const folder = failureFolder(out, id, clause);
      const files = failures[clause];
      if (files !== undefined) {
        prepareFolder(folder);
        for (const [name, text] of Object.entries(files(folder))) writeAtomic(folder, name, text);
      } else if (isGone(clause, outcome, claim, mended)) rmSync(folder, { recursive: true, force: true });
    }
  }
  removeIfEmpty(join(out, 'failures'));
}

type Files = (folder: string) => Readonly<Record<string, string>>;

function failuresOf(
  outcome: CheckOutcome,
  claim: ClaimOutcome,
  rerun: string | undefined,
): Partial<Record<Clause, Files>> {
  const again = `${rerun ?? `softproof check ${claim.claim.id} --profile ${outcome.profile} --seed ${outcome.seed}`}\n`;
  const [document] = counterexampleDocuments({ ...outcome, claims: [{ ...claim, mutants: [] }] });
  const { rate, faults } = claim;
  const isAbove = rate !== undefined && firstAbove(rate) !== undefined;
  return {
    ...(document === undefined
      ? {}
      : {
          bound: (folder) => ({
            [CASE_FILE]: json(document),
            ...weightsFile(claim),
            'replay.txt': rerun === undefined ? `softproof replay ${shellWord(join(folder, CASE_FILE))}\n` : again,
          }),
        }),
    ...(isAbove ? { rate: () => ({ 'rate.json': json(rate), 'replay.txt': again }) } : {}),
    ...(faults.length > 0 ? { fault: () => ({ 'faults.json': json(faults), 'replay.txt': again }) } : {}),
  };
}

/** Of a network that is small, if the claim can write it down; a claim that fails may fail in that, too. */
function weightsFile({ claim, counterexample }: ClaimOutcome): Readonly<Record<string, string>> {
  try {
    const weights = counterexample === undefined ? undefined : claim.weights?.(counterexample.case);
    return weights === undefined ? {} : { [MATRICES_FILE]: json(weights) };
  } catch {
    return {};
  }
}

/** A share of a run, or one on a target, does not see all. */
function isGone(
  clause: Clause,
  { share, skipped }: CheckOutcome,
  { claim, finished, rate }: ClaimOutcome,
  mended: ReadonlySet<string>,
): boolean {
  if (!finished) return false;
  if (clause === 'bound') return mended.has(claim.id);
  return clause === 'rate' ? rate !== undefined : share === undefined && skipped.length === 0;
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
