/** Finds claims and mutants by their ids. */
import type { Claim, Mutant } from '../theorems/claim.js';

/** There is no claim of that id. */
export class UnknownClaimError extends Error {
  readonly id: string;
  /** The ids most like it, best first; at most three. */
  readonly nearest: readonly string[];
  constructor(id: string, nearest: readonly string[]) {
    super(`there is no claim "${id}"${didYouMean(nearest)}`);
    this.name = 'UnknownClaimError';
    this.id = id;
    this.nearest = nearest;
  }
}

/** A claim has no mutant of that id. */
export class UnknownMutantError extends Error {
  constructor(claim: string, id: string, nearest: readonly string[]) {
    super(`the claim ${claim} has no mutant "${id}"${didYouMean(nearest)}`);
    this.name = 'UnknownMutantError';
  }
}

/** The claim of this id. Throws an `UnknownClaimError`. */
export function findClaim(claims: readonly Claim[], id: string): Claim {
  const found = claims.find((claim) => claim.id === id);
  if (found === undefined) throw new UnknownClaimError(id, nearestNames(id, idsOf(claims)));
  return found;
}

/** The mutant of this id. Throws an `UnknownMutantError`. */
export function findMutant({ id: claim, mutants }: Claim, id: string): Mutant<unknown> {
  const found = mutants.find((mutant) => mutant.id === id);
  if (found === undefined) throw new UnknownMutantError(claim, id, nearestNames(id, idsOf(mutants)));
  return found;
}

/** The claims of these ids in the order of the registry, each once; all of them if none is named. */
export function selectClaims(claims: readonly Claim[], ids: readonly string[]): readonly Claim[] {
  for (const id of ids) findClaim(claims, id);
  return ids.length === 0 ? claims : claims.filter((claim) => ids.includes(claim.id));
}

function idsOf(named: readonly { readonly id: string }[]): readonly string[] {
  return named.map(({ id }) => id);
}

/** The end of a sentence that named something unknown. */
export function didYouMean(nearest: readonly string[]): string {
  return nearest.length === 0 ? '' : `; did you mean ${nearest.join(', ')}?`;
}

/** Up to three names most like `name`: those that contain it, then those few edits away. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  return names
    .map((candidate) => {
      const contains = wanted.length >= 3 && (candidate.includes(wanted) || wanted.includes(candidate));
      return { candidate, distance: contains ? 0 : editDistance(wanted, candidate) };
    })
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance: the least number of letters inserted, deleted or replaced. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
