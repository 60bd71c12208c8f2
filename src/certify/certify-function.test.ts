import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, interval, intervalSystem as system, type Interval } from '../numeric/interval.js';
import { certifyFunction } from './certify-function.js';

/** Σ c_i x^i by Horner's scheme: an enclosure, wide for wide arguments. */
const polynomial =
  (coefficients: readonly number[]) =>
  (lower: number, upper: number): Interval =>
    coefficients.reduceRight(
      (sum, c) => system.add(system.mul(sum, interval(lower, upper)), system.fromNumber(c)),
      system.literal('0'),
    );

const exponential = (lower: number, upper: number): Interval =>
  system.exp(system.neg(system.abs({ lo: lower, hi: upper, defined: true })));

describe('certifyFunction', () => {
  it('for every polynomial, encloses every sampled magnitude and meets its tolerance', () => {
    const small = fc.integer({ min: -8, max: 8 });
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 5 }), small, fc.nat(6), (coefficients, lower, length) => {
        const g = polynomial(coefficients);
        const found = certifyFunction(g, lower, lower + length, { relative: 0.01 });
        expect(found.status).toBe('converged');
        expect(found.upper - found.lower).toBeLessThanOrEqual(Math.max(0.01 * found.lower, 1e-12));
        for (let i = 0; i <= 40; i++) {
          const value = g(lower + (length * i) / 40, lower + (length * i) / 40);
          expect(Math.max(value.lo, -value.hi)).toBeLessThanOrEqual(found.upper);
        }
        const there = system.abs(g(found.witness, found.witness));
        expect(there.hi).toBeGreaterThanOrEqual(found.lower);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('finds the maximum of x(1 − x), attained inside', () => {
    const found = certifyFunction(polynomial([0, 1, -1]), 0, 1, { relative: 1e-6 });
    expect(found.lower).toBeLessThanOrEqual(0.25);
    expect(found.upper).toBeGreaterThanOrEqual(0.25);
    expect(found.upper).toBeLessThan(0.250001);
  });

  it('decides a goal, on either side, with less work than an enclosure takes', () => {
    const g = polynomial([0, 1, -1]);
    expect(certifyFunction(g, 0, 1, { goal: 0.3 }).status).toBe('goal-met');
    expect(certifyFunction(g, 0, 1, { goal: 0.2499 }).status).toBe('goal-exceeded');
    expect(certifyFunction(g, 0, 1, { goal: 2 }).boxes).toBe(1);
  });

  it('covers half lines and the whole line', () => {
    for (const [lower, upper, sup] of [
      [-Infinity, Infinity, 1],
      [3, Infinity, 0.049787068367863944],
      [-Infinity, -3, 0.049787068367863944],
    ] as const) {
      const found = certifyFunction(exponential, lower, upper, { relative: 1e-9 });
      expect(found.status).toBe('converged');
      expect(found.lower).toBeLessThanOrEqual(sup * (1 + 2 ** -50));
      expect(found.upper).toBeGreaterThanOrEqual(sup * (1 - 2 ** -50));
    }
  });

  it('cuts where it is told to, so that a kink costs nothing', () => {
    const kink = (lower: number, upper: number): Interval =>
      system.abs(system.sub(interval(lower, upper), system.fromNumber(0.3)));
    expect(certifyFunction(kink, 0, 1, { cuts: [0.3, 7], goal: 0.75 }).boxes).toBe(2);
  });

  it('never claims more than is known: nothing where g is empty or undefined, and never beyond its budget', () => {
    expect(certifyFunction(() => EMPTY, 0, 1, { goal: 1 })).toMatchObject({ lower: 0, upper: Infinity, witness: NaN });
    const reciprocal = (lower: number, upper: number): Interval =>
      system.div(system.literal('1'), interval(lower, upper));
    const pole = certifyFunction(reciprocal, -1, 1, { boxes: 100 });
    expect(pole.upper).toBe(Infinity);
    expect(pole.status).toBe('budget');
    expect(pole.boxes).toBeLessThanOrEqual(100);
    expect(certifyFunction(polynomial([2]), 5, 5)).toMatchObject({ lower: 2, upper: 2, status: 'converged' });
    expect(() => certifyFunction(reciprocal, 1, 0)).toThrow(RangeError);
  });
});
