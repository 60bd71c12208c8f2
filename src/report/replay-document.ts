/** The document `softproof/replay@1`: stored cases and what was found for them now. Its schema is replay-1.schema.json. */
import { resultEntry, type ResultEntry } from '../check/case-document.js';
import type { Difference, ReplayedCase, ReplayOutcome } from '../check/replay.js';
import type { StoredResult } from '../check/stored-case-file.js';
import { softproofVersion } from '../check/version.js';
import type { ProfileName } from '../theorems/claim.js';

export interface ReplayDocument {
  readonly schema: 'softproof/replay@1';
  readonly version: string;
  readonly file: string;
  /** True when the command was stopped before every case was decided. */
  readonly interrupted?: true;
  readonly cases: readonly ReplayEntry[];
  readonly seconds: number;
}

export interface ReplayEntry {
  readonly claim: string;
  readonly mutant?: string;
  readonly description: string;
  readonly profile: ProfileName;
  readonly stored: StoredResult;
  readonly result: ResultEntry;
  readonly agrees: boolean;
  readonly differences: readonly Difference[];
  readonly seconds: number;
}

export function replayDocument(file: string, outcome: ReplayOutcome, seconds: number): ReplayDocument {
  return {
    schema: 'softproof/replay@1',
    version: softproofVersion,
    file,
    ...(outcome.interrupted ? { interrupted: true as const } : {}),
    cases: outcome.cases.map(replayEntry),
    seconds,
  };
}

function replayEntry({ stored, profile, description, result, differences, seconds }: ReplayedCase): ReplayEntry {
  const { claim, mutant } = stored;
  return {
    claim,
    ...(mutant === undefined ? {} : { mutant }),
    description,
    profile,
    stored: stored.result,
    result: resultEntry(result),
    agrees: differences.length === 0,
    differences,
    seconds,
  };
}
