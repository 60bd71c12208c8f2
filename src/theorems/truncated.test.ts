/** The claims about truncated linear attention: every case decided, every mutant refuted and small, bounds nearly met. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseResult, Claim, Mutant } from './claim.js';
import { generalisedRelu } from './generalised-relu.js';
import { truncatedCentred } from './truncated-centred.js';
import { truncatedEndAttained } from './truncated-end-attained.js';
import { truncatedMultiClaim } from './truncated-multi.js';
import { truncatedSingleClaim } from './truncated-single.js';

const MORE = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 : 1;
const budget = { boxes: 20_000, digits: 100 };
const SEED = 5;

/** A claim forgets the type of its cases: each is only given its own. */
const entry = <Case>(claim: Claim<Case>): Claim => claim as unknown as Claim;

interface Expected {
  readonly claim: Claim;
  /** The largest ratio of the cases is at least this. */
  readonly ratio: number;
}

const claims: readonly Expected[] = [
  { claim: entry(truncatedSingleClaim), ratio: 0.99 },
  { claim: entry(truncatedCentred), ratio: 0.99 },
  { claim: entry(truncatedMultiClaim), ratio: 0.9 },
  { claim: entry(generalisedRelu), ratio: 0.99 },
  { claim: entry(truncatedEndAttained), ratio: 0.99 },
];

function decideAll(claim: Claim): { readonly input: unknown; readonly result: CaseResult }[] {
  const drawn = fc.sample(claim.arbitrary, { seed: SEED, numRuns: 40 * MORE });
  return [...claim.edgeCases, ...drawn].map((input) => ({ input, result: claim.decide(input, budget) }));
}

/** Number of cases until the first refutation. */
function firstRefuted(claim: Claim, mutant: Mutant<unknown>): { readonly input: unknown; readonly tried: number } {
  const drawn = fc.sample(mutant.arbitrary ?? claim.arbitrary, { seed: SEED, numRuns: 100 });
  const tried = drawn.findIndex((input) => mutant.decide(input, budget).verdict === 'refuted');
  return { input: drawn[tried], tried };
}

describe.each(claims.map(({ claim, ratio }) => ({ id: claim.id, claim, ratio })))('$id', ({ claim, ratio }) => {
  it('is certified on every edge case and every random case, comes near its bound, and encloses enough layers', () => {
    const all = decideAll(claim);
    expect(all.filter(({ result }) => result.verdict !== 'certified')).toEqual([]);
    for (const { result } of all)
      expect(Number(result.observed.lower)).toBeLessThanOrEqual(Number(result.observed.upper));
    expect(Math.max(...all.map(({ result }) => result.ratio))).toBeGreaterThanOrEqual(ratio);
    // The rule for claims about layers asks for 10 of about 35 cases.
    const counted = all.filter(({ result }) => result.substantial && result.method === 'enclosure');
    expect(counted.length).toBeGreaterThanOrEqual(12);
  });

  it('has cases that survive storing, and describes them', () => {
    for (const input of fc.sample(claim.arbitrary, { seed: SEED, numRuns: 5 })) {
      expect(JSON.parse(JSON.stringify(input))).toEqual(input);
      expect(claim.describe(input)).toMatch(/β = \d/);
    }
  });

  it.each(claim.mutants.map((mutant) => ({ id: mutant.id, mutant })))(
    'refutes its mutant $id on a random case, where the claim itself holds, and shrinks it',
    ({ mutant }) => {
      const { input, tried } = firstRefuted(claim, mutant);
      expect(tried).toBeGreaterThanOrEqual(0);
      const result = mutant.decide(input, budget);
      expect(result.witness?.length).toBe(1);
      // Both sides are shown as doubles, whatever the precision that told them apart.
      expect(result.ratio).toBeGreaterThanOrEqual(1 - 2 ** -50);
      expect(claim.decide(input, budget).verdict).toBe('certified');
      const shrunk = fc.check(
        fc.property(mutant.arbitrary ?? claim.arbitrary, (value) => mutant.decide(value, budget).verdict !== 'refuted'),
        { seed: SEED, path: String(tried), numRuns: 1 },
      );
      expect(JSON.stringify(shrunk.counterexample?.[0]).length).toBeLessThanOrEqual(JSON.stringify(input).length);
    },
  );
});

describe('truncated-single', () => {
  it('tells the two sides apart at y = b though they agree to any number of digits a double has', () => {
    // κ = 4e6/4 = 1e6: the excess over Δ is about e^{−3·10^6}.
    const result = truncatedSingleClaim.decide({ a: '0', b: '1', cells: 2, beta: '4000000' }, budget);
    expect(result).toMatchObject({ verdict: 'certified', method: 'enclosure', witness: ['1'] });
    expect(result.ratio).toBeGreaterThan(1 - 2 ** -50);
    const dropped = truncatedSingleClaim.mutants.find(({ id }) => id === 'mass-of-other-keys-dropped')!;
    expect(dropped.decide({ a: '0', b: '1', cells: 2, beta: '4000000' }, budget).verdict).toBe('refuted');
  });
});
