import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oracle, pointAt, ratio, refusalOf, sum, tuples } from '../../properties/support/expansion-oracle.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { RealConstant } from '../expression/target.js';
import { exactSystem } from '../numeric/exact.js';
import { axisEnds, checkFinite, isSinglePoint, signOf, unitMap, type Sign } from './unit-map.js';

/** `f(π)` as a constant. */
function constant(text: string, make: (b: ExpressionBuilder, pi: number) => number): RealConstant {
  const b = new ExpressionBuilder();
  return { text, expression: b.finish(0, [make(b, b.constant('PI'))]) };
}
const infinite = constant('1/0', (b) => b.binary('div', b.literal('1'), b.literal('0')));
const sineOfPi = constant('sin(π)', (b, pi) => b.unary('sin', pi));

describe('the affine map of a box onto [0, 1]', () => {
  it('is 0 at one corner, 1 at the opposite one and between them elsewhere, for every box and all signs', () => {
    const axis = fc.record({
      lower: fc.constantFrom('0', '-3', '1e6', '-0.5', '2e-9'),
      length: fc.constantFrom('1', '0.25', '8', '1e-9', '1e7'),
      sign: fc.constantFrom<Sign>(-1, 0, 1),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 4 }), (axes) => {
        const count = axes.filter(({ sign }) => sign !== 0).length;
        fc.pre(count === 1 || count === 2 || count === 4);
        const s = exactSystem;
        const domain = axes.map(({ lower, length }) => ({
          lower: decimalConstant(lower),
          upper: decimalConstant(s.toText(s.add(s.literal(lower), s.literal(length)))),
        }));
        const ends = axisEnds(s, domain);
        const rates = ends.map(({ length }) => s.div(s.literal('1'), s.mul(length, s.fromNumber(count))));
        const { direction, offset } = unitMap(
          s,
          ends,
          axes.map(({ sign }) => sign),
          rates,
        );
        const values = tuples(ends.map(({ lower, upper }) => [lower, upper])).map((corner) =>
          corner.reduce((value, x, t) => s.add(value, s.mul(direction[t]!, x)), offset),
        );
        expect(s.toNumber(values.reduce((a, b) => s.min(a, b)))).toBe(0);
        expect(s.toNumber(values.reduce((a, b) => s.max(a, b)))).toBe(1);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('does not look at the rate of a weight without effect', () => {
    const domain = [
      { lower: decimalConstant('1'), upper: decimalConstant('3') },
      { lower: decimalConstant('5'), upper: decimalConstant('5') },
    ];
    const rates = [ratio(1, 2), oracle.fromNumber(NaN)];
    const { direction, offset } = unitMap(oracle, axisEnds(oracle, domain), [1, 0], rates);
    const [x, y] = pointAt({ domain }, [ratio(1, 4), ratio(0, 1)]) as [typeof offset, typeof offset];
    const u = sum([oracle.mul(direction[0]!, x), oracle.mul(direction[1]!, y), offset]);
    expect([oracle.lower(u), oracle.upper(u)]).toEqual([0.25, 0.25]);
  });
});

describe('what is decided before numbers are', () => {
  it('a sign is decided or refused, never guessed', () => {
    expect(['1e-300', '0', '-2'].map((text) => signOf('weight', decimalConstant(text)))).toEqual([1, 0, -1]);
    expect(refusalOf(() => signOf('weight', sineOfPi))).toBe('input');
    expect(refusalOf(() => signOf('weight', infinite))).toBe('input');
  });

  it('an axis is a point, an interval or refused', () => {
    const axis = (lower: RealConstant, upper: RealConstant) => isSinglePoint({ lower, upper });
    const [one, two] = [decimalConstant('1'), decimalConstant('2')];
    expect(axis(one, decimalConstant('1.0'))).toBe(true);
    expect(axis(sineOfPi, sineOfPi)).toBe(true);
    expect(axis(one, two)).toBe(false);
    expect(axis(decimalConstant('0.1'), decimalConstant('0.1000000000000000000000000000001'))).toBe(false);
    expect(refusalOf(() => axis(two, one))).toBe('domain');
    expect(refusalOf(() => axis(one, infinite))).toBe('domain');
    expect(refusalOf(() => axis(infinite, infinite))).toBe('domain');
    expect(refusalOf(() => axis(decimalConstant('0'), sineOfPi))).toBe('domain');
  });

  it('an infinite or undefined constant is refused', () => {
    expect(() => checkFinite('value', sineOfPi)).not.toThrow();
    expect(refusalOf(() => checkFinite('value', infinite))).toBe('input');
  });
});
