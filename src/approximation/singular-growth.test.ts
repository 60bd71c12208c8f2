import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { singularGrowth } from './singular-growth.js';

const oracle = decimalIntervalSystem(40);

interface Sample {
  readonly parameters: string;
  readonly point: readonly string[];
  readonly body: string;
  /** The exponent that the function has; undefined where no law is to be found on a large box. */
  readonly exponent: number | undefined;
}

const line = (body: string, exponent: number | undefined, point = '0.5'): Sample => ({
  parameters: 'x: number',
  point: [point],
  body,
  exponent,
});
const plane = (body: string, exponent: number | undefined): Sample => ({
  parameters: 'x: number, y: number',
  point: ['0.25', '-1'],
  body,
  exponent,
});

const samples: readonly Sample[] = [
  line('Math.pow(Math.abs(x - 0.5), -0.4)', 0.4),
  line('1 / Math.sqrt(Math.abs(x - 0.5))', 0.5),
  line('1 / Math.sqrt(Math.abs(2 * x - 1))', 0.5),
  line('1 / Math.cbrt(x - 0.5)', 1 / 3),
  line('3 - Math.cos(x) / Math.abs(0.5 - x) ** 0.7 + x', 0.7),
  line('(x > 0.5 ? 2 : -3) * Math.abs(x - 0.5) ** -0.25', 0.25),
  line('(x - 0.5) / Math.abs(x - 0.5) ** 1.5', 0.5),
  line('Math.abs((x + 5) ** 2 - 30.25) ** -0.5', 0.5),
  line('Math.max(1, Math.abs(x - 0.5) ** -0.5)', 0.5),
  line('Math.min(100, Math.abs(x - 0.5) ** -0.5)', 0),
  line('Math.log(Math.abs(x - 0.5))', 0.4),
  line('1 / (x - 0.5)', 1),
  line('Math.abs(x - 1 / 3) ** -0.5', 0.5, '1 / 3'),
  line('Math.abs(x - 0.25) ** -0.5', undefined),
  line('Math.exp(1 / Math.abs(x - 0.5))', undefined),
  line('1 / Math.sqrt(Math.abs(Math.sin(x) - Math.sin(0.5)))', undefined),
  plane('1 / Math.hypot(x - 0.25, y + 1)', 1),
  plane('1 / Math.sqrt((x - 0.25) * (x - 0.25) + (y + 1) ** 2)', 1),
  plane('((x - 0.25) ** 2 + (y + 1) ** 2) ** -0.35', 0.7),
  plane('1 / Math.hypot(2 * x - 0.5, Math.tanh(y + 1))', 1),
  plane('x / Math.hypot(y + 1, x - 0.25) ** 1.2', 1.2),
  // Singular along a line, or not at the point.
  plane('1 / Math.abs(x - 0.25)', undefined),
  plane('1 / Math.hypot(x - 0.25, x - 0.25)', undefined),
  plane('1 / Math.hypot(x, y)', undefined),
];

const radii = [1e-9, 1e-4, 0.03, 1.5];

