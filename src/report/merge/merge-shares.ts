/**
 * Puts the shares of a run together. What comes out is what the undivided run would have found, but for times: cases, mutants
 * and rates are disjoint parts of one plan, and what is said of a claim depends on their union only.
 */
import {
  orderFaults,
  withRate,
  worstOf,
  type ClaimOutcome,
  type MutantOutcome,
  type WeakCase,
} from '../../check/claim-outcome.js';
import type { Counterexample } from '../../check/counterexample.js';
import { profileOf } from '../../check/profile.js';
import type { BaselineReport, CheckOutcome } from '../../check/run-claims.js';
import { addHistograms, tightestOf } from '../../check/tightness.js';
import { softproofVersion } from '../../check/version.js';
import { addTallies, claimVerdict } from '../../check/verdict.js';
import type { Claim, Verdict } from '../../theorems/claim.js';
import { MergeError, requireOneRun } from './require-one-run.js';
import type { ClaimShare, Share } from './read-share.js';

/** Of the claims of this version. Throws a `MergeError` for shares that are not exactly those of one run. */
export function mergeShares(shares: readonly Share[], claims: readonly Claim[]): CheckOutcome {
  const inOrder = requireOneRun(shares, softproofVersion);
  const [{ seed, profile, share, file }] = inOrder as [Share];
  const parts = inOrder.flatMap((one) => one.claims.map((part) => ({ ...part, file: one.file })));
  const unknown = parts.find(({ id }) => !claims.some((claim) => claim.id === id));
  if (unknown !== undefined) throw new MergeError(`${unknown.file}: there is no claim ${unknown.id} in this version`);
  const merged = claims.flatMap((claim) => {
    const own = parts.filter(({ id }) => id === claim.id);
    return own.length === 0 ? [] : [mergeClaim(claim, own, profileOf(profile).substantialCases, share.ofTarget)];
  });
  if (merged.length === 0) throw new MergeError(`${file}: no share has a case of any claim, so nothing is shown`);
  const baseline = mergeBaselines(inOrder);
  return { seed, profile, interrupted: false, claims: merged, skipped: [], ...baseline };
}

function mergeClaim(
  claim: Claim,
  parts: readonly ClaimShare[],
  substantialCases: number,
  ofTarget: boolean,
): ClaimOutcome {
  const { id } = claim;
  const tally = addTallies(parts.map((part) => part.tally));
  const [{ planned }] = parts as [ClaimShare];
  if (parts.some((part) => part.planned !== planned) || tally.cases.run !== planned) {
    throw new MergeError(`${id}: the shares have ${tally.cases.run} cases together, and the run has ${planned}`);
  }
  const rates = parts.flatMap(({ rate }) => (rate === undefined ? [] : [rate]));
  if (rates.length > 1) throw new MergeError(`${id}: ${rates.length} shares measured the rate`);
  const [rate] = rates;
  const mutants = mergeMutants(claim, parts, ofTarget);
  const worst = worstOf(parts.flatMap((part) => (part.worst === undefined ? [] : [part.worst])));
  const tightest = tightestOf(parts.flatMap((part) => (part.tightest === undefined ? [] : [part.tightest])));
  const ratios = addHistograms(parts.map((part) => part.ratios));
  const { refuted, counterexample } = firstRefuted(parts);
  const found = withRate(claimVerdict(tally, { aboutLayer: claim.aboutLayer, substantialCases, ofTarget }), rate);
  const old = parts.find((part) => part.stored !== undefined && isWeaker(part.verdict, found.verdict));
  const weakest = firstWeak(parts, found.verdict);
  const faults = parts
    .flatMap((part) => part.faults)
    // Every share makes its first refuted case small; the run does so with the first of all.
    .filter(({ where }) => !where.startsWith('refuted case ') || where === `refuted case ${refuted}`);
  return {
    claim,
    ...found,
    finished: true,
    tally,
    planned,
    ...(worst === undefined ? {} : { worst }),
    ...(ratios === undefined ? {} : { ratios }),
    ...(refuted === undefined ? {} : { refuted }),
    ...(counterexample === undefined ? {} : { counterexample }),
    ...(weakest === undefined ? {} : { weakest }),
    ...(tightest === undefined ? {} : { tightest }),
    mutants,
    ...(rate === undefined ? {} : { rate }),
    faults: orderFaults(claim, faults),
    seconds: parts.reduce((sum, part) => sum + part.seconds, 0),
    ...(old === undefined ? {} : ofStored(old)),
  };
}

function isWeaker(verdict: Verdict, other: Verdict): boolean {
  const weakestFirst: readonly Verdict[] = ['refuted', 'inconclusive', 'held', 'certified'];
  return weakestFirst.indexOf(verdict) < weakestFirst.indexOf(other);
}

/** A case that an earlier run stored makes the claim what it is. */
function ofStored({ verdict, stored, counterexample }: ClaimShare): Partial<ClaimOutcome> {
  return {
    verdict,
    isStoredFailure: true,
    ...(stored === undefined ? {} : { reason: stored }),
    ...(verdict === 'refuted' && counterexample !== undefined ? { counterexample } : {}),
  };
}

/** In the order of the claim, each exactly once; a run on a target has none. */
function mergeMutants(claim: Claim, parts: readonly ClaimShare[], ofTarget: boolean): readonly MutantOutcome[] {
  const tried = parts.flatMap(({ mutants }) => mutants);
  const unknown = tried.find(({ id }) => !claim.mutants.some((mutant) => mutant.id === id));
  if (unknown !== undefined) throw new MergeError(`${claim.id} has no mutant ${unknown.id} in this version`);
  return claim.mutants.flatMap(({ id, description }) => {
    const found = tried.filter((mutant) => mutant.id === id);
    if (found.length !== (ofTarget ? 0 : 1)) {
      throw new MergeError(`${claim.id}: ${found.length} shares tried the mutant ${id}`);
    }
    return found.map((mutant) => ({ ...mutant, description, refuted: mutant.counterexample !== undefined }));
  });
}

function firstRefuted(parts: readonly ClaimShare[]): {
  readonly refuted?: number;
  readonly counterexample?: Counterexample;
} {
  const refuted = Math.min(...parts.map((part) => part.refuted ?? Infinity));
  const first = parts.find((part) => part.refuted === refuted);
  if (first === undefined) return {};
  return { refuted, ...(first.counterexample === undefined ? {} : { counterexample: first.counterexample }) };
}

/** Of the shares whose verdict is that of the claim, which is held or inconclusive. */
function firstWeak(parts: readonly ClaimShare[], verdict: Verdict): WeakCase | undefined {
  if (verdict !== 'held' && verdict !== 'inconclusive') return undefined;
  const weak = parts.flatMap((part) => (part.verdict === verdict && part.weakest !== undefined ? [part.weakest] : []));
  return weak.sort((a, b) => a.index - b.index)[0];
}

function mergeBaselines(shares: readonly Share[]): { readonly baseline?: BaselineReport } {
  const reports = shares.flatMap(({ baseline }) => (baseline === undefined ? [] : [baseline]));
  const [first] = reports;
  if (first === undefined) return {};
  const other = shares.find(({ baseline }) => baseline?.file !== first.file);
  if (other !== undefined) throw new MergeError(`${other.file}: not all shares were held against ${first.file}`);
  const differences = reports
    .flatMap((report) => report.differences)
    .sort((a, b) => (a.claim < b.claim ? -1 : a.claim > b.claim ? 1 : (a.case ?? 0) - (b.case ?? 0)));
  return { baseline: { ...first, cases: reports.reduce((sum, { cases }) => sum + cases, 0), differences } };
}
