/**
 * For all layers and all noise in their weights, no error that is found exceeds its bound; and bounds that are half as large, or
 * forget one of the matrices, are exceeded.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLinearMap } from '../src/attention/linear-map.js';
import { entryOf, matrixFrom, type Matrix } from '../src/attention/matrix.js';
import { selfAttention } from '../src/attention/self-attention.js';
import { certifySupNorm } from '../src/certify/certify-sup-norm.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { maxAffineWeights } from '../src/constructions/max-affine-weights.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import { measureNoise } from '../src/formats/measure-noise.js';
import { noisyLayer } from '../src/formats/noisy-layer.js';
import { valueBounds } from '../src/formats/value-bounds.js';
import { boundWeightNoise, type NoiseBound } from '../src/formats/weight-noise.js';
import { buildTarget } from '../src/generators/build-target.js';
import { targetArbitrary } from '../src/generators/target.js';
import { intervalSystem, type Interval } from '../src/numeric/interval.js';
import { effort } from './support/effort.js';

const RUNS = effort(60);
const families = ['mcshane', 'piecewise-linear', 'ridge', 'constant'] as const;

const cases = fc.tuple(
  fc.oneof(
    { weight: 3, arbitrary: targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false, families }) },
    { weight: 1, arbitrary: targetArbitrary({ inputs: { min: 2, max: 2 }, sequence: false, families }) },
    { weight: 1, arbitrary: targetArbitrary({ inputs: { min: 2, max: 2 }, sequence: true, families }) },
  ),
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom('0.1', '2', '55'),
  fc.integer({ min: -8, max: 0 }).map((exponent) => 10 ** exponent),
  fc.nat(),
);

interface Tried {
  readonly bound: NoiseBound;
  readonly certified: number;
  readonly lower: number;
}

function tryNoise([description, cells, kappa, noise, seed]: typeof cases extends fc.Arbitrary<infer T>
  ? T
  : never): Tried {
  const target = buildTarget(description);
  const layer = maxAffine(target, {
    cells: target.domain.length === 1 ? cells : Math.ceil(cells / 3),
    inverseTemperature: { kappa },
  });
  const certified = certifySupNorm(layer, target, { boxes: 20_000 }).upper;
  const bound = boundWeightNoise(layer, target, valueBounds(layer, target), certified, noise);
  const { lower } = measureNoise(layer, target, { noise, seed, noises: 4, points: 12 });
  return { bound, certified, lower };
}

const seed = 31;

describe('noise in the weights', () => {
  it('leaves no error above its bound', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { bound, lower } = tryNoise(input);
        expect(lower).toBeLessThanOrEqual(bound.total);
      }),
      { seed, numRuns: RUNS, endOnFailure: true },
    );
  });

  const mutants: readonly (readonly [string, (tried: Tried) => number])[] = [
    ['half the bound', ({ bound }) => bound.total / 2],
    ['no error of the values', ({ bound }) => bound.total - bound.values],
    ['no error of the scores', ({ bound, certified }) => certified + bound.values],
  ];
  it.each(mutants)('%s is exceeded', (_, mutant) => {
    const { failed } = fc.check(
      fc.property(cases, (input) => {
        const tried = tryNoise(input);
        return tried.lower <= mutant(tried) * (1 + 1e-12);
      }),
      { seed, numRuns: 400, endOnFailure: true },
    );
    expect(failed).toBe(true);
  });

  it('is that of the matrices, multiplied out', () => {
    const target = buildTarget({
      family: 'sequence',
      domain: [
        ['0', '1'],
        ['-1', '2'],
      ],
      shape: { width: 1, tokens: 2 },
      entries: [
        { family: 'mcshane', lipschitz: '1', anchors: [{ point: ['0.3', '0'], value: '0' }] },
        { family: 'constant', value: '2' },
      ],
      modulus: { kind: 'lipschitz', constant: '1' },
    });
    const layer = maxAffine(target, {
      cells: [3, 4],
      inverseTemperature: decimalConstant('9'),
      mask: decimalConstant('1.5'),
    });
    const weights = maxAffineWeights(intervalSystem, layer);
    const noiseOf = ({ rows, columns }: Matrix<unknown>, salt: number): number[][] =>
      Array.from({ length: rows }, (_, i) =>
        Array.from({ length: columns }, (__, k) => ((7 * i + 5 * k + salt) % 9) / 64 - 0.06),
      );
    const noise = { queries: noiseOf(weights.W_Q, 1), keys: noiseOf(weights.W_K, 2), values: noiseOf(weights.W_V, 5) };
    const added = (matrix: Matrix<Interval>, extra: number[][]): Matrix<Interval> =>
      matrixFrom(matrix.rows, matrix.columns, (i, k) =>
        intervalSystem.add(entryOf(matrix, i, k), intervalSystem.fromNumber(extra[i]![k]!)),
      );
    const wrong = {
      ...weights,
      W_Q: added(weights.W_Q, noise.queries),
      W_K: added(weights.W_K, noise.keys),
      W_V: added(weights.W_V, noise.values),
    };
    const short = noisyLayer(intervalSystem, layer, noise);
    for (const point of [
      [0.2, -0.5],
      [1, 2],
    ]) {
      const x = point.map((value) => intervalSystem.fromNumber(value));
      const Z = applyLinearMap(
        intervalSystem,
        wrong,
        matrixFrom(1, x.length, (_, i) => x[i]!),
      );
      const wanted = selfAttention(intervalSystem, wrong, Z).entries;
      short(x).forEach((y, i) => {
        expect(Math.max(y.lo, wanted[i]!.lo)).toBeLessThanOrEqual(Math.min(y.hi, wanted[i]!.hi));
        expect(y.hi - y.lo).toBeLessThan(1e-11);
      });
    }
  });
});
