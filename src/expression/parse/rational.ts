/**
 * Exact rational arithmetic for the compile-time constants of a target: loop counters, indices, exponents.
 *
 * Every operation is exact. A result of more than `MAX_BITS` bits, and a division by zero, is `undefined`: the constant
 * then stays an expression, and whatever needs its value at compile time says so.
 */

/** `numerator / denominator` in lowest terms, with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const MAX_BITS = 4096;
const TOO_LARGE = 1n << BigInt(MAX_BITS);

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function fits(x: bigint): boolean {
  return -TOO_LARGE < x && x < TOO_LARGE;
}

/** The quotient of two integers, in lowest terms. */
export function ratio(numerator: bigint, denominator: bigint): Rational | undefined {
  if (denominator === 0n) return undefined;
  if (denominator < 0n) return ratio(-numerator, -denominator);
  if (denominator === 1n) return fits(numerator) ? { numerator, denominator } : undefined;
  const divisor = greatestCommonDivisor(numerator, denominator);
  const result = { numerator: numerator / divisor, denominator: denominator / divisor };
  return fits(result.numerator) && fits(result.denominator) ? result : undefined;
}

/** The exact value of an unsigned decimal literal such as `12`, `0.1`, `2.5e-3`. */
export function decimalValue(text: string): Rational | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d*)\.?(\d*)(?:e([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const shift = Number(exponent) - fraction.length;
  if (digits === '' || digits.length + Math.abs(shift) > MAX_BITS) return undefined;
  const scale = 10n ** BigInt(Math.abs(shift));
  return shift < 0 ? ratio(BigInt(digits), scale) : ratio(BigInt(digits) * scale, 1n);
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

export function sum(x: Rational, y: Rational): Rational | undefined {
  return ratio(x.numerator * y.denominator + y.numerator * x.denominator, x.denominator * y.denominator);
}

export function product(x: Rational, y: Rational): Rational | undefined {
  return ratio(x.numerator * y.numerator, x.denominator * y.denominator);
}

/** `undefined` for a zero divisor. */
export function quotient(x: Rational, y: Rational): Rational | undefined {
  return ratio(x.numerator * y.denominator, x.denominator * y.numerator);
}

/** `x − y·trunc(x/y)`, the sign of `x`, as ECMAScript's `%`; `undefined` for a zero divisor. */
export function remainder(x: Rational, y: Rational): Rational | undefined {
  if (y.numerator === 0n) return undefined;
  const denominator = x.denominator * y.denominator;
  return ratio((x.numerator * y.denominator) % (y.numerator * x.denominator), denominator);
}

/** `x^n`, `x^0 = 1`; `undefined` for a negative power of zero. */
export function power(x: Rational, n: number): Rational | undefined {
  const bits = Math.max(x.numerator.toString(2).length, x.denominator.toString(2).length) - 1;
  if (bits * Math.abs(n) > MAX_BITS) return undefined;
  const exponent = BigInt(Math.abs(n));
  const [top, bottom] = [x.numerator ** exponent, x.denominator ** exponent];
  return n < 0 ? ratio(bottom, top) : ratio(top, bottom);
}

/** The largest integer that is at most `x`. */
export function floor({ numerator, denominator }: Rational): bigint {
  const truncated = numerator / denominator;
  return numerator < 0n && truncated * denominator !== numerator ? truncated - 1n : truncated;
}

/** Negative, zero or positive as `x < y`, `x = y`, `x > y`. */
export function compare(x: Rational, y: Rational): number {
  const difference = x.numerator * y.denominator - y.numerator * x.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
