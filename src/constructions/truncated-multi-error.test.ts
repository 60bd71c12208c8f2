import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { point } from '../numeric/interval.js';
import { truncatedMultiError } from './truncated-multi-error.js';
import { truncatedMulti, truncatedMultiEvaluator } from './truncated-multi.js';
import { truncate } from './truncated-range.js';

const oracle = decimalIntervalSystem(60);

const setting = fc.record({
  tokens: fc.integer({ min: 3, max: 6 }),
  heads: fc.integer({ min: 1, max: 4 }),
  kappa: fc.constantFrom(0.0001, 0.1, 0.75, 2, 8, 100, 5000),
  a: fc.constantFrom(0, 1, -2.5, 7, -300, 100_000),
  shiftInvariant: fc.boolean(),
});
const coordinate = fc.oneof(
  fc.integer({ min: -12, max: 80 }).map((k) => k / 4),
  fc.double({ min: -3, max: 19, noNaN: true }),
);

describe('the enclosure of the error of multi-head truncated attention', () => {
  it('for every layer, interval of queries, rays included, and point of it, contains the error with 60 digits', () => {
    fc.assert(
      fc.property(
        setting,
        coordinate,
        fc.constantFrom(0, 2 ** -30, 0.01, 0.5, 3, Infinity),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        ({ tokens, heads, kappa, a, shiftInvariant }, end, length, share, leftwards) => {
          // Δ = 1: then y = a + t, β = κ and α = a.
          const construction = truncatedMulti({
            lower: decimalConstant(exactDecimal(a)),
            upper: decimalConstant(exactDecimal(a + (tokens - 2) * heads)),
            tokens,
            heads,
            inverseTemperature: decimalConstant(exactDecimal(kappa)),
            shiftInvariant,
          });
          const [lower, upper] = leftwards ? [end - length, end] : [end, end + length];
          const inner = length === Infinity ? end + (leftwards ? -40 : 40) * share : lower + (upper - lower) * share;
          const t = Math.min(upper, Math.max(lower, inner));
          const y = oracle.add(oracle.fromNumber(a), oracle.fromNumber(t));
          const error = oracle.sub(truncatedMultiEvaluator(oracle, construction)(y), truncate(oracle, construction, y));
          const enclose = truncatedMultiError({
            tokens,
            heads,
            sharpness: point(kappa),
            origin: point(shiftInvariant ? 0 : a),
          });
          const { lo, hi } = enclose(lower, upper);
          expect(oracle.less(error, oracle.fromNumber(lo))).not.toBe(true);
          if (hi < Infinity) expect(oracle.less(oracle.fromNumber(hi), error)).not.toBe(true);
          if (length === 0 && kappa >= 0.75) {
            // A mean of 6 values spread over 16 has slack 2^-52·12·6·16 at either end; 4 heads: 2^-52·2^13.2. Weights that
            // matter are within 2^-45, which the values and (α + c)(C − 1), at most about the error, multiply.
            const size = 1 + Math.abs(oracle.toNumber(error));
            expect(hi - lo).toBeLessThan(2 ** -37 * size);
          }
        },
      ),
      { numRuns: 150, seed: 21 },
    );
  });
});
