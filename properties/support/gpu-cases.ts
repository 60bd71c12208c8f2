/** Partitions, queries and temperatures on which a device is held against exact arithmetic. */
import fc from 'fast-check';
import { evaluatePartition, partitionKeys, type AffinePartition } from '../../src/attention/affine-partition.js';
import type { Float64Layer } from '../../src/attention/float64-layer.js';
import { intervalSystem } from '../../src/numeric/interval.js';
import type { NumberSystem } from '../../src/numeric/number-system.js';
import { decimalIntervalSystem } from '../../src/numeric/decimal-interval.js';

export interface DenseCase {
  readonly partition: AffinePartition;
  readonly values: Float64Array;
  /** Where queries lie: lo0, hi0, … */
  readonly box: Float64Array;
  readonly queries: Float64Array;
}

const oracle = decimalIntervalSystem(40);

/**
 * Keys anywhere in a box, some of them twice; offsets of a power diagram, or none; temperatures from flat to so sharp that all
 * weights but one vanish; queries anywhere, at keys, in the middle between two keys, at the ends of the box.
 */
export const denseCases: fc.Arbitrary<DenseCase> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 2 }),
    keys: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 200 })),
    centre: fc.constantFrom(0, 0, 0.3, -7, 1000),
    length: fc.constantFrom(1, 1, 2 ** -20, 300),
    kappa: fc.constantFrom(1e-4, 1, 55, 55, 1e3, 1e6, 1e15),
    spread: fc.constantFrom(0, 1e-3, 1, 1e6),
    offset: fc.constantFrom(0, 1e6),
    tilt: fc.constantFrom(undefined, 0, 1, 100),
    seed: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
  })
  .map(({ inputs, outputs, keys: count, centre, length, kappa, spread, offset, tilt, seed }) => {
    const next = (): number => seed.next().value!;
    const lower = centre - length / 2;
    const coordinate = (): number => lower + length * next();
    const points = Array.from({ length: count }, () => Array.from({ length: inputs }, coordinate));
    points.forEach((_, j) => {
      if (j > 0 && next() < 0.05) points[j] = points[j - 1]!;
    });
    const keys = Float64Array.from(points.flat());
    // κ = Rs² for the width s of as many cells in a grid.
    const inverseTemperature = (kappa * count ** (2 / inputs)) / length ** 2;
    const half = (a: readonly number[]): number => a.reduce((sum, u) => sum + u * u, 0) / 2;
    const tilted = (tilt ?? 0) / inverseTemperature;
    const offsets = tilt === undefined ? undefined : Float64Array.from(points, (a) => tilted * next() - half(a));
    const values = Float64Array.from({ length: count * outputs }, () => offset + spread * (2 * next() - 1));
    const pick = (): readonly number[] => points[Math.floor(next() * count)]!;
    const middle = (): number[] => {
      const [a, b] = [pick(), pick()];
      return a.map((u, t) => u / 2 + b[t]! / 2);
    };
    const ends = Array.from({ length: inputs }, () => (next() < 0.5 ? lower : lower + length));
    const queries = Float64Array.from(
      [pick(), middle(), ends, ...Array.from({ length: 3 }, () => Array.from({ length: inputs }, coordinate))].flat(),
    );
    const box = Float64Array.from({ length: 2 * inputs }, (_, i) => (i % 2 === 0 ? lower : lower + length));
    const partition = { inverseTemperature, inputs, outputs, keys, ...(offsets === undefined ? {} : { offsets }) };
    return { partition, values, box, queries };
  });

const rough = (j: number): number => ((j * 0.6180339887498949) % 1) * 2 - 1;

/** No power of two: differences of coordinates are rounded. */
const CELLS = 250;

/** Keys in the middle of cells, in their order; queries at borders and near ends. */
function orderedKeys(kappa: number, tilt: number): DenseCase {
  const keys = Float64Array.from({ length: CELLS }, (_, j) => (j + 0.5) / CELLS);
  const inverseTemperature = kappa * CELLS ** 2;
  const offsets = keys.map((u, j) => (tilt * rough(3 * j)) / inverseTemperature - (u * u) / 2);
  return {
    partition: { inverseTemperature, inputs: 1, outputs: 1, keys, ...(tilt === 0 ? {} : { offsets }) },
    values: Float64Array.from(keys, (_, j) => rough(j)),
    box: Float64Array.of(0, 1),
    queries: Float64Array.of(63 / CELLS, 130 / CELLS, 249 / CELLS, 1, 0.7),
  };
}

/** Fixed cases on which every wrong kernel goes wrong: sharp and flat, Voronoi and power diagrams. */
export const tellingCases: readonly DenseCase[] = [
  orderedKeys(4 * Math.log(1e6), 0),
  orderedKeys(1e-3, 0),
  orderedKeys(10, 5),
];

