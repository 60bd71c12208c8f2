/** The bound of dense attention against a device that uses up every inaccuracy that WGSL allows; needs no adapter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundDenseMean } from '../src/gpu/dense-bound.js';
import { denseTables } from '../src/gpu/dense-tables.js';
import { differenceError, fixedAxis, toFixed } from '../src/gpu/fixed-point.js';
import { denseCases, tellingCases, worstRatio, type DenseCase } from './support/gpu-cases.js';
import { hostileMeans, type Direction } from './support/hostile-device.js';

const directions: readonly Direction[] = [
  () => true,
  () => false,
  (j) => j % 2 === 0,
  (_, value) => value > 0,
  (_, value) => value < 0,
];

function ratioOf(example: DenseCase, upAt: Direction): number {
  const { partition, values, box, queries } = example;
  const { means, bounds } = hostileMeans(denseTables(partition, values, box), queries, upAt);
  return worstRatio(example, means, bounds);
}

describe('the bound of dense attention', () => {
  it('holds on the least accurate device that WGSL allows, for every partition, temperature and query', () => {
    fc.assert(
      fc.property(denseCases, fc.constantFrom(...directions), (example, upAt) => {
        expect(ratioOf(example, upAt)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('is not far above what such a device does', () => {
    // Where all values but one are equal, sums are as large as their bound takes them to be.
    const lonely = tellingCases.map((example) => ({
      ...example,
      values: example.values.map((_, j) => (j === 0 ? -1 : 1)),
    }));
    const ratios = [...tellingCases, ...lonely].flatMap((example) => directions.map((upAt) => ratioOf(example, upAt)));
    expect(Math.max(...ratios)).toBeLessThanOrEqual(1);
    expect(Math.max(...ratios)).toBeGreaterThan(0.02);
  });

  it('grows with the least energy, the keys and the errors of coordinates, and is infinite where nothing is known', () => {
    const size = { inputs: 2, keys: 1000, squares: 1e-12, heights: 0 };
    const at = (least: number, more: Partial<typeof size> = {}): number => boundDenseMean({ ...size, ...more }, least);
    expect(at(10)).toBeGreaterThan(at(1));
    expect(at(1, { keys: 10_000 })).toBeGreaterThan(at(1));
    expect(at(1, { squares: 1e-6 })).toBeGreaterThan(at(1));
    expect(at(1, { heights: 1e-6 })).toBeGreaterThan(at(1));
    expect(at(1e30)).toBe(Infinity);
    expect(at(NaN)).toBe(Infinity);
    expect(at(1, { squares: Infinity })).toBe(Infinity);
  });
});

describe('coordinates in fixed point', () => {
  it('keep every difference within the stated error, for all axes and points', () => {
    const end = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(end, end, share, share, (a, b, s, t) => {
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(upper === lower || upper - lower > 1e-100);
        const axis = fixedAxis(lower, upper);
        const points = Float64Array.of(s, t).map((x) => Math.min(upper, Math.max(lower, lower + x * (upper - lower))));
        const [m, n] = toFixed([axis], points, 2);
        expect(Math.max(Math.abs(m!), Math.abs(n!))).toBeLessThanOrEqual(2 ** 29);
        // The double difference of the points is itself rounded.
        const error = Math.abs((m! - n!) * axis.quantum - (points[0]! - points[1]!));
        expect(error).toBeLessThanOrEqual(differenceError(axis) + 2 ** -53 * (upper - lower));
      }),
      { examples: [[1.5e-323, 1.5e-323, 0, 0]] },
    );
  });
});
