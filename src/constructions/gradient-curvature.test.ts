import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realArbitrary } from '../generators/real.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { norm } from './gradient-bound.js';
import { encloseCurvature, stepContraction } from './gradient-curvature.js';
import { descend, exactGradient } from './gradient-step.js';
import { gradientLayer, type GradientPrompt } from './gradient-layer.js';

const oracle = decimalIntervalSystem(40);

function promptIn<T>(system: NumberSystem<T>, features: readonly (readonly string[])[]): GradientPrompt<T> {
  const real = (text: string): T =>
    text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
  return {
    features: features.map((x) => x.map(real)),
    targets: features.map(() => system.literal('1')),
    weights: features[0]!.map(() => system.literal('0')),
  };
}

const layerFor = (features: readonly (readonly string[])[], stepSize = '1', ridge = '0') =>
  gradientLayer({
    loss: { kind: 'squared' },
    examples: features.length,
    features: features[0]!.length,
    residualBound: '1',
    cells: 1,
    inverseTemperature: '1',
    mask: '0',
    stepSize,
    ridge,
  });

const matrices = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([d, n]) =>
  fc.array(fc.array(realArbitrary({ min: '-3', max: '3', digits: 2 }), { minLength: d, maxLength: d }), {
    minLength: n,
    maxLength: n,
  }),
);

describe('the curvature', () => {
  it('is known where the matrix is diagonal, and to 1e-4 relatively', () => {
    const features = [
      ['2', '0', '0'],
      ['0', '1', '0'],
      ['0', '0', '-3'],
    ];
    // 9/3 = 3, plus the ridge.
    const curvature = encloseCurvature(
      intervalSystem,
      layerFor(features, '1', '0.5'),
      promptIn(intervalSystem, features),
    );
    expect(curvature.lo).toBeLessThanOrEqual(3.5);
    expect(curvature.hi).toBeGreaterThanOrEqual(3.5);
    // 3·(1 − 3^(−1/2^14)) < 3·ln 3/2^14 < 2.1e-4, and rounding.
    expect(curvature.hi - curvature.lo).toBeLessThan(2.2e-4);
  });

  it('is ‖x‖² for one example, and 0 without features', () => {
    const one = [['3', '4', '0', '0']];
    const curvature = encloseCurvature(intervalSystem, layerFor(one), promptIn(intervalSystem, one));
    expect([curvature.lo <= 25, curvature.hi >= 25]).toEqual([true, true]);
    // Some ten operations, outward by one double each.
    expect(curvature.hi - curvature.lo).toBeLessThan(25 * 40 * 2 ** -52);
    const none = [
      ['0', '0'],
      ['0', '0'],
    ];
    expect(encloseCurvature(intervalSystem, layerFor(none), promptIn(intervalSystem, none)).hi).toBeLessThan(1e-300);
  });

  it('lies between every Rayleigh quotient and the trace, for every matrix', () => {
    fc.assert(
      fc.property(matrices, fc.array(realArbitrary(), { minLength: 4, maxLength: 4 }), (features, direction) => {
        const { features: rows } = promptIn(oracle, features);
        const [v] = promptIn(oracle, [direction.slice(0, features[0]!.length)]).features;
        const square = (x: readonly DecimalInterval[]): DecimalInterval => oracle.powInteger(norm(oracle, x), 2);
        const images = rows.map((x) =>
          x.reduce((sum, entry, j) => oracle.add(sum, oracle.mul(entry, v![j]!)), oracle.literal('0')),
        );
        const scaled = oracle.mul(
          encloseCurvature(oracle, layerFor(features), promptIn(oracle, features)),
          oracle.fromNumber(features.length),
        );
        expect(oracle.less(oracle.mul(scaled, square(v!)), square(images))).not.toBe(true);
        expect(oracle.less(square(rows.flat()), scaled)).not.toBe(true);
        const doubles = encloseCurvature(intervalSystem, layerFor(features), promptIn(intervalSystem, features));
        const exact = encloseCurvature(oracle, layerFor(features), promptIn(oracle, features));
        expect(oracle.upper(exact)).toBeGreaterThanOrEqual(doubles.lo);
        expect(oracle.lower(exact)).toBeLessThanOrEqual(doubles.hi);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the contraction factor', () => {
  it('bounds how a step changes the distance of two points, for every matrix, step size and ridge', () => {
    const weight = fc.array(realArbitrary({ min: '-2', max: '2', digits: 2 }), { minLength: 4, maxLength: 4 });
    const positive = realArbitrary({ min: '0', max: '3', digits: 2 });
    fc.assert(
      fc.property(matrices, weight, weight, positive, positive, (features, v, w, stepSize, ridge) => {
        const layer = layerFor(features, stepSize, ridge);
        const prompt = promptIn(oracle, features);
        const at = (entries: readonly string[]): GradientPrompt<DecimalInterval> => ({
          ...prompt,
          weights: promptIn(oracle, [entries.slice(0, features[0]!.length)]).features[0]!,
        });
        const step = (p: GradientPrompt<DecimalInterval>): DecimalInterval[] =>
          descend(oracle, layer, p.weights, exactGradient(oracle, layer, p));
        const distance = (a: readonly DecimalInterval[], b: readonly DecimalInterval[]): DecimalInterval =>
          norm(
            oracle,
            a.map((entry, j) => oracle.sub(entry, b[j]!)),
          );
        const before = distance(at(v).weights, at(w).weights);
        const after = distance(step(at(v)), step(at(w)));
        const bound = oracle.mul(stepContraction(oracle, layer, prompt), before);
        expect(oracle.less(bound, after)).not.toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
