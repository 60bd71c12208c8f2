import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalSystem } from '../numeric/interval.js';
import { accumulations, dot, sum, type Accumulation } from './accumulate.js';
import { decimalFormat } from './decimal.js';
import type { Format } from './format.js';
import { binaryFormats, float16, float32 } from './formats.js';
import { softmaxAlgorithms, softmaxMean } from './softmax-mean.js';

const accumulation = fc.constantFrom<Accumulation>(...accumulations);
const fma = fc.boolean();

describe('sums in every order', () => {
  const sparse = fc.tuple(
    fc.integer({ min: 1, max: 400 }),
    fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { maxLength: 40 }),
  );

  it('leaving out zeros changes no result, for all formats and orders', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...binaryFormats),
        accumulation,
        fma,
        sparse,
        fc.gen(),
        (format, order, fused, [gap, raw], gen) => {
          const terms = raw.map((x) => format.fromNumber(x));
          const positions: number[] = [];
          let place = -1;
          for (let i = 0; i < terms.length; i++) positions.push((place += gen(fc.integer, { min: 1, max: gap })));
          const length = place + 1 + gen(fc.integer, { min: 0, max: gap });
          const dense = new Array<number>(length).fill(0);
          positions.forEach((p, i) => (dense[p] = terms[i]!));
          const weights = dense.map((_, i) => format.fromNumber(1 / (i + 1)));
          const options = { accumulation: order, fma: fused };
          expect(sum(format, options, terms, { length, positions }) + 0).toBe(
            sum(format, options, dense, { length }) + 0,
          );
          const kept = positions.map((p) => weights[p]!);
          expect(dot(format, options, kept, terms, { length, positions }) + 0).toBe(
            dot(format, options, weights, dense, { length }) + 0,
          );
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('integers that fit add up exactly, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 300 }), accumulation, (terms, order) => {
        const wanted = terms.reduce((total, term) => total + term, 0);
        expect(sum(float16, { accumulation: order }, terms, { length: terms.length }) + 0).toBe(wanted + 0);
      }),
      { seed: 6 },
    );
  });

  it('orders differ where they should: 2048 ones and more in float16', () => {
    const ones = new Array<number>(4096).fill(1);
    const total = (order: Accumulation): number => sum(float16, { accumulation: order }, ones, { length: 4096 });
    expect(accumulations.map(total)).toEqual([2048, 4096, 4096, 4096]);
  });
});

/** Two outputs of a mean of few keys, enclosed. */
function exactMean(scores: readonly number[], column: readonly number[]): { lo: number; hi: number } {
  const system = intervalSystem;
  const most = Math.max(...scores);
  const powers = scores.map((s) => system.exp(system.sub(system.fromNumber(s), system.fromNumber(most))));
  const total = powers.reduce((a, b) => system.add(a, b));
  const mean = powers.map((p, k) => system.mul(p, system.fromNumber(column[k]!))).reduce((a, b) => system.add(a, b));
  return system.div(mean, total);
}

describe('softmax means', () => {
  const keys = fc.array(
    fc.tuple(fc.double({ min: -8, max: 8, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
    {
      minLength: 1,
      maxLength: 200,
    },
  );

  it.each(softmaxAlgorithms)(
    '%s: near the exact mean for all scores, in float32 and in 20 decimal digits',
    (softmax) => {
      const check = <T>(
        format: Format<T>,
        pairs: readonly (readonly [number, number])[],
        order: Accumulation,
        fused: boolean,
      ): void => {
        const scores = pairs.map(([s]) => s);
        const values = pairs.map(([, v]) => v);
        const mean = softmaxMean(
          format,
          { softmax, accumulation: order, fma: fused },
          scores.map((s) => format.fromNumber(s)),
          [values.map((v) => format.fromNumber(v))],
        );
        const { lo, hi } = exactMean(scores, values);
        // Scores, of size 8, are rounded by u each; then fewer than 2N + 40 roundings of a mean of numbers up to 1.
        const slack = format.unitRoundoff * (2 * pairs.length + 80);
        const found = format.toNumber(mean.outputs[0]!);
        expect(found).toBeGreaterThanOrEqual(lo - slack - 1e-15);
        expect(found).toBeLessThanOrEqual(hi + slack + 1e-15);
      };
      const short = decimalFormat(20);
      fc.assert(
        fc.property(keys, accumulation, fma, (pairs, order, fused) => {
          const rounded = pairs.map(([s, v]) => [float32.fromNumber(s), float32.fromNumber(v)] as const);
          check(float32, rounded, order, fused);
          check(short, rounded.slice(0, 5), order, fused);
        }),
        { seed: 12, numRuns: 60 },
      );
    },
  );

  it('the naive algorithm overflows where the others do not', () => {
    const run = (softmax: (typeof softmaxAlgorithms)[number]): number =>
      softmaxMean(float16, { softmax, accumulation: 'sequential', fma: false }, [12, 11], [[1, 1]]).outputs[0]!;
    expect(run('naive')).toBeNaN();
    expect(run('shifted')).toBe(1);
    expect(run('online')).toBe(1);
  });
});
