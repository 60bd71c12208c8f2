import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmax } from '../attention/softmax.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { point, type Interval } from '../numeric/interval.js';
import { UnitKeys } from './unit-keys.js';

const system = decimalIntervalSystem(50);
const exact = (x: number): DecimalInterval => system.fromNumber(x);

/** `Σ w_k v_k` at `u` with 50 digits, all keys summed. */
function mean(keys: number, kappa: number, u: number, values: readonly number[]): DecimalInterval {
  const scores = Array.from({ length: keys }, (_, k) =>
    system.neg(system.mul(exact(kappa), system.powInteger(system.sub(exact(u), exact(k)), 2))),
  );
  return softmax(system, scores).reduce(
    (sum, weight, k) => system.add(sum, system.mul(weight, exact(values[k]!))),
    exact(0),
  );
}

function expectInside(value: DecimalInterval, { lo, hi }: Interval): void {
  expect(system.less(value, exact(lo))).not.toBe(true);
  expect(system.less(exact(hi), value)).not.toBe(true);
}

const kappas = fc.constantFrom(1e-6, 0.01, 0.3, 1, 2.7, 10, 55.3, 400, 1e5);
const setting = fc.record({ keys: fc.integer({ min: 1, max: 16 }), kappa: kappas, all: fc.boolean() });
const coordinate = fc.oneof(
  fc.integer({ min: -80, max: 140 }).map((k) => k / 4),
  fc.double({ min: -8, max: 40, noNaN: true }),
);

describe('UnitKeys', () => {
  it('for every interval and every point of it, encloses the mean offset and the mean of any values', () => {
    fc.assert(
      fc.property(
        setting,
        coordinate,
        fc.constantFrom(0, 2 ** -20, 0.1, 0.5, 1, 7, Infinity),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 30, maxLength: 30 }),
        fc.boolean(),
        ({ keys, kappa, all }, end, length, share, values, leftwards) => {
          const weights = new UnitKeys(keys, point(kappa), all);
          const [lower, upper] = leftwards ? [end - length, end] : [end, end + length];
          const inner = length === Infinity ? end + (leftwards ? -50 : 50) * share : lower + (upper - lower) * share;
          const u = Math.min(upper, Math.max(lower, inner));
          weights.enclose(lower, upper);
          const positions = values.map((_, k) => k);
          const offset = system.sub(mean(keys, kappa, u, positions), exact(weights.reference));
          expectInside(offset, weights.meanOffset());
          const window = Float64Array.from(values.slice(weights.first, weights.first + weights.count));
          expectInside(mean(keys, kappa, u, values), weights.mean(window, -9, 9));
        },
      ),
      { numRuns: 100, seed: 11 },
    );
  });

  it('for every point, encloses the mean offset up to rounding, all keys kept', () => {
    fc.assert(
      fc.property(setting, coordinate, ({ keys, kappa }, u) => {
        const weights = new UnitKeys(keys, point(kappa), true);
        weights.enclose(u, u);
        const { lo, hi } = weights.meanOffset();
        // The slack of the weighted mean, at either end 2^-52(N + 6) of N keys spread over N; and keys that matter have
        // exponents up to 42, so weights within 42·3·2^-52 < 2^-45.
        expect(hi - lo).toBeLessThanOrEqual(2 ** -50 * (keys + 7) * keys * keys + 2 ** -44 * keys);
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  it('leaves out keys that are far, whatever their number', () => {
    const weights = new UnitKeys(1_000_000, point(20));
    weights.enclose(499_999.75, 500_000);
    expect(weights.count).toBeLessThan(12);
    // By symmetry the mean at a key far from both ends is that key.
    const { lo, hi } = weights.meanOffset();
    expect(weights.reference).toBe(500_000);
    expect(hi).toBeGreaterThanOrEqual(0);
    expect(hi).toBeLessThan(1e-15);
    expect(lo).toBeLessThan(0);
    expect(lo).toBeGreaterThan(-0.01);
  });
});
