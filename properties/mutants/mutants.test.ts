/** Every mutant of every claim is refuted, rigorously, by a case that shrinks to something a person can read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claims } from '../../src/theorems/index.js';
import type { Claim, Mutant } from '../../src/theorems/claim.js';

const budget = { boxes: 100_000, digits: 200 };
const MOST_CASES = 400;
/** Longest stored form of a shrunk counterexample. */
const READABLE = 600;

/** The case that refutes a mutant, as small as fast-check makes it. */
function counterexample(claim: Claim, mutant: Mutant<unknown>): unknown {
  const holds = (input: unknown): boolean =>
    mutant.decide(JSON.parse(JSON.stringify(input)), budget).verdict !== 'refuted';
  const listed = claim.edgeCases.find((input) => !holds(input));
  if (listed !== undefined) return listed;
  const found = fc.check(fc.property(mutant.arbitrary ?? claim.arbitrary, holds), {
    seed: 2028,
    numRuns: MOST_CASES,
    // Shrinking stops here at the latest; what was found by then counts.
    markInterruptAsFailure: false,
    interruptAfterTimeLimit: 60_000,
  });
  return found.counterexample?.[0];
}

describe.each(claims.map((claim) => [claim.id, claim] as const))('%s', (_, claim) => {
  it.each(claim.mutants.map((mutant) => [mutant.id, mutant] as const))(
    'mutant %s is refuted',
    { timeout: 120_000 },
    (__, mutant) => {
      const found = counterexample(claim, mutant);
      if (found === undefined) expect.fail(`${mutant.id} survived: ${mutant.description}`);
      const result = mutant.decide(JSON.parse(JSON.stringify(found)), { boxes: 200_000, digits: 400 });
      expect(result.verdict).toBe('refuted');
      expect(Number(result.observed.lower)).toBeGreaterThan(Number(result.bound));
      expect(JSON.stringify(found).length).toBeLessThan(READABLE);
    },
  );
});
