import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import { AttentionError } from './attention-error.js';
import { axisKernel, axisWeights, MAX_KEPT_PER_AXIS } from './axis-weights.js';

const oracle = decimalIntervalSystem(40);

function gridAxis(lower: string, upper: string, cells: number): Parameters<typeof axisKernel>[1] {
  return { axis: { lower: decimalConstant(lower), upper: decimalConstant(upper) }, cells };
}

/** κ = Rs² from far too soft to far too sharp; points in quarter cells from the lower end, some outside. */
const cases = fc.record({
  cells: fc.integer({ min: 1, max: 40 }),
  kappa: fc.constantFrom(1e-4, 0.03, 0.5, 2, 9, 55, 1e4),
  quarters: fc.integer({ min: -12, max: 172 }),
  negligible: fc.constantFrom(1e-20, 1e-6, 1e-2, 0.2, 1, 5),
});

describe('the weights of one axis', () => {
  it('are those of all keys, up to the mass that is declared dropped, for every point, grid and threshold', () => {
    let dropping = 0;
    fc.assert(
      fc.property(cases, ({ cells, kappa, quarters, negligible }) => {
        // s = 1/2, so R = 4κ.
        const kernel = axisKernel(oracle, gridAxis('-1', String(cells / 2 - 1), cells), oracle.fromNumber(4 * kappa));
        const u = oracle.fromNumber(-1 + quarters / 8);
        const all = axisWeights(oracle, kernel, u, 0);
        expect(all.weights).toHaveLength(cells);
        expect(all.dropped).toBeUndefined();
        const some = axisWeights(oracle, kernel, u, negligible);
        const zero = oracle.literal('0');
        const mass = all.weights.reduce((sum, weight, k) => {
          const isKept = k >= some.first && k < some.first + some.weights.length;
          return isKept ? sum : oracle.add(sum, weight);
        }, zero);
        const bound = some.dropped ?? zero;
        expect(oracle.less(bound, mass)).not.toBe(true);
        if (some.dropped === undefined) expect(some.weights).toHaveLength(cells);
        else {
          dropping++;
          expect(oracle.upper(bound)).toBeGreaterThanOrEqual(oracle.lower(mass));
        }
        // Kept weights are the true ones divided by the kept mass.
        const kept = oracle.sub(oracle.literal('1'), mass);
        some.weights.forEach((weight, i) => {
          expect(oracle.equal(oracle.mul(weight, kept), all.weights[some.first + i]!)).not.toBe(false);
        });
      }),
      { numRuns: 100 },
    );
    expect(dropping).toBeGreaterThan(15);
  });

  it('follow the definition exp(−(R/2)(u − c_k)²), normalised, for every point and grid', () => {
    fc.assert(
      fc.property(cases, ({ cells, kappa, quarters }) => {
        const R = oracle.fromNumber(4 * kappa);
        const kernel = axisKernel(oracle, gridAxis('-1', String(cells / 2 - 1), cells), R);
        const u = oracle.fromNumber(-1 + quarters / 8);
        const half = oracle.neg(oracle.div(R, oracle.literal('2')));
        const terms = Array.from({ length: cells }, (_, k) => {
          const distance = oracle.sub(u, oracle.fromNumber(-1 + (k + 0.5) / 2));
          return oracle.exp(oracle.mul(half, oracle.powInteger(distance, 2)));
        });
        const sum = terms.reduce((total, term) => oracle.add(total, term));
        axisWeights(oracle, kernel, u, 0).weights.forEach((weight, k) => {
          expect(oracle.equal(weight, oracle.div(terms[k]!, sum))).not.toBe(false);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('of 2³¹ cells are those of a handful of keys, in every system', () => {
    const axis = gridAxis('0', '1', 2 ** 31);
    const kappa = 55;
    const R = kappa * 4 ** 31;
    const interval = axisWeights(
      intervalSystem,
      axisKernel(intervalSystem, axis, intervalSystem.fromNumber(R)),
      intervalSystem.fromNumber(0.3),
      1e-18,
    );
    const float64 = axisWeights(float64System, axisKernel(float64System, axis, R), 0.3, 1e-18);
    for (const { first, nearest, weights } of [interval, float64]) {
      expect(nearest).toBe(Math.floor(0.3 * 2 ** 31));
      expect(weights.length).toBeLessThan(10);
      expect(first + weights.length).toBeGreaterThan(nearest);
    }
    expect(intervalSystem.upper(interval.dropped!)).toBeLessThan(1e-15);
  });

  it('keep the point of ties: both keys of a border weigh the same', () => {
    const { weights } = axisWeights(float64System, axisKernel(float64System, gridAxis('0', '1', 2), 8), 0.5, 0);
    expect(weights).toEqual([0.5, 0.5]);
  });

  it('find the nearest key far from 0, where doubles cannot tell the keys apart', () => {
    const kernel = axisKernel(oracle, gridAxis('1e20', '100000000000000000001', 10), oracle.literal('1e4'));
    const { nearest } = axisWeights(oracle, kernel, oracle.literal('100000000000000000000.75'), 1e-3);
    expect(nearest).toBe(7);
  });

  it('of a one-point axis are a single 1, however many cells it has', () => {
    for (const [lower, upper] of [
      ['0.1', '0.1'],
      ['0.5', '5e-1'],
    ] as const) {
      const kernel = axisKernel(intervalSystem, gridAxis(lower, upper, 2 ** 31), intervalSystem.fromNumber(1));
      const { weights } = axisWeights(intervalSystem, kernel, intervalSystem.fromNumber(3), 0);
      expect(weights).toEqual([intervalSystem.literal('1')].map((one) => intervalSystem.div(one, one)));
    }
  });

  it('enclose those of every point of a box', () => {
    const kernel = axisKernel(intervalSystem, gridAxis('0', '1', 12), intervalSystem.fromNumber(2000));
    const box = intervalSystem.hull(intervalSystem.fromNumber(0.3), intervalSystem.fromNumber(0.45));
    const wide = axisWeights(intervalSystem, kernel, box, 1e-3);
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 0.45, noNaN: true }), (u) => {
        const all = axisWeights(intervalSystem, kernel, intervalSystem.fromNumber(u), 0);
        let mass = 0;
        all.weights.forEach((weight, k) => {
          const enclosure = wide.weights[k - wide.first];
          if (enclosure === undefined) mass += intervalSystem.lower(weight);
          else expect(intervalSystem.lower(weight)).toBeLessThanOrEqual(intervalSystem.upper(enclosure));
        });
        // A sum of 12 lower ends by doubles exceeds the mass by at most 12 rounding errors of it.
        expect(mass * (1 - 12 * 2 ** -52)).toBeLessThanOrEqual(intervalSystem.upper(wide.dropped!));
      }),
      { numRuns: 50 },
    );
  });

  it('are refused for coordinates that are not finite, and for more keys than can be summed', () => {
    const kernel = axisKernel(float64System, gridAxis('0', '1', 2 ** 31), 1);
    for (const u of [NaN, Infinity]) expect(() => axisWeights(float64System, kernel, u, 0)).toThrow(AttentionError);
    expect(() => axisWeights(float64System, kernel, 0.5, 1e-18)).toThrow(String(MAX_KEPT_PER_AXIS));
  });
});
