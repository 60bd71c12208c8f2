import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledInteger } from './dyadic.js';
import * as intervals from './interval.js';
import { NumericError, type ConstantName, type Ternary } from './number-system.js';

const { EMPTY, ENTIRE, contains, disjoint, hull, interval, intersection, isEmpty, isEntire, isSubset } = intervals;
const { intervalSystem, mag, midpoint, mig, point, radius, width } = intervals;
type Interval = intervals.Interval;

const MAX = Number.MAX_VALUE;
const TINY = Number.MIN_VALUE;
const INF = Infinity;
const RUNS = { numRuns: 2_000, seed: 20262 };

/** Ends, as [lo, hi] or 'empty', and whether defined: `[1, 2]`, `[0, 3, '!']`. */
type Expected = readonly [number, number] | readonly [number, number, '!'] | 'empty';

function expectInterval(actual: Interval, expected: Expected): void {
  if (expected === 'empty') {
    expect(actual).toEqual(EMPTY);
    return;
  }
  expect([actual.lo + 0, actual.hi + 0, actual.defined]).toEqual([expected[0], expected[1], expected.length === 2]);
}

const I = interval;

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -10, max: 10 }),
  fc.constantFrom(0, 1, -1, 100, -100, 0.5, TINY, -TINY, MAX, -MAX, 2 ** -1022),
  fc.integer({ min: -20, max: 20 }),
);
const bounded = fc.tuple(finite, finite).map(([a, b]) => I(Math.min(a, b), Math.max(a, b)));

