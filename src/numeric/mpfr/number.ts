/**
 * A number of MPFR as plain words, which need no freeing: sign, exponent, and the limbs, least significant first, 32 bits
 * each. Its value is `sign · 0.limbs · 2^exponent`, the leading bit of the limbs set.
 *
 * Precisions are whole limbs of 64 bits, so two numbers have the same precision if they have as many words.
 */
import type { Scaled } from '../decimal-elementary/scaled.js';
import { TRIGONOMETRIC_ARGUMENT_BITS } from '../decimal-elementary/trigonometric.js';

export type MpfrNumber = readonly number[];

export const LIMB_BITS = 64;

/** Exponents that stand for what is no finite nonzero number. */
const ZERO_EXPONENT = -0x7fffffff;
export const NAN_EXPONENT = -0x7ffffffe;
const INFINITE_EXPONENT = -0x7ffffffd;

const words = (sign: number, exponent: number, bits: number): MpfrNumber => [
  sign,
  exponent,
  ...Array.from({ length: bits / 32 }, () => 0),
];

export const zeroOf = (bits: number): MpfrNumber => words(1, ZERO_EXPONENT, bits);
export const nanOf = (bits: number): MpfrNumber => words(1, NAN_EXPONENT, bits);
export const infinityOf = (bits: number, sign: 1 | -1): MpfrNumber => words(sign, INFINITE_EXPONENT, bits);

export const isNaN = (x: MpfrNumber): boolean => x[1] === NAN_EXPONENT;
export const isZero = (x: MpfrNumber): boolean => x[1] === ZERO_EXPONENT;
export const isInfinite = (x: MpfrNumber): boolean => x[1] === INFINITE_EXPONENT;
export const isFinite = (x: MpfrNumber): boolean => x[1]! > INFINITE_EXPONENT || isZero(x);

/** −1, 0 or 1; zeros have no sign here, and NaN has 0. */
export const signOf = (x: MpfrNumber): number => (isZero(x) || isNaN(x) ? 0 : x[0]!);

/** Is `|x| < 2^16600`, so that multiples of π/2 can be told apart? */
export const isReducible = (x: MpfrNumber): boolean => isFinite(x) && x[1]! <= TRIGONOMETRIC_ARGUMENT_BITS - 4;

export function negate(x: MpfrNumber): MpfrNumber {
  if (isNaN(x) || isZero(x)) return x;
  const negated = x.slice();
  negated[0] = -x[0]!;
  return negated;
}

/** −1, 0 or 1 as `x` is less than, equal to or greater than `y`; NaN if one is NaN. */
export function compare(x: MpfrNumber, y: MpfrNumber): number {
  if (isNaN(x) || isNaN(y)) return NaN;
  const sign = signOf(x);
  if (sign !== signOf(y)) return sign < signOf(y) ? -1 : 1;
  return sign * compareMagnitudes(x, y);
}

/** Of numbers that are not NaN. The exponents of zeros and infinities do not order them, hence the first lines. */
function compareMagnitudes(x: MpfrNumber, y: MpfrNumber): number {
  if (isInfinite(x) || isInfinite(y)) return Number(isInfinite(x)) - Number(isInfinite(y));
  if (x[1] !== y[1]) return x[1]! < y[1]! ? -1 : 1;
  for (let i = x.length - 1; i >= 2; i--) {
    if (x[i] !== y[i]) return x[i]! >>> 0 < y[i]! >>> 0 ? -1 : 1;
  }
  return 0;
}

/** A finite number, exactly. */
export function scaledFromMpfr(x: MpfrNumber): Scaled {
  if (isZero(x)) return { m: 0n, twos: 0, tens: 0 };
  let m = 0n;
  for (let i = x.length - 1; i >= 2; i--) m = (m << 32n) | BigInt(x[i]! >>> 0);
  return { m: x[0]! < 0 ? -m : m, twos: x[1]! - 32 * (x.length - 2), tens: 0 };
}
