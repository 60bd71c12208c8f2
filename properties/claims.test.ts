/** Laws of every claim: its own cases are certified, its data is plain, and what it says about itself is complete. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseResult, Claim } from '../src/theorems/claim.js';
import { isWithin, measureRate } from '../src/check/rate.js';
import { claims } from '../src/theorems/index.js';
import { effort, isThorough } from './support/effort.js';

const budget = { boxes: 100_000, digits: 200 };
/** The enclosures of rates are this wide at most. */
const RATE_SLACK = 0.05;
const RANDOM_CASES = effort(25);

/** Another seed than that of `check`, whose cases run anyway. */
function casesOf(claim: Claim): unknown[] {
  return [...claim.edgeCases, ...fc.sample(claim.arbitrary, { seed: 2027, numRuns: RANDOM_CASES })];
}

function undecided(claim: Claim, result: CaseResult, input: unknown): string[] {
  if (result.verdict === 'certified') return [];
  return [`${claim.describe(input)}: ${result.verdict} ${JSON.stringify(result)} for ${JSON.stringify(input)}`];
}

describe.each(claims.map((claim) => [claim.id, claim] as const))('%s', (_, claim) => {
  it(
    'for every edge case and random case, the statement is certified, from the case as stored',
    { timeout: 120_000 },
    () => {
      const failures = casesOf(claim).flatMap((input) => {
        const stored: unknown = JSON.parse(JSON.stringify(input));
        return undecided(claim, claim.decide(stored, budget), input);
      });
      expect(failures).toEqual([]);
    },
  );

  it('decides a case the same way twice', () => {
    const input = casesOf(claim)[1];
    expect(claim.decide(input, budget)).toEqual(claim.decide(input, budget));
  });

  it.runIf(claim.rate !== undefined && isThorough)(
    'its error falls at least at the rate that it states, within its bound',
    () => {
      const rate = measureRate(claim.rate!, budget);
      expect(isWithin(rate)).toBe(true);
      // A slope steeper than stated is allowed; one that the enclosures leave possible only is not enough.
      expect(rate.high).toBeLessThanOrEqual(rate.predicted + RATE_SLACK);
    },
  );

  it('names source, provenance, hypotheses, assumptions and at least two mutants', () => {
    expect(claim.source.item.length).toBeGreaterThan(0);
    expect(['as stated', 'reconstructed', 'ours']).toContain(claim.provenance);
    expect(claim.hypotheses.length).toBeGreaterThan(0);
    expect(claim.assumptions.length).toBeGreaterThan(0);
    expect(claim.explanation.length).toBeGreaterThan(0);
    expect(claim.mutants.length).toBeGreaterThanOrEqual(2);
    expect(new Set(claim.mutants.map(({ id }) => id)).size).toBe(claim.mutants.length);
    // LaTeX that lost its backslashes on the way is a string without commands.
    expect(claim.statement).toMatch(/\\[a-zA-Z]+/);
    expect(claim.statement).not.toMatch(/[\u0007\u0008\u000b\u000c\t\n\r]/);
  });
});

it('ids are unique', () => {
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
});
