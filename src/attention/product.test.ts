import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCount } from '../approximation/grid.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import type { NodeIndex } from '../expression/expression.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { MatrixShape } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import { NumericError } from '../numeric/number-system.js';
import { AttentionError } from './attention-error.js';
import type { MaxAffineLayer } from './max-affine-layer.js';
import { evaluateProduct, productEvaluator } from './product.js';

const oracle = decimalIntervalSystem(40);

interface Settings {
  readonly cells: readonly number[];
  readonly inverseTemperature: string;
  readonly mask?: string;
  readonly shape?: MatrixShape;
}

/** A layer on [−1, 1]^g with the outputs that `write` builds from the inputs. */
function layerOn(settings: Settings, write: (b: ExpressionBuilder, x: NodeIndex[]) => NodeIndex[]): MaxAffineLayer {
  const { cells, inverseTemperature, mask = '0', shape = { width: 1, tokens: 1 } } = settings;
  const axis = { lower: decimalConstant('-1'), upper: decimalConstant('1') };
  const builder = new ExpressionBuilder();
  const inputs = cells.map((_, t) => builder.input(t));
  return {
    grid: { axes: cells.map((count) => ({ axis, cells: count })) },
    inverseTemperature: decimalConstant(inverseTemperature),
    mask: decimalConstant(mask),
    shape,
    values: builder.finish(cells.length, write(builder, inputs)),
  };
}

const sineOfSum = (b: ExpressionBuilder, x: NodeIndex[]): NodeIndex[] => [
  b.unary(
    'sin',
    x.reduce((sum, input) => b.binary('add', sum, input)),
  ),
];

