/**
 * The document `softproof/baseline@1`: what was once found for fixed cases, stored by value, so that later versions can be
 * held against it. Its schema is baseline-1.schema.json.
 */
import type { CaseResult, Claim, ProfileName } from '../../theorems/claim.js';
import { ratioEntry } from '../case-document.js';
import { packageVersions } from '../package-versions.js';
import { shorten } from '../result-text.js';
import { softproofVersion } from '../version.js';

export const BASELINE_SCHEMA = 'softproof/baseline@1';

export interface Baseline {
  /** Of those who found the results, as far as they compute. */
  readonly versions: Versions;
  /** Whose budget every case is given. */
  readonly profile: ProfileName;
  readonly claims: readonly BaselineClaim[];
}

export interface Versions {
  readonly softproof: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

export interface BaselineClaim {
  readonly id: string;
  readonly hypotheses: readonly string[];
  readonly assumptions: readonly string[];
  readonly cases: readonly BaselineCase[];
}

/** Numbers have at most `BASELINE_DIGITS` digits: the bound rounded down, the enclosure outward. */
export interface BaselineCase extends Pick<CaseResult, 'verdict' | 'method' | 'bound' | 'observed'> {
  readonly description: string;
  /** Plain JSON data with exact numbers as text. */
  readonly case: unknown;
  /** Approximate observed/bound, for people; null when it is not finite. */
  readonly tightness: number | null;
}

export const BASELINE_DIGITS = 12;
const TIGHTNESS_DIGITS = 6;

export function ownVersions(): Versions {
  return { softproof: softproofVersion, dependencies: packageVersions() };
}

/** What a baseline says of a claim beside its cases. */
export function baselineClaim({ id, hypotheses, assumptions }: Claim, cases: readonly BaselineCase[]): BaselineClaim {
  return { id, hypotheses, assumptions, cases };
}

export function baselineCase(input: unknown, description: string, result: CaseResult): BaselineCase {
  const { verdict, method, observed, bound, ratio } = result;
  const tightness = ratioEntry(ratio);
  return {
    description,
    case: input,
    verdict,
    method,
    observed: {
      lower: shorten(observed.lower, 'down', BASELINE_DIGITS),
      upper: shorten(observed.upper, 'up', BASELINE_DIGITS),
    },
    bound: shorten(bound, 'down', BASELINE_DIGITS),
    tightness: tightness === null ? null : Number(tightness.toPrecision(TIGHTNESS_DIGITS)),
  };
}

/** The text of the file: claims in alphabetical order and every field on a line of its own, so that versions are compared. */
export function baselineText({ versions, profile, claims }: Baseline): string {
  const sorted = [...claims].sort((a, b) => (a.id < b.id ? -1 : 1));
  return `${JSON.stringify({ schema: BASELINE_SCHEMA, versions, profile, claims: sorted }, undefined, 2)}\n`;
}
