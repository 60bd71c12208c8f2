/** Which claims a run can choose from, and the module that a worker thread imports to have them too. */
import { claims } from '../theorems/index.js';
import type { Claim } from '../theorems/claim.js';

export interface Registry {
  readonly claims: readonly Claim[];
  /** URL of a JavaScript module whose export `claims` is the same list. */
  readonly module: string;
}

/** The claims of this package. */
export const ownRegistry: Registry = {
  claims,
  module: new URL('../theorems/index.js', import.meta.url).href,
};