describe('singularGrowth', () => {
  it.each(samples.map((sample) => [sample.body, sample] as const))('of %s', async (_, sample) => {
    const { parameters, point, body, exponent } = sample;
    const target = await parseTarget(`
      export const domain = [${point.map(() => '[-2, 2]').join(', ')}];
      export const singularities = [{ point: [${point.join(', ')}], exponent: 0.8 }];
      export function target(${parameters}): number { return ${body}; }
    `);
    const singularity = target.singularities[0]!;
    const centre = point.map(
      (text) => evaluate(target.singularities[0]!.point[point.indexOf(text)]!.expression, oracle, [])[0]!,
    );
    for (const half of radii) {
      const box = Float64Array.from(centre.flatMap((c) => [oracle.lower(c) - half, oracle.upper(c) + half * 0.75]));
      const [law] = singularGrowth(target.expression, singularity, box);
      if (exponent === undefined) {
        if (half === radii.at(-1)) expect(law).toBeUndefined();
        continue;
      }
      expect(law!.exponent).toBeGreaterThanOrEqual(exponent - 1e-15);
      expect(law!.exponent).toBeLessThanOrEqual(exponent + 1e-12);
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: -1000, max: 750 }), { minLength: point.length, maxLength: point.length }),
          fc.integer({ min: 0, max: 12 }),
          (parts, shrink) => {
            fc.pre(parts.some((part) => part !== 0));
            const offsets = parts.map((part) => oracle.fromNumber((half * part) / 1000 / 10 ** shrink));
            const x = centre.map((c, t) => oracle.add(c, offsets[t]!));
            const value = oracle.abs(evaluate(target.expression, oracle, x)[0]!);
            const distance = oracle.sqrt(
              offsets.reduce((sum, d) => oracle.add(sum, oracle.powInteger(d, 2)), oracle.literal('0')),
            );
            const bound = oracle.mul(
              oracle.fromNumber(law!.factor),
              oracle.pow(distance, oracle.neg(oracle.fromNumber(law!.exponent))),
            );
            expect(oracle.less(bound, value)).not.toBe(true);
          },
        ),
        { numRuns: 12, seed: 31 },
      );
    }
  });

  it('finds factors near the best: 1 for a pure power, whatever the box', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1]];
      export const singularities = [{ point: [0.5], exponent: 0.4 }];
      export function target(x: number): number { return Math.abs(x - 0.5) ** -0.4; }
    `);
    for (const half of radii) {
      const [law] = singularGrowth(
        target.expression,
        target.singularities[0]!,
        Float64Array.of(0.5 - half, 0.5 + half),
      );
      expect(law!.factor).toBeGreaterThanOrEqual(1);
      expect(law!.factor).toBeLessThan(1 + 1e-12);
    }
  });

  /** Two poles; the first vanishes at the second, where it is declared to grow slowly. */
  const twoPoles = [
    ['Math.min(1, 100 * Math.abs(x - 0.75)) * Math.abs(Math.min(x - 0.25, 100 * (0.75 - x))) ** -0.9', '0.25', '0.75'],
    ['1 / Math.abs(Math.min(x, 0.7 - x)) ** 0.7', '0', '0.7'],
    ['Math.sqrt(Math.abs(x - 0.7)) / Math.cbrt(Math.max(x - 1, 0.7 - x))', '0.7', '1'],
    ['Math.abs(x - 0.75) * Math.abs(x - 0.25) ** -0.9', '0.25', '0.75'],
  ] as const;

  it.each(twoPoles)('of %s holds on boxes that do not contain the point', async (body, ...points) => {
    const target = await parseTarget(`
      export const domain = [[0, 1]];
      export const singularities = [{ point: [${points[0]}], exponent: 0.9 }, { point: [${points[1]}], exponent: 0.1 }];
      export function target(x: number): number { return ${body}; }
    `);
    const unit = fc.integer({ min: 0, max: 64 }).map((k) => k / 64);
    fc.assert(
      fc.property(
        fc.constantFrom(...target.singularities),
        fc.tuple(unit, unit),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (singularity, [a, b], shares) => {
          const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
          const [law] = singularGrowth(target.expression, singularity, Float64Array.of(lo, hi));
          if (law === undefined) return;
          const centre = evaluate(singularity.point[0]!.expression, oracle, [])[0]!;
          for (const share of shares) {
            const x = oracle.fromNumber(lo + share * (hi - lo));
            const distance = oracle.abs(oracle.sub(x, centre));
            if (oracle.lower(distance) === 0) continue;
            const value = oracle.abs(evaluate(target.expression, oracle, [x])[0]!);
            const power = oracle.pow(distance, oracle.neg(oracle.fromNumber(law.exponent)));
            expect(oracle.less(oracle.mul(oracle.fromNumber(law.factor), power), value)).not.toBe(true);
          }
        },
      ),
      { numRuns: 300, seed: 32 },
    );
  });

  it('of squares under a root of squares is no length: hypot(x², y²) + z² vanishes faster', async () => {
    const target = await parseTarget(`
      export const domain = [[-1, 1], [-1, 1], [-1, 1]];
      export const singularities = [{ point: [0, 0, 0], exponent: 2.98 }];
      export function target(x: number, y: number, z: number): number {
        return Math.pow(Math.hypot(x ** 2, y ** 2) + z ** 2, -1.49);
      }
    `);
    const [law] = singularGrowth(target.expression, target.singularities[0]!, Float64Array.of(-1, 1, -1, 1, -1, 1));
    // At x = y, z = 0 the value is (√2 x²)^−1.49, and the distance √2 |x|.
    const [value, distance] = [(Math.SQRT2 * 0.25) ** -1.49, Math.SQRT2 * 0.5];
    if (law !== undefined) expect(law.factor * distance ** -law.exponent).toBeGreaterThan(value * (1 - 1e-9));
  });
});
