import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { converging, stalling } from '../../properties/system/artificial-claims.mjs';
import { firstAbove, isWithin, measureRate } from './rate.js';
import { runClaims } from './run-claims.js';

const budget = { boxes: 1000, digits: 100 };
const sizes = [4, 8, 16, 32, 64];

describe('a rate of convergence', () => {
  test('of every power law is its exponent, to rounding, and the constant its factor', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 0 }), fc.integer({ min: 1, max: 100 }), (tenths, factor) => {
        const order = tenths / 10;
        const error = (size: number): number => factor * size ** order;
        const rate = measureRate(
          {
            family: 'a power',
            predicted: order,
            sizes,
            measure: (size) => ({ lower: error(size), upper: error(size), bound: error(size) }),
          },
          budget,
        );
        // Logarithms of up to 30, five of them, divided by a spread above 4: a few hundred roundings of 2^-53.
        expect(Math.abs(rate.fitted - order)).toBeLessThan(1e-13);
        expect(rate.high - rate.low).toBeLessThan(1e-13);
        expect(Math.abs(rate.constant / factor - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  test('lies in the interval, whichever errors the enclosures hold', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const point = fc.record({ lower: fc.double({ min: 1e-3, max: 1, noNaN: true }), width: part, at: part });
    fc.assert(
      fc.property(fc.array(point, { minLength: 5, maxLength: 5 }), (points) => {
        const study = (choose: (point: { lower: number; width: number; at: number }) => [number, number]) =>
          measureRate(
            {
              family: 'any',
              predicted: -1,
              sizes,
              measure: (size) => {
                const [lower, upper] = choose(points[sizes.indexOf(size)]!);
                return { lower, upper, bound: 9 };
              },
            },
            budget,
          );
        const known = study(({ lower, width }) => [lower, lower * (1 + width)]);
        const true_ = study(({ lower, width, at }) => {
          const error = lower * (1 + width * at);
          return [error, error];
        });
        // Rounding of a few sums of logarithms below 8.
        expect(true_.fitted).toBeGreaterThan(known.low - 1e-12);
        expect(true_.fitted).toBeLessThan(known.high + 1e-12);
        expect(known.low).toBeLessThanOrEqual(known.fitted);
        expect(known.fitted).toBeLessThanOrEqual(known.high);
      }),
    );
  });

  test('is refused where an error may be 0 or is unknown', () => {
    for (const [lower, upper] of [
      [0, 1],
      [1, Infinity],
      [NaN, 1],
      [2, 1],
    ] as const) {
      const measure = () => ({ lower, upper, bound: 1 });
      expect(() => measureRate({ family: 'x', predicted: -1, sizes, measure }, budget)).toThrow(RangeError);
    }
  });

  test('is measured by a run, and a layer of the family above its bound refutes the claim', async () => {
    const registry = { claims: [converging, stalling], module: '' };
    const { claims } = await runClaims({ registry, profile: 'quick', workers: 0 });
    const [good, bad] = claims;
    expect(good).toMatchObject({ verdict: 'certified', finished: true });
    expect(isWithin(good!.rate!)).toBe(true);
    expect(good!.rate!.low).toBeLessThan(-1);
    expect(good!.rate!.high).toBeGreaterThan(-1);
    expect(bad).toMatchObject({ verdict: 'refuted', finished: true });
    expect(bad!.reason).toContain('at size 8 of a constant');
    expect(firstAbove(bad!.rate!)).toMatchObject({ size: 8, bound: '0.125' });
  });

  test('is left to the first of several shards', async () => {
    const registry = { claims: [converging], module: '' };
    const shard = (index: number) => runClaims({ registry, profile: 'quick', workers: 0, shard: { index, count: 2 } });
    const [first, second] = [await shard(0), await shard(1)];
    expect(first.claims[0]!.rate).toBeDefined();
    expect(second.claims[0]!.rate).toBeUndefined();
    expect(second.claims[0]!.finished).toBe(true);
  });
});
