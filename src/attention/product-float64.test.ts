import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { AttentionError } from './attention-error.js';
import type { MaxAffineLayer } from './max-affine-layer.js';
import { MAX_TABLE_ENTRIES } from './float64-layer.js';
import { productEvaluatorFloat64 } from './product-float64.js';
import { evaluateProduct } from './product.js';

const oracle = decimalIntervalSystem(40);

/** Columns `[sin(x_1 + 3x_2), x_1 x_2]` and `[cos x_1, 1]` on [−1, 1]²; values are at most 1. */
function layerOf(cells: readonly [number, number], R: number, M: number, isFlat = false): MaxAffineLayer {
  const b = new ExpressionBuilder();
  const [x, y] = [b.input(0), b.input(1)];
  const sine = b.unary('sin', b.binary('add', x, b.binary('mul', b.literal('3'), y)));
  const outputs = [sine, b.binary('mul', x, y), b.unary('cos', x), b.literal('1')];
  const [lower, upper] = [decimalConstant('-1'), decimalConstant('1')];
  return {
    grid: {
      axes: [
        { axis: { lower, upper: isFlat ? lower : upper }, cells: cells[0] },
        { axis: { lower, upper }, cells: cells[1] },
      ],
    },
    inverseTemperature: doubleConstant(R),
    mask: doubleConstant(M),
    shape: { width: 2, tokens: 2 },
    values: b.finish(2, outputs),
  };
}

const coordinate = fc.oneof(
  fc.constantFrom(-1, -0.5, 0, 0.5, 1, 1.25, -3),
  fc.double({ min: -1, max: 1, noNaN: true }),
);

describe('the product evaluator in doubles', () => {
  it('is near the truth, for every layer and point', () => {
    const cases = fc.record({
      cells: fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 })),
      kappa: fc.constantFrom(1e-3, 0.5, 2, 55, 1e4),
      M: fc.constantFrom(0, 2, 40),
      isFlat: fc.boolean(),
      x: coordinate,
      y: coordinate,
    });
    fc.assert(
      fc.property(cases, ({ cells, kappa, M, isFlat, x, y }) => {
        const R = (kappa * cells[1] ** 2) / 4;
        const layer = layerOf(cells, R, M, isFlat);
        const out = new Float64Array(4);
        productEvaluatorFloat64(layer)(new Float64Array([x, y]), out);
        const truth = evaluateProduct(oracle, layer, [oracle.fromNumber(x), oracle.fromNumber(y)], { negligible: 0 });
        // In units of 2^-52: a centre is off by at most 10·B (B = 3 bounds all lengths), an exponent by 60RB² per axis
        // (40RB² from its 5 roundings, 20RB² from the offset); weights change by twice that, and by 2 roundings per key;
        // values by 10 roundings and 4 times the centre's error. Dropped: 1e-18 per key. Doubled for higher order.
        const keys = cells[0] * cells[1];
        const allowed = 2 * 2 ** -52 * (2 * 2 * 60 * R * 9 + 4 * keys + 4 * 10 * 3 + 30);
        truth.forEach((value, output) => {
          const error = oracle.abs(oracle.sub(value, oracle.fromNumber(out[output]!)));
          expect(oracle.lower(error)).toBeLessThanOrEqual(allowed);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('leaves points as they are and can be called again and again', () => {
    const evaluator = productEvaluatorFloat64(layerOf([8, 8], 1000, 3));
    const [x, first, second] = [new Float64Array([0.3, -0.2]), new Float64Array(4), new Float64Array(4)];
    evaluator(x, first);
    evaluator(new Float64Array([-0.9, 0.9]), second);
    evaluator(x, second);
    expect(second).toEqual(first);
    expect([...x]).toEqual([0.3, -0.2]);
  });

  it('gives NaN, not a number, where a coordinate is none', () => {
    const out = new Float64Array(4);
    productEvaluatorFloat64(layerOf([8, 8], 1000, 3))(new Float64Array([NaN, 0]), out);
    expect(out[0]).toBeNaN();
  });

  it('refuses a table that is too large, before computing it, and says how large', () => {
    const layer = layerOf([2 ** 12, 2 ** 12], 1e9, 0);
    expect(() => productEvaluatorFloat64(layer)).toThrow(AttentionError);
    expect(() => productEvaluatorFloat64(layer)).toThrow(`${2 ** 26} numbers, at most ${MAX_TABLE_ENTRIES}`);
  });
});
