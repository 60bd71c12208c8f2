/** What a run tells while it goes on. */
import type { Claim, ProfileName } from '../theorems/claim.js';
import type { ClaimOutcome, WorstCase } from './claim-outcome.js';

export type RunEvent =
  | {
      readonly kind: 'started';
      readonly claims: readonly Claim[];
      /** Ids of claims left out, because they take no target, or not this one. */
      readonly skipped: readonly string[];
      readonly seed: number;
      readonly profile: ProfileName;
    }
  | {
      readonly kind: 'progress';
      readonly claim: Claim;
      readonly cases: Counter;
      readonly mutants: Counter;
      /** The tightest case so far. */
      readonly worst?: WorstCase;
    }
  | { readonly kind: 'finished'; readonly outcome: ClaimOutcome };

export interface Counter {
  readonly done: number;
  readonly total: number;
}
