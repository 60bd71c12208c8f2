/**
 * The registry: every claim, in the order in which `softproof claims` lists and `softproof check` runs them.
 *
 * To add one, import it and append `registered(theClaim)`.
 */
import type { Claim } from './claim.js';

/**
 * Forgets the type of a claim's cases. Sound because a case only ever comes from the same claim: drawn by its
 * `arbitrary`, listed in its `edgeCases`, made by its `casesFor`, or stored by value from one of these.
 */
export function registered<Case>(claim: Claim<Case>): Claim {
  return claim as unknown as Claim;
}

export const claims: readonly Claim[] = [];

export type * from './claim.js';
