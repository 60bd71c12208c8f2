/** Which claims a run can choose from, and the module that a worker thread imports to have them too. */
import type { Claim } from '../theorems/claim.js';

export interface Registry {
  readonly claims: readonly Claim[];
  /** URL of a JavaScript module whose export `claims` is the same list. */
  readonly module: string;
  /** Where a claim is written down, for reports that point into source files; absent where that is not known. */
  readonly sourceOf?: (claim: string) => SourcePlace | undefined;
}

export interface SourcePlace {
  /** Relative to the root of the checkout, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}
