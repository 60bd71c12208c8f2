/** The document `softproof/case@1`: one case and what was found for it, by value. Its schema is case-1.schema.json. */
import type { CaseResult, ProfileName, Verdict } from '../theorems/claim.js';
import type { CheckOutcome } from './run-claims.js';
import type { Counterexample } from './counterexample.js';
import { softproofVersion } from './version.js';

export const CASE_SCHEMA = 'softproof/case@1';

export interface CaseDocument {
  readonly schema: typeof CASE_SCHEMA;
  /** Of the softproof that found the result. */
  readonly version: string;
  readonly claim: string;
  /** The wrong version of the claim that was decided; absent for the claim itself. */
  readonly mutant?: string;
  /** Plain JSON data with exact numbers as text. */
  readonly case: unknown;
  /** Which budget was spent. */
  readonly profile: ProfileName;
  readonly description: string;
  readonly result: ResultEntry;
}

/** What was found for a case, as documents hold it. */
export interface ResultEntry extends Pick<CaseResult, 'method' | 'observed' | 'bound' | 'witness' | 'note'> {
  readonly verdict: Verdict;
  /** Approximate; null when it is not finite. */
  readonly ratio: number | null;
}

/** JSON has no infinities. */
export function ratioEntry(ratio: number): number | null {
  return Number.isFinite(ratio) ? ratio : null;
}

export function resultEntry(result: Pick<CaseResult, keyof ResultEntry>): ResultEntry {
  const { verdict, method, observed, bound, ratio, witness, note } = result;
  return {
    verdict,
    method,
    observed,
    bound,
    ratio: ratioEntry(ratio),
    ...(witness === undefined ? {} : { witness }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The counterexamples of a run, those of claims and those of mutants, each as a document of its own. */
export function counterexampleDocuments({ claims, profile }: CheckOutcome): readonly CaseDocument[] {
  return claims.flatMap(({ claim, counterexample, mutants }) => [
    ...(counterexample === undefined ? [] : [document(profile, claim.id, counterexample)]),
    ...mutants.flatMap((mutant) =>
      mutant.counterexample === undefined ? [] : [document(profile, claim.id, mutant.counterexample, mutant.id)],
    ),
  ]);
}

function document(profile: ProfileName, claim: string, found: Counterexample, mutant?: string): CaseDocument {
  return {
    schema: CASE_SCHEMA,
    version: softproofVersion,
    claim,
    ...(mutant === undefined ? {} : { mutant }),
    case: found.case,
    profile,
    description: found.description,
    result: resultEntry({ ...found, verdict: 'refuted' }),
  };
}
