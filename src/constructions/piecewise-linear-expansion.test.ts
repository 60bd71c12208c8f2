import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oracle, overlap, ratio, refusalOf, width } from '../../properties/support/expansion-oracle.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalSystem } from '../numeric/decimal.js';
import { exactSystem } from '../numeric/exact.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import { piecewiseLinearExpansion, type PiecewiseLinear } from './piecewise-linear-expansion.js';
import { evaluateExpansion, reluCount } from './relu-expansion.js';

const given = (knots: readonly string[], values: readonly (readonly string[])[]): PiecewiseLinear => ({
  knots: knots.map(decimalConstant),
  values: values.map((row) => row.map(decimalConstant)),
});

interface Lines {
  readonly start: number;
  readonly gaps: readonly number[];
  /** Per knot, two outputs. */
  readonly values: readonly (readonly [number, number])[];
}
const value = fc.integer({ min: -50, max: 50 });
const lines: fc.Arbitrary<Lines> = fc.integer({ min: 1, max: 7 }).chain((pieces) =>
  fc.record({
    start: fc.integer({ min: -20, max: 20 }),
    gaps: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: pieces, maxLength: pieces }),
    values: fc.array(fc.tuple(value, value), { minLength: pieces + 1, maxLength: pieces + 1 }),
  }),
);
const knotsOf = ({ start, gaps }: Lines): number[] =>
  gaps.reduce((knots, gap) => [...knots, knots[knots.length - 1]! + gap], [start]);

describe('the ReLU sum of a piecewise-linear function', () => {
  it('is the function, for all knots and values, between all knots, at 40 digits', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('', 'e-9', 'e12'), (drawn, scale) => {
        const knots = knotsOf(drawn);
        const target = given(
          knots.map((knot) => `${knot}${scale}`),
          drawn.values.map((row) => row.map(String)),
        );
        const unit = oracle.literal(`1${scale}`);
        const found = piecewiseLinearExpansion(target).numbers(oracle);
        drawn.gaps.forEach((gap, i) => {
          for (const share of [0, 0.25, 0.875, 1]) {
            const x = oracle.mul(unit, oracle.fromNumber(knots[i]! + share * gap));
            evaluateExpansion(oracle, found, [x]).forEach((sum, r) => {
              const [left, right] = [drawn.values[i]![r]!, drawn.values[i + 1]![r]!];
              expect(overlap(sum, oracle.fromNumber(left + share * (right - left)))).toBe(true);
              // Seven terms of at most 100·63·2, some twenty roundings of 1e-39 each, shifted by at most 83 widths.
              expect(width(sum)).toBeLessThan(1e-30);
            });
          }
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('reproduces every value at its knot in exact arithmetic', () => {
    const knots = ['-1.5', '-1', '0', '0.5', '2.5'];
    const values = [
      ['0.1', '7'],
      ['-2', '7'],
      ['3.25', '7'],
      ['3.25', '-7'],
      ['0', '1e-3'],
    ];
    const expansion = piecewiseLinearExpansion(given(knots, values));
    const found = expansion.numbers(exactSystem);
    knots.forEach((knot, i) => {
      const sum = evaluateExpansion(exactSystem, found, [exactSystem.literal(knot)]);
      expect(sum.map(exactSystem.toText)).toEqual(
        values[i]!.map((text) => exactSystem.toText(exactSystem.literal(text))),
      );
    });
    expect([expansion.pieces, reluCount(expansion), expansion.outputs]).toEqual([[4], 4, 2]);
    expect(exactSystem.toNumber(expansion.error(exactSystem))).toBe(0);
  });

  it('says so where a quotient is no finite decimal, and encloses it elsewhere', () => {
    const { numbers } = piecewiseLinearExpansion(given(['0', '3'], [['0'], ['1']]));
    expect(() => numbers(exactSystem)).toThrow('not a decimal');
    const [third] = numbers(oracle).ridges[0]!.direction;
    expect(overlap(third!, ratio(1, 3))).toBe(true);
  });

  it('takes arguments of ReLUs in [0, 1] only: its knots run from exactly 0 to exactly 1 in every system', () => {
    const { numbers } = piecewiseLinearExpansion(given(['0.1', '0.3', '0.7'], [['0'], ['1'], ['0']]));
    const ends = [
      numbers(float64System).ridges.map(({ knots }) => [knots[0], knots[2]]),
      numbers(intervalSystem).ridges.map(({ knots }) => [knots[0]!.lo, knots[2]!.hi]),
      numbers(decimalSystem(30)).ridges.map(({ knots }) => [knots[0]!.toNumber(), knots[2]!.toNumber()]),
    ];
    expect(ends).toEqual([[[0, 1]], [[0, 1]], [[0, 1]]]);
  });

  it('is a constant without ridges for a single knot', () => {
    const expansion = piecewiseLinearExpansion(given(['0.1'], [['4', '5']]));
    expect([expansion.pieces, expansion.numbers(float64System)]).toEqual([[], { constants: [4, 5], ridges: [] }]);
    expect(evaluateExpansion(float64System, expansion.numbers(float64System), [0.1])).toEqual([4, 5]);
  });

  it('is refused for knots that do not increase, and for values that are not one per knot and output', () => {
    const refused = (knots: readonly string[], values: readonly (readonly string[])[]) =>
      refusalOf(() => piecewiseLinearExpansion(given(knots, values)));
    expect(refused([], [])).toBe('domain');
    expect(refused(['0', '0'], [['1'], ['1']])).toBe('domain');
    expect(refused(['1', '0'], [['1'], ['1']])).toBe('domain');
    expect(refused(['0', '1'], [['1']])).toBe('input');
    expect(refused(['0', '1'], [['1'], ['1', '2']])).toBe('input');
    expect(refused(['0', '1'], [[], []])).toBe('input');
  });
});
