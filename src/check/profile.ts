/** Profiles: how many cases a claim is given, and how much work a case is worth. Everything is counted, never timed. */
import type { Budget, ProfileName } from '../theorems/claim.js';

export interface Profile {
  readonly name: ProfileName;
  /** Random cases of a claim; its edge cases come on top. */
  readonly cases: number;
  readonly budget: Budget;
  /** Cases of one task: small enough that progress stays live and little is lost when a run is stopped. */
  readonly chunk: number;
  /** Random cases searched for a refutation of a mutant, after the edge cases. */
  readonly mutantCases: number;
  /** Cases decided while a counterexample is made small. */
  readonly shrinkSteps: number;
  /** Substantial cases decided by enclosure without which a claim about a layer is held, not certified. */
  readonly substantialCases: number;
}

const profiles: Readonly<Record<ProfileName, Profile>> = {
  quick: {
    name: 'quick',
    cases: 50,
    budget: { boxes: 20_000, digits: 200 },
    chunk: 3,
    mutantCases: 200,
    shrinkSteps: 200,
    substantialCases: 10,
  },
  standard: {
    name: 'standard',
    cases: 300,
    budget: { boxes: 100_000, digits: 200 },
    chunk: 10,
    mutantCases: 1000,
    shrinkSteps: 400,
    substantialCases: 50,
  },
  deep: {
    name: 'deep',
    cases: 5000,
    budget: { boxes: 2_000_000, digits: 200 },
    chunk: 25,
    mutantCases: 5000,
    shrinkSteps: 2000,
    substantialCases: 50,
  },
};

export const profileNames: readonly ProfileName[] = ['quick', 'standard', 'deep'];

export function profileOf(name: ProfileName): Profile {
  return profiles[name];
}
