import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { accumulations } from './accumulate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';
import { formatOf } from './formats.js';
import { boundGivenError } from './given-bound.js';
import { exactGivenLayer, givenEvaluator, type GivenLayer } from './given-layer.js';
import { softmaxAlgorithms } from './softmax-mean.js';

const number = fc.double({ min: -4, max: 4, noNaN: true });
const matrix = (rows: number, columns: number) =>
  fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

const layers: fc.Arbitrary<GivenLayer> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.boolean())
  .chain(([width, rows, tokens, scaled]) =>
    fc
      .tuple(matrix(rows, width), matrix(rows, width), matrix(2, width), fc.double({ min: 0.1, max: 2, noNaN: true }))
      .map(([queries, keys, values, reach]) => ({
        queries,
        keys,
        values,
        tokens,
        box: Array.from({ length: width * tokens }, (): [number, number] => [-reach, reach]),
        scaled,
      })),
  );

const options: fc.Arbitrary<EvaluationOptions> = fc.record({
  softmax: fc.constantFrom(...softmaxAlgorithms),
  accumulation: fc.constantFrom(...accumulations),
  fma: fc.boolean(),
  scores: fc.constant('uncentred'),
  scale: fc.constantFrom('folded', 'separate'),
});

describe('attention heads of others', () => {
  it('no output is further from the exact one than its bound, for all heads, formats and ways to evaluate', () => {
    const system = decimalIntervalSystem(40);
    const names = fc.constantFrom('float64', 'float32', 'float16', 'bfloat16', 'fp8-e4m3', 'fp8-e5m2', 'decimal-5');
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
    let known = 0;
    fc.assert(
      fc.property(layers, options, names, shares, (layer, evaluation, name, at) => {
        const format = formatOf(name) as unknown as Format<unknown>;
        const { rounding, largest } = boundGivenError(format, layer, evaluation);
        const x = layer.box.map(([lo, hi], k) => format.fromNumber((lo + at[k]! * (hi - lo)) * 0.9));
        fc.pre(x.every((value, k) => Math.abs(format.toNumber(value)) <= layer.box[k]![1]));
        const { outputs } = givenEvaluator(format, layer, evaluation)(x);
        if (!(rounding < Infinity)) return;
        known++;
        const exact = exactGivenLayer(system, layer)(x.map((value) => format.in(value, system)));
        outputs.forEach((y, r) => {
          const error = system.abs(system.sub(format.in(y, system), exact[r]!));
          expect(error.lo.toNumber()).toBeLessThanOrEqual(rounding);
          expect(system.abs(exact[r]!).lo.toNumber()).toBeLessThanOrEqual(largest);
        });
      }),
      { seed: 31, numRuns: 400 },
    );
    expect(known).toBeGreaterThan(200);
  });
});
