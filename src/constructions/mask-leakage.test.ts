import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateProduct } from '../attention/product.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import {
  buildTarget,
  cellsArbitrary,
  inverseTemperatureArbitrary,
  maskArbitrary,
  pointOf,
  targetArbitrary,
} from '../generators/index.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { keyBoxes } from './key-boxes.js';
import { columnSpread, layerMaskLeakage, maskLeakageBound } from './mask-leakage.js';
import { maxAffine } from './max-affine.js';

const oracle = decimalIntervalSystem(50);

/** One-axis layer on [0, 1] with constant columns. */
function constantColumns(columns: readonly (readonly string[])[], mask: string): MaxAffineLayer {
  const b = new ExpressionBuilder();
  return {
    grid: { axes: [{ axis: { lower: decimalConstant('0'), upper: decimalConstant('1') }, cells: 5 }] },
    inverseTemperature: decimalConstant('30'),
    mask: decimalConstant(mask),
    shape: { width: columns[0]!.length, tokens: columns.length },
    values: b.finish(
      1,
      columns.flat().map((text) => b.signedLiteral(text)),
    ),
  };
}

/** `max |Y − A|` at `x`; `A` by evaluating every column as a layer of one token, which no mask touches. */
function leakage(
  layer: MaxAffineLayer,
  x: readonly ReturnType<typeof oracle.literal>[],
): ReturnType<typeof oracle.literal> {
  const { width, tokens } = layer.shape;
  const mixed = evaluateProduct(oracle, layer, x, { negligible: 0 });
  let most = oracle.literal('0');
  for (let i = 0; i < tokens; i++) {
    const outputs = layer.values.outputs.slice(i * width, (i + 1) * width);
    const column = { ...layer, shape: { width, tokens: 1 }, values: { ...layer.values, outputs } };
    evaluateProduct(oracle, column, x, { negligible: 0 }).forEach((own, row) => {
      most = oracle.max(most, oracle.abs(oracle.sub(mixed[i * width + row]!, own)));
    });
  }
  return most;
}

describe('the leakage of a finite mask', () => {
  it('never exceeds (n−1)e^{−M}/(1+(n−1)e^{−M})·σ, for every layer and point', () => {
    const cases = targetArbitrary({ sequence: true, inputs: { max: 4 }, onePointAxes: true }).chain((description) =>
      cellsArbitrary({ axes: description.domain.length, perAxis: 4, product: 20 }).chain((cells) =>
        fc.record({
          description: fc.constant(description),
          cells: fc.constant(cells),
          R: inverseTemperatureArbitrary({ max: '1e5' }),
          M: maskArbitrary(),
          point: pointOf(description.domain, cells),
        }),
      ),
    );
    fc.assert(
      fc.property(cases, ({ description, cells, R, M, point }) => {
        const parameters = { cells, inverseTemperature: decimalConstant(R), mask: decimalConstant(M) };
        const layer = maxAffine(buildTarget(description), parameters);
        const x = point.map((text) => evaluate(decimalConstant(text).expression, oracle, [])[0]!);
        expect(oracle.less(layerMaskLeakage(oracle, layer), leakage(layer, x))).not.toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('attains the bound for columns 0, σ, …, σ, whatever the mask: ratio above 0.999', () => {
    for (const mask of ['0', '0.5', '3', '40']) {
      for (const columns of [
        [
          ['0', '2'],
          ['7', '1'],
        ],
        [['0'], ['0.3'], ['0.3']],
      ]) {
        const layer = constantColumns(columns, mask);
        const ratio = oracle.div(leakage(layer, [oracle.literal('0.4')]), layerMaskLeakage(oracle, layer));
        expect(oracle.lower(ratio)).toBeGreaterThan(0.999);
      }
    }
  });

  it('is exactly 0 for one token, and for columns that are the same expressions', () => {
    expect(layerMaskLeakage(intervalSystem, constantColumns([['1', '5']], '0'))).toEqual(intervalSystem.literal('0'));
    const equal = constantColumns(
      [
        ['1', '5'],
        ['1', '5'],
        ['1', '5'],
      ],
      '0',
    );
    expect(intervalSystem.upper(layerMaskLeakage(intervalSystem, equal))).toBe(0);
  });

  it('is bounded for masks whose exponential overflows', () => {
    const bound = maskLeakageBound(intervalSystem, 3, intervalSystem.fromNumber(1e6), intervalSystem.fromNumber(5));
    expect(intervalSystem.isDefined(bound)).toBe(true);
    expect(intervalSystem.lower(bound)).toBe(0);
    expect(intervalSystem.upper(bound)).toBeLessThan(1e-300);
  });
});

describe('the column spread', () => {
  it('bounds the difference of columns at every key, for every layer, keys enumerated or not', () => {
    // Columns (x, 2x), (x², 1): the spread over keys v is max(|v − v²|, |2v − 1|).
    const spreadOf = (cells: number): number[] => {
      const b = new ExpressionBuilder();
      const x = b.input(0);
      const layer: MaxAffineLayer = {
        ...constantColumns(
          [
            ['0', '0'],
            ['0', '0'],
          ],
          '0',
        ),
        grid: { axes: [{ axis: { lower: decimalConstant('0'), upper: decimalConstant('1') }, cells }] },
        values: b.finish(1, [x, b.binary('mul', b.literal('2'), x), b.powInteger(x, 2), b.literal('1')]),
      };
      const spread = columnSpread(oracle, layer);
      return [oracle.lower(spread), oracle.upper(spread)];
    };
    for (const cells of [1, 2, 4, 64]) {
      const exact = Math.max(1 - 1 / cells, cells % 2 === 1 ? 0.25 : 0.25 - 1 / (4 * cells * cells));
      const [lower, upper] = spreadOf(cells);
      expect(lower).toBeLessThanOrEqual(exact);
      expect(upper).toBeGreaterThanOrEqual(exact);
      expect(upper! - lower!).toBeLessThan(1e-12);
    }
    // 4096 boxes of width 2^-12: |2v − 1| is enclosed within 2^-11.
    const [lower, upper] = spreadOf(2 ** 30);
    expect(lower).toBeLessThanOrEqual(1 - 2 ** -30);
    expect(upper).toBeGreaterThanOrEqual(1 - 2 ** -30);
    expect(upper! - lower!).toBeLessThan(2 ** -10);
  });

  it('exceeds no difference that it must bound, for every random sequence', () => {
    const cases = targetArbitrary({ sequence: true, inputs: { max: 3 } });
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 8 }), (description, cells) => {
        const layer = maxAffine(buildTarget(description), { cells, inverseTemperature: 'auto' });
        const spread = columnSpread(oracle, layer);
        const { width } = layer.shape;
        for (const centre of keyBoxes(oracle, layer.grid)) {
          const value = evaluate(layer.values, oracle, centre);
          value.forEach((entry, i) => {
            const other = value[(i + width) % value.length]!;
            expect(oracle.less(spread, oracle.abs(oracle.sub(entry, other)))).not.toBe(true);
          });
        }
      }),
      { numRuns: 20 },
    );
  });
});
