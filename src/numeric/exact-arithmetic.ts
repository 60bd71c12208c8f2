/**
 * Exact decimal arithmetic on big.js numbers, whose + − × are exact; quotients, roots and powers are exact or refused.
 */
import BigJs from 'big.js';
import { numeralOfScaled } from './decimal-conversion.js';
import { integerRoot } from './decimal-elementary/roots.js';
import type { Scaled } from './decimal-elementary/scaled.js';
import { NumericError } from './number-system.js';

/** A constructor of our own, so that no settings of the application reach it. */
export const ExactBig = BigJs();
ExactBig.strict = false;

export type ExactNumber = InstanceType<typeof ExactBig>;

/** Longer results are refused: time grows with the square of the length. */
export const LARGEST_LENGTH = 20_000;

export function notExact(what: string): NumericError {
  return new NumericError('not-exact', `${what} is not a decimal of at most ${LARGEST_LENGTH} digits`);
}

/** `x = m · 10^tens`, `m` without trailing zeros. */
export function scaledFromExact(x: ExactNumber): Scaled {
  const m = BigInt(x.c.join(''));
  return { m: x.s < 0 ? -m : m, twos: 0, tens: m === 0n ? 0 : x.e - x.c.length + 1 };
}

export function exactFromScaled(x: Scaled): ExactNumber {
  return new ExactBig(numeralOfScaled(x));
}

/** The exponents between which the digits of `x` lie. */
const lowest = (x: ExactNumber): number => x.e - x.c.length + 1;

export function add(x: ExactNumber, y: ExactNumber): ExactNumber {
  if (isZero(x)) return y;
  if (isZero(y)) return x;
  if (Math.max(x.e, y.e) - Math.min(lowest(x), lowest(y)) >= LARGEST_LENGTH) throw notExact('a sum');
  return x.plus(y);
}

export function multiply(x: ExactNumber, y: ExactNumber): ExactNumber {
  if (x.c.length + y.c.length > LARGEST_LENGTH) throw notExact('a product');
  return x.times(y);
}

export const isZero = (x: ExactNumber): boolean => x.c[0] === 0;

/** How often `factor` divides `n ≠ 0`, and what is left: by `factor^(2^k)` while it divides, then backwards. */
function strip(n: bigint, factor: bigint): { count: number; rest: bigint } {
  if (n % factor !== 0n) return { count: 0, rest: n };
  const { count, rest } = strip(n / factor, factor * factor);
  return rest % factor === 0n ? { count: 2 * count + 2, rest: rest / factor } : { count: 2 * count + 1, rest };
}

/** `x/y` where it is a terminating decimal: where the part of `y` prime to 10 divides `x`. */
export function divide(x: ExactNumber, y: ExactNumber): ExactNumber {
  if (isZero(y)) throw notExact(`${x.toString()}/0`);
  const numerator = scaledFromExact(x);
  const denominator = scaledFromExact(y);
  const twos = strip(denominator.m, 2n);
  const fives = strip(twos.rest, 5n);
  if (numerator.m % fives.rest !== 0n) throw notExact('a quotient');
  // 1/(2^i 5^j) = 2^(k−i) 5^(k−j) 10^-k.
  const k = Math.max(twos.count, fives.count);
  if (k > LARGEST_LENGTH) throw notExact('a quotient');
  const m = (numerator.m / fives.rest) * 2n ** BigInt(k - twos.count) * 5n ** BigInt(k - fives.count);
  return exactFromScaled({ m, twos: 0, tens: numerator.tens - denominator.tens - k });
}

/** The real square or cube root where it is a decimal: where `m` has a root and `tens` is a multiple of `k`. */
export function root(x: ExactNumber, k: 2 | 3): ExactNumber {
  const { m, tens } = scaledFromExact(x);
  const magnitude = m < 0n ? -m : m;
  if (m < 0n && k === 2) throw notExact('the square root of a negative number');
  const candidate = integerRoot(magnitude, k);
  if (candidate ** BigInt(k) !== magnitude || tens % k !== 0) throw notExact('a root');
  return exactFromScaled({ m: m < 0n ? -candidate : candidate, twos: 0, tens: tens / k });
}

/** `x^n` for an integer `n`; `0^0 = 1`. */
export function powInteger(x: ExactNumber, n: number): ExactNumber {
  if (!Number.isInteger(n)) throw new RangeError(`an integer exponent is needed, not ${n}`);
  if (!Number.isSafeInteger(n)) throw notExact('a power');
  if (n < 0) return divide(new ExactBig(1), powInteger(x, -n));
  if (n === 0) return new ExactBig(1);
  const { m, tens } = scaledFromExact(x);
  const isUnit = m === 1n || m === -1n || m === 0n;
  if ((!isUnit && x.c.length * n > LARGEST_LENGTH) || !Number.isSafeInteger(tens * n)) throw notExact('a power');
  return exactFromScaled({ m: isUnit && n % 2 === 0 ? m * m : isUnit ? m : m ** BigInt(n), twos: 0, tens: tens * n });
}

/** The largest integer at most `x`; big.js truncates towards 0. */
export function floor(x: ExactNumber): ExactNumber {
  // Nothing is behind the point; rounding would write out the zeros of a large exponent.
  if (lowest(x) >= 0) return x;
  const truncated = x.round(0, ExactBig.roundDown);
  return truncated.gt(x) ? truncated.minus(1) : truncated;
}
