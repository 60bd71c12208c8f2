import { describe, expect, it } from 'vitest';
import { applyLinearMap } from '../attention/linear-map.js';
import { columnOf, matrixFrom, multiply, transpose } from '../attention/matrix.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant } from '../expression/real-constant.js';
import { exactSystem } from '../numeric/exact.js';
import { float64System } from '../numeric/float64.js';
import { ConstructionError } from './construction.js';
import { evaluateLiteral, maxAffineWeights } from './max-affine-weights.js';

/** Two tokens of width 1 in, two tokens of width 2 out: columns `(x_1, x_2)` and `(x_1 + x_2, 3)`. */
function layerOf(cells: readonly [number, number]): MaxAffineLayer {
  const b = new ExpressionBuilder();
  const [x, y] = [b.input(0), b.input(1)];
  const axis = (lower: string, upper: string) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) });
  return {
    grid: {
      axes: [
        { axis: axis('0', '1'), cells: cells[0] },
        { axis: axis('-1', '3'), cells: cells[1] },
      ],
    },
    inverseTemperature: decimalConstant('10'),
    mask: decimalConstant('7'),
    input: { width: 1, tokens: 2 },
    shape: { width: 2, tokens: 2 },
    values: b.finish(2, [x, y, b.binary('add', x, y), b.literal('3')]),
  };
}

const layer = layerOf([1, 2]);
const X = matrixFrom(1, 2, (_, token) => exactSystem.literal(token === 0 ? '0.25' : '2'));
const numbers = (values: readonly ReturnType<typeof exactSystem.literal>[]): number[] =>
  values.map(exactSystem.toNumber);

describe('the literal weights of the max-affine construction', () => {
  const weights = maxAffineWeights(exactSystem, layer);
  const Z = applyLinearMap(exactSystem, weights, X);

  it('turn the input into columns [x; 1; v_j; −‖v_j‖²/2; e_i; f(v_j)_{:,i}], block by block', () => {
    // Centres (1/2, 0) and (1/2, 2): squares 1/4 and 17/4.
    expect([Z.rows, Z.columns]).toEqual([10, 4]);
    expect(numbers(columnOf(Z, 0))).toEqual([0.25, 2, 1, 0.5, 0, -0.125, 1, 0, 0.5, 0]);
    expect(numbers(columnOf(Z, 1))).toEqual([0.25, 2, 1, 0.5, 2, -2.125, 1, 0, 0.5, 2]);
    expect(numbers(columnOf(Z, 2))).toEqual([0.25, 2, 1, 0.5, 0, -0.125, 0, 1, 0.5, 3]);
    expect(numbers(columnOf(Z, 3))).toEqual([0.25, 2, 1, 0.5, 2, -2.125, 0, 1, 2.5, 3]);
  });

  it("make the score R(v_jᵀx − ‖v_j‖²/2) + M·1[i = i'], exactly", () => {
    const keys = multiply(exactSystem, weights.W_K, Z);
    const queries = multiply(exactSystem, weights.W_Q, Z);
    const scores = multiply(exactSystem, transpose(keys), queries);
    // 10·(1/8 − 1/8) = 0 and 10·(1/8 + 4 − 17/8) = 20.
    expect(numbers(columnOf(scores, 0))).toEqual([7, 27, 0, 20]);
    expect(numbers(columnOf(scores, 2))).toEqual([0, 20, 7, 27]);
    expect(numbers(columnOf(scores, 3))).toEqual(numbers(columnOf(scores, 2)));
  });

  it('read the value rows, and the first column of every block', () => {
    const values = multiply(exactSystem, weights.W_V, Z);
    expect(numbers(values.entries)).toEqual([0.5, 0.5, 0.5, 2.5, 0, 2, 3, 3]);
    expect(numbers(columnOf(weights.W_O, 0))).toEqual([1, 0, 0, 0]);
    expect(numbers(columnOf(weights.W_O, 1))).toEqual([0, 0, 1, 0]);
  });

  it('evaluate to the masked softmax average, in vec order', () => {
    // w = softmax(0, 20); A = columns (½, 2w_2), (½ + 2w_2, 3); π_2 = 1/(e^7 + 1).
    const w = 1 / (1 + Math.exp(-20));
    const leak = 1 / (Math.exp(7) + 1);
    const expected = [
      0.5 + leak * 2 * w,
      2 * w + leak * (3 - 2 * w),
      0.5 + 2 * w - leak * 2 * w,
      3 + leak * (2 * w - 3),
    ];
    evaluateLiteral(float64System, layer, [0.25, 2]).forEach((value, i) => {
      // Some 30 roundings of numbers up to 3, and scores up to 27 with 5 roundings each: at most 200·2^-52·3.
      expect(Math.abs(value - expected[i]!)).toBeLessThan(600 * 2 ** -52);
    });
  });

  it('are refused beyond 2^22 entries, before any work, with the estimate and the remedy', () => {
    const refusal = (cells: readonly [number, number], evaluateIt: boolean): ConstructionError => {
      try {
        if (evaluateIt) evaluateLiteral(float64System, layerOf(cells), [0, 0]);
        else maxAffineWeights(float64System, layerOf(cells));
      } catch (error) {
        if (error instanceof ConstructionError) return error;
      }
      throw new Error('was not refused');
    };
    const huge = refusal([2 ** 31, 2 ** 31], false);
    expect(huge.problem.code).toBe('too-large');
    expect(huge.message).toContain(`10 × ${2n * 4n ** 31n} = ${20n * 4n ** 31n} entries`);
    expect(huge.message).toContain('product evaluator');
    expect(refusal([2 ** 31, 2 ** 31], true).problem.code).toBe('too-large');
    // 2·32·33 columns: the 10 rows of Z fit, the square of scores does not.
    expect(refusal([32, 33], true).message).toContain('2112 × 2112');
    expect(maxAffineWeights(float64System, layerOf([32, 33])).B.columns).toBe(2112);
  });

  it('refuse an input of the wrong length', () => {
    expect(() => evaluateLiteral(float64System, layer, [0])).toThrow('1 coordinates for a grid of 2 axes');
  });
});