describe('the product evaluator', () => {
  it('evaluates a layer of more than 10^20 keys, and encloses its value near that of the target', () => {
    const layer = layerOn({ cells: [5e6, 5e6, 5e6], inverseTemperature: '1e15' }, sineOfSum);
    expect(cellCount(layer.grid)).toBeGreaterThan(10n ** 20n);
    const x = ['0.1', '0.25', '0.5'];
    const [value] = evaluateProduct(intervalSystem, layer, x.map(intervalSystem.literal));
    const [sharp] = evaluateProduct(oracle, layer, x.map(oracle.literal));
    expect(intervalSystem.lower(value!)).toBeLessThanOrEqual(oracle.upper(sharp!));
    expect(intervalSystem.upper(value!)).toBeGreaterThanOrEqual(oracle.lower(sharp!));
    // M2 with L = √3 bounds |A − f| by √3·(3(s²/4 + 1/R))^{1/2} ≤ 1.2e-6 (s = 4e-7, R = 1e15); enclosures add far less.
    const [target] = evaluate(layer.values, oracle, x.map(oracle.literal));
    expect(oracle.upper(oracle.abs(oracle.sub(sharp!, target!)))).toBeLessThan(1.2e-6);
    expect(intervalSystem.upper(value!) - intervalSystem.lower(value!)).toBeLessThan(1e-9);
  });

  it('returns constants exactly, in doubles, for every grid and temperature', () => {
    const cases = fc.record({
      cells: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
      R: fc.constantFrom('1e-6', '3', '1e4'),
      x: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(cases, ({ cells, R, x }) => {
        const layer = layerOn({ cells, inverseTemperature: R }, (b) => [b.literal('0.1')]);
        expect(evaluateProduct(float64System, layer, x.slice(0, cells.length))).toEqual([0.1]);
      }),
      { numRuns: 50 },
    );
  });

  it('lets nothing leak between equal columns, even without a mask', () => {
    const single = layerOn({ cells: [7], inverseTemperature: '9' }, sineOfSum);
    const shape = { width: 1, tokens: 3 };
    const triple = layerOn({ cells: [7], inverseTemperature: '9', shape }, (b, x) => {
      const [sine] = sineOfSum(b, x);
      return [sine!, sine!, sine!];
    });
    const [value] = evaluateProduct(float64System, single, [0.3]);
    expect(evaluateProduct(float64System, triple, [0.3])).toEqual([value, value, value]);
  });

  it('keeps every key when the range of the values cannot be bounded', () => {
    // 1/x has a pole between the centres ±1/64, where no key lies.
    const layer = layerOn({ cells: [64], inverseTemperature: '1e5' }, (b, [x]) => [
      b.binary('div', b.literal('1'), x!),
    ]);
    const [value] = evaluateProduct(intervalSystem, layer, [intervalSystem.literal('0.4')]);
    expect(intervalSystem.isDefined(value!)).toBe(true);
    const [sharp] = evaluateProduct(oracle, layer, [oracle.literal('0.4')], { negligible: 0 });
    expect(intervalSystem.lower(value!)).toBeLessThanOrEqual(oracle.upper(sharp!));
    expect(intervalSystem.upper(value!)).toBeGreaterThanOrEqual(oracle.lower(sharp!));
    expect(intervalSystem.upper(value!) - intervalSystem.lower(value!)).toBeLessThan(1e-9);
  });

  it('encloses the output at every point of a box', () => {
    const layer = layerOn({ cells: [9, 4], inverseTemperature: '30' }, sineOfSum);
    const side = (lower: number, upper: number) =>
      intervalSystem.hull(intervalSystem.fromNumber(lower), intervalSystem.fromNumber(upper));
    const [wide] = evaluateProduct(intervalSystem, layer, [side(0.1, 0.2), side(-0.3, -0.25)]);
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.2, noNaN: true }),
        fc.double({ min: -0.3, max: -0.25, noNaN: true }),
        (x, y) => {
          const [value] = evaluateProduct(oracle, layer, [oracle.fromNumber(x), oracle.fromNumber(y)]);
          expect(oracle.upper(value!)).toBeGreaterThanOrEqual(intervalSystem.lower(wide!));
          expect(oracle.lower(value!)).toBeLessThanOrEqual(intervalSystem.upper(wide!));
        },
      ),
      { numRuns: 25 },
    );
    expect(intervalSystem.upper(wide!) - intervalSystem.lower(wide!)).toBeLessThan(20);
  });

  it('is exact in exact arithmetic where all weights are: one cell, or keys at equal distances', () => {
    const square = (cells: readonly number[]): MaxAffineLayer =>
      layerOn({ cells, inverseTemperature: '0.3' }, (b, x) => x.map((input) => b.powInteger(input, 2)).slice(0, 1));
    const valueAt = (layer: MaxAffineLayer, x: readonly string[]): string[] =>
      evaluateProduct(exactSystem, layer, x.map(exactSystem.literal)).map(exactSystem.toText);
    expect(valueAt(square([1, 1]), ['0.7', '12'])).toEqual(['0']);
    expect(valueAt(square([2, 1]), ['0', '0.3'])).toEqual(['0.25']);
    expect(() => valueAt(square([2]), ['0.1'])).toThrow(NumericError);
  });

  it('gives at a second point what a fresh evaluator gives there', () => {
    const layer = layerOn({ cells: [16, 16], inverseTemperature: '3000' }, sineOfSum);
    const kept = productEvaluator(intervalSystem, layer);
    const points = [
      [0.3, 0.4],
      [0.31, 0.39],
      [-0.9, 0.9],
    ].map((point) => point.map(intervalSystem.fromNumber));
    for (const point of points) expect(kept(point)).toEqual(evaluateProduct(intervalSystem, layer, point));
  });

  it('refuses the wrong number of coordinates, and more keys than it can sum, with a remedy', () => {
    const wrong = layerOn({ cells: [3], inverseTemperature: '1' }, sineOfSum);
    expect(() => evaluateProduct(float64System, wrong, [0, 0])).toThrow(AttentionError);
    const soft = layerOn({ cells: Array.from({ length: 10 }, () => 8), inverseTemperature: '1' }, sineOfSum);
    expect(() =>
      evaluateProduct(
        float64System,
        soft,
        Array.from({ length: 10 }, () => 0),
      ),
    ).toThrow('Use fewer cells');
  });
});
