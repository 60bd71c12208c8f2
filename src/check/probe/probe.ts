/** `softproof probe` without its files: how tight a claim is, or the claims about a target, and where. */
import { ConstructionError } from '../../constructions/construction.js';
import type { Target } from '../../expression/target.js';
import type { Claim } from '../../theorems/claim.js';
import { profileOf } from '../profile.js';
import type { Registry } from '../registry.js';
import { DEFAULT_SEED } from '../seed.js';
import { findClaim } from '../select-claims.js';
import { defaultWorkers, openPool } from '../task-pool.js';
import { softproofVersion } from '../version.js';
import { probeClaim, type ProbeClaimOptions } from './probe-claim.js';
import type { ProbedClaim, ProbeReport } from './probe-report.js';

export interface ProbeOptions {
  readonly registry: Registry;
  /** What is probed: the id of a claim, or a target, with which all claims that take it are probed. */
  readonly subject: string | Target;
  readonly seed?: number;
  readonly profile?: ProbeClaimOptions['profile'];
  /** Cases that the search may decide, in all. */
  readonly cases?: number;
  /** Random cases to compare with. */
  readonly compare?: number;
  /** Ends the search with what it has. */
  readonly seconds?: number;
  /** Threads; 0 works in this one. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: string) => void;
}

export const DEFAULT_CASES = 1000;

/**
 * Probes a claim, or a target. Throws an `UnknownClaimError`, and a `ConstructionError` for a target that no claim takes, before
 * any work.
 */
export async function probe(options: ProbeOptions): Promise<ProbeReport> {
  const started = performance.now();
  const { registry, subject, seed = DEFAULT_SEED, signal, seconds = Infinity, onProgress = () => {} } = options;
  const profile = options.profile ?? 'standard';
  const jobs = jobsOf(registry.claims, subject);
  const isLate = (): boolean => performance.now() - started >= 1000 * seconds;
  const isInterrupted = (): boolean => signal?.aborted === true;
  const pool = openPool(registry, options.workers ?? defaultWorkers());
  const found: ProbedClaim[] = [];
  let stopped: ProbeReport['stopped'];
  const stop = (): boolean => {
    if (stopped === undefined) stopped = isInterrupted() ? 'interrupt' : isLate() ? 'time' : undefined;
    return stopped !== undefined;
  };
  try {
    for (const { claim, given } of jobs) {
      if (stop() && found.length > 0) break;
      const about = await probeClaim(claim, {
        pool,
        seed,
        profile: profileOf(profile).name,
        cases: Math.ceil((options.cases ?? DEFAULT_CASES) / jobs.length),
        compare: options.compare ?? 0,
        ...(given === undefined ? {} : { given }),
        stop,
        onProgress,
      });
      found.push(about);
    }
  } finally {
    await pool.close();
  }
  found.sort((a, b) => (b.ratio ?? -1) - (a.ratio ?? -1));
  return {
    schema: 'softproof/probe@1',
    version: softproofVersion,
    ...(typeof subject === 'string' ? {} : { target: subject.name }),
    seed,
    profile,
    ratio: found[0]?.ratio ?? null,
    claims: found,
    ...(stopped === undefined ? {} : { stopped }),
    seconds: (performance.now() - started) / 1000,
  };
}

interface Job {
  readonly claim: Claim;
  readonly given?: readonly unknown[];
}

function jobsOf(claims: readonly Claim[], subject: string | Target): readonly Job[] {
  if (typeof subject === 'string') return [{ claim: findClaim(claims, subject) }];
  const jobs = claims
    .map((claim) => ({ claim, given: claim.casesFor?.(subject) ?? [] }))
    .filter(({ given }) => given.length > 0);
  if (jobs.length > 0) return jobs;
  throw new ConstructionError({
    code: 'input',
    found: `a probe of ${subject.name}`,
    required: 'no claim takes this target: they ask for a continuous function, or for an integrable one of one width',
    remedy: 'softproof certify TARGET encloses the error of one construction for it.',
  });
}
