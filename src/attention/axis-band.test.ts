import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisValues, cellCentre } from '../approximation/grid.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { axisBands, boundDroppedKeys, firstKept, type AxisBand } from './axis-band.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

const oracle = decimalIntervalSystem(60);

function layerOf(lower: string, upper: string, cells: number, R: number): MaxAffineLayer {
  const b = new ExpressionBuilder();
  const axis = { lower: decimalConstant(lower), upper: decimalConstant(upper) };
  return {
    grid: { axes: [{ axis, cells }] },
    inverseTemperature: doubleConstant(R),
    mask: doubleConstant(0),
    shape: { width: 1, tokens: 1 },
    values: b.finish(1, [b.unary('sin', b.input(0))]),
  };
}

/** The share that `band` drops at `u`, from all keys of the axis. */
function droppedShare(layer: MaxAffineLayer, band: AxisBand, u: number): DecimalInterval {
  const axis = axisValues(oracle, layer.grid.axes[0]!);
  const R = oracle.fromNumber(Number(layer.inverseTemperature.text));
  const width = oracle.toNumber(axis.width);
  const nearest = Math.min(band.cells - 1, Math.max(0, Math.floor((u - oracle.toNumber(axis.lower)) / width)));
  const first = firstKept(band, nearest);
  const origin = cellCentre(oracle, axis, nearest);
  const square = (x: DecimalInterval): DecimalInterval => oracle.mul(x, x);
  const weights = Array.from({ length: band.cells }, (_, k) => {
    const distance = oracle.sub(oracle.fromNumber(u), cellCentre(oracle, axis, k));
    const excess = oracle.sub(square(distance), square(oracle.sub(oracle.fromNumber(u), origin)));
    return oracle.exp(oracle.neg(oracle.mul(oracle.div(R, oracle.literal('2')), excess)));
  });
  const total = weights.reduce((sum, weight) => oracle.add(sum, weight));
  const left = weights.filter((_, k) => k < first || k >= first + band.kept);
  return oracle.div(
    left.reduce((sum, weight) => oracle.add(sum, weight), oracle.literal('0')),
    total,
  );
}

const cases = fc.record({
  cells: fc.integer({ min: 1, max: 40 }),
  kappa: fc.constantFrom(1e-3, 0.1, 0.7, 2, 12, 55.26, 1e4),
  negligible: fc.constantFrom(0, 1e-30, 1e-18, 1e-6, 0.01, 0.3),
  domain: fc.constantFrom(['0', '1'] as const, ['-3', '0.1'] as const, ['1000', '1000.5'] as const),
  place: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});

describe('the bands of an axis', () => {
  it('drop at most the share that they say, for every query in the domain', () => {
    fc.assert(
      fc.property(cases, ({ cells, kappa, negligible, domain: [lower, upper], place }) => {
        const [lo, hi] = [Number(lower), Number(upper)];
        const layer = layerOf(lower, upper, cells, kappa * (cells / (hi - lo)) ** 2);
        const [band] = axisBands(layer, negligible) as [AxisBand];
        const share = droppedShare(layer, band, Math.min(hi, lo + (hi - lo) * place));
        expect(oracle.lower(share)).toBeLessThanOrEqual(band.dropped);
        if (band.kept < band.cells) expect(band.dropped).toBeLessThanOrEqual(2 * negligible * (1 + 1e-9));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('would be found out if they kept one cell less: the bound is no idle one', () => {
    // At a border between cells the next cell but one weighs e^{−κ} of the two nearest.
    const layer = layerOf('0', '1', 16, 2 * 256);
    const [band] = axisBands(layer, 1e-6) as [AxisBand];
    const narrow = { ...band, reach: band.reach - 2, kept: band.kept - 4 };
    expect(oracle.lower(droppedShare(layer, narrow, 0.5))).toBeGreaterThan(band.dropped);
  });

  it('keep every cell for 0, and one cell of a one-point axis', () => {
    expect(axisBands(layerOf('0', '1', 9, 1e9), 0)).toEqual([{ cells: 9, reach: 8, kept: 9, dropped: 0 }]);
    expect(axisBands(layerOf('2', '2', 9, 1e9), 1e-18)).toEqual([{ cells: 1, reach: 0, kept: 1, dropped: 0 }]);
  });

  it('add to the error at most the dropped mass times the spread of values', () => {
    const layer = layerOf('0', '1', 16, 2 * 256);
    const bands = axisBands(layer, 1e-6);
    const { mass, error } = boundDroppedKeys(layer, bands);
    expect(mass).toBe(bands[0]!.dropped);
    // sin takes values in [0, sin 1] there.
    expect(error).toBeGreaterThanOrEqual(mass * Math.sin(1));
    expect(error).toBeLessThanOrEqual(mass * Math.sin(1) * (1 + 1e-12));
  });
});
