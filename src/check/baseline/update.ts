/**
 * Makes a baseline, or brings one up to date: its cases stay the same, by value, as long as their claims can decide them;
 * claims that have too few are given new ones.
 */
import type { Claim } from '../../theorems/claim.js';
import { claimCases } from '../run-task.js';
import { DEFAULT_SEED } from '../seed.js';
import { selectClaims } from '../select-claims.js';
import { printable } from '../spell-out.js';
import { readCase } from '../stored-case.js';
import type { CaseOrigin, ReplayRecord } from '../task.js';
import { decideAll, type CaseOfClaim, type DecideOptions } from './decide.js';
import { BaselineError } from './baseline-error.js';
import { baselineCase, baselineClaim, ownVersions, type Baseline, type BaselineCase } from './document.js';

export interface UpdateOptions extends Omit<DecideOptions, 'profile'> {
  /** What there is so far. */
  readonly baseline?: Baseline;
  /** Ids; the entries of all other claims stay as they are. Default: every claim. */
  readonly claims?: readonly string[];
}

/** Whose budget every case is given: a comparison is to be quick. */
const PROFILE = 'quick';

/** Listed cases of a claim that are taken, and random ones. */
const LISTED = 2;
const RANDOM = 4;
/** Random cases among which those are chosen. */
const CANDIDATES = 12;

/** Undefined if the signal came first. Throws an `UnknownClaimError`, and a `BaselineError` for a case that is refuted. */
export async function updateBaseline(options: UpdateOptions): Promise<Baseline | undefined> {
  const { registry, baseline, claims: ids = [] } = options;
  const chosen = selectClaims(registry.claims, ids);
  const offers = chosen.flatMap((claim): readonly (CaseOfClaim & Offer)[] => {
    const kept = baseline?.claims.find(({ id }) => id === claim.id)?.cases ?? [];
    return (
      kept.length > 0 ? kept.map((stored) => ({ case: stored.case, kind: 'kept' as const })) : candidates(claim)
    ).map((offer) => ({ claim: claim.id, ...offer }));
  });
  const records = await decideAll(offers, { ...options, profile: baseline?.profile ?? PROFILE });
  if (records.includes(undefined)) return undefined;

  const entries = chosen.map((claim) => {
    const own = offers.flatMap((offer, i) => (offer.claim === claim.id ? [{ ...offer, record: records[i]! }] : []));
    return baselineClaim(claim, chooseCases(claim, own));
  });
  const others = ids.length === 0 ? [] : (baseline?.claims ?? []).filter(({ id }) => !ids.includes(id));
  return {
    versions: ownVersions(),
    profile: baseline?.profile ?? PROFILE,
    claims: [...others, ...entries].filter(({ cases }) => cases.length > 0),
  };
}

interface Offer {
  readonly case: unknown;
  readonly kind: 'kept' | 'listed' | 'random';
}

function candidates(claim: Claim): readonly Offer[] {
  const origin: CaseOrigin = { claim: claim.id, seed: DEFAULT_SEED, profile: PROFILE, random: CANDIDATES };
  const source = claimCases(claim, origin);
  const listed = claim.edgeCases.length;
  const at = (index: number): unknown => readCase(source.text(index));
  return [
    ...Array.from({ length: Math.min(LISTED, listed) }, (_, i) => ({ case: at(i), kind: 'listed' as const })),
    ...Array.from({ length: CANDIDATES }, (_, i) => ({ case: at(listed + i), kind: 'random' as const })),
  ];
}

/** Kept and listed cases that can be decided; of the random ones the first, if possible such that are no tie. */
function chooseCases(claim: Claim, offers: readonly (Offer & { readonly record: ReplayRecord })[]): BaselineCase[] {
  const decided = offers.flatMap(({ case: input, kind, record }) => {
    if ('fault' in record) return [];
    const { description, result } = record;
    if (result.verdict !== 'refuted') return [{ kind, stored: baselineCase(input, description, result) }];
    throw new BaselineError(
      `${claim.id} is refuted, so it can be no baseline: ${printable(description)}\n` +
        `  observed [${result.observed.lower}, ${result.observed.upper}], bound ${result.bound}\n` +
        `  Run softproof check ${claim.id}, and mend the claim first.`,
    );
  });
  const random = decided.filter(({ kind }) => kind === 'random').map(({ stored }) => stored);
  const isTie = ({ method }: BaselineCase): boolean => method === 'exact';
  const preferred = [...random.filter((stored) => !isTie(stored)), ...random.filter(isTie)].slice(0, RANDOM);
  return [...decided.filter(({ kind }) => kind !== 'random').map(({ stored }) => stored), ...preferred];
}
