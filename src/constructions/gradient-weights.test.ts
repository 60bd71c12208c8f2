import { describe, expect, it } from 'vitest';
import { applyLinearMap } from '../attention/linear-map.js';
import { columnOf, entryOf, multiply, transpose } from '../attention/matrix.js';
import { decimalConstant } from '../expression/real-constant.js';
import { exactSystem, type ExactNumber } from '../numeric/exact.js';
import { float64System } from '../numeric/float64.js';
import { ConstructionError } from './construction.js';
import { gradientCost } from './gradient-cost.js';
import { gradientLayer, type GradientParameters, type GradientPrompt } from './gradient-layer.js';
import { layerGradient } from './gradient-step.js';
import { evaluateGradientLiteral, gradientWeights, promptMatrix } from './gradient-weights.js';

/** Two examples of two features; cells [−2, 0] and [0, 2], centres ±1; ψ = max(−¾, min(¾, r)). */
const parameters: GradientParameters = {
  loss: { kind: 'huber', threshold: decimalConstant('0.75') },
  examples: 2,
  features: 2,
  residualBound: '2',
  cells: 2,
  inverseTemperature: '10',
  mask: '7',
  stepSize: '3',
  ridge: '0.5',
};
const exactPrompt = (features: string[][], targets: string[], weights: string[]): GradientPrompt<ExactNumber> => ({
  features: features.map((x) => x.map(exactSystem.literal)),
  targets: targets.map(exactSystem.literal),
  weights: weights.map(exactSystem.literal),
});
/** Residuals 4·1 + 6·0.25 − 5 = ½ and 4·0 + 6·0.5 − 2 = 1. */
const prompt = exactPrompt(
  [
    ['1', '0.25'],
    ['0', '0.5'],
  ],
  ['5', '2'],
  ['4', '6'],
);
const numbers = (values: readonly ExactNumber[]): number[] => values.map(exactSystem.toNumber);

