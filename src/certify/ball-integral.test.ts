import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { boundPowerIntegral } from './ball-integral.js';

const oracle = decimalIntervalSystem(40);

describe('boundPowerIntegral', () => {
  it('is sharp on an interval around the point, and on either side of it, for every exponent below 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.constantFrom(1e-6, 0.5, 1, 3), (percent, radius) => {
        const exponent = percent / 100;
        const left = oracle.sub(oracle.literal('1'), oracle.fromNumber(exponent));
        // ∫_0^ρ r^{−a} dr = ρ^{1−a}/(1 − a).
        const half = oracle.div(oracle.pow(oracle.fromNumber(radius), left), left);
        const point = [decimalConstant('2')];
        const both = boundPowerIntegral(point, exponent, Float64Array.of(2 - radius, 2 + radius), radius);
        const one = boundPowerIntegral(point, exponent, Float64Array.of(2, 2 + radius), radius);
        expect(both).toBeGreaterThanOrEqual(2 * oracle.lower(half));
        expect(both).toBeLessThan(2 * oracle.upper(half) * (1 + 1e-10));
        expect(one).toBe(both / 2);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('is at least the integral over a disc, a quarter of it, and a ball: areas and volumes for exponent 0', () => {
    const plane = [decimalConstant('0'), decimalConstant('0')];
    expect(boundPowerIntegral(plane, 0, Float64Array.of(-1, 1, -1, 1), 1)).toBeGreaterThanOrEqual(Math.PI);
    expect(boundPowerIntegral(plane, 0, Float64Array.of(-1, 1, -1, 1), 1)).toBeLessThan(Math.PI * (1 + 1e-7));
    expect(boundPowerIntegral(plane, 0, Float64Array.of(0, 1, -1, 0), 1)).toBeGreaterThanOrEqual(Math.PI / 4);
    const space = [...plane, decimalConstant('0')];
    const box = Float64Array.of(-1, 1, -1, 1, -1, 1);
    expect(boundPowerIntegral(space, 0, box, 1)).toBeGreaterThanOrEqual((4 / 3) * Math.PI);
    // ∫ 1/r over the unit ball is 2π.
    expect(boundPowerIntegral(space, 1, box, 1)).toBeGreaterThanOrEqual(2 * Math.PI);
  });

  it('is at least the volume of the unit ball in up to 20 dimensions', () => {
    // V_g = 2π/g · V_{g−2}.
    const volumes = [1, 2];
    for (let g = 2; g <= 20; g++) volumes.push(((2 * Math.PI) / g) * volumes[g - 2]!);
    for (let g = 1; g <= 20; g++) {
      const point = Array.from({ length: g }, () => decimalConstant('0'));
      const box = Float64Array.from({ length: 2 * g }, (_, i) => (i % 2 === 0 ? -1 : 1));
      // One part in 10^9 for the rounding of this recursion.
      expect(boundPowerIntegral(point, 0, box, 1)).toBeGreaterThanOrEqual(volumes[g]! * (1 - 1e-9));
    }
  });

  it('is infinite where the power is not integrable', () => {
    const box = Float64Array.of(-1, 1);
    expect(boundPowerIntegral([decimalConstant('0')], 1, box, 1)).toBe(Infinity);
    expect(boundPowerIntegral([decimalConstant('0')], 1.5, box, 1)).toBe(Infinity);
  });
});
