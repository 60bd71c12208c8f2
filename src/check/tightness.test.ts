import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../theorems/claim.js';
import type { Counterexample } from './counterexample.js';
import type { CaseRecord } from './task.js';
import { addHistograms, ratioHistogram, tightestCase } from './tightness.js';

const resultOf = (ratio: number, changes: Partial<CaseResult> = {}): CaseResult => ({
  verdict: 'certified',
  method: 'enclosure',
  observed: { lower: ratio === 0 ? '0' : '1', upper: '1' },
  bound: '1',
  ratio,
  substantial: true,
  ...changes,
});

const ratios = fc.oneof(
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.constantFrom(0, 1, 0.05, 0.95, 1 - 2 ** -53, 1 + 2 ** -52, Infinity, NaN),
);

describe('the histogram of ratios', () => {
  test('counts every case once, and every bin those of its ratios, for all ratios', () => {
    fc.assert(
      fc.property(fc.array(ratios), (all) => {
        const { counts, above, undetermined } = ratioHistogram(all.map((ratio) => resultOf(ratio)));
        expect(counts.reduce((sum, count) => sum + count, above + undetermined)).toBe(all.length);
        expect(above).toBe(all.filter((ratio) => ratio > 1 && ratio < Infinity).length);
        // Edges k/20 are compared as the quotient is computed, rounded once.
        counts.forEach((count, i) => {
          const isIn = (ratio: number): boolean =>
            ratio > 0 && ratio <= 1 && Math.min(19, Math.floor(ratio * 20)) === i;
          expect(count).toBe(all.filter(isIn).length);
        });
      }),
    );
  });

  test('knows nothing of a case whose lower end is 0', () => {
    expect(ratioHistogram([resultOf(0)])).toMatchObject({ undetermined: 1 });
  });
});

test('histograms of shares add up to that of all cases', () => {
  fc.assert(
    fc.property(fc.array(ratios), fc.array(ratios), (one, other) => {
      const of = (all: readonly number[]) => ratioHistogram(all.map((ratio) => resultOf(ratio)));
      expect(addHistograms([of(one), of(other)])).toEqual(of([...one, ...other]));
    }),
  );
  const one = ratioHistogram([]);
  expect(addHistograms([one, undefined])).toBeUndefined();
  expect(addHistograms([one, { ...one, counts: [0] }])).toBeUndefined();
  expect(addHistograms([])).toBeUndefined();
});

describe('the tightest case', () => {
  const asDrawn = (index: number): Counterexample =>
    ({ case: { index }, description: `case ${index}` }) as unknown as Counterexample;
  const find = (results: readonly CaseResult[], order = results.map((_, i) => i)) => {
    const cases = new Map(
      order.map((index): [number, CaseRecord] => [index, { index, seconds: 0, result: results[index]! }]),
    );
    return tightestCase({ asDrawn }, cases)?.case;
  };

  test('is the first of the largest ratios, whatever order they came in', () => {
    const results = [0.3, 0.7, NaN, 0.7, 0].map((ratio) => resultOf(ratio));
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
        expect(find(results, order)).toEqual({ index: 1 });
      }),
    );
  });

  test('has enough behind it, where any case has', () => {
    expect(find([resultOf(1, { substantial: false }), resultOf(0.2)])).toEqual({ index: 1 });
    expect(find([resultOf(0.5, { substantial: false }), resultOf(0.2, { substantial: false })])).toEqual({ index: 0 });
  });

  test('is not refuted, and there may be none', () => {
    expect(find([resultOf(3, { verdict: 'refuted' }), resultOf(0.2)])).toEqual({ index: 1 });
    expect(find([resultOf(3, { verdict: 'refuted' }), resultOf(NaN)])).toBeUndefined();
  });
});
