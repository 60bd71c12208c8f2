import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalSystem } from '../numeric/decimal.js';
import { EMPTY_FLOAT64, Float64Statistics, joinFloat64, powerMeanFloat64 } from './float64-statistics.js';
import { octaveFraction, octaveIndex } from './octave.js';
import { joinTexts, powerMean, Statistics } from './statistics.js';

const error = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 2 ** -1000, 2 ** 900, 1e-11),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 2 ** -1022, max: 2 ** 1000, noNaN: true }),
);
const errors = fc.array(error, { minLength: 1, maxLength: 40 });

function statisticsOf(values: readonly number[], power: number, parts: readonly number[] = [values.length]) {
  const statistics = new Float64Statistics({ power, histogram: true });
  let all = EMPTY_FLOAT64;
  let first = 0;
  for (const count of parts) {
    statistics.add(Float64Array.from(values.slice(first, first + count)), count, first);
    all = joinFloat64(all, statistics.take());
    first += count;
  }
  return all;
}

describe('octaves', () => {
  it('take every positive normal double apart exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -1022, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        const fraction = octaveFraction(x);
        expect(fraction).toBeGreaterThanOrEqual(1);
        expect(fraction).toBeLessThan(2);
        expect(fraction * 2 ** (octaveIndex(x) - 1023)).toBe(x);
      }),
    );
    expect(octaveIndex(0)).toBe(0);
    expect(octaveIndex(5e-324)).toBe(0);
  });
});

describe('statistics in doubles', () => {
  it('find the largest error and the first query that has it, and count errors by size', () => {
    fc.assert(
      fc.property(errors, (values) => {
        const outcome = statisticsOf(values, 2);
        const largest = Math.max(...values);
        expect(outcome.largest).toEqual({ error: largest, query: values.indexOf(largest) });
        expect(outcome.queries).toBe(values.length);
        expect(outcome.exact).toBe(values.filter((value) => value === 0).length);
        const counted = [...outcome.octaves].map(([octave, count]) => {
          // The first octave has the subnormal errors.
          const least = octave === -1023 ? Number.MIN_VALUE : 2 ** octave;
          const inside = values.filter((value) => value >= least && value < 2 ** (octave + 1)).length;
          return [count, inside];
        });
        for (const [count, inside] of counted) expect(count).toBe(inside);
        expect(outcome.exact + counted.reduce((sum, [count]) => sum + count!, 0)).toBe(values.length);
      }),
    );
  });

  it('take means of powers without overflow, each within a few roundings of the exact one', () => {
    fc.assert(
      fc.property(errors, fc.constantFrom(1, 2, 3), (values, power) => {
        const mean = powerMeanFloat64(statisticsOf(values, power), power);
        // The power of the mean that was found, against the exact sum of powers, all of them exact decimals.
        // Subnormal errors count as none.
        const normal = values.map((value) => (value < 2 ** -1022 ? 0 : value));
        const exact = normal.reduce((sum, value) => sum.plus(new Big(value.toString()).pow(power)), new Big(0));
        const found = new Big(mean.toString()).pow(power).times(values.length);
        // Printed doubles are within half an ulp; a mean takes at most p + 6 roundings, its power p times as many.
        const allowed = exact.times(power * (power + 8) * 2 ** -50);
        expect(found.minus(exact).abs().lte(allowed)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('sum what an ordinary sum would lose', () => {
    // 2^20 errors of 1 + 2^-52 beside each other: a plain sum drops every last bit once it is above 2.
    const block = new Float64Array(1024).fill(1 + 2 ** -52);
    const statistics = new Float64Statistics({ power: 1, histogram: false });
    for (let i = 0; i < 1024; i++) statistics.add(block, block.length, i * block.length);
    const [sum, rest] = statistics.take().powers.get(0)!;
    expect(sum).toBe(2 ** 20 + 2 ** -32);
    expect(rest).toBe(0);
  });

  it('are the same however their queries are blocked inside a tile', () => {
    const values = Array.from({ length: 100 }, (_, i) => ((i * 37) % 101) / 7);
    const take = (block: number) => {
      const statistics = new Float64Statistics({ power: 3, histogram: true });
      for (let i = 0; i < 100; i += block) {
        const part = values.slice(i, i + block);
        statistics.add(Float64Array.from(part), part.length, i);
      }
      return statistics.take();
    };
    for (const block of [1, 7, 64]) expect(take(block)).toEqual(take(100));
  });

  it('count errors that are no finite number apart', () => {
    const outcome = statisticsOf([0.5, NaN, Infinity, 0.25], 2);
    expect(outcome).toMatchObject({ queries: 4, undefinedQueries: 2, firstUndefined: 1 });
    expect(outcome.largest).toEqual({ error: 0.5, query: 0 });
    expect(powerMeanFloat64(outcome, 2)).toBe(Math.sqrt((0.25 + 0.0625) / 2));
    expect(statisticsOf([NaN], 2).largest).toBeUndefined();
  });

  it('find the first of equal errors whatever tile it is in', () => {
    expect(statisticsOf([1, 3, 2, 3], 2, [2, 2]).largest).toEqual({ error: 3, query: 1 });
    const late = { ...EMPTY_FLOAT64, queries: 1, largest: { error: 3, query: 9 } };
    const early = { ...EMPTY_FLOAT64, queries: 1, largest: { error: 3, query: 4 } };
    expect(joinFloat64(late, early).largest).toEqual({ error: 3, query: 4 });
    expect(joinFloat64(early, late).largest).toEqual({ error: 3, query: 4 });
  });
});

describe('statistics in decimals', () => {
  it('are those in doubles, to the digits of doubles', () => {
    const system = decimalSystem(30);
    const values = [0.5, 0, 0.125, 3, 0.75];
    const statistics = new Statistics(system, { power: '2', histogram: true });
    const outcomes = [values.slice(0, 2), values.slice(2)].map((part, i) => {
      part.forEach((value, k) => statistics.add(system.fromNumber(value), 2 * i + k));
      return statistics.take();
    });
    const outcome = joinTexts(system, outcomes[0]!, outcomes[1]!);
    const inDoubles = statisticsOf(values, 2);
    expect(outcome.largest).toEqual({ error: '3', query: 3 });
    expect(outcome.octaves).toEqual(inDoubles.octaves);
    expect(outcome.exact).toBe(1);
    // 0.25 + 1/64 + 9 + 0.5625, exactly.
    expect(outcome.powers).toBe('9.828125');
    expect(system.toNumber(powerMean(system, outcome, '2'))).toBeCloseTo(powerMeanFloat64(inDoubles, 2), 15);
  });
});
