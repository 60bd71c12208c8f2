import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalSystem } from '../numeric/decimal.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import { approxWorkingPrecision } from './working-precision.js';

describe('the estimated working precision', () => {
  it('is the spacing of doubles near 1, and about as much for intervals of doubles', () => {
    expect(approxWorkingPrecision(float64System)).toBe(2 ** -52);
    expect(approxWorkingPrecision(intervalSystem)).toBeGreaterThanOrEqual(2 ** -52);
    expect(approxWorkingPrecision(intervalSystem)).toBeLessThanOrEqual(2 ** -48);
  });

  it('is 10^(1−p) for p decimal digits, and at most ten times that for intervals', () => {
    for (const digits of [2, 10, 50, 300]) {
      const spacing = Number(`1e${1 - digits}`);
      // Decimals become doubles rounded outward, by at most two of these.
      expect(Math.abs(approxWorkingPrecision(decimalSystem(digits)) / spacing - 1)).toBeLessThanOrEqual(2 ** -50);
      const enclosed = approxWorkingPrecision(decimalIntervalSystem(digits)) / spacing;
      expect(enclosed).toBeGreaterThan(0.99);
      expect(enclosed).toBeLessThanOrEqual(10);
    }
  });

  it('is the smallest double or 0 where the spacing is below the doubles', () => {
    expect(approxWorkingPrecision(decimalSystem(400))).toBeLessThanOrEqual(Number.MIN_VALUE);
  });
});
