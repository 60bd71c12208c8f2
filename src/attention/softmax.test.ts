import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { matrixFrom } from './matrix.js';
import { softmax, softmaxColumns, softmaxComplementary } from './softmax.js';

const oracle = decimalIntervalSystem(40);

/** Scores as doubles: ties, near ties, and gaps beyond the exponent range. */
const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -50, max: 50, noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
const scores = fc.array(score, { minLength: 1, maxLength: 6 });

/** Weights from the definition, without any shift: no exponential overflows in decimals of this exponent range. */
function definition(values: readonly number[]): ReturnType<typeof oracle.literal>[] {
  const terms = values.map((value) => oracle.exp(oracle.fromNumber(value)));
  const sum = terms.reduce((total, term) => oracle.add(total, term));
  return terms.map((term) => oracle.div(term, sum));
}

function contradicts<T>(system: NumberSystem<T>, enclosure: T, truth: ReturnType<typeof oracle.literal>): boolean {
  const below = oracle.less(truth, oracle.fromNumber(system.lower(enclosure))) === true;
  return below || oracle.less(oracle.fromNumber(system.upper(enclosure)), truth) === true;
}

describe('softmax', () => {
  it('encloses the definition, for all scores, in both forms and enclosure systems', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const truth = definition(values);
        for (const form of [softmax, softmaxComplementary]) {
          const intervals = form(intervalSystem, values.map(intervalSystem.fromNumber));
          const decimals = form(oracle, values.map(oracle.fromNumber));
          truth.forEach((weight, j) => {
            expect(contradicts(intervalSystem, intervals[j]!, weight)).toBe(false);
            expect(intervalSystem.isDefined(intervals[j]!)).toBe(true);
            expect(oracle.less(decimals[j]!, weight)).not.toBe(true);
            expect(oracle.less(weight, decimals[j]!)).not.toBe(true);
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('encloses, for every box of scores, the weights at its corners; the complementary form nests inside', () => {
    const box = fc.array(fc.tuple(score, fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2000, noNaN: true }))), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(box, fc.nat(15), (sides, corner) => {
        const values = sides.map(([start, width], j) => ((corner >> j) & 1 ? start + width : start));
        const boxes = sides.map(([start, width]) =>
          intervalSystem.hull(intervalSystem.fromNumber(start), intervalSystem.fromNumber(start + width)),
        );
        const wide = softmax(intervalSystem, boxes);
        const tight = softmaxComplementary(intervalSystem, boxes);
        definition(values).forEach((weight, j) => {
          expect(contradicts(intervalSystem, wide[j]!, weight)).toBe(false);
          expect(contradicts(intervalSystem, tight[j]!, weight)).toBe(false);
          // Both are at most a few rounding errors beyond what they enclose; only the quotient form counts z_j twice.
          expect(intervalSystem.upper(tight[j]!)).toBeLessThanOrEqual(
            intervalSystem.upper(wide[j]!) * (1 + 1e-12) + 1e-300,
          );
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives, from boxes of independent scores, the range of each weight in the complementary form', () => {
    const [narrow, wide] = [
      intervalSystem.fromNumber(0),
      intervalSystem.hull(intervalSystem.fromNumber(0), intervalSystem.fromNumber(1)),
    ];
    const [first] = softmaxComplementary(intervalSystem, [wide, narrow]);
    // w_1 = 1/(1 + e^{−z}) runs from 1/2 to e/(1 + e) = 0.7310585786300049 (rounded to nearest); 4 roundings of 2^-52 each.
    expect(Math.abs(intervalSystem.lower(first!) - 0.5)).toBeLessThanOrEqual(8 * 2 ** -52);
    expect(Math.abs(intervalSystem.upper(first!) - 0.7310585786300049)).toBeLessThanOrEqual(8 * 2 ** -52);
  });

  it('is exactly 1 for one key, whatever its score', () => {
    for (const value of [0, -1e308, 1e308]) {
      expect(softmax(float64System, [value])).toEqual([1]);
      const [weight] = softmax(intervalSystem, [intervalSystem.fromNumber(value)]);
      expect(intervalSystem.lower(weight!)).toBeLessThanOrEqual(1);
      expect(intervalSystem.upper(weight!)).toBeGreaterThanOrEqual(1);
    }
  });

  it('shares equally among equal scores: exactly 1/5 of five in exact arithmetic', () => {
    const weights = softmax(
      exactSystem,
      Array.from({ length: 5 }, () => exactSystem.literal('1e30')),
    );
    expect(weights.map((weight) => exactSystem.toText(weight))).toEqual(['0.2', '0.2', '0.2', '0.2', '0.2']);
  });

  it('does not overflow, for scores up to the largest double', () => {
    expect(softmax(float64System, [1e308, -1e308, 1e308])).toEqual([0.5, 0, 0.5]);
  });

  it('stays defined and within [0, 1] when a score may be anything', () => {
    const anything = { lo: -Infinity, hi: Infinity, defined: true };
    for (const weight of softmax(intervalSystem, [anything, intervalSystem.fromNumber(0)])) {
      expect(intervalSystem.isDefined(weight)).toBe(true);
      expect([intervalSystem.lower(weight), intervalSystem.upper(weight)]).toEqual([0, 1]);
    }
  });

  it('acts on columns', () => {
    const scores = matrixFrom(2, 2, (i, j) => (j === 0 ? 0 : i * 1e9));
    expect(softmaxColumns(float64System, scores).entries).toEqual([0.5, 0, 0.5, 1]);
  });
});
