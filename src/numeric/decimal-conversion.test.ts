import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalContext, privateDecimal } from './decimal-context.js';
import {
  boundsOfNumber,
  doubleAbove,
  doubleBelow,
  numeralOfScaled,
  outward,
  scaledFromDecimal,
  scaledFromLiteral,
  scaledFromNumber,
} from './decimal-conversion.js';
import { exactDecimal, parseDown, parseUp } from './decimal-text.js';

const Exact = privateDecimal(2000, Decimal.ROUND_HALF_EVEN);
const numerals = fc
  .tuple(fc.bigInt({ min: -(10n ** 45n), max: 10n ** 45n }), fc.integer({ min: -400, max: 400 }))
  .map(([m, tens]) => `${m}e${tens}`);
const runs = { numRuns: 500, seed: 9 };

describe('conversions between decimals, doubles and scaled integers', () => {
  it('for every decimal, lead there and back exactly, without trailing zeros', () => {
    fc.assert(
      fc.property(numerals, (text) => {
        const decimal = new Exact(text);
        const scaled = scaledFromDecimal(decimal);
        expect(new Exact(numeralOfScaled(scaled)).eq(decimal)).toBe(true);
        expect(new Exact(numeralOfScaled(scaledFromLiteral(text))).eq(decimal)).toBe(true);
        expect(scaled.m === 0n || scaled.m % 10n !== 0n).toBe(true);
      }),
      runs,
    );
  });

  it('for every double, give its exact digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(new Exact(numeralOfScaled(scaledFromNumber(x))).eq(exactDecimal(x))).toBe(true);
        const { lo, hi } = boundsOfNumber(x, decimalContext(1000));
        expect(lo.eq(exactDecimal(x)) && hi.eq(lo)).toBe(true);
      }),
      runs,
    );
  });

  it('for every decimal, find the neighbouring doubles, as the reader of literals does', () => {
    fc.assert(
      fc.property(numerals, (text) => {
        expect([doubleBelow(new Exact(text)), doubleAbove(new Exact(text))]).toEqual([parseDown(text), parseUp(text)]);
      }),
      runs,
    );
  });

  it('for every scaled integer and precision, round outward to the nearest decimals on either side', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
        fc.integer({ min: -300, max: 300 }),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 2, max: 60 }),
        (m, twos, tens, digits) => {
          const exact = new Exact(numeralOfScaled({ m, twos, tens }));
          const { lo, hi } = outward({ lo: m, hi: m, twos, tens }, decimalContext(digits));
          expect(lo.eq(exact.toSD(digits, Decimal.ROUND_FLOOR))).toBe(true);
          expect(hi.eq(exact.toSD(digits, Decimal.ROUND_CEIL))).toBe(true);
        },
      ),
      runs,
    );
  });
});
