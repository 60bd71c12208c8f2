import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { compare, decimalValue, floor, negate, power, product, quotient, ratio, remainder, sum } from './rational.js';
import type { Rational } from './rational.js';

const rationals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 20n }))
  .map(([p, q]) => ratio(p, q)!);
const nonzero = rationals.filter(({ numerator }) => numerator !== 0n);

function isLowest({ numerator, denominator }: Rational): boolean {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return denominator > 0n && a === 1n;
}

describe('rational arithmetic is exact', () => {
  test.prop([rationals, rationals, rationals], { numRuns: 300 })(
    'for all x, y, z: ring laws, in lowest terms',
    (x, y, z) => {
      expect(sum(x, y)).toEqual(sum(y, x));
      expect(sum(sum(x, y)!, z)).toEqual(sum(x, sum(y, z)!));
      expect(product(x, sum(y, z)!)).toEqual(sum(product(x, y)!, product(x, z)!));
      expect(sum(x, negate(x))).toEqual(ratio(0n, 1n));
      expect([sum(x, y)!, product(x, y)!].every(isLowest)).toBe(true);
    },
  );

  test.prop([rationals, nonzero], { numRuns: 300 })(
    'for all x and y ≠ 0: x = (x/y)·y = y·trunc(x/y) + x % y',
    (x, y) => {
      const q = quotient(x, y)!;
      expect(product(q, y)).toEqual(x);
      const whole = { numerator: q.numerator / q.denominator, denominator: 1n };
      expect(sum(product(y, whole)!, remainder(x, y)!)).toEqual(x);
    },
  );

  test.prop([rationals, rationals], { numRuns: 300 })(
    'floor(x) ≤ x < floor(x) + 1, and the order is that of x − y',
    (x, y) => {
      const below = { numerator: floor(x), denominator: 1n };
      expect(compare(below, x)).toBeLessThanOrEqual(0);
      expect(compare(x, { numerator: floor(x) + 1n, denominator: 1n })).toBe(-1);
      expect(compare(x, y)).toBe(Number(sum(x, negate(y))!.numerator > 0n) - Number(sum(x, negate(y))!.numerator < 0n));
    },
  );

  test.prop([nonzero, fc.integer({ min: -9, max: 9 })], { numRuns: 200 })('x^n is the product of n factors', (x, n) => {
    let expected = ratio(1n, 1n)!;
    for (let i = 0; i < Math.abs(n); i++) expected = product(expected, x)!;
    expect(power(x, n)).toEqual(n < 0 ? quotient(ratio(1n, 1n)!, expected) : expected);
  });

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })], { numRuns: 300 })(
    'the value of a decimal literal is the number it writes',
    (x) => {
      const value = decimalValue(String(x))!;
      // A quotient of integers rounds correctly only when both are doubles; else the text itself is the oracle.
      const [, digits = '', exponent = '0'] = /^([\d.]+)(?:e(.*))?$/.exec(String(x)) ?? [];
      const places = (digits.split('.')[1] ?? '').length - Number(exponent);
      const scaled = product(value, ratio(10n ** BigInt(Math.max(places, 0)), 10n ** BigInt(Math.max(-places, 0)))!);
      expect(scaled).toEqual(ratio(BigInt(digits.replace('.', '')), 1n));
    },
  );

  it('has no value where there is none, or where it is too large to be one of interest', () => {
    const [zero, three] = [ratio(0n, 1n)!, ratio(3n, 1n)!];
    expect(quotient(three, zero)).toBeUndefined();
    expect(remainder(three, zero)).toBeUndefined();
    expect(power(zero, -1)).toBeUndefined();
    expect(power(zero, 0)).toEqual(ratio(1n, 1n));
    expect(power(three, 1e6)).toBeUndefined();
    expect(decimalValue('1e99999')).toBeUndefined();
    expect(ratio(1n << 5000n, 1n)).toBeUndefined();
  });
});
