import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalSystem } from '../numeric/decimal.js';
import { float64System } from '../numeric/float64.js';
import { axisBands, type AxisBand } from './axis-band.js';
import { ContractionFloat64 } from './contraction-float64.js';
import { Contraction } from './contraction.js';
import { float64Layer } from './float64-layer.js';
import type { MaxAffineLayer } from './max-affine-layer.js';
import { float64Evaluator } from './product-float64.js';
import { evaluateProduct } from './product.js';

const oracle = decimalIntervalSystem(40);

/** Columns `[sin(Σ (t+1)x_t), x_1 x_g]` and `[cos x_1, 1]` on [−1, 1]^g. */
function layerOf(cells: readonly number[], kappa: number, M: number, isFlat: boolean): MaxAffineLayer {
  const b = new ExpressionBuilder();
  const x = cells.map((_, t) => b.input(t));
  const angle = x.map((input, t) => b.binary('mul', b.literal(String(t + 1)), input));
  const sine = b.unary(
    'sin',
    angle.reduce((sum, term) => b.binary('add', sum, term)),
  );
  const outputs = [sine, b.binary('mul', x[0]!, x.at(-1)!), b.unary('cos', x[0]!), b.literal('1')];
  const [lower, upper] = [decimalConstant('-1'), decimalConstant('1')];
  return {
    grid: {
      axes: cells.map((count, t) => ({ axis: { lower, upper: isFlat && t === 0 ? lower : upper }, cells: count })),
    },
    inverseTemperature: doubleConstant((kappa * Math.max(...cells) ** 2) / 4),
    mask: doubleConstant(M),
    shape: { width: 2, tokens: 2 },
    values: b.finish(cells.length, outputs),
  };
}

const coordinate = fc.oneof(fc.constantFrom(-1, -0.5, 0, 0.5, 1), fc.double({ min: -1, max: 1, noNaN: true }));

const cases = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }).chain((cells) =>
  fc.record({
    cells: fc.constant(cells),
    kappa: fc.constantFrom(1e-3, 0.5, 2, 55, 1e4),
    M: fc.constantFrom(0, 2, 40),
    isFlat: fc.boolean(),
    rows: fc.array(fc.array(coordinate, { minLength: cells.length - 1, maxLength: cells.length - 1 }), {
      minLength: 1,
      maxLength: 3,
    }),
    columns: fc.array(coordinate, { minLength: 1, maxLength: 5 }),
  }),
);

/** With one zero: adding nothing may change its sign. */
const unsigned = (values: readonly number[]): number[] => values.map((value) => value + 0);

/** The outputs of every query, row by row. */
function contractFloat64(
  layer: MaxAffineLayer,
  bands: readonly AxisBand[],
  rows: readonly (readonly number[])[],
  columns: readonly number[],
): number[][][] {
  const contraction = new ContractionFloat64(float64Layer(layer, bands));
  contraction.setColumns(Float64Array.from(columns));
  const out = Array.from({ length: 4 }, () => new Float64Array(columns.length));
  return rows.map((row) => {
    contraction.setRow(Float64Array.from(row));
    contraction.evaluate(0, columns.length, out);
    return columns.map((_, i) => out.map((values) => values[i]!));
  });
}

