/** What a probe found, as a document. */
import type { CaseDocument, ResultEntry } from '../case-document.js';
import type { ProfileName } from '../../theorems/claim.js';
import type { LeastParameter } from './least-parameter.js';

/** The document `softproof/probe@1`. Its schema is probe-1.schema.json. */
export interface ProbeReport {
  readonly schema: 'softproof/probe@1';
  readonly version: string;
  /** Absent for a probe of a claim. */
  readonly target?: string;
  readonly seed: number;
  readonly profile: ProfileName;
  /** The largest of the claims' ratios; null if none is known. */
  readonly ratio: number | null;
  /** Tightest first. */
  readonly claims: readonly ProbedClaim[];
  /** Why the search ended before its cases were used up. */
  readonly stopped?: 'time' | 'interrupt';
  readonly seconds: number;
}

export interface ProbedClaim {
  readonly id: string;
  readonly constructions: readonly string[];
  /** Cases decided in all, and those of them that the claim does not take. */
  readonly measured: number;
  readonly refused: number;
  /** Of the worst case; null where no case says how tight the claim is. */
  readonly ratio: number | null;
  /** Of the tightest case measured, before it was made simple; measured with less work. */
  readonly tightest: number | null;
  /** The worst case, simplified; absent where there is none. */
  readonly worst?: WorstCase;
  /** For each number that a theorem asks for. */
  readonly least: readonly LeastParameter[];
  readonly comparison?: Comparison;
}

export interface WorstCase extends Pick<CaseDocument, 'case' | 'description'> {
  readonly result: ResultEntry;
}

/** The tightest of random cases that no search has chosen, measured with the same work. */
export interface Comparison {
  readonly cases: number;
  readonly ratio: number | null;
  /** The worst case's ratio less this one; null where one of them is not known. */
  readonly ahead: number | null;
  /** How many times closer to 1 the worst case's ratio is; null where it is 1, or one of them is not known. */
  readonly closer: number | null;
}
