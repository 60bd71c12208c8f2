import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Budget } from './claim.js';
import { gradientStep as claim } from './gradient-step.js';
import type { GradientCase } from './support/gradient-case.js';

const budget: Budget = { boxes: 20_000, digits: 100 };
const [atTheEnd, unlike] = claim.edgeCases as readonly [GradientCase, GradientCase];

describe('the claim gradient-step', () => {
  it('certifies every edge case and random cases, enough of them substantial', () => {
    const random = fc.sample(claim.arbitrary, { seed: 1, numRuns: 40 });
    const results = [...claim.edgeCases, ...random].map((input) => claim.decide(input, budget));
    expect(results.map(({ verdict }) => verdict)).toEqual(results.map(() => 'certified'));
    expect(
      results.slice(claim.edgeCases.length).filter(({ substantial, method }) => substantial && method === 'enclosure')
        .length,
    ).toBeGreaterThanOrEqual(15);
  });

  it('is tight: the ratio tends to 1 for a sharp partition and a residual at the end of its grid', () => {
    const sharp = claim.decide({ ...atTheEnd, inverseTemperature: '1000000000' }, budget);
    expect(sharp.verdict).toBe('certified');
    // Error Δ/2, bound (Δ²/4 + 1/(2β))^{1/2}: 1 − ratio is about 1/(βΔ²) = 64/1e9.
    expect(sharp.ratio).toBeGreaterThan(1 - 1e-7);
  });

  it('decides equal sides exactly: one cell, no step, no features, no residuals', () => {
    for (const [change, ratio] of [
      [{ cells: 1 }, 1],
      [{ cells: 1, loss: { kind: 'huber', threshold: '3' } }, 1],
      [{ stepSize: '0' }, 0],
      [{ examples: [{ x: ['0'], y: '1' }] }, 0],
      [{ examples: [{ x: ['1'], y: '0' }] }, 0],
    ] as const) {
      const result = claim.decide({ ...atTheEnd, ...change }, budget);
      expect([result.verdict, result.method]).toEqual(['certified', 'exact']);
      expect(result.ratio).toBeCloseTo(ratio, 12);
      expect(result.note).toMatch(/\w/);
    }
  });

  it('needs a mask beyond βB²: with M = 30 the error is 7/16, where a mask of order ln(1/ε) promises 1/15', () => {
    const leaking: GradientCase = { ...unlike, inverseTemperature: '1000', mask: { perSquare: '0', extra: '30' } };
    const result = claim.decide(leaking, budget);
    expect(result.verdict).toBe('certified');
    // Half of ψ(15/16)x_1 leaks into the block of r_2 = 0; ψ(r_1) itself is short by 1/16.
    expect(Number(result.observed.lower)).toBeCloseTo(7 / 16, 9);
    const mutant = claim.mutants.find(({ id }) => id === 'mask-ignores-residuals');
    const refuted = mutant?.decide(leaking, budget);
    expect(refuted?.verdict).toBe('refuted');
    // (Δ²/4 + 1/(2β))^{1/2} with Δ/2 = 1/16, and λ = 16e^(−30).
    expect(Number(refuted?.bound)).toBeLessThan(1 / 15);
    const masked = claim.decide({ ...leaking, mask: { perSquare: '1', extra: '45' } }, budget);
    expect(Number(masked.observed.upper)).toBeLessThan(Number(masked.bound));
    expect(Number(masked.bound)).toBeLessThan(0.07);
  });

  it('says nothing where a residual lies outside [−B, B]', () => {
    const result = claim.decide({ ...atTheEnd, bound: { room: '0.5', least: '0' } }, budget);
    expect(result.verdict).toBe('inconclusive');
    expect(result.note).toContain('outside [−B, B]');
  });

  it('has every mutant refuted within 100 cases, at a small case', () => {
    for (const mutant of claim.mutants) {
      const found = fc.check(
        fc.property(mutant.arbitrary ?? claim.arbitrary, (input) => mutant.decide(input, budget).verdict !== 'refuted'),
        { seed: 1, numRuns: 100, examples: claim.edgeCases.map((input): [GradientCase] => [input]) },
      );
      expect([mutant.id, found.failed]).toEqual([mutant.id, true]);
      const small = found.counterexample?.[0];
      expect(small?.examples.length).toBeLessThanOrEqual(2);
      expect(small?.weights.length).toBe(1);
    }
  });
});