describe('the contraction over a grid of queries', () => {
  it('in doubles is near the truth, for every layer and query', () => {
    fc.assert(
      fc.property(cases, ({ cells, kappa, M, isFlat, rows, columns }) => {
        const layer = layerOf(cells, kappa, M, isFlat);
        const found = contractFloat64(layer, axisBands(layer, 1e-18), rows, columns);
        const R = Number(layer.inverseTemperature.text);
        const keys = cells.reduce((product, count) => product * count, 1);
        // As for the product evaluator in doubles, with a dropped share of 4e-18 of values of at most 1.
        const allowed = 2 * 2 ** -52 * (2 * cells.length * 60 * R * 9 + 4 * keys + 4 * 10 * 3 + 30);
        rows.forEach((row, r) =>
          columns.forEach((u, c) => {
            const x = [...row, u].map(oracle.fromNumber);
            const truth = evaluateProduct(oracle, layer, x, { negligible: 0 });
            truth.forEach((value, output) => {
              const error = oracle.abs(oracle.sub(value, oracle.fromNumber(found[r]![c]![output]!)));
              expect(oracle.lower(error)).toBeLessThanOrEqual(allowed);
            });
          }),
        );
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  it('is, up to two axes, bit for bit the one that runs in any number system, and for one the evaluator of single points', () => {
    fc.assert(
      fc.property(cases, ({ cells, kappa, isFlat, rows, columns }) => {
        fc.pre(cells.length <= 2);
        // Without mixing: the table is mixed by the compiled mask, whose difference form adds in another order.
        const layer = { ...layerOf(cells, kappa, 0, isFlat), shape: { width: 4, tokens: 1 } };
        const bands = axisBands(layer, 1e-18);
        const found = contractFloat64(layer, bands, rows, columns);
        const generic = new Contraction(float64System, layer, bands);
        generic.setColumns(columns);
        const single = float64Evaluator(float64Layer(layer, bands));
        const out = new Float64Array(4);
        rows.forEach((row, r) => {
          generic.setRow(row);
          columns.forEach((u, c) => {
            expect(unsigned(generic.value(c))).toEqual(unsigned(found[r]![c]!));
            single(Float64Array.from([...row, u]), out);
            if (cells.length === 1) expect(unsigned([...out])).toEqual(unsigned(found[r]![c]!));
          });
        });
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('in decimals has the digits it is asked for', () => {
    const digits = decimalSystem(30);
    const layer = layerOf([4, 5, 3], 2, 2, false);
    const contraction = new Contraction(digits, layer, axisBands(layer, 1e-33));
    const [row, columns] = [
      ['0.3', '0.7'],
      ['0.1', '0.25', '1'],
    ];
    contraction.setColumns(columns.map(digits.literal));
    contraction.setRow(row.map(digits.literal));
    columns.forEach((u, c) => {
      const truth = evaluateProduct(oracle, layer, [...row, u].map(oracle.literal), { negligible: 0 });
      contraction.value(c).forEach((value, output) => {
        const magnitude = oracle.literal(digits.toText(digits.abs(value)));
        const near = value.isNegative() ? oracle.neg(magnitude) : magnitude;
        const error = oracle.abs(oracle.sub(truth[output]!, near));
        // Every value is of at most 1 in magnitude; fewer than 200 roundings of 5e-31 meet.
        expect(oracle.upper(error)).toBeLessThanOrEqual(1e-28);
      });
    });
  });

  it('does not care which rows came before', () => {
    const layer = layerOf([5, 4, 6], 2, 2, false);
    const bands = axisBands(layer, 1e-18);
    const rows = [
      [0.1, 0.2],
      [0.1, 0.9],
      [-0.5, 0.9],
      [0.1, 0.2],
    ];
    const columns = [-1, 0.3, 1];
    const together = contractFloat64(layer, bands, rows, columns);
    rows.forEach((row, r) => expect(contractFloat64(layer, bands, [row], columns)[0]).toEqual(together[r]));
  });

  it('would be found out if its band were a cell too narrow', () => {
    const layer = layerOf([8, 8], 2, 0, false);
    const bands = axisBands(layer, 1e-18);
    const narrow = bands.map((band) => ({ ...band, reach: 1, kept: 3 }));
    const [[wrong]] = contractFloat64(layer, narrow, [[0.1]], [0.2]) as [[number[]]];
    const [[right]] = contractFloat64(layer, bands, [[0.1]], [0.2]) as [[number[]]];
    expect(Math.abs(wrong[0]! - right[0]!)).toBeGreaterThan(1e-4);
  });
});