describe('intervals as sets', () => {
  it('for every pair of ends, interval() keeps them, or throws when they are inverted', () => {
    expectInterval(I(1, 2), [1, 2]);
    expectInterval(I(-INF, 3), [-INF, 3]);
    expectInterval(I(NaN, 1), 'empty');
    expectInterval(I(1, NaN), 'empty');
    expectInterval(I(INF, INF), 'empty');
    expectInterval(I(-INF, -INF), 'empty');
    expect(Object.is(I(-0, -0).lo, 0)).toBe(true);
    expect(() => I(2, 1)).toThrow(NumericError);
    expect(() => I(INF, -INF)).toThrow(expect.objectContaining({ code: 'inverted' }));
  });

  it('for every double, point() holds it alone; NaN and infinities are no members of anything', () => {
    expectInterval(point(3), [3, 3]);
    expectInterval(point(NaN), 'empty');
    expectInterval(point(INF), 'empty');
    expect(contains(ENTIRE, INF)).toBe(false);
    expect(contains(ENTIRE, NaN)).toBe(false);
    expect(contains(ENTIRE, MAX)).toBe(true);
    expect(contains(I(1, 2), 2)).toBe(true);
    expect(contains(I(1, 2), 2.5)).toBe(false);
    expect(contains(EMPTY, 0)).toBe(false);
  });

  it('relates sets as IEEE 1788 does', () => {
    expect([isEmpty(EMPTY), isEmpty(point(0)), isEntire(ENTIRE), isEntire(I(0, INF))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([isSubset(EMPTY, EMPTY), isSubset(EMPTY, I(1, 2)), isSubset(I(1, 2), EMPTY)]).toEqual([true, true, false]);
    expect([isSubset(I(1, 2), I(1, 2)), isSubset(I(1, 2), I(1.5, 3)), isSubset(I(1, 2), ENTIRE)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([disjoint(I(1, 2), I(2, 3)), disjoint(I(1, 2), I(3, 4)), disjoint(EMPTY, ENTIRE)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('joins and meets sets, and keeps the decoration', () => {
    expectInterval(hull(I(1, 2), I(4, 5)), [1, 5]);
    expectInterval(hull(I(1, 2), EMPTY), [1, 2, '!']);
    expectInterval(hull(EMPTY, I(1, 2)), [1, 2, '!']);
    expectInterval(hull(EMPTY, EMPTY), 'empty');
    expectInterval(intersection(I(1, 3), I(2, 5)), [2, 3]);
    expectInterval(intersection(I(1, 2), I(2, 5)), [2, 2]);
    expectInterval(intersection(I(1, 2), I(3, 5)), 'empty');
    expectInterval(intersection({ lo: 0, hi: 1, defined: false }, ENTIRE), [0, 1, '!']);
  });

  it('measures sets as IEEE 1788 does', () => {
    expect([midpoint(I(1, 3)), midpoint(ENTIRE), midpoint(I(-INF, 0)), midpoint(I(0, INF))]).toEqual([2, 0, -MAX, MAX]);
    expect([midpoint(I(-MAX, MAX)), midpoint(I(MAX, MAX)), midpoint(I(TINY, TINY))]).toEqual([0, MAX, TINY]);
    expect([midpoint(EMPTY), radius(EMPTY), width(EMPTY), mig(EMPTY), mag(EMPTY)]).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect([radius(I(1, 3)), radius(ENTIRE), radius(I(0, INF)), radius(point(5))]).toEqual([1, INF, INF, 0]);
    expect([width(I(1, 3)), width(ENTIRE), width(I(-MAX, MAX)), width(I(-1, TINY))]).toEqual([
      2,
      INF,
      INF,
      1 + 2 ** -52,
    ]);
    expect([mig(I(1, 2)), mig(I(-3, -1)), mig(I(-1, 2)), mag(I(-3, 2)), mag(ENTIRE)]).toEqual([1, 1, 0, 3, INF]);
  });

  it('for every bounded interval, the midpoint is a member and midpoint ± radius covers it', () => {
    fc.assert(
      fc.property(bounded, (x) => {
        const middle = midpoint(x);
        expect(contains(x, middle)).toBe(true);
        const r = radius(x);
        if (r === INF) return;
        const [m, s] = [scaledInteger(middle), scaledInteger(r)];
        expect(m - s <= scaledInteger(x.lo) && scaledInteger(x.hi) <= m + s).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('interval operations', () => {
  const s = intervalSystem;

  it('adds, subtracts and multiplies, ends rounded outward only where they must be', () => {
    expectInterval(s.add(I(1, 2), I(3, 4)), [4, 6]);
    expectInterval(s.add(I(1, INF), I(-INF, 4)), [-INF, INF]);
    expectInterval(s.add(point(1), point(TINY)), [1, 1 + 2 ** -52]);
    expectInterval(s.add(point(MAX), point(MAX)), [MAX, INF]);
    expectInterval(s.sub(I(1, 2), I(3, 5)), [-4, -1]);
    expectInterval(s.sub(point(-1), point(TINY)), [-1 - 2 ** -52, -1]);
    expectInterval(s.mul(I(-1, 2), I(3, 4)), [-4, 8]);
    expectInterval(s.mul(I(-1, 2), I(-3, 4)), [-6, 8]);
    expectInterval(s.mul(I(-2, -1), I(-4, -3)), [3, 8]);
    expectInterval(s.mul(point(0), ENTIRE), [0, 0]);
    expectInterval(s.mul(I(0, 1), I(1, INF)), [0, INF]);
    expectInterval(s.mul(I(-INF, 0), I(-INF, 0)), [0, INF]);
    for (const operation of [s.add, s.sub, s.mul, s.div, s.min, s.max, s.hypot, s.pow]) {
      expectInterval(operation(EMPTY, I(1, 2)), 'empty');
      expectInterval(operation(I(1, 2), EMPTY), 'empty');
      expectInterval(operation(I(-1, 2), EMPTY), 'empty');
      expectInterval(operation(EMPTY, I(-1, 2)), 'empty');
    }
  });

  it('divides by intervals with and without 0', () => {
    expectInterval(s.div(I(1, 2), I(4, 8)), [0.125, 0.5]);
    expectInterval(s.div(I(-1, 2), I(4, 8)), [-0.25, 0.5]);
    expectInterval(s.div(I(1, 2), I(-8, -4)), [-0.5, -0.125]);
    expectInterval(s.div(I(-2, -1), I(-8, -4)), [0.125, 0.5]);
    expectInterval(s.div(I(1, INF), I(1, INF)), [0, INF]);
    expectInterval(s.div(I(1, 2), I(0, 4)), [0.25, INF, '!']);
    expectInterval(s.div(I(1, 2), I(-4, 0)), [-INF, -0.25, '!']);
    expectInterval(s.div(I(-2, -1), I(0, 4)), [-INF, -0.25, '!']);
    expectInterval(s.div(I(-2, -1), I(-4, 0)), [0.25, INF, '!']);
    expectInterval(s.div(I(-1, 1), I(0, 4)), [-INF, INF, '!']);
    expectInterval(s.div(I(1, 2), I(-1, 1)), [-INF, INF, '!']);
    expectInterval(s.div(I(0, 1), I(0, 1)), [0, INF, '!']);
    expectInterval(s.div(point(0), I(-1, 1)), [0, 0, '!']);
    expectInterval(s.div(I(1, 2), point(0)), 'empty');
    expectInterval(s.div(point(0), point(0)), 'empty');
  });

  it('takes roots and logarithms of the part inside the natural domain', () => {
    expectInterval(s.sqrt(I(4, 9)), [2, 3]);
    expectInterval(s.sqrt(I(-4, 9)), [0, 3, '!']);
    expectInterval(s.sqrt(I(-4, -1)), 'empty');
    expectInterval(s.sqrt(point(2)), [1.414213562373095, 1.4142135623730951]);
    expectInterval(s.sqrt(I(0, INF)), [0, INF]);
    expectInterval(s.log(I(1, 1)), [0, 0]);
    expectInterval(s.log(I(0, 1)), [-INF, 0, '!']);
    expectInterval(s.log(I(-1, 1)), [-INF, 0, '!']);
    expectInterval(s.log(I(-1, 0)), 'empty');
    expectInterval(s.cbrt(I(-27, 8)), [-3, 2]);
  });

  it('encloses exponentials at the ends of the range of doubles', () => {
    expectInterval(s.exp(point(0)), [1, 1]);
    expectInterval(s.exp(I(-INF, 0)), [0, 1]);
    expectInterval(s.exp(I(0, INF)), [1, INF]);
    expectInterval(s.exp(point(1000)), [MAX, INF]);
    expectInterval(s.exp(point(-1000)), [0, TINY]);
    expectInterval(s.expm1(I(-INF, 0)), [-1, 0]);
    expectInterval(s.expm1(point(-1000)), [-1, -1 + 2 ** -53]);
    expectInterval(s.tanh(I(-INF, INF)), [-1, 1]);
    expectInterval(s.tanh(point(0)), [0, 0]);
    expectInterval(s.atan(ENTIRE), [-1.5707963267948968, 1.5707963267948968]);
  });

  it('raises to integer powers without treating a factor as independent of itself', () => {
    expectInterval(s.powInteger(I(-2, 3), 2), [0, 9]);
    expectInterval(s.powInteger(I(-3, -2), 2), [4, 9]);
    expectInterval(s.powInteger(I(-2, 3), 3), [-8, 27]);
    expectInterval(s.powInteger(I(-2, 3), 0), [1, 1]);
    expectInterval(s.powInteger(I(-2, 4), -2), [0.0625, INF, '!']);
    expectInterval(s.powInteger(I(0, 4), -2), [0.0625, INF, '!']);
    expectInterval(s.powInteger(I(2, 4), -2), [0.0625, 0.25]);
    expectInterval(s.powInteger(I(-2, 4), -1), [-INF, INF, '!']);
    expectInterval(s.powInteger(I(0, 4), -1), [0.25, INF, '!']);
    expectInterval(s.powInteger(I(-4, 0), -1), [-INF, -0.25, '!']);
    expectInterval(s.powInteger(I(-4, -2), -3), [-0.125, -0.015625]);
    expectInterval(s.powInteger(point(0), -2), 'empty');
    expectInterval(s.powInteger(point(0), -1), 'empty');
    expectInterval(s.powInteger(ENTIRE, 3), [-INF, INF]);
    expectInterval(s.powInteger(I(1, INF), -3), [0, 1]);
    expectInterval(s.powInteger(EMPTY, 0), 'empty');
    expectInterval(s.powInteger(point(-1), 2 ** 50 + 1), [-1, -1]);
    expectInterval(s.powInteger(point(2), 5000), [MAX, INF]);
    expectInterval(s.powInteger(point(-2), -5001), [-TINY, 0]);
  });

  it('raises to real powers on the natural domain', () => {
    expectInterval(s.pow(I(4, 9), point(0.5)), [2, 3]);
    expectInterval(s.pow(I(0, 9), point(0.5)), [0, 3]);
    expectInterval(s.pow(I(-1, 9), point(0.5)), [0, 3, '!']);
    expectInterval(s.pow(point(16), I(-0.75, 0.75)), [0.125, 8]);
    expectInterval(s.pow(I(0.25, 4), I(-1, 2)), [0.0625, 16]);
    expectInterval(s.pow(I(0, 4), I(-1, 2)), [0, INF, '!']);
    expectInterval(s.pow(I(0.25, 0.5), I(-2, -1)), [2, 16]);
    expectInterval(s.pow(I(2, 4), I(-2, -1)), [0.0625, 0.5]);
    expectInterval(s.pow(I(0, 0.5), I(1, 2)), [0, 0.5]);
    expectInterval(s.pow(point(0), I(1, 2)), [0, 0]);
    expectInterval(s.pow(point(0), I(-1, 2)), [0, 0, '!']);
    expectInterval(s.pow(point(0), I(-1, 0)), 'empty');
    expectInterval(s.pow(I(-2, -1), point(2)), 'empty');
    expectInterval(s.pow(I(0, INF), ENTIRE), [0, INF, '!']);
    expectInterval(s.pow(point(1), ENTIRE), [1, 1]);
    expectInterval(s.pow(I(0, 1), point(0)), [1, 1, '!']);
  });

  it('bounds sine and cosine by their extremes where those lie inside, and only there', () => {
    expectInterval(s.sin(point(0)), [0, 0]);
    expectInterval(s.cos(point(0)), [1, 1]);
    expectInterval(s.sin(ENTIRE), [-1, 1]);
    expectInterval(s.sin(point(Math.PI / 2)), [1 - 2 ** -53, 1]);
    expectInterval(s.cos(point(Math.PI)), [-1, -1 + 2 ** -53]);
    expectInterval(s.cos(point(1e-9)), [1 - 2 ** -53, 1]);
    expectInterval(s.cos(I(0, INF)), [-1, 1]);
    expectInterval(s.sin(I(1.5, 1.6)), [s.sin(point(1.5)).lo, 1]);
    expectInterval(s.sin(I(-1.6, -1.5)), [-1, s.sin(point(-1.5)).hi]);
    expectInterval(s.sin(I(1.6, 4.7)), [s.sin(point(4.7)).lo, s.sin(point(1.6)).hi]);
    expectInterval(s.sin(I(1.6, 4.72)), [-1, s.sin(point(1.6)).hi]);
    expectInterval(s.cos(I(-1, 2)), [s.cos(point(2)).lo, 1]);
    expectInterval(s.cos(I(3, 3.2)), [-1, s.cos(point(3)).hi]);
    expectInterval(s.cos(I(3.2, 6.2)), [s.cos(point(3.2)).lo, s.cos(point(6.2)).hi]);
    expectInterval(s.cos(I(3.2, 6.3)), [s.cos(point(3.2)).lo, 1]);
    expectInterval(s.sin(I(1e22, 1e22 + 2 ** 21)), [-1, 1]);
    expectInterval(s.sin(I(2 ** 51, 2 ** 51 + 1)), [s.sin(point(2 ** 51)).lo, 1]);
    expectInterval(s.sin(I(2 ** 51 + 1, 2 ** 51 + 2)), [s.sin(point(2 ** 51 + 2)).lo, s.sin(point(2 ** 51 + 1)).hi]);
  });

  it('bounds the tangent between poles, and says where it meets one', () => {
    expectInterval(s.tan(point(0)), [0, 0]);
    expectInterval(s.tan(I(-1, 1)), [s.tan(point(-1)).lo, s.tan(point(1)).hi]);
    expectInterval(s.tan(I(2, 4)), [s.tan(point(2)).lo, s.tan(point(4)).hi]);
    expectInterval(s.tan(I(1, 2)), [-INF, INF, '!']);
    expectInterval(s.tan(I(2, 5)), [-INF, INF, '!']);
    expectInterval(s.tan(I(0, 3.2)), [-INF, INF, '!']);
    expectInterval(s.tan(ENTIRE), [-INF, INF, '!']);
    expectInterval(s.tan(EMPTY), 'empty');
  });

  it('applies the remaining operations end by end', () => {
    expectInterval(s.neg(I(1, 2)), [-2, -1]);
    expectInterval(s.abs(I(-3, 2)), [0, 3]);
    expectInterval(s.abs(I(-3, -2)), [2, 3]);
    expectInterval(s.sign(I(-3, 2)), [-1, 1]);
    expectInterval(s.sign(point(0)), [0, 0]);
    expectInterval(s.floor(I(-1.5, 2.5)), [-2, 2]);
    expectInterval(s.min(I(1, 4), I(2, 3)), [1, 3]);
    expectInterval(s.max(I(1, 4), I(2, 3)), [2, 4]);
    expectInterval(s.hypot(I(-3, 3), point(4)), [4, 5]);
    expectInterval(s.hypot(point(-5), I(12, INF)), [13, INF]);
  });

  it('carries the decoration on, and loses it at every empty result', () => {
    const broken = s.sqrt(I(-1, 4));
    for (const operation of [
      'neg',
      'abs',
      'sign',
      'floor',
      'cbrt',
      'exp',
      'expm1',
      'sin',
      'cos',
      'tan',
      'atan',
      'tanh',
    ] as const) {
      expect(s.isDefined(s[operation](broken))).toBe(false);
      expectInterval(s[operation](EMPTY), 'empty');
    }
    for (const operation of ['add', 'sub', 'mul', 'min', 'max', 'hypot'] as const) {
      expect(s.isDefined(s[operation](broken, point(1)))).toBe(false);
      expect(s.isDefined(s[operation](point(1), broken))).toBe(false);
      expect(s.isDefined(s[operation](point(1), point(2)))).toBe(true);
    }
    expect(s.isDefined(s.hull(point(1), broken))).toBe(false);
  });

  it('compares in three values', () => {
    const decided: [Ternary, Ternary][] = [
      [s.less(I(1, 2), I(3, 4)), true],
      [s.less(I(1, 2), I(2, 4)), undefined],
      [s.less(I(2, 4), I(1, 2)), false],
      [s.less(point(1), point(1)), false],
      [s.lessOrEqual(I(1, 2), I(2, 4)), true],
      [s.lessOrEqual(I(2, 4), I(1, 2)), undefined],
      [s.lessOrEqual(I(3, 4), I(1, 2)), false],
      [s.equal(point(1), point(1)), true],
      [s.equal(I(1, 2), I(1, 2)), undefined],
      [s.equal(I(1, 2), I(3, 4)), false],
      [s.less(EMPTY, point(1)), undefined],
      [s.lessOrEqual(point(1), EMPTY), undefined],
      [s.equal(EMPTY, EMPTY), undefined],
    ];
    expect(decided.map(([actual]) => actual)).toEqual(decided.map(([, expected]) => expected));
  });

  it('reads literals and constants as tightest enclosures', () => {
    expectInterval(s.literal('0.5'), [0.5, 0.5]);
    expectInterval(s.literal('12'), [12, 12]);
    expectInterval(s.literal('0.1'), [0.09999999999999999, 0.1]);
    expectInterval(s.literal('0.3'), [0.3, 0.30000000000000004]);
    expectInterval(s.literal('1e400'), [MAX, INF]);
    expectInterval(s.literal('1e-400'), [0, TINY]);
    expectInterval(s.fromNumber(0.1), [0.1, 0.1]);
    expectInterval(s.fromNumber(NaN), 'empty');
    expect(() => s.literal('0x10')).toThrow(expect.objectContaining({ code: 'invalid-literal' }));
    const names: ConstantName[] = ['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'];
    // Digits 1–20 after the point decide which side of the exact value the nearest double is on.
    const digits = [
      '3.14159265358979323846',
      '2.71828182845904523536',
      '0.69314718055994530941',
      '2.30258509299404568401',
      '1.44269504088896340735',
      '0.43429448190325182765',
      '1.41421356237309504880',
      '0.70710678118654752440',
    ];
    expect(names.map((name) => s.constant(name))).toEqual(digits.map((text) => s.literal(text)));
  });

  it('shows its ends in decimal, rounded outward', () => {
    expect(s.toText(I(0.1, 0.1))).toBe('[0.1, 0.10000000000000001]');
    expect(s.toText(I(0.5, INF))).toBe('[0.5, Infinity]');
    expect(s.toText(EMPTY)).toBe('empty');
    expect([s.lower(I(1, 2)), s.upper(I(1, 2)), s.toNumber(I(1, 2)), s.kind, s.name]).toEqual([
      1,
      2,
      1.5,
      'enclosure',
      'interval',
    ]);
  });
});
