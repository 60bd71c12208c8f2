/**
 * The checker's arithmetic against the decimal intervals of 260 digits, which share no code with it: every range contains
 * the exact one, is at most a few units wider, and is refused where the operation is not defined.
 */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { ConstantName } from '../numeric/number-system.js';
import { decimal } from './decimal.js';
import { constant } from './functions.js';
import { powInteger, type Interval } from './interval.js';
import { Rejection } from './rejection.js';
import { BINARY, COMPARISON, UNARY } from './tape.js';

const oracle = decimalIntervalSystem(260);
const Exact = Decimal.clone({ precision: 500, defaults: true });
const P = 96n;

/** a/2^p is (a·5^p)/10^p. */
function exactly(a: bigint, p: bigint): DecimalInterval {
  const value = oracle.literal(`${(a < 0n ? -a : a) * 5n ** p}e-${p}`);
  return a < 0n ? oracle.neg(value) : value;
}
const ofOracle = (x: Interval, p: bigint): DecimalInterval => oracle.hull(exactly(x.lo, p), exactly(x.hi, p));

/** Ends of the oracle's interval in units of 2^−p. */
function units(x: DecimalInterval, p: bigint): readonly [Decimal, Decimal] {
  const scale = new Exact(2).pow(Number(p));
  return [new Exact(x.lo).mul(scale), new Exact(x.hi).mul(scale)];
}

/** Most units that an end may lie outside of the exact one. */
const SLACK = 3;

/** `mine` must contain `theirs`, but for the oracle's own width, and tightly so. */
function expectTight(mine: Interval, theirs: DecimalInterval, p: bigint): void {
  const [lo, hi] = units(theirs, p);
  const [a, b] = [new Exact(mine.lo.toString()), new Exact(mine.hi.toString())];
  // The oracle's ends are within 10^−250 of the exact ones, relatively.
  const blur = Exact.max(lo.abs(), hi.abs()).mul('1e-240');
  expect(a.lte(lo.add(blur))).toBe(true);
  expect(b.gte(hi.sub(blur))).toBe(true);
  expect(a.gte(lo.sub(SLACK))).toBe(true);
  expect(b.lte(hi.add(SLACK))).toBe(true);
}

function attempt(compute: () => Interval): Interval | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

/** Points and intervals of all widths in [−size, size], whole numbers among them. */
function intervals(size: number, p: bigint): fc.Arbitrary<Interval> {
  const all = BigInt(size) << p;
  const number = fc.oneof(
    fc.bigInt({ min: -all, max: all }),
    fc.integer({ min: -size, max: size }).map((n) => BigInt(n) << p),
    fc.bigInt({ min: -1024n, max: 1024n }),
  );
  const width = fc.oneof(
    fc.constant(0n),
    fc.integer({ min: 0, max: Number(p) + 2 }).map((k) => 1n << BigInt(k)),
  );
  return fc.tuple(number, width).map(([lo, w]) => ({ lo, hi: lo + w }));
}

const SIZES: Readonly<Record<string, number>> = { exp: 30, expm1: 30, sin: 2 ** 40, cos: 2 ** 40, tan: 200, tanh: 40 };
const runs = { numRuns: 300 };

describe.each([64n, P, 200n])('with %i digits after the point', (p) => {
  it.each(Object.keys(UNARY))('%s is tight, and defined where it should be', (name) => {
    fc.assert(
      fc.property(intervals(SIZES[name] ?? 1000, p), (x) => {
        const mine = attempt(() => UNARY[name]!(x, p));
        const theirs = oracle[name as 'exp'](ofOracle(x, p));
        expect(mine !== undefined).toBe(theirs.defined);
        if (mine !== undefined) expectTight(mine, theirs, p);
      }),
      runs,
    );
  });

  it.each(Object.keys(BINARY))('%s is tight, and defined where it should be', (name) => {
    const size = name === 'pow' ? 6 : 1000;
    fc.assert(
      fc.property(intervals(size, p), intervals(size, p), (x, y) => {
        const mine = attempt(() => BINARY[name]!(x, y, p));
        const theirs = oracle[name as 'add'](ofOracle(x, p), ofOracle(y, p));
        if (mine !== undefined) expect(theirs.defined).toBe(true);
        if (mine !== undefined && theirs.hi.lt('1e12') && theirs.lo.gt('-1e12')) expectTight(mine, theirs, p);
        // Quotients and powers beyond every limit are refused.
        if (mine === undefined && theirs.defined) expect(theirs.hi.gt('1e2000') || theirs.lo.lt('-1e2000')).toBe(true);
      }),
      runs,
    );
  });

  it.each(Object.keys(COMPARISON))('%s says what the oracle says', (name) => {
    fc.assert(
      fc.property(intervals(3, p), intervals(3, p), fc.boolean(), (x, other, isSame) => {
        const y = isSame ? x : other;
        expect(COMPARISON[name]!(x, y)).toBe(oracle[name as 'less'](ofOracle(x, p), ofOracle(y, p)));
      }),
      runs,
    );
  });

  it('powers with integer exponents are tight, and defined where they should be', () => {
    fc.assert(
      fc.property(intervals(4, p), fc.integer({ min: -12, max: 12 }), (x, n) => {
        const mine = attempt(() => powInteger(x, n, p));
        const theirs = oracle.powInteger(ofOracle(x, p), n);
        if (mine !== undefined) expect(theirs.defined).toBe(true);
        if (mine !== undefined && theirs.hi.lt('1e12') && theirs.lo.gt('-1e12')) expectTight(mine, theirs, p);
        if (mine === undefined && theirs.defined) expect(theirs.hi.abs().add(theirs.lo.abs()).gt('1e200')).toBe(true);
      }),
      runs,
    );
  });

  it.each(['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'])('%s is tight', (name) => {
    expectTight(constant(name, p), oracle.constant(name as ConstantName), p);
  });

  it.each(['0', '0.1', '-12.75', '1e-3', '123456789e-12', '.5', '5.', '0.30000000000000004'])('%s is tight', (text) => {
    const theirs = oracle.literal(text.replace(/^-/, ''));
    expectTight(decimal(text, p), text.startsWith('-') ? oracle.neg(theirs) : theirs, p);
  });
});

describe('an interval', () => {
  const sub = fc
    .tuple(intervals(20, P), fc.bigInt({ min: 0n, max: 1n << 20n }), fc.bigInt({ min: 0n, max: 1n << 20n }))
    .map(([{ lo, hi }, i, j]) => {
      const [a, b] = [lo + (((hi - lo) * i) >> 20n), lo + (((hi - lo) * j) >> 20n)];
      return [
        { lo: a < b ? a : b, hi: a < b ? b : a },
        { lo, hi },
      ] as const;
    });

  it.each(Object.keys(UNARY))('has a range under %s that contains those of its parts', (name) => {
    fc.assert(
      fc.property(sub, ([part, whole]) => {
        const outer = attempt(() => UNARY[name]!(whole, P));
        if (outer === undefined) return;
        const inner = UNARY[name]!(part, P);
        expect(outer.lo <= inner.lo && inner.hi <= outer.hi).toBe(true);
      }),
      runs,
    );
  });

  it('around an extremum of sine reaches it', () => {
    const half = constant('PI', P);
    for (const n of [-7n, -3n, -1n, 1n, 3n, 5n, 9n, 12345n]) {
      const at = (half.lo * n) >> 1n;
      const range = UNARY['sin']!({ lo: at - (1n << 80n), hi: at + (1n << 80n) }, P);
      expect(range.lo === -(1n << P) || range.hi === 1n << P).toBe(true);
    }
  });
});
