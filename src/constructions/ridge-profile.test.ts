import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expansionOf, sumArbitrary, type SumDescription } from '../../properties/support/ridge-cases.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { RidgeNumbers } from './relu-expansion.js';
import { RidgeProfile, ridgeSystem } from './ridge-profile.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number): DecimalInterval => oracle.fromNumber(x);
const shape = { width: 1, tokens: 1 };
const ridges = sumArbitrary({ inputs: [shape], outputs: [shape, { width: 2, tokens: 1 }], ridges: 1, pieces: 5 })
  .filter(({ ridges: list }) => list.length > 0)
  // The identity: then a box of the input is an interval of u.
  .map((sum): SumDescription => ({
    ...sum,
    ridges: sum.ridges.map((ridge) => ({ ...ridge, direction: ['1'], offset: '0' })),
  }));
const places = fc.oneof(
  fc.double({ min: -0.4, max: 2.4, noNaN: true }),
  fc.integer({ min: -2, max: 50 }).map((k) => k / 20),
);
const lengths = fc.constantFrom(0, 1e-12, 0.01, 0.3, 1.7);

/** `Σ_i α_i min(1, max(0, u − u_i))`, by the definition. */
function truncatedSum({ knots, slopes }: RidgeNumbers<DecimalInterval>, output: number, u: number): DecimalInterval {
  const row = slopes[output]!;
  return row.reduce((sum, slope, i) => {
    const coefficient = i === 0 ? slope : oracle.sub(slope, row[i - 1]!);
    const argument = oracle.sub(exact(u), knots[i]!);
    const value = oracle.min(oracle.literal('1'), oracle.max(oracle.literal('0'), argument));
    return oracle.add(sum, oracle.mul(coefficient, value));
  }, oracle.literal('0'));
}

describe('the profile of a ridge', () => {
  it('for every interval of every real u, contains the sum of truncated ReLUs, and its slopes all quotients', () => {
    fc.assert(
      fc.property(ridges, places, lengths, fc.tuple(fc.nat(8), fc.nat(8)), (sum, place, length, shares) => {
        const low = place + 0;
        const expansion = expansionOf(sum);
        const numbers = expansion.numbers(oracle).ridges[0]!;
        const profile = new RidgeProfile(expansion.numbers(ridgeSystem).ridges[0]!);
        const box = Float64Array.of(low, low + length);
        profile.locate(box);
        expect([profile.low, profile.high]).toEqual([...box]);
        const [p, q] = shares.map((share) => Math.min(box[1]!, low + (length * share) / 8)) as [number, number];
        for (let r = 0; r < expansion.outputs; r++) {
          const [atP, atQ] = [truncatedSum(numbers, r, p), truncatedSum(numbers, r, q)];
          profile.range(r);
          for (const value of [atP, atQ]) {
            expect(oracle.less(value, exact(profile.least))).not.toBe(true);
            expect(oracle.less(exact(profile.most), value)).not.toBe(true);
          }
          profile.slopes(r);
          const change = oracle.mul(
            { ...oracle.hull(exact(profile.least), exact(profile.most)) },
            oracle.sub(exact(q), exact(p)),
          );
          const difference = oracle.sub(atQ, atP);
          expect(oracle.less(difference, change)).not.toBe(true);
          expect(oracle.less(change, difference)).not.toBe(true);
        }
      }),
      { numRuns: 200, seed: 91 },
    );
  });

  it('for every interval, is attained up to rounding: at an end, or at a knot inside', () => {
    fc.assert(
      fc.property(ridges, places, lengths, (sum, low, length) => {
        const expansion = expansionOf(sum);
        const numbers = expansion.numbers(oracle).ridges[0]!;
        const profile = new RidgeProfile(expansion.numbers(ridgeSystem).ridges[0]!);
        profile.locate(Float64Array.of(low, low + length));
        const knots = numbers.knots.map(oracle.toNumber);
        const inside = [...knots, ...knots.map((knot) => knot + 1)].filter((u) => u > low && u < low + length);
        for (let r = 0; r < expansion.outputs; r++) {
          const values = [low, low + length, ...inside].map((u) => oracle.toNumber(truncatedSum(numbers, r, u)));
          profile.range(r);
          // Slopes up to 3 in size: values up to 3·5, a few roundings, and knots off by half a unit of 2.
          const slack = 2 ** -44;
          expect(profile.least).toBeGreaterThanOrEqual(Math.min(...values) - slack);
          expect(profile.most).toBeLessThanOrEqual(Math.max(...values) + slack);
        }
      }),
      { numRuns: 100, seed: 92 },
    );
  });
});
