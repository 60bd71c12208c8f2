import { describe, expect, it } from 'vitest';
import { parseErrorNorm, SUP_NORM } from '../approximation/error-norm.js';
import { parseTarget } from '../expression/parse/index.js';
import { decimalConstant } from '../expression/real-constant.js';
import { averageTargetBound } from './average-target-bound.js';
import type { BoundEnclosure } from './bound-enclosure.js';
import { maxAffineAverage } from './max-affine-average.js';

const read = (body: string, more = '', domain = '[[0, 1]]', parameters = 'x: number') =>
  parseTarget(`export const domain = ${domain};\n${more}\nexport function target(${parameters}) { return ${body}; }`);

/** The bound contains the exact number, and both ends are within a part of it. */
function expectNear({ lower, upper }: BoundEnclosure, exact: number, part: number): void {
  // `exact` is within a few roundings of the real number.
  expect(lower).toBeLessThanOrEqual(exact * (1 + 1e-14));
  expect(upper).toBeGreaterThanOrEqual(exact * (1 - 1e-14));
  expect(lower).toBeGreaterThan(exact * (1 - part));
  expect(upper).toBeLessThan(exact * (1 + part));
}

describe('the bound of a layer of averages', () => {
  it('of f(x) = x with one cell, in every norm: τ = 1/√3, as μ = 0', async () => {
    const target = await read('x', 'export const modulus = { lipschitz: 1 };');
    const layer = maxAffineAverage(target, { cells: 1, inverseTemperature: decimalConstant('7') });
    for (const norm of ['inf', '1', '2', '4']) {
      const bound = averageTargetBound(layer, target, parseErrorNorm(norm)!, true);
      // (1 + 1)‖x‖_p = 2(p + 1)^{−1/p} is at least 1.
      expectNear(bound, Math.sqrt(1 / 3), 1e-12);
      expect(bound.apart).toBe('rounding');
    }
  });

  it('of f(x) = x with several cells: τ² = s²/3 + 1/R', async () => {
    const target = await read('x');
    const layer = maxAffineAverage(target, { cells: 4, inverseTemperature: decimalConstant('64') });
    const bound = averageTargetBound(layer, target, parseErrorNorm('2')!, true);
    expectNear(bound, Math.sqrt(1 / 48 + 1 / 64), 1e-3);
    expect(bound.apart).toBe('modulus');
  });

  it('of a small jump goes through φ = 0 where that is less: (1 + C^{1/p})‖f‖_p, with C = 1 for one cell', async () => {
    const target = await read('x < 0.9 ? 0 : 1');
    const layer = maxAffineAverage(target, { cells: 1, inverseTemperature: 'auto' });
    for (const [p, exact] of [
      ['1', 0.2],
      ['2', 2 * Math.sqrt(0.1)],
    ] as const) {
      const bound = averageTargetBound(layer, target, parseErrorNorm(p)!, true);
      expectNear(bound, exact, 0.002);
      expect(bound.apart).toBe('distance');
    }
    // 2·0.1^{1/4} is above 1, the largest difference.
    expectNear(averageTargetBound(layer, target, parseErrorNorm('4')!, true), 1, 1e-12);
    expectNear(averageTargetBound(layer, target, SUP_NORM, true), 1, 1e-12);
  });

  it('of |x − 1/2|^{−1/4} with one cell: 2‖f‖_2 = 2·2^{3/4}; no bound holds at every point', async () => {
    const singularity = 'export const singularities = [{ point: [0.5], exponent: 0.25 }];';
    const target = await read('Math.abs(x - 0.5) ** -0.25', singularity);
    const layer = maxAffineAverage(target, { cells: 1, inverseTemperature: 'auto' });
    // ∫ |x − 1/2|^{−1/2} = 2·(1/2)^{1/2}/(1/2) = 2^{3/2}.
    expectNear(averageTargetBound(layer, target, parseErrorNorm('2')!, false), 2 * 2 ** 0.75, 0.002);
    expect(() => averageTargetBound(layer, target, SUP_NORM, false)).toThrow(RangeError);
  });

  it('of a constant is what the mask leaks: (1 + e^M)^{−1}·σ|U|^{1/p}', async () => {
    const shape = 'export const shape = { width: 1, tokens: 2 };';
    const target = await read('[[0.25], [0.75]]', shape, '[[0, 2], [0, 2]]', 'X: number[][]');
    const layer = maxAffineAverage(target, { cells: 2, inverseTemperature: 'auto', mask: decimalConstant('1') });
    const leak = 0.5 / (1 + Math.E);
    expectNear(averageTargetBound(layer, target, SUP_NORM, true), leak, 1e-12);
    expectNear(averageTargetBound(layer, target, parseErrorNorm('2')!, true), 2 * leak, 1e-12);
    expectNear(averageTargetBound(layer, target, parseErrorNorm('1')!, true), 4 * leak, 1e-12);
  });

  it('ends early with true ends', async () => {
    const target = await read('x < 0.9123 ? 0 : 1');
    const layer = maxAffineAverage(target, { cells: 1, inverseTemperature: 'auto' });
    const { lower, upper } = averageTargetBound(layer, target, parseErrorNorm('1')!, true, { stop: () => true });
    expect(lower).toBeLessThanOrEqual(2 * 0.0877);
    expect(upper).toBeGreaterThanOrEqual(2 * 0.0877);
  });
});
