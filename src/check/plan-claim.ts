/** What is to be done for one claim: which cases, which mutants, and where its cases come from. */
import type { Target } from '../expression/target.js';
import type { Claim } from '../theorems/claim.js';
import type { ClaimPlan } from './claim-outcome.js';
import { counterexampleOf } from './counterexample.js';
import type { Profile } from './profile.js';
import { claimCases, foundAt } from './run-task.js';
import { deriveSeed } from './seed.js';
import { storeCase } from './stored-case.js';
import type { CaseOrigin } from './task.js';

/**
 * The share of a run that one of several machines does: the cases whose index modulo `count` is `index`. Mutants and the rate
 * are dealt out likewise, from a place that depends on the claim, so that no machine gets all of them.
 */
export interface Shard {
  /** 0-based. */
  readonly index: number;
  readonly count: number;
}

export interface PlannedClaim {
  readonly plan: ClaimPlan;
  readonly origin: CaseOrigin;
  /** Cases per task. */
  readonly chunk: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly profile: Profile;
  readonly cases?: number;
  readonly shard?: Shard;
  readonly target?: Target;
}

/** The plan of a claim. With a target only its cases are run, and no mutants: they are about the claim's own cases. */
export function planClaim(claim: Claim, options: PlanOptions): PlannedClaim {
  const { seed, profile, target, shard = { index: 0, count: 1 } } = options;
  const given = target === undefined ? undefined : (claim.casesFor?.(target) ?? []).map(storeCase);
  const random = given === undefined ? (options.cases ?? profile.cases) : 0;
  const origin: CaseOrigin = {
    claim: claim.id,
    seed,
    profile: profile.name,
    random,
    ...(given === undefined ? {} : { given }),
  };
  const size = given?.length ?? claim.edgeCases.length + random;
  const mutants = given === undefined ? claim.mutants.map(({ id }) => id) : [];
  const isRateWanted = claim.rate !== undefined && given === undefined;
  const first = (deriveSeed(0, claim.id) >>> 0) % shard.count;
  const isOurs = (index: number): boolean => (first + index) % shard.count === shard.index;
  const plan: ClaimPlan = {
    claim,
    indices: Array.from({ length: size }, (_, index) => index).filter((index) => index % shard.count === shard.index),
    planned: size,
    mutants: mutants.filter((_, index) => isOurs(index)),
    rate: isRateWanted && isOurs(mutants.length),
    substantialCases: profile.substantialCases,
    ofTarget: given !== undefined,
    asDrawn: (index, result) => counterexampleOf(claim, foundAt(claimCases(claim, origin), index), result),
  };
  return { plan, origin, chunk: profile.chunk };
}
