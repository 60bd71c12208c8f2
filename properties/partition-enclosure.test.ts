/** The certified error of attention over any partition: against all keys in 40 digits, against grids, and against mutants. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainBoxes } from '../src/approximation/box.js';
import { evaluatePartition } from '../src/attention/affine-partition.js';
import { PartitionError } from '../src/certify/partition-error.js';
import { certifyPartition } from '../src/check/certify-partition.js';
import { certifyTarget } from '../src/check/certify-target.js';
import { requirePartition, type ValuedPartition } from '../src/check/valued-partition.js';
import { evaluate } from '../src/expression/evaluate.js';
import { parseTarget } from '../src/expression/parse/index.js';
import type { Target } from '../src/expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../src/numeric/decimal-interval.js';
import { effort } from './support/effort.js';

const oracle = decimalIntervalSystem(40);

const bodies = ['Math.sin(3 * x) - 0.5', 'Math.sin(3 * x) + Math.cos(2 * y)', 'Math.sin(3 * x) * y + Math.exp(-z)'];
const targets = await Promise.all(
  bodies.map((body, i) => {
    const inputs = ['x', 'y', 'z'].slice(0, i + 1);
    return parseTarget(`
      export const domain = [${inputs.map(() => '[0, 1]').join(', ')}];
      export function target(${inputs.map((name) => `${name}: number`).join(', ')}): number { return ${body}; }
    `);
  }),
);

interface Case {
  readonly target: Target;
  readonly partition: ValuedPartition;
}

/** Keys may lie outside the domain, coincide, and never win; values may be anything. */
const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 3 }).chain((inputs) => {
  const coordinate = fc.double({ min: -0.2, max: 1.2, noNaN: true });
  const key = fc.record({
    at: fc.array(coordinate, { minLength: inputs, maxLength: inputs }),
    lift: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
    value: fc.double({ min: -2, max: 2, noNaN: true }),
  });
  return fc
    .record({
      keys: fc.array(key, { minLength: 1, maxLength: 30 }),
      kind: fc.constantFrom('voronoi', 'power', 'offsets'),
      hasValues: fc.boolean(),
      inverseTemperature: fc.constantFrom(0.01, 3, 40, 500, 1e5),
    })
    .map(({ keys, kind, hasValues, inverseTemperature }) => {
      const square = (at: readonly number[]): number => at.reduce((sum, a) => sum + a * a, 0);
      const offsets = keys.map(({ at, lift }) => (kind === 'power' ? lift - square(at) / 2 : lift));
      return {
        target: targets[inputs - 1]!,
        partition: {
          inputs,
          outputs: 1,
          inverseTemperature,
          keys: Float64Array.from(keys.flatMap(({ at }) => at)),
          ...(kind === 'voronoi' ? {} : { offsets: Float64Array.from(offsets) }),
          ...(hasValues ? { values: Float64Array.from(keys, ({ value }) => value) } : {}),
        },
      };
    });
});

/** `Y(x) − f(x)` from all keys, relative to the one with the largest score. */
function errorAt({ target, partition }: Case, x: readonly number[]): DecimalInterval {
  const { keys, inputs, offsets, values } = partition;
  const at = (j: number): number[] => Array.from(keys.subarray(j * inputs, (j + 1) * inputs));
  const score = (j: number): number =>
    at(j).reduce((sum, a, t) => sum + a * x[t]! - (offsets === undefined ? (a * a) / 2 : 0), offsets?.[j] ?? 0);
  const indices = Array.from({ length: keys.length / inputs }, (_, j) => j);
  const best = indices.reduce((m, j) => (score(j) > score(m) ? j : m));
  const value = (j: number): DecimalInterval[] =>
    values === undefined
      ? evaluate(target.expression, oracle, at(j).map(oracle.fromNumber))
      : [oracle.fromNumber(values[j]!)];
  const point = x.map(oracle.fromNumber);
  const [output] = evaluatePartition(oracle, partition, point, value, best);
  return oracle.sub(output!, evaluate(target.expression, oracle, point)[0]!);
}

