import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmax } from '../attention/softmax.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { nextUp } from '../numeric/directed.js';
import { interval, point } from '../numeric/interval.js';
import { LEAD_ERROR, UnitMean } from './unit-mean.js';

const system = decimalIntervalSystem(50);
const exact = (x: number): DecimalInterval => system.fromNumber(x);

/** `Σ w_k k − u` with 50 digits, all keys summed. */
function leadOf(keys: number, kappa: number, u: number): DecimalInterval {
  const scores = Array.from({ length: keys }, (_, k) =>
    system.neg(system.mul(exact(kappa), system.powInteger(system.sub(exact(u), exact(k)), 2))),
  );
  const mean = softmax(system, scores).reduce(
    (sum, weight, k) => system.add(sum, system.mul(weight, exact(k))),
    exact(0),
  );
  return system.sub(mean, exact(u));
}

describe('UnitMean', () => {
  it('for every number of keys, every sharpness from ½ on and every query from −1 to N, errs by at most 2^−41', () => {
    const setting = fc.record({
      keys: fc.integer({ min: 1, max: 30 }),
      kappa: fc.oneof(fc.constantFrom(0.5, 1, 2.7, 16, 400, 1e6), fc.double({ min: 0.5, max: 40, noNaN: true })),
      share: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)),
      half: fc.boolean(),
    });
    fc.assert(
      fc.property(setting, ({ keys, kappa, share, half }) => {
        const anywhere = -1 + share * (keys + 1);
        // Ties of two keys, where weights matter most, and their neighbours.
        const u = half ? nextUp(Math.max(-1, Math.floor(anywhere) + 0.5)) : anywhere;
        fc.pre(u <= keys);
        const mean = new UnitMean(keys, point(kappa));
        expect(mean.isUsable).toBe(true);
        const difference = system.abs(system.sub(exact(mean.lead(u)), leadOf(keys, kappa, u)));
        expect(system.lessOrEqual(difference, exact(LEAD_ERROR))).toBe(true);
      }),
      { numRuns: 300, seed: 41 },
    );
  });

  it('declines what its error bound does not cover', () => {
    expect(new UnitMean(5, point(0.49)).isUsable).toBe(false);
    expect(new UnitMean(5, interval(1, 1 + 2 ** -49)).isUsable).toBe(false);
    expect(new UnitMean(5, interval(1, Infinity)).isUsable).toBe(false);
    expect(new UnitMean(5, interval(1, nextUp(1))).isUsable).toBe(true);
  });
});
