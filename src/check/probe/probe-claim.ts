/** Hunts the case on which a claim is tightest. Work is counted, and one seed finds one answer; a time limit only cuts it short. */
import type { Budget, CaseResult, Claim } from '../../theorems/claim.js';
import fc from 'fast-check';
import { resultEntry } from '../case-document.js';
import type { Profile } from '../profile.js';
import { deriveSeed } from '../seed.js';
import { readCase, storeCase } from '../stored-case.js';
import type { TaskPool } from '../task-pool.js';
import { leastParameter, type LeastParameter } from './least-parameter.js';
import { isKnown, isTighter, Measurer, SearchOver, showsTightness, type Measured } from './measurer.js';
import type { Comparison, ProbedClaim } from './probe-report.js';
import { searchChoices, type DrawnCase } from './search-choices.js';
import { searchParameters } from './search-parameters.js';
import { isAboutAsTight, roundParameters, shrinkDrawn } from './simplify-case.js';

export interface ProbeClaimOptions {
  readonly pool: TaskPool;
  readonly seed: number;
  /** Whose budget decides the worst case in the end. */
  readonly profile: Profile['name'];
  /** Cases that the search may decide. */
  readonly cases: number;
  /** Random cases to compare with. */
  readonly compare: number;
  /** Cases to start from, in place of those that the claim draws. */
  readonly given?: readonly unknown[];
  readonly stop: () => boolean;
  readonly onProgress: (what: string) => void;
}

/** Work of one measurement: enough for the places where errors are largest, and for thousands of cases a minute. */
const MEASURING: Budget = { boxes: 300, digits: 60 };

/** Shares of the cases. The rest is for the least parameters. */
const SHARES = { choices: 0.55, shrinking: 0.15, parameters: 0.2 } as const;
/** Starts of the search over parameters. */
const STARTS = 3;
/** Cases that the bisection of one parameter may decide, but no more than the search. */
const BISECTIONS = 60;
/** Work of each of them. */
const BISECTING: Budget = { boxes: 3000, digits: 60 };
const COMPARED_AT_ONCE = 256;

export async function probeClaim(claim: Claim, options: ProbeClaimOptions): Promise<ProbedClaim> {
  const { pool, profile, given, stop } = options;
  const measurer = new Measurer({
    claim,
    pool,
    budget: MEASURING,
    // A given target is looked at with few keys, too.
    shows: given === undefined ? showsTightness(claim) : (result) => isKnown(result) && result.method !== 'exact',
    stop,
    onProgress: (measured, best) => {
      const tightest = best === undefined ? '' : `, tightest ratio ${best.result.ratio.toPrecision(6)}`;
      options.onProgress(`${claim.id}: ${measured} cases${tightest}`);
    },
  });
  const simple = await hunt(claim, measurer, options);
  const random = given === undefined && options.compare > 0 ? await measureRandom(claim, options) : undefined;
  const found = measurer.refuted ?? random?.refuted ?? simple ?? measurer.best;
  const { id, constructions } = claim;
  if (found === undefined) {
    const { measured, refused } = measurer;
    return { id, constructions, measured, refused, ratio: null, tightest: null, least: [] };
  }
  // As a replay of the stored case will do it.
  const { record } = await pool.run({
    kind: 'replay',
    claim: id,
    profile,
    text: found.text,
    refuted: found.result.verdict === 'refuted',
  });
  if ('fault' in record) throw new Error(record.fault.message);
  const { result, description } = record;
  const worst: Measured = { text: found.text, result };
  const least = await leastParameters(claim, measurer, worst, options.cases);
  return {
    id,
    constructions,
    measured: measurer.measured,
    refused: measurer.refused,
    ratio: finite(result.ratio),
    tightest: finite(measurer.best?.result.ratio ?? result.ratio),
    worst: { case: readCase(found.text), description, result: resultEntry(result) },
    least,
    ...(random === undefined ? {} : { comparison: comparison(random, result) }),
  };
}

