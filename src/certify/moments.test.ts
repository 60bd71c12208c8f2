import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { boundSecondMoment } from './moments.js';

const system = decimalIntervalSystem(40);

/** E(c_J − u)²/s² for `u` at `v` cell widths from the first end, in 40 digits: a lower end. */
function moment(cells: number, kappa: number, v: number): number {
  let weight = system.literal('0');
  let sum = system.literal('0');
  for (let k = 0; k < cells; k++) {
    const square = system.powInteger(system.sub(system.fromNumber(v), system.fromNumber(k + 0.5)), 2);
    const rho = system.exp(system.mul(system.fromNumber(-kappa / 2), square));
    weight = system.add(weight, rho);
    sum = system.add(sum, system.mul(rho, square));
  }
  return system.lower(system.div(sum, weight));
}

describe('boundSecondMoment', () => {
  it('for every number of cells and every κ, is at least the moment anywhere on the axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 2 }),
        (cells, exponent, shares) => {
          const kappa = 10 ** exponent;
          const bound = boundSecondMoment(cells, [kappa, kappa]);
          for (const share of [...shares, 0, 1, 0.5, 1 / cells]) {
            expect(moment(cells, kappa, share * cells)).toBeLessThanOrEqual(bound);
          }
        },
      ),
      { numRuns: 25, seed: 4 },
    );
  });

  it('improves on the moment lemma, for sharp and for soft partitions', () => {
    for (const [cells, kappa] of [
      [10, 1e6],
      [10, 55],
      [100, 2],
      [16, 0.01],
    ] as const) {
      expect(boundSecondMoment(cells, [kappa, kappa])).toBeLessThan(0.25 + 1 / kappa);
    }
  });

  it('falls back to the moment lemma where windows would be too wide', () => {
    expect(boundSecondMoment(10_000, [1e-6, 1e-6])).toBeCloseTo(0.25 + 1e6, 3);
  });

  it('is a quarter for one cell: the centre against the ends', () => {
    const bound = boundSecondMoment(1, [3, 3]);
    expect(bound).toBeGreaterThanOrEqual(0.25);
    expect(bound).toBeLessThan(0.25 + 1e-9);
  });
});
