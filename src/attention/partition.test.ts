import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxAffine } from '../constructions/max-affine.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { evaluatePartition, partitionKeys, type AffinePartition } from './affine-partition.js';
import { boundDroppedShare, partitionEvaluator, partitionFloat64 } from './partition-float64.js';
import { PowerSearch } from './power-tree.js';
import { productEvaluatorFloat64 } from './product-float64.js';

const oracle = decimalIntervalSystem(40);

const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const cases = fc.integer({ min: 1, max: 3 }).chain((inputs) => {
  const point = fc.array(coordinate, { minLength: inputs, maxLength: inputs });
  return fc.record({
    inputs: fc.constant(inputs),
    keys: fc.array(fc.tuple(point, coordinate, coordinate, coordinate), { minLength: 1, maxLength: 40 }),
    isVoronoi: fc.boolean(),
    inverseTemperature: fc.constantFrom(1e-3, 1, 100, 1e5),
    x: point,
  });
});

interface Case {
  readonly partition: AffinePartition;
  readonly values: Float64Array;
}

function partitionOf(inputs: number, keys: readonly (readonly [number[], number, number, number])[], R: number): Case {
  return {
    partition: {
      inverseTemperature: R,
      inputs,
      outputs: 2,
      keys: Float64Array.from(keys.flatMap(([at]) => at)),
      offsets: Float64Array.from(keys, ([, offset]) => offset),
    },
    values: Float64Array.from(keys.flatMap(([, , ...value]) => value)),
  };
}

/** `A(x)` from all keys, straight from the scores `R(a_jᵀx + b_j)`. */
function denseOutput({ partition, values }: Case, x: readonly number[]): DecimalInterval[] {
  const { inputs, outputs, keys, offsets, inverseTemperature } = partition;
  const number = oracle.fromNumber;
  const half = oracle.literal('0.5');
  const scores = Array.from({ length: partitionKeys(partition) }, (_, j) => {
    const a = Array.from(keys.subarray(j * inputs, (j + 1) * inputs), number);
    const own = a.reduce((sum, u) => oracle.sub(sum, oracle.mul(half, oracle.mul(u, u))), oracle.literal('0'));
    const score = a.reduce(
      (sum, u, t) => oracle.add(sum, oracle.mul(u, number(x[t]!))),
      offsets === undefined ? own : number(offsets[j]!),
    );
    return oracle.mul(number(inverseTemperature), score);
  });
  const largest = scores.reduce((most, score) => (oracle.toNumber(score) > oracle.toNumber(most) ? score : most));
  const weights = scores.map((score) => oracle.exp(oracle.sub(score, largest)));
  const total = weights.reduce((sum, weight) => oracle.add(sum, weight));
  return Array.from({ length: outputs }, (_, r) =>
    oracle.div(
      weights
        .map((weight, j) => oracle.mul(weight, number(values[j * outputs + r]!)))
        .reduce((sum, term) => oracle.add(sum, term)),
      total,
    ),
  );
}

function voronoi({ partition, values }: Case): Case {
  const { inverseTemperature, inputs, outputs, keys } = partition;
  return { partition: { inverseTemperature, inputs, outputs, keys }, values };
}