function errorOf({ target, partition }: Case): PartitionError {
  requirePartition(partition, target);
  const { keys, inputs, values } = partition;
  const ends = Array.from({ length: keys.length / inputs }, (_, j) => {
    if (values !== undefined) return [values[j]!, values[j]!] as const;
    const at = Array.from(keys.subarray(j * inputs, (j + 1) * inputs), oracle.fromNumber);
    const [value] = evaluate(target.expression, oracle, at);
    return [oracle.lower(value!), oracle.upper(value!)] as const;
  });
  const least = Float64Array.from(ends, ([lower]) => lower);
  const greatest = Float64Array.from(ends, ([, upper]) => upper);
  return new PartitionError(partition, { least, greatest }, target, domainBoxes(target).outer);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const boxes = fc.record({
  corner: fc.array(share, { minLength: 3, maxLength: 3 }),
  size: fc.constantFrom(0, 1e-6, 0.01, 0.1, 0.5, 1),
  within: fc.array(share, { minLength: 3, maxLength: 3 }),
});

/** Does the enclosure over a box contain the error at a point of it? */
function contains(
  own: Case,
  { corner, size, within }: { corner: number[]; size: number; within: number[] },
  change: (error: PartitionError) => void,
): boolean {
  const error = errorOf(own);
  change(error);
  const { inputs } = own.partition;
  const box = new Float64Array(2 * inputs);
  const x = Array.from({ length: inputs }, (_, t) => {
    box[2 * t] = corner[t]!;
    box[2 * t + 1] = corner[t]! + size;
    return Math.min(box[2 * t + 1]!, Math.max(box[2 * t]!, corner[t]! + size * within[t]!));
  });
  const bound = error.enclose(box);
  const truth = errorAt(own, x);
  const [lower, upper] = [oracle.lower(truth), oracle.upper(truth)];
  return error.least[0]! <= upper && lower <= error.greatest[0]! && Math.max(lower, -upper) <= bound;
}

describe('the error of attention over a partition', () => {
  it('lies, at every point of a box, in the enclosure over the box, whatever is left out', () => {
    fc.assert(
      fc.property(cases, boxes, fc.constantFrom(1e-18, 1e-9, 1e-2, 1), (own, box, mass) =>
        contains(own, box, (error) => error.chooseCutoff(mass)),
      ),
      { numRuns: effort(900), seed: 11 },
    );
  });

  it.each<[string, (error: PartitionError) => void]>([
    ['the mass of far keys were dropped', (error) => Object.assign(error, { farWeight: () => 0 })],
    [
      'nodes were left out too early',
      (error) => {
        const bound = Reflect.get(error, 'boundNode') as (...args: unknown[]) => number;
        Object.assign(error, { boundNode: (...args: unknown[]) => bound.apply(error, args) - 0.2 });
      },
    ],
    [
      'weights were taken at one corner for both ends',
      (error) => {
        const bound = Reflect.get(error, 'boundKey') as (...args: unknown[]) => number;
        Object.assign(error, {
          boundKey: (place: number, box: Float64Array, reference: number, side: number) =>
            side === 1
              ? -(bound.call(error, place, box, reference, -1) as number)
              : bound.call(error, place, box, reference, -1),
        });
      },
    ],
  ])('would be found outside if %s', (_name, mutate) => {
    const { failed } = fc.check(
      fc.property(cases, boxes, fc.constantFrom(1e-9, 1e-2, 1), (own, box, mass) =>
        contains(own, box, (error) => {
          error.chooseCutoff(mass);
          mutate(error);
        }),
      ),
      { numRuns: 3000, seed: 12 },
    );
    expect(failed).toBe(true);
  });

  it('is between the certified ends: reached at the witness, exceeded nowhere, and within the bound of theory', () => {
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.array(share, { minLength: 3, maxLength: 3 }), { maxLength: 20 }),
        (own, points) => {
          const { inputs } = own.partition;
          const { report } = certifyPartition(own.partition, own.target, { boxes: 3000 });
          const magnitudeAt = (x: readonly number[]): DecimalInterval => oracle.abs(errorAt(own, x));
          expect(Number(report.lower)).toBeLessThanOrEqual(oracle.upper(magnitudeAt(report.witness!.map(Number))));
          for (const point of points) {
            const error = oracle.lower(magnitudeAt(point.slice(0, inputs)));
            expect(error).toBeLessThanOrEqual(Number(report.upper));
          }
          expect(report.verdict).not.toBe('refuted');
          expect(report.construction).toBe('partition');
        },
      ),
      { numRuns: effort(60), seed: 13 },
    );
  });

  it('is that of the layer on a grid, for keys on a grid', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(2, 4, 8),
        fc.constantFrom(3, 60, 1000),
        (dimension, cells, inverseTemperature) => {
          const target = targets[dimension]!;
          const inputs = dimension + 1;
          const keys = Float64Array.from({ length: inputs * cells ** inputs }, (_, i) => {
            const [j, t] = [Math.floor(i / inputs), i % inputs];
            return ((Math.floor(j / cells ** t) % cells) + 0.5) / cells;
          });
          const options = { relative: 0.02, boxes: 20_000 };
          const own = certifyPartition({ inputs, outputs: 1, keys, inverseTemperature }, target, options);
          const grid = certifyTarget(target, { ...options, cells, inverseTemperature: String(inverseTemperature) });
          expect(Number(own.report.lower)).toBeLessThanOrEqual(Number(grid.report.upper));
          expect(Number(grid.report.lower)).toBeLessThanOrEqual(Number(own.report.upper));
          // Gibbs' inequality is weaker than the moment lemma, and no more than that.
          expect(Number(own.boundUpper)).toBeGreaterThanOrEqual(Number(grid.report.bound));
        },
      ),
      { numRuns: effort(24), seed: 14 },
    );
  });

  it('is none at all of a constant', async () => {
    const constant = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number): number { return 2; }',
    );
    const partition = { inputs: 1, outputs: 1, keys: Float64Array.of(0.1, 0.7), inverseTemperature: 10 };
    const { report } = certifyPartition(partition, constant, {});
    expect(report).toMatchObject({ lower: '0', upper: '0', verdict: 'certified' });
  });

  it('is refused in four inputs, for values that do not exist, and for what is no partition', async () => {
    const four = await parseTarget(
      'export const domain = [[0, 1], [0, 1], [0, 1], [0, 1]]; export function target(a: number, b: number, c: number, d: number): number { return a; }',
    );
    const partition = { inputs: 4, outputs: 1, keys: new Float64Array(4), inverseTemperature: 1 };
    expect(() => certifyPartition(partition, four, {})).toThrow(/up to 3 inputs/);
    const root = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number): number { return Math.sqrt(x); }',
    );
    const outside = { inputs: 1, outputs: 1, keys: Float64Array.of(0.5, -0.5), inverseTemperature: 1 };
    expect(() => certifyPartition(outside, root, {})).toThrow(/key 1 at \(-0.5\)/);
    expect(() => certifyPartition({ ...outside, keys: Float64Array.of(NaN) }, root, {})).toThrow(/not finite/);
  });
});
