import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exact,
  realExp,
  realOfRational,
  realRoot,
  roundMagnitude,
  type Rational,
  type Real,
} from '../../properties/support/format-oracle.js';
import { decimalFormat } from './decimal.js';
import { formatOf } from './formats.js';

/** `m·10^e`. */
type Pair = readonly [number, number];

const rationalOf = ([m, e]: Pair): Rational =>
  e >= 0 ? { n: BigInt(m) * 10n ** BigInt(e), d: 1n } : { n: BigInt(m), d: 10n ** BigInt(-e) };

describe.each([2, 5, 7, 16])('decimal-%i', (digits) => {
  const format = decimalFormat(digits);
  const most = Math.min(10 ** digits - 1, 1e15);
  const pairs = fc.tuple(
    fc.oneof(fc.integer({ min: -most, max: most }), fc.integer({ min: -20, max: 20 })),
    fc.integer({ min: -30, max: 12 }),
  );
  const number = ([m, e]: Pair): Decimal => format.fromReal((system) => system.literal(`${m}e${e}`));
  const rounded = (x: Real, negative: boolean): Decimal => {
    if (x.scaledFloor(1n, 1n).isExact && x.scaledFloor(1n, 1n).floor === 0n) return format.zero;
    const { m, e } = roundMagnitude(x, { base: 10n, digits });
    return format.fromReal((system) => system.literal(`${negative ? '-' : ''}${m}e${e}`));
  };
  const ofRational = (x: Rational): Decimal => rounded(realOfRational(x), x.n < 0n);

  it('for all numbers, + − × ÷ √, fused multiply-add and half squares are the exact results, rounded once', () => {
    fc.assert(
      fc.property(pairs, pairs, pairs, (p, q, r) => {
        const [x, y, z] = [p, q, r].map(number) as [Decimal, Decimal, Decimal];
        const [a, b, c] = [p, q, r].map(rationalOf) as [Rational, Rational, Rational];
        for (const op of ['add', 'sub', 'mul'] as const) {
          expect(format[op](x, y).toString()).toBe(ofRational(exact[op](a, b)).toString());
        }
        if (b.n !== 0n) expect(format.div(x, y).toString()).toBe(ofRational(exact.div(a, b)).toString());
        expect(format.fma(x, y, z).toString()).toBe(ofRational(exact.add(exact.mul(a, b), c)).toString());
        const square = exact.add(exact.mul(a, a), exact.mul(b, b));
        expect(format.halfSquaredNorm([x, y]).toString()).toBe(
          ofRational({ n: square.n, d: 2n * square.d }).toString(),
        );
        if (a.n > 0n) expect(format.sqrt(x).toString()).toBe(rounded(realRoot(a), false).toString());
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('for all numbers, exp is the exact result, rounded once', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9999, max: 9999 }), (m) => {
        // Eighths, which the oracle takes, too.
        const x = format.fromReal((system) => system.literal(String(m / 8)));
        fc.pre(x.eq(m / 8));
        expect(format.exp(x).toString()).toBe(rounded(realExp({ n: BigInt(m), d: 8n }), false).toString());
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});

it('formats have the names that they are asked for by, and others have none', () => {
  expect(formatOf('decimal-7')?.name).toBe('decimal-7');
  expect(formatOf('float16')?.name).toBe('float16');
  for (const name of ['decimal-1', 'decimal-101', 'decimal-', 'float128', 'FLOAT32', '']) {
    expect(formatOf(name)).toBeUndefined();
  }
  expect(() => decimalFormat(1)).toThrow(RangeError);
});
