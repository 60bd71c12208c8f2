/** Holds the claims against a baseline: decides its cases again and collects what is worse. */
import { selectClaims } from '../select-claims.js';
import type { Shard } from '../plan-claim.js';
import type { Fault, ReplayRecord } from '../task.js';
import { compareCase, compareClaim, type BaselineDifference } from './compare.js';
import { decideAll, type DecideOptions } from './decide.js';
import type { Baseline, BaselineCase, BaselineClaim } from './document.js';

export interface BaselineOutcome {
  readonly interrupted: boolean;
  /** Cases that were compared. */
  readonly cases: number;
  /** By claim and case. None: nothing is worse. */
  readonly differences: readonly BaselineDifference[];
  /** Claims that the baseline does not know yet, and so says nothing of. */
  readonly unknown: readonly string[];
}

export interface CompareOptions extends Omit<DecideOptions, 'profile'> {
  readonly baseline: Baseline;
  /** Ids; by default every claim of the baseline, those that exist no longer included. */
  readonly claims?: readonly string[];
  /** Each share compares its cases; the first one the claims themselves, too. */
  readonly shard?: Shard;
}

interface Job {
  readonly claim: string;
  readonly stored: BaselineCase;
  /** From 1. */
  readonly place: number;
}

/** Throws an `UnknownClaimError`; never for what a claim or a stored case does. */
export async function compareWithBaseline(options: CompareOptions): Promise<BaselineOutcome> {
  const { registry, baseline, claims: ids = [], shard = { index: 0, count: 1 } } = options;
  const chosen = selectClaims(registry.claims, ids);
  const known = new Map(chosen.map((claim) => [claim.id, claim]));
  const entries = baseline.claims
    .filter(({ id }) => ids.length === 0 || known.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const ofShard = jobs(entries.filter(({ id }) => known.has(id))).filter((_, i) => i % shard.count === shard.index);
  const cases = ofShard.map(({ claim, stored }) => ({ claim, case: stored.case }));
  const records = await decideAll(cases, { ...options, profile: baseline.profile });

  const differences = entries.flatMap((entry): readonly BaselineDifference[] => {
    const claim = known.get(entry.id);
    const ofClaim = claim === undefined ? [{ kind: 'claim' } as const] : compareClaim(entry, claim);
    const ofCases = ofShard.flatMap((job, i) => (job.claim === entry.id ? compareRecord(job, records[i]) : []));
    return [...(shard.index === 0 ? ofClaim : []).map((change) => ({ claim: entry.id, ...change })), ...ofCases];
  });
  const decided = records.filter((record) => record !== undefined).length;
  const unknown = chosen.map(({ id }) => id).filter((id) => !baseline.claims.some((entry) => entry.id === id));
  return { interrupted: decided < cases.length, cases: decided, differences, unknown };
}

function jobs(entries: readonly BaselineClaim[]): readonly Job[] {
  return entries.flatMap(({ id, cases }) => cases.map((stored, i) => ({ claim: id, stored, place: i + 1 })));
}

function compareRecord({ claim, stored, place }: Job, record: ReplayRecord | undefined): BaselineDifference[] {
  if (record === undefined) return [];
  const changes = 'fault' in record ? [undecided(record.fault)] : compareCase(stored, record.result);
  return changes.map((change) => ({ claim, case: place, description: stored.description, ...change }));
}

/** Its claim refuses the case, or breaks down at it. */
function undecided({ message }: Fault): { readonly kind: 'undecided'; readonly found: string } {
  return { kind: 'undecided', found: message };
}
