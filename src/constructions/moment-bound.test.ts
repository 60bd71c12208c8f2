import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisValues, cellCentre } from '../approximation/grid.js';
import { axisKernel, axisWeights } from '../attention/axis-weights.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { hardRegimeRadius, hardRegimeShare, hardRegimeTail, momentRadius, secondMomentBound } from './moment-bound.js';

const oracle = decimalIntervalSystem(50);

function layerOn(axes: readonly (readonly [string, string, number])[], R: string): MaxAffineLayer {
  const b = new ExpressionBuilder();
  return {
    grid: {
      axes: axes.map(([lower, upper, cells]) => ({
        axis: { lower: decimalConstant(lower), upper: decimalConstant(upper) },
        cells,
      })),
    },
    inverseTemperature: decimalConstant(R),
    mask: decimalConstant('0'),
    shape: { width: 1, tokens: 1 },
    values: b.finish(axes.length, [b.literal('0')]),
  };
}

/** `E(u − c_J)²` on [0, 1], and its bound, at `u = place`. */
function momentAndBound(cells: number, R: string, place: string): { moment: DecimalInterval; bound: DecimalInterval } {
  const gridAxis = { axis: { lower: decimalConstant('0'), upper: decimalConstant('1') }, cells };
  const [axis, temperature, u] = [axisValues(oracle, gridAxis), oracle.literal(R), oracle.literal(place)];
  const { weights } = axisWeights(oracle, axisKernel(oracle, gridAxis, temperature), u, 0);
  const moment = weights.reduce((sum, weight, k) => {
    const distance = oracle.sub(u, cellCentre(oracle, axis, k));
    return oracle.add(sum, oracle.mul(weight, oracle.powInteger(distance, 2)));
  }, oracle.literal('0'));
  return { moment, bound: secondMomentBound(oracle, axis, temperature) };
}

function contains(enclosure: ReturnType<typeof intervalSystem.literal>, truth: DecimalInterval): boolean {
  return (
    oracle.less(truth, oracle.fromNumber(intervalSystem.lower(enclosure))) !== true &&
    oracle.less(oracle.fromNumber(intervalSystem.upper(enclosure)), truth) !== true
  );
}

describe('the bound s²/4 + μ/R of the second moment', () => {
  it('holds for every point of the axis, every number of cells and every temperature', () => {
    const cases = fc.record({
      cells: fc.integer({ min: 1, max: 12 }),
      R: fc.constantFrom('1e-4', '0.3', '2', '9', '40', '300', '1e4', '1e7'),
      place: fc.integer({ min: 0, max: 240 }),
    });
    fc.assert(
      fc.property(cases, ({ cells, R, place }) => {
        const { moment, bound } = momentAndBound(cells, R, String(place / 240));
        expect(oracle.less(bound, moment)).not.toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('is nearly attained: on a border as R → ∞, and far from the ends as s → 0', () => {
    const ratio = ({ moment, bound }: ReturnType<typeof momentAndBound>): number =>
      oracle.lower(oracle.div(moment, bound));
    expect(ratio(momentAndBound(2, '1e7', '0.5'))).toBeGreaterThan(0.999);
    expect(ratio(momentAndBound(1, '1', '0'))).toBeGreaterThan(0.999);
    expect(ratio(momentAndBound(200, '300', '0.5'))).toBeGreaterThan(0.99);
  });
});

describe('the radii', () => {
  it('enclose their definitions, for every grid and temperature', () => {
    const cases = fc.record({
      axes: fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 99 })), {
        minLength: 1,
        maxLength: 4,
      }),
      R: fc.constantFrom('1e-6', '0.1', '7', '1e8'),
    });
    fc.assert(
      fc.property(cases, ({ axes, R }) => {
        const layer = layerOn(
          axes.map(([length, cells]) => ['0.1', `${(length + 1) / 10}`, cells] as const),
          R,
        );
        let [squares, moments] = [oracle.literal('0'), oracle.literal('0')];
        axes.forEach(([, cells], t) => {
          const { lower, upper } = axisValues(oracle, layer.grid.axes[t]!);
          const square = oracle.powInteger(oracle.div(oracle.sub(upper, lower), oracle.fromNumber(cells)), 2);
          const isPoint = oracle.upper(square) === 0;
          const entropy = oracle.mul(oracle.literal('2'), oracle.log(oracle.fromNumber(cells)));
          const mu = isPoint ? oracle.literal('0') : oracle.min(oracle.literal('1'), entropy);
          squares = oracle.add(squares, square);
          moments = oracle.add(moments, oracle.div(square, oracle.literal('4')));
          moments = oracle.add(moments, oracle.div(mu, oracle.literal(R)));
        });
        expect(contains(momentRadius(intervalSystem, layer), oracle.sqrt(moments))).toBe(true);
        const half = oracle.div(oracle.sqrt(squares), oracle.literal('2'));
        expect(contains(hardRegimeRadius(intervalSystem, layer), half)).toBe(true);
        expect(oracle.equal(momentRadius(oracle, layer), oracle.sqrt(moments))).not.toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('are exactly 0 when every axis is a point', () => {
    const layer = layerOn(
      [
        ['0.1', '0.1', 5],
        ['2', '2', 1],
      ],
      '3',
    );
    expect(intervalSystem.upper(momentRadius(intervalSystem, layer))).toBe(0);
  });
});

describe('the tail of the hard regime', () => {
  it('encloses y = (G−1)e^{−Rδ} and y/(1+y), for every G up to 10^30', () => {
    const cases = fc.record({
      keys: fc.bigInt({ min: 1n, max: 10n ** 30n }),
      R: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
      margin: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ keys, R, margin }) => {
        const decay = oracle.exp(oracle.neg(oracle.mul(oracle.fromNumber(R), oracle.fromNumber(margin))));
        const y = oracle.mul(oracle.literal(String(keys - 1n)), decay);
        const share = oracle.div(y, oracle.add(oracle.literal('1'), y));
        const [r, d] = [intervalSystem.fromNumber(R), intervalSystem.fromNumber(margin)];
        expect(contains(hardRegimeTail(intervalSystem, keys, r, d), y)).toBe(true);
        expect(contains(hardRegimeShare(intervalSystem, keys, r, d), share)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is exactly 0 for one key', () => {
    const one = intervalSystem.literal('1');
    expect(intervalSystem.upper(hardRegimeTail(intervalSystem, 1n, one, one))).toBe(0);
    expect(intervalSystem.upper(hardRegimeShare(intervalSystem, 1n, one, one))).toBe(0);
  });
});
