/** Which claims a run can choose from, and the module that a worker thread imports to have them too. */
import type { Claim } from '../theorems/claim.js';

export interface Registry {
  readonly claims: readonly Claim[];
  /** URL of a JavaScript module whose export `claims` is the same list. */
  readonly module: string;
}
