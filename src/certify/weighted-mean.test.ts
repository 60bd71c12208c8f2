import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { exactDecimal } from '../numeric/decimal-text.js';
import { boundWeightedMean } from './weighted-mean.js';

const Exact = Decimal.clone({ precision: 80 });

/** The exact value: a Decimal made from a double would take its shortest decimal text. */
const exactly = (x: number) => new Exact(exactDecimal(x));

interface Key {
  readonly lower: number;
  readonly upper: number;
  readonly value: number;
}

/** The supremum exactly (80 digits): at the optimum the keys above some value take their upper weights. */
function supremum(keys: readonly Key[], farWeight: number, farValue: number): Decimal {
  const all = farWeight > 0 ? [...keys, { lower: 0, upper: farWeight, value: farValue }] : keys;
  let best = new Exact(-Infinity);
  for (const threshold of all) {
    let numerator = new Exact(0);
    let denominator = new Exact(0);
    for (const { lower, upper, value } of all) {
      const weight = value >= threshold.value ? upper : lower;
      numerator = numerator.plus(exactly(weight).times(exactly(value)));
      denominator = denominator.plus(exactly(weight));
    }
    best = Exact.max(best, numerator.div(denominator));
  }
  return best;
}

// Dyadic numbers of few digits: products and sums of them are exact in 80 digits.
const weight = fc.oneof(fc.integer({ min: 0, max: 2 ** 30 }), fc.integer({ min: 0, max: 8 })).map((k) => k / 2 ** 30);
const value = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((k) => k / 2 ** 20);
const key: fc.Arbitrary<Key> = fc
  .record({ a: weight, b: weight, value })
  .map(({ a, b, value: v }) => ({ lower: Math.min(a, b), upper: Math.max(a, b), value: v }));

const bound = (keys: readonly Key[], farWeight: number, farValue: number): number =>
  boundWeightedMean(
    keys.length,
    Float64Array.from(keys, ({ lower }) => lower),
    Float64Array.from(keys, ({ upper }) => upper),
    Float64Array.from(keys, (k) => k.value),
    farWeight,
    farValue,
    0,
  );

describe('boundWeightedMean', () => {
  it('for every box of weights with a key of weight 1, is at least the exact supremum and nearly attained', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 30 }), value, weight, value, (others, reference, farWeight, farValue) => {
        const keys = [{ lower: 1, upper: 1, value: reference }, ...others];
        const exact = supremum(keys, farWeight, farValue);
        const found = bound(keys, farWeight, farValue);
        expect(exact.lte(exactly(found))).toBe(true);
        // Total weight ≤ 32, values within 1024: the slack is at most 2·2^-53·(count + 6)·32·2048 < 1e-9.
        expect(exact.plus(1e-9).gte(found)).toBe(true);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('returns the value itself when all values are equal, without slack', () => {
    expect(
      bound(
        [
          { lower: 1, upper: 1, value: 0 },
          { lower: 0, upper: 1, value: 0 },
        ],
        0.5,
        0,
      ),
    ).toBe(0);
  });

  it('never exceeds the largest value, and is infinite for a value that is not a number', () => {
    expect(
      bound(
        [
          { lower: 1, upper: 1, value: 0.1 },
          { lower: 0, upper: 1e-300, value: 0.3 },
        ],
        0,
        0,
      ),
    ).toBeLessThan(0.3);
    expect(
      bound(
        [
          { lower: 1, upper: 1, value: 0 },
          { lower: 0, upper: 1, value: NaN },
        ],
        0,
        0,
      ),
    ).toBe(Infinity);
    expect(bound([{ lower: 1, upper: 1, value: 0 }], 1, Infinity)).toBe(Infinity);
    expect(bound([{ lower: 1, upper: 1, value: 0 }], 1, NaN)).toBe(Infinity);
  });

  it('counts far keys: their weight times their value moves the bound', () => {
    expect(bound([{ lower: 1, upper: 1, value: 0 }], 1, 1)).toBeGreaterThanOrEqual(0.5);
  });
});