describe('attention over a max-affine partition', () => {
  it('in doubles is near the truth, for Voronoi and power diagrams and every query', () => {
    fc.assert(
      fc.property(cases, ({ inputs, keys, isVoronoi, inverseTemperature, x }) => {
        const power = partitionOf(inputs, keys, inverseTemperature);
        const own = isVoronoi ? voronoi(power) : power;
        const out = new Float64Array(2);
        partitionEvaluator(partitionFloat64(own.partition, own.values, 1e-18))(Float64Array.from(x), out);
        const truth = denseOutput(own, x);
        // Power distances of at most 4g + 8 with fewer than g + 8 roundings, twice; values of at most 1, weights of all keys.
        const allowed = 2 * 2 ** -52 * (inverseTemperature * (inputs + 8) * (4 * inputs + 8) + 4 * keys.length + 8);
        truth.forEach((value, r) => {
          const error = oracle.abs(oracle.sub(value, oracle.fromNumber(out[r]!)));
          expect(oracle.lower(error)).toBeLessThanOrEqual(allowed);
        });
      }),
      { numRuns: 60, seed: 9 },
    );
  });

  it('in intervals contains the truth, whatever key it is computed from', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ inputs, keys, isVoronoi, inverseTemperature, x }, key) => {
        const power = partitionOf(inputs, keys, inverseTemperature);
        const own = isVoronoi ? voronoi(power) : power;
        const value = (j: number) => Array.from(own.values.subarray(2 * j, 2 * j + 2), intervalSystem.fromNumber);
        const m = key % keys.length;
        const found = evaluatePartition(intervalSystem, own.partition, x.map(intervalSystem.fromNumber), value, m);
        denseOutput(own, x).forEach((truth, r) => {
          const { lo, hi } = found[r]!;
          // Far from the nearest key weights overflow: then nothing is known, which is true.
          if (Number.isNaN(lo)) return;
          expect(lo).toBeLessThanOrEqual(oracle.upper(truth));
          expect(hi).toBeGreaterThanOrEqual(oracle.lower(truth));
        });
      }),
      { numRuns: 60, seed: 10 },
    );
  });

  it('drops at most the share that it says', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1e-12, 1e-3, 0.2), ({ inputs, keys, inverseTemperature, x }, negligible) => {
        const own = partitionOf(inputs, keys, inverseTemperature);
        const ready = partitionFloat64(own.partition, own.values, negligible);
        const search = new PowerSearch(ready.tree);
        search.find(Float64Array.from(x), ready.excess);
        const kept = new Set(Array.from(search.places.subarray(0, search.count), (place) => ready.tree.order[place]!));
        // The dropped mass is the average of a value that is 1 at dropped keys and 0 at the others.
        const isDropped = Float64Array.from(keys.flatMap((_, j) => (kept.has(j) ? [0, 0] : [1, 1])));
        const [share] = denseOutput({ partition: own.partition, values: isDropped }, x) as [DecimalInterval];
        const box = Float64Array.from({ length: 2 * inputs }, (_, i) => (i % 2 === 0 ? -1 : 1));
        expect(oracle.lower(share)).toBeLessThanOrEqual(boundDroppedShare(own.partition, ready, box));
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  it('would be found out if it dropped more', () => {
    const keys = [0, 0.25, 0.5, 0.75, 1].map((u) => [[u], 0, u, u] as [number[], number, number, number]);
    const own = voronoi(partitionOf(1, keys, 100));
    const ready = partitionFloat64(own.partition, own.values, 1e-18);
    const [right, wrong] = [new Float64Array(2), new Float64Array(2)];
    partitionEvaluator(ready)(Float64Array.of(0.3), right);
    partitionEvaluator({ ...ready, excess: ready.excess / 100 })(Float64Array.of(0.3), wrong);
    expect(Math.abs(right[0]! - wrong[0]!)).toBeGreaterThan(1e-6);
  });

  it('with its keys on a grid is the layer on that grid', () => {
    const b = new ExpressionBuilder();
    const [x, y] = [b.input(0), b.input(1)];
    const axis = { lower: decimalConstant('0'), upper: decimalConstant('1') };
    const expression = b.finish(2, [b.unary('sin', b.binary('add', x, b.binary('mul', b.literal('3'), y)))]);
    const layer = maxAffine(
      {
        name: 'wave',
        domain: [axis, axis],
        input: { kind: 'scalars' },
        output: { width: 1, tokens: 1 },
        expression,
        ghost: true,
        singularities: [],
      },
      { cells: 8, inverseTemperature: { kappa: '5' } },
    );
    const centres = Array.from({ length: 64 }, (_, j) => [(Math.floor(j / 8) + 0.5) / 8, ((j % 8) + 0.5) / 8] as const);
    const partition = {
      inverseTemperature: Number(layer.inverseTemperature.text),
      inputs: 2,
      outputs: 1,
      keys: Float64Array.from(centres.flat()),
    };
    const values = Float64Array.from(centres, ([u, v]) => Math.sin(u + 3 * v));
    const ofKeys = partitionEvaluator(partitionFloat64(partition, values, 1e-18));
    const ofGrid = productEvaluatorFloat64(layer);
    const [one, other] = [new Float64Array(1), new Float64Array(1)];
    for (const point of [
      [0, 0],
      [0.3, 0.9],
      [1, 0.5],
    ]) {
      ofKeys(Float64Array.from(point), one);
      ofGrid(Float64Array.from(point), other);
      expect(Math.abs(one[0]! - other[0]!)).toBeLessThan(1e-13);
    }
  });
});