export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** Encloses the exact mean at a point, from doubles that are taken for exact: with many keys in intervals, which are fast. */
function exactMean(example: Pick<DenseCase, 'partition' | 'values'>, x: Float64Array): Ends[] {
  return partitionKeys(example.partition) <= 6
    ? encloseMean(oracle, example, x)
    : encloseMean(intervalSystem, example, x);
}

/** The largest error of means over their bounds, at least as it may be. */
export function worstRatio(example: DenseCase, means: ArrayLike<number>, bounds: ArrayLike<number>): number {
  const { partition, queries } = example;
  const { inputs, outputs } = partition;
  let worst = 0;
  for (let i = 0; i < bounds.length; i++) {
    exactMean(example, queries.subarray(i * inputs, (i + 1) * inputs)).forEach(({ lower, upper }, r) => {
      const mean = means[i * outputs + r]!;
      const error = Math.max(lower - mean, mean - upper, 0);
      worst = Math.max(worst, Number.isNaN(mean) ? Infinity : error === 0 ? 0 : error / bounds[i]!);
    });
  }
  return worst;
}

function encloseMean<T>(
  system: NumberSystem<T>,
  { partition, values }: Pick<DenseCase, 'partition' | 'values'>,
  x: Float64Array,
): Ends[] {
  const { outputs } = partition;
  const value = (j: number): T[] => Array.from(values.subarray(j * outputs, (j + 1) * outputs), system.fromNumber);
  const best = bestKey(partition, x);
  return evaluatePartition(system, partition, Array.from(x, system.fromNumber), value, best).map((mean) => ({
    lower: system.lower(mean),
    upper: system.upper(mean),
  }));
}

function bestKey(partition: AffinePartition, x: Float64Array): number {
  const { inputs, keys, offsets } = partition;
  let [best, largest] = [0, -Infinity];
  for (let j = 0; j < partitionKeys(partition); j++) {
    let [score, own] = [0, 0];
    for (let t = 0; t < inputs; t++) {
      score += keys[j * inputs + t]! * x[t]!;
      own += keys[j * inputs + t]! ** 2 / 2;
    }
    score += offsets?.[j] ?? -own;
    if (score > largest) [best, largest] = [j, score];
  }
  return best;
}

export interface GridCase {
  readonly layer: Float64Layer;
  /** Of the queries on each axis. */
  readonly coordinates: readonly Float64Array[];
}

/** Tables of random values on up to three axes, with all cells kept; queries at ends, centres, borders of cells and anywhere. */
export const gridCases: fc.Arbitrary<GridCase> = fc
  .record({
    cells: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
    outputs: fc.integer({ min: 1, max: 2 }),
    lower: fc.constantFrom(0, 0.3, -1000),
    width: fc.constantFrom(1, 0.1, 2 ** -30),
    kappa: fc.constantFrom(1e-6, 0.5, 2, 55, 1e9),
    spread: fc.constantFrom(0, 1e-3, 1e6),
    offset: fc.constantFrom(0, 1e6),
    seed: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
  })
  .map(({ cells, outputs, lower, width, kappa, spread, offset, seed }) => {
    const next = (): number => seed.next().value!;
    const axes = cells.map((count) => {
      const all = { cells: count, reach: count - 1, kept: count, dropped: 0 };
      return { ...all, lower, width, inverseTemperature: kappa / width ** 2 };
    });
    const length = cells.reduce((product, count) => product * count, outputs);
    const table = Float64Array.from({ length }, () => offset + spread * (2 * next() - 1));
    const coordinates = cells.map((count) => {
      const places = [0, count, 0.5, Math.floor(next() * count), count * next()];
      return Float64Array.from(places.slice(0, 2 + Math.floor(4 * next())), (place) => lower + place * width);
    });
    return { layer: { axes, outputs, table }, coordinates };
  });

/** Encloses the exact mean of a grid layer with all cells at a point, from doubles that are taken for exact. */
export function exactGridMean({ axes, outputs, table }: Float64Layer, x: readonly number[]): Ends[] {
  const { fromNumber: number, add, sub, mul, div, exp, neg, literal } = oracle;
  let tensor = Array.from(table, number);
  axes.forEach(({ cells, lower, width, inverseTemperature }, t) => {
    const distances = Array.from({ length: cells }, (_, k) => {
      const distance = sub(sub(number(x[t]!), number(lower)), mul(number(k + 0.5), number(width)));
      return mul(distance, distance);
    });
    const nearest = distances.reduce((best, d) => (oracle.toNumber(d) < oracle.toNumber(best) ? d : best));
    const half = number(inverseTemperature / 2);
    const weights = distances.map((d) => exp(neg(mul(half, sub(d, nearest)))));
    const sum = weights.reduce((total, weight) => add(total, weight));
    const inner = tensor.length / cells;
    tensor = Array.from({ length: inner }, (_, c) =>
      weights.reduce((mean, weight, k) => add(mean, mul(div(weight, sum), tensor[k * inner + c]!)), literal('0')),
    );
  });
  return tensor.slice(0, outputs).map((mean) => ({ lower: oracle.lower(mean), upper: oracle.upper(mean) }));
}
