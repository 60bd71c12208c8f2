import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledInteger } from './dyadic.js';
import { hull, interval, intervalSystem, isSubset, midpoint, point, type Interval } from './interval.js';

const MAX = Number.MAX_VALUE;
const TINY = Number.MIN_VALUE;
const INF = Infinity;
const RUNS = { numRuns: 2_000, seed: 20262 };
const I = interval;

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -10, max: 10 }),
  fc.constantFrom(0, 1, -1, 100, -100, 0.5, TINY, -TINY, MAX, -MAX, 2 ** -1022),
  fc.integer({ min: -20, max: 20 }),
);
const bounded = fc.tuple(finite, finite).map(([a, b]) => I(Math.min(a, b), Math.max(a, b)));

/** An interval and some of its members: ends, middle, and one drawn inside. */
const withMembers = fc.tuple(bounded, fc.double({ noNaN: true, min: 0, max: 1 })).map(([x, share]) => {
  const drawn = Math.min(Math.max(x.lo * (1 - share) + x.hi * share, x.lo), x.hi);
  return { x, members: [x.lo, x.hi, midpoint(x), drawn] };
});

describe('containment', () => {
  const s = intervalSystem;
  const unit = 1n << 1074n;

  /** Is the rational `numerator/denominator` (denominator > 0), in units of 2^−1074, inside `x`? */
  function holds(x: Interval, numerator: bigint, denominator: bigint): boolean {
    const above = x.lo === -INF || scaledInteger(x.lo) * denominator <= numerator;
    return above && (x.hi === INF || numerator <= scaledInteger(x.hi) * denominator);
  }

  it('for all intervals and all their members, + − × ÷ contain the exact rational result', () => {
    fc.assert(
      fc.property(withMembers, withMembers, (one, two) => {
        const [sum, difference, product, quotient] = [s.add, s.sub, s.mul, s.div].map((f) => f(one.x, two.x));
        const inside = one.members.every((x) =>
          two.members.every((y) => {
            const [p, q] = [scaledInteger(x), scaledInteger(y)];
            if (!holds(sum!, p + q, 1n) || !holds(difference!, p - q, 1n) || !holds(product!, p * q, unit))
              return false;
            return q === 0n || holds(quotient!, q > 0n ? p * unit : -p * unit, q > 0n ? q : -q);
          }),
        );
        expect(inside).toBe(true);
      }),
      { ...RUNS, numRuns: 600 },
    );
  });

  it('for all intervals and all their members, √, squares and cubes contain the exact result', () => {
    fc.assert(
      fc.property(withMembers, ({ x, members }) => {
        const [root, square, cube] = [s.sqrt(x), s.powInteger(x, 2), s.powInteger(x, 3)];
        for (const member of members) {
          const p = scaledInteger(member);
          expect(holds(square, p * p, unit)).toBe(true);
          expect(holds(cube, p ** 3n, unit * unit)).toBe(true);
          if (p < 0n) continue;
          expect(scaledInteger(root.lo) ** 2n <= p * unit && p * unit <= scaledInteger(root.hi) ** 2n).toBe(true);
        }
      }),
      { ...RUNS, numRuns: 600 },
    );
  });

  it('for all intervals up to 8 long, the ranges of sin, cos and tan contain the value at every member', () => {
    const anywhere = fc.oneof(
      fc.double({ noNaN: true, min: -20, max: 20 }),
      fc.double({ noNaN: true, min: -(2 ** 60), max: 2 ** 60 }),
      fc.integer({ min: -40, max: 40 }).map((n) => (n * Math.PI) / 4),
    );
    const share = fc.double({ noNaN: true, min: 0, max: 1 });
    const length = fc.double({ noNaN: true, min: 0, max: 8 });
    fc.assert(
      fc.property(anywhere, length, fc.array(share, { minLength: 20, maxLength: 20 }), (lo, long, shares) => {
        const x = I(lo, lo + long);
        const members = [x.lo, x.hi, ...shares.map((part) => Math.min(lo + part * long, x.hi))];
        for (const f of ['sin', 'cos', 'tan'] as const) {
          const range = s[f](x);
          const values = members.map((member) => s[f](point(member)));
          expect(values.every((value) => range.lo <= value.hi && value.lo <= range.hi)).toBe(true);
          const attained = [values[0]!.lo, values[0]!.hi, values[1]!.lo, values[1]!.hi, -1, 1, -INF, INF];
          expect(attained).toContain(range.lo);
          expect(attained).toContain(range.hi);
        }
      }),
      RUNS,
    );
  });

  it('for all nested intervals, every operation gives nested results', () => {
    const unary = [
      'neg',
      'abs',
      'sign',
      'floor',
      'sqrt',
      'cbrt',
      'exp',
      'expm1',
      'log',
      'sin',
      'cos',
      'tan',
      'atan',
      'tanh',
    ] as const;
    const binary = ['add', 'sub', 'mul', 'div', 'min', 'max', 'hypot', 'pow'] as const;
    const nested = fc.tuple(bounded, bounded).map(([x, y]) => ({ inner: x, outer: hull(x, y) }));
    fc.assert(
      fc.property(nested, nested, fc.integer({ min: -5, max: 5 }), (one, two, n) => {
        for (const f of unary) expect(isSubset(s[f](one.inner), s[f](one.outer))).toBe(true);
        for (const f of binary) expect(isSubset(s[f](one.inner, two.inner), s[f](one.outer, two.outer))).toBe(true);
        expect(isSubset(s.powInteger(one.inner, n), s.powInteger(one.outer, n))).toBe(true);
      }),
      RUNS,
    );
  });
});
