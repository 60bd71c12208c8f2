import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Budget } from './claim.js';
import { gradientDescent as claim, type DescentCase } from './gradient-descent.js';

const budget: Budget = { boxes: 20_000, digits: 100 };
const [start, twoDirections] = claim.edgeCases as readonly [DescentCase, DescentCase];

describe('the claim gradient-descent', () => {
  it('certifies every edge case and random cases, enough of them substantial', () => {
    const random = fc.sample(claim.arbitrary, { seed: 1, numRuns: 40 });
    const results = [...claim.edgeCases, ...random].map((input) => claim.decide(input, budget));
    expect(results.map(({ verdict }) => verdict)).toEqual(results.map(() => 'certified'));
    expect(
      results.slice(claim.edgeCases.length).filter(({ substantial, method }) => substantial && method === 'enclosure')
        .length,
    ).toBeGreaterThanOrEqual(15);
  });

  it('bounds the error at every T by step/(1 − q) when a ridge makes q < 1', () => {
    const bounds = [1, 8, 40].map((steps) => {
      const result = claim.decide({ ...start, ridge: '1', steps }, budget);
      expect(result.verdict).toBe('certified');
      return Number(result.bound);
    });
    // η = ½, λ_r = 1, Λ = 2: q = ½, and the sum of its powers stays below 2.
    expect(bounds[1]! / bounds[0]!).toBeCloseTo(2 - 2 ** -7, 10);
    expect(bounds[2]! / bounds[0]!).toBeCloseTo(2, 10);
  });

  it('follows descent that diverges: beyond ηΛ = 2 errors grow by ηΛ − 1', () => {
    // One cell: the layer stays at 0 while descent goes to −5, 15, −65, 255: the bound is 5(1 + 4 + 16 + 64) = 425.
    const result = claim.decide({ ...start, stepSize: '5', cells: 1, steps: 4 }, budget);
    expect(result.verdict).toBe('certified');
    expect(Number(result.observed.upper)).toBeCloseTo(255, 9);
    expect(Number(result.bound)).toBeCloseTo(425, 9);
  });

  it('says nothing where the layer’s iterates leave [−B, B]', () => {
    const small: DescentCase = { ...start, stepSize: '5', cells: 16, steps: 3 };
    const result = claim.decide(small, budget);
    expect(result.verdict).toBe('inconclusive');
    expect(result.note).toContain('leaves [−B, B]');
  });

  it('certifies a single step as gradient-step does, ties included', () => {
    const tie = claim.decide({ ...start, cells: 1, steps: 1 }, budget);
    expect([tie.verdict, tie.method]).toEqual(['certified', 'exact']);
    expect(tie.ratio).toBeCloseTo(1, 12);
    expect(claim.decide({ ...twoDirections, steps: 1 }, budget).verdict).toBe('certified');
  });

  it('has every mutant refuted within 100 cases, at a small case', () => {
    for (const mutant of claim.mutants) {
      const found = fc.check(
        fc.property(mutant.arbitrary ?? claim.arbitrary, (input) => mutant.decide(input, budget).verdict !== 'refuted'),
        { seed: 2, numRuns: 100, examples: claim.edgeCases.map((input): [DescentCase] => [input]) },
      );
      expect([mutant.id, found.failed]).toEqual([mutant.id, true]);
      expect(found.counterexample?.[0].examples.length).toBeLessThanOrEqual(2);
    }
  });
});