/** The tightest case found, made simple; undefined if there is none, or the search was cut short. */
async function hunt(claim: Claim, measurer: Measurer, options: ProbeClaimOptions): Promise<Measured | undefined> {
  const { seed, cases, given } = options;
  const parameters = claim.free ?? [];
  try {
    measurer.allow(cases);
    const first = (await measurer.measure((given ?? claim.edgeCases).map(storeCase))).filter(
      (one) => one !== undefined,
    );
    const drawn: readonly DrawnCase[] = given === undefined ? await drawCases() : [];
    const starts: readonly (Measured & Partial<Pick<DrawnCase, 'drawn'>>)[] = [...drawn, ...first]
      .sort((a, b) => b.result.ratio - a.result.ratio)
      .slice(0, STARTS);
    const share = (of: number): void => measurer.allow((cases * of) / starts.length);
    let best: Measured | undefined;
    for (const start of starts) {
      share(SHARES.shrinking);
      const smaller = isDrawn(start) ? await shrinkDrawn(claim.arbitrary, measurer, start) : start;
      share(given === undefined ? SHARES.parameters : 1 - SHARES.shrinking);
      const tight = await searchParameters(parameters, measurer, smaller);
      if (best === undefined || isTighter(tight, best)) best = tight;
    }
    if (best === undefined) return undefined;
    share(SHARES.shrinking);
    const simple = await roundParameters(parameters, measurer, best);
    return measurer.best === undefined || isAboutAsTight(simple, measurer.best) ? simple : measurer.best;
  } catch (error) {
    if (error instanceof SearchOver) return undefined;
    throw error;
  }

  async function drawCases(): Promise<readonly DrawnCase[]> {
    measurer.allow(cases * SHARES.choices);
    return searchChoices(claim.arbitrary, measurer, deriveSeed(seed, `${claim.id}/probe`));
  }
}

function isDrawn(one: Measured & Partial<Pick<DrawnCase, 'drawn'>>): one is DrawnCase {
  return one.drawn !== undefined;
}

async function leastParameters(
  { free = [] }: Claim,
  measurer: Measurer,
  worst: Measured,
  cases: number,
): Promise<readonly LeastParameter[]> {
  const found: LeastParameter[] = [];
  try {
    for (const parameter of free) {
      if (!parameter.resource || worst.result.verdict === 'refuted') continue;
      measurer.allow(Math.min(BISECTIONS, cases));
      const least = await leastParameter(parameter, measurer, worst, BISECTING);
      if (least !== undefined) found.push(least);
    }
  } catch (error) {
    if (!(error instanceof SearchOver)) throw error;
  }
  return found;
}

/** What random cases came to; equal ones are measured once. */
interface RandomCases {
  readonly tried: number;
  readonly best: Measured | undefined;
  readonly refuted: Measured | undefined;
}

/** Measures random cases, as a check draws them, with the same work. */
async function measureRandom(claim: Claim, options: ProbeClaimOptions): Promise<RandomCases> {
  const { pool, seed, compare: wanted, stop } = options;
  const measurer = new Measurer({
    claim,
    pool,
    budget: MEASURING,
    shows: showsTightness(claim),
    stop,
    onProgress: (done) => options.onProgress(`${claim.id}: ${done} of ${wanted} random cases to compare with`),
  });
  measurer.allow(wanted);
  let tried = 0;
  const drawn = fc.sample(claim.arbitrary, { seed: deriveSeed(seed, `${claim.id}/compare`), numRuns: wanted });
  try {
    for (; tried < wanted; tried = Math.min(wanted, tried + COMPARED_AT_ONCE)) {
      await measurer.measure(drawn.slice(tried, tried + COMPARED_AT_ONCE).map(storeCase));
    }
  } catch (error) {
    if (!(error instanceof SearchOver)) throw error;
  }
  return { tried, best: measurer.best, refuted: measurer.refuted };
}

function comparison({ tried: cases, best }: RandomCases, { ratio }: CaseResult): Comparison {
  const other = best?.result.ratio;
  if (other === undefined || !Number.isFinite(ratio)) return { cases, ratio: null, ahead: null, closer: null };
  return { cases, ratio: other, ahead: ratio - other, closer: ratio < 1 ? (1 - other) / (1 - ratio) : null };
}

function finite(ratio: number): number | null {
  return Number.isFinite(ratio) ? ratio : null;
}
