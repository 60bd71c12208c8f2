import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Screening } from './screening.js';

const errors = fc.array(
  fc.record({ exact: fc.double({ min: 0, max: 1, noNaN: true }), share: fc.double({ min: -1, max: 1, noNaN: true }) }),
  { minLength: 1, maxLength: 200 },
);

describe('screening', () => {
  it('keeps a query with the largest error, and bounds all others, for all errors that are known up to a bound', () => {
    fc.assert(
      fc.property(errors, fc.constantFrom(0, 0.01, 0.5), fc.integer({ min: 1, max: 300 }), (queries, bound, most) => {
        const screening = new Screening(most);
        queries.forEach(({ exact, share }, query) => screening.add({ query, error: exact + share * bound, bound }));
        const { candidates, others } = screening.finish();
        const kept = new Set(candidates.map(({ query }) => query));
        expect(candidates.length).toBeLessThanOrEqual(most);
        // The sums are rounded.
        queries.forEach(({ exact }, i) => expect(kept.has(i) || exact <= others + 1e-15).toBe(true));
        if (most < queries.length) return;
        const largest = Math.max(...queries.map(({ exact }) => exact));
        const found = Math.max(...candidates.map(({ query }) => queries[query]!.exact));
        expect(found).toBeGreaterThanOrEqual(largest - 1e-15);
      }),
    );
  });

  it('keeps what is no number or has no bound, however large other errors are', () => {
    const screening = new Screening(3);
    screening.add({ query: 5, error: NaN, bound: 0 });
    screening.add({ query: 9, error: 1, bound: Infinity });
    screening.add({ query: 7, error: 100, bound: 0.5 });
    screening.add({ query: 8, error: 2, bound: 0.5 });
    const { candidates, others } = screening.finish();
    expect(candidates.map(({ query }) => query)).toEqual([5, 7, 9]);
    expect(others).toBe(2.5);
  });
});
