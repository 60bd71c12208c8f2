import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { truncate } from './truncated-range.js';
import { TruncationError } from './truncation-error.js';
import { truncationBound, truncationCells, truncationEvaluator, truncationOf, type Truncation } from './truncation.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number) => oracle.fromNumber(x);

const layers: fc.Arbitrary<Truncation> = fc
  .record({
    kind: fc.constantFrom('single' as const, 'multi' as const),
    size: fc.integer({ min: 1, max: 7 }),
    keys: fc.constantFrom('left' as const, 'centred' as const),
    shiftInvariant: fc.boolean(),
    beta: fc.constantFrom('0.01', '1', '8', '30', '400', '70000', '1e300', '1e308'),
    ends: fc.constantFrom(['0', '1'], ['-1.3', '1.3'], ['-0.1', '0.7'], ['100', '103'], ['0.1', '0.1'], ['0', '0']),
    count: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ kind, size, keys, shiftInvariant, beta, ends, count }) => {
    const inverseTemperature = decimalConstant(beta);
    return truncationOf(
      kind === 'single'
        ? { kind, cells: size, keys, inverseTemperature }
        : { kind, heads: size, shiftInvariant, inverseTemperature },
      { lower: decimalConstant(ends[0]!), upper: decimalConstant(ends[1]!) },
      count,
    );
  });

/** Where in the range, and somewhat beyond, a query is, in parts of its length. */
const place = fc.oneof(fc.double({ min: -0.6, max: 1.6, noNaN: true }), fc.constantFrom(0, 1, 0.5, -30, 30));

const errorAt = (layer: Truncation, y: number) =>
  oracle.sub(truncationEvaluator(oracle, layer)(exact(y)), truncate(oracle, layer, exact(y)));

describe('the enclosure of the error of truncated attention', () => {
  it('for every layer, interval, rays included, and query in it, contains the error with 50 digits', () => {
    fc.assert(
      fc.property(
        layers,
        place,
        fc.constantFrom(0, 2 ** -40, 1e-6, 0.02, 0.3, 2, Infinity),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (layer, start, length, share, leftwards) => {
          const [a, b] = [Number(layer.lower.text), Number(layer.upper.text)];
          const end = a + start * Math.max(b - a, 0.25);
          const [lower, upper] = leftwards ? [end - length, end] : [end, end + length];
          const reach = length === Infinity ? 50 * share : length * share;
          const y = Math.min(upper, Math.max(lower, leftwards ? end - reach : end + reach));
          const enclosure = new TruncationError(layer);
          enclosure.enclose(lower, upper);
          const { lo, hi } = enclosure;
          const error = errorAt(layer, y);
          expect(lo).toBeLessThanOrEqual(hi);
          expect(oracle.less(error, exact(lo))).not.toBe(true);
          expect(oracle.less(exact(hi), error)).not.toBe(true);
          expect(oracle.less(exact(enclosure.largest), oracle.abs(error))).not.toBe(true);
          enclosure.encloseAtEnds(lower, upper);
          const out = truncationEvaluator(oracle, layer)(exact(y));
          if (lower > -Infinity) {
            const least = oracle.add(truncate(oracle, layer, exact(lower)), exact(enclosure.lo));
            expect(oracle.less(out, least)).not.toBe(true);
          }
          if (upper < Infinity) {
            const most = oracle.add(truncate(oracle, layer, exact(upper)), exact(enclosure.hi));
            expect(oracle.less(most, out)).not.toBe(true);
          }
        },
      ),
      { numRuns: 300, seed: 61 },
    );
  });

  it('has a supremum that is at most the bound of the layer, and sharp where the bound is', () => {
    fc.assert(
      fc.property(layers, (layer) => {
        expect(new TruncationError(layer).largest).toBeLessThanOrEqual(oracle.upper(truncationBound(oracle, layer)));
      }),
      { numRuns: 100, seed: 62 },
    );
    const left = truncationOf(
      { kind: 'single', cells: 8, keys: 'left', inverseTemperature: decimalConstant('2560') },
      { lower: decimalConstant('0'), upper: decimalConstant('1') },
      1,
    );
    // κ = 40: behind the last key, at y ≥ 1, the error is −Δ = −1/8 up to e^−40·56.
    const { largest } = new TruncationError(left);
    expect(largest).toBeGreaterThanOrEqual(0.125 * (1 - 1e-15));
    expect(largest).toBeLessThan(0.125 * 1.01);
  });

  it('for every layer, is sharp at points', () => {
    const sharp = layers.filter(({ inverseTemperature }) => Number(inverseTemperature.text) <= 70000);
    fc.assert(
      fc.property(sharp, place, (layer, start) => {
        const [a, b] = [Number(layer.lower.text), Number(layer.upper.text)];
        fc.pre(b > a);
        const y = a + start * (b - a);
        const enclosure = new TruncationError(layer);
        enclosure.enclose(y, y);
        const step = (b - a) / truncationCells(layer);
        // t is off by at most 2^−51(|y| + |a|)/Δ + 2^−52 steps, and moves the output by 2κ·Var ≤ 2κ(cells)² times that;
        // what truncated-multi-error's test derives for points, 2^−37 steps, times |a|/Δ, is on top.
        const kappa = Number(layer.inverseTemperature.text) * step * step;
        const place = 2 ** -51 * ((Math.abs(y) + Math.abs(a)) / step) + 2 ** -52;
        const slope = 1 + 2 * kappa * truncationCells(layer) ** 2;
        expect(enclosure.hi - enclosure.lo).toBeLessThan(
          step * (2 * place * slope + 2 ** -37 * (1 + Math.abs(a) / step)),
        );
      }),
      { numRuns: 100, seed: 63 },
    );
  });

  it('knows that several heads miss a range of one point that is not 0, unless their values are relative to it', () => {
    const layer = (shiftInvariant: boolean) =>
      truncationOf(
        { kind: 'multi', heads: 2, shiftInvariant, inverseTemperature: decimalConstant('1') },
        { lower: decimalConstant('4'), upper: decimalConstant('4') },
        4,
      );
    // Each head averages 4, 4, 4 and the 0 of its inner boundary: 3 + 3 = 6.
    expect(truncationEvaluator(exactSystem, layer(false))(exactSystem.literal('7')).toString()).toBe('6');
    const enclosure = new TruncationError(layer(false));
    enclosure.enclose(7, 7);
    expect(enclosure.hi).toBeGreaterThanOrEqual(2);
    expect(new TruncationError(layer(true)).largest).toBe(0);
  });
});