describe('the literal weights of the gradient-descent layer', () => {
  const layer = gradientLayer(parameters);
  const weights = gradientWeights(exactSystem, layer);
  const Z = applyLinearMap(exactSystem, weights, promptMatrix(layer, prompt));

  it('turn the prompt into columns [2L_k x_i; −2L_k y_i − L_k²; e_i; w; 1; ψ(L_k)x_i + λ_r w]', () => {
    expect([Z.rows, Z.columns]).toEqual([10, 4]);
    expect(numbers(columnOf(Z, 0))).toEqual([-2, -0.5, 9, 1, 0, 4, 6, 1, 1.25, 2.8125]);
    expect(numbers(columnOf(Z, 1))).toEqual([2, 0.5, -11, 1, 0, 4, 6, 1, 2.75, 3.1875]);
    expect(numbers(columnOf(Z, 2)).map((x) => x + 0)).toEqual([0, -1, 3, 0, 1, 4, 6, 1, 2, 2.625]);
    expect(numbers(columnOf(Z, 3))).toEqual([0, 1, -5, 0, 1, 4, 6, 1, 2, 3.375]);
  });

  it('make the score β(2L_k r_l − L_k²) + M·1[l = i], exactly', () => {
    const scores = multiply(
      exactSystem,
      transpose(multiply(exactSystem, weights.W_K, Z)),
      multiply(exactSystem, weights.W_Q, Z),
    );
    // β(2Lr − L²): residual ½ gives −20 and 0, residual 1 gives −30 and 10.
    expect(numbers(columnOf(scores, 0))).toEqual([-13, 7, -30, 10]);
    expect(numbers(columnOf(scores, 1))).toEqual([-13, 7, -30, 10]);
    expect(numbers(columnOf(scores, 2))).toEqual([-20, 0, -23, 17]);
    expect(numbers(columnOf(scores, 3))).toEqual([-20, 0, -23, 17]);
  });

  it('write the value rows into the rows of w, and add the first columns of the blocks with −η/n', () => {
    const values = multiply(exactSystem, weights.W_V, Z);
    expect([0, 1, 2].flatMap((row) => numbers([0, 1, 2, 3].map((key) => entryOf(values, row, key))))).toEqual(
      new Array(12).fill(0),
    );
    expect(numbers([0, 1, 2, 3].map((key) => entryOf(values, 4, key)))).toEqual([2.8125, 3.1875, 2.625, 3.375]);
    expect(numbers(weights.W_O.entries)).toEqual([-1.5, -1.5, 0, 0, -1.5, -1.5, 0, 0]);
  });

  it('take the step exactly where softmax is exact: one key, layer after layer', () => {
    const one = gradientLayer({ ...parameters, loss: { kind: 'squared' }, examples: 1, cells: 1, stepSize: '0.5' });
    const single = exactPrompt([['1', '0.25']], ['5'], ['4', '6']);
    // ψ(0) = 0: only the ridge acts, w' = w(1 − ηλ_r) = ¾w.
    expect(numbers(evaluateGradientLiteral(exactSystem, one, single, 2).entries)).toEqual([1, 0.25, 5, 2.25, 3.375]);
    expect(numbers(layerGradient(exactSystem, one)(single))).toEqual([2, 3]);
  });

  it('leave features and targets alone and write the same w into every column', () => {
    const doubles: GradientPrompt<number> = {
      features: prompt.features.map(numbers),
      targets: numbers(prompt.targets),
      weights: numbers(prompt.weights),
    };
    const after = evaluateGradientLiteral(float64System, layer, doubles, 1);
    expect(after.entries.slice(0, 6)).toEqual([1, 0, 0.25, 0.5, 5, 2]);
    expect(entryOf(after, 3, 0)).toBe(entryOf(after, 3, 1));
    // Block 1 leaks to the other example: e^10 against e^7 and e^−13; every other weight is below e^−13.
    const leaked = 1 / (1 + Math.exp(-3));
    const first = 0.75 * (1 - leaked);
    const gradient = first / 2 + 0.5 * 4;
    // Neglected weights cost at most 3·e^(10−20)·η·max|ψ x| < 3·e^(−10)·3·¾.
    expect(Math.abs(entryOf(after, 3, 0) - (4 - 3 * gradient))).toBeLessThan(6.75 * Math.exp(-10));
  });

  it('are counted by the cost report, which bounds every entry and every score', () => {
    const matrices = [...weights.P_h, ...weights.Q_h, weights.B, weights.W_Q, weights.W_K, weights.W_V, weights.W_O];
    const cost = gradientCost(layer);
    expect(cost.parameters).toBe(BigInt(matrices.reduce((count, { entries }) => count + entries.length, 0)));
    const largest = Math.max(...matrices.flatMap(({ entries }) => numbers(entries).map(Math.abs)));
    expect(cost.largestWeight).toBe(largest);
    // Residuals ±2: β(2·1·2 + 1) = 50, above β(4 − 1) + M = 37. One rounding outward for each of the operations.
    expect(cost.largestScore).toBeGreaterThanOrEqual(50);
    expect(cost.largestScore).toBeLessThan(50 * (1 + 16 * 2 ** -52));
    expect(cost.keys).toBe(4n);
  });

  it('are refused beyond 2^22 entries, before any work', () => {
    const huge = gradientLayer({ ...parameters, cells: 2 ** 31 });
    expect(() => gradientWeights(float64System, huge)).toThrow(ConstructionError);
    const manyScores = gradientLayer({ ...parameters, cells: 1025 });
    const blank = {
      features: [
        [0, 0],
        [0, 0],
      ],
      targets: [0, 0],
      weights: [0, 0],
    };
    expect(() => evaluateGradientLiteral(float64System, manyScores, blank, 1)).toThrow('2050 × 2050');
  });
});

describe('a gradient-descent layer', () => {
  it('refuses parameters of which the theorem says nothing', () => {
    const code = (change: Partial<GradientParameters>): string | undefined => {
      try {
        gradientLayer({ ...parameters, ...change });
      } catch (error) {
        if (error instanceof ConstructionError) return error.problem.code;
      }
      return undefined;
    };
    expect(code({})).toBeUndefined();
    expect(code({ residualBound: '0', stepSize: '0', mask: '0', ridge: '0' })).toBeUndefined();
    expect(code({ cells: 0 })).toBe('cells');
    expect(code({ cells: 1.5 })).toBe('cells');
    expect(code({ examples: 0 })).toBe('tokens');
    expect(code({ features: 0 })).toBe('input');
    expect(code({ residualBound: '-1' })).toBe('domain');
    expect(code({ inverseTemperature: '0' })).toBe('inverse-temperature');
    expect(code({ mask: '-0.1' })).toBe('mask');
    expect(code({ stepSize: 'one' })).toBe('input');
    expect(code({ ridge: '-1' })).toBe('input');
    expect(code({ loss: { kind: 'huber', threshold: decimalConstant('0') } })).toBe('input');
  });

  it('refuses a prompt of another shape', () => {
    const layer = gradientLayer(parameters);
    const blank = { features: [[0, 0]], targets: [0], weights: [0, 0] };
    expect(() => layerGradient(float64System, layer)(blank)).toThrow('2 examples of 2 features');
  });
});
