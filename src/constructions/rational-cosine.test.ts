import fc from 'fast-check';
import { expect, it } from 'vitest';
import { oracle, overlap, ratio, width } from '../../properties/support/expansion-oracle.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { rationalCosines } from './rational-cosine.js';

it('encloses cos(π·r/q) for all integers r and q', () => {
  fc.assert(
    fc.property(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 60 }), (numerator, denominator) => {
      const value = rationalCosines(oracle, denominator)(numerator);
      const truth = oracle.cos(oracle.mul(oracle.constant('PI'), ratio(numerator, denominator)));
      expect(overlap(value, truth)).toBe(true);
      // π, the argument and the function, each within a few units of the 40th digit.
      expect(width(value)).toBeLessThan(1e-38);
    }),
    { numRuns: 300, seed: 1 },
  );
});

it('is exact at the rational values, whatever the turn and the denominator', () => {
  for (const denominator of [1, 2, 3, 6, 12]) {
    const cosine = rationalCosines(exactSystem, denominator);
    for (let turn = -2; turn <= 2; turn++) {
      const at = (numerator: number) => cosine(numerator + 2 * turn * denominator).toString();
      expect([at(0), at(denominator)]).toEqual(['1', '-1']);
      if (denominator % 2 === 0) expect([at(denominator / 2), at((3 * denominator) / 2)]).toEqual(['0', '0']);
      if (denominator % 3 !== 0) continue;
      const third = denominator / 3;
      expect([third, 2 * third, 4 * third, 5 * third].map(at)).toEqual(['0.5', '-0.5', '-0.5', '0.5']);
    }
  }
});

it('is sharp relative to the value near its zero', () => {
  for (const denominator of [201, 2001, 200_001]) {
    const { lo, hi } = rationalCosines(intervalSystem, denominator)((denominator - 1) / 2);
    expect(lo).toBeGreaterThan(0);
    // π, a product, a quotient and the sine: a handful of roundings of 2^-53 each.
    expect((hi - lo) / lo).toBeLessThan(16 * 2 ** -53);
  }
});
