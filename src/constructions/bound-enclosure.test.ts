import { describe, expect, it } from 'vitest';
import { parseErrorNorm, SUP_NORM } from '../approximation/error-norm.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { interpolationBound, normOfOne, pointwiseBound } from './bound-enclosure.js';

const oracle = decimalIntervalSystem(40);
const axis = (lower: string, upper: string) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) });
/** Of length 0.3 and 2: the volume is 0.6. */
const domain = [axis('0.1', '0.4'), axis('-1', '1')];

describe('the norm of 1', () => {
  it('is exactly 1 for the supremum, whatever the volume', () => {
    expect(normOfOne(domain, SUP_NORM)).toMatchObject({ lo: 1, hi: 1 });
  });

  it('is the p-th root of the volume in L_p, for every p', () => {
    for (const p of ['1', '1.5', '2', '4', '1000']) {
      const { lo, hi } = normOfOne(domain, parseErrorNorm(p)!);
      const root = oracle.pow(oracle.literal('0.6'), oracle.div(oracle.literal('1'), oracle.literal(p)));
      expect(lo).toBeLessThanOrEqual(oracle.upper(root));
      expect(hi).toBeGreaterThanOrEqual(oracle.lower(root));
      expect(hi / lo - 1).toBeLessThan(1e-12);
    }
  });
});

describe('a bound that holds at every point', () => {
  it('is itself in the sup norm, and grows with the norm of 1 at both ends in L_p', () => {
    const bound = { lower: 0.25, upper: 0.5, modulus: 'searched' } as const;
    expect(interpolationBound(bound, domain, SUP_NORM)).toEqual({ lower: 0.25, upper: 0.5, apart: 'modulus' });
    const { lower, upper, apart } = interpolationBound({ ...bound, modulus: 'declared' }, domain, parseErrorNorm('1')!);
    expect(apart).toBe('rounding');
    // 0.25·0.6 and 0.5·0.6.
    expect(lower).toBeLessThanOrEqual(0.15);
    expect(lower).toBeGreaterThan(0.15 - 1e-12);
    expect(upper).toBeGreaterThanOrEqual(0.3);
    expect(upper).toBeLessThan(0.3 + 1e-12);
    expect(pointwiseBound({ lo: 0, hi: 0, defined: true }, domain, parseErrorNorm('2')!)).toMatchObject({
      lo: 0,
      hi: 0,
    });
  });
});
