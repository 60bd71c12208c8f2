/**
 * Numbers `m · 2^twos · 10^tens` with a BigInt `m`, and enclosures of a real number by two of them.
 *
 * Every double and every decimal is such a number exactly, so the elementary functions of this folder take their
 * arguments without a conversion error. Inside, a function works with *fixed-point* integers: `X` at `p` bits stands
 * for `X · 2^-p`, and one *ulp* is `2^-p`. BigInt `>>` rounds towards −∞, so `(A · B) >> p` is at most the exact
 * product of two fixed-point numbers and less than one ulp below it.
 *
 * `tens` and `twos` are kept apart, so `sin 1e-300 = 1e-300 · S` keeps its relative precision at no cost.
 */

import { bitLength as bitLengthOfPositive } from '../dyadic.js';

export interface Scaled {
  readonly m: bigint;
  readonly twos: number;
  readonly tens: number;
}

/** The real number `r` with `lo · 2^twos · 10^tens ≤ r ≤ hi · 2^twos · 10^tens`. */
export interface Enclosure {
  readonly lo: bigint;
  readonly hi: bigint;
  readonly twos: number;
  readonly tens: number;
}

const LOG2_OF_TEN = 3.321928094887362;

/** Number of binary digits of `|x|`; 0 for 0. */
export function bitLength(x: bigint): number {
  return bitLengthOfPositive(x < 0n ? -x : x);
}

const smallPowersOfTen: bigint[] = [1n];

/** `10^k` for an integer `k ≥ 0`; the first thousand are kept. */
export function powerOfTen(k: number): bigint {
  if (k > 1000) return 10n ** BigInt(k);
  for (let i = smallPowersOfTen.length; i <= k; i++) smallPowersOfTen.push(smallPowersOfTen[i - 1]! * 10n);
  return smallPowersOfTen[k]!;
}

/** `⌊x · 2^shift⌋` for either sign of `shift`. */
export function shiftFloor(x: bigint, shift: number): bigint {
  return shift >= 0 ? x << BigInt(shift) : x >> BigInt(-shift);
}

/** `⌊a / b⌋` for `b > 0`. */
export function divideFloor(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** Within 1.01 of `log₂|x|`, for nonzero `x` and `|tens| ≤ 10^12`; never above it by more than 0.01. */
export function estimateLog2(x: Scaled): number {
  return bitLength(x.m) - 1 + x.twos + x.tens * LOG2_OF_TEN;
}

/** `⌊x · 2^bits⌋`. Cost: one division when `tens < 0`. */
export function floorFixed(x: Scaled, bits: number): bigint {
  const shift = x.twos + bits;
  if (x.m === 0n) return 0n;
  if (x.tens >= 0) return shiftFloor(x.m * powerOfTen(x.tens), shift);
  // |x| · 2^bits < 1: the floor is known without forming an enormous power of ten.
  if (estimateLog2(x) + bits < -2) return x.m < 0n ? -1n : 0n;
  const power = powerOfTen(-x.tens);
  return shift >= 0 ? divideFloor(x.m << BigInt(shift), power) : divideFloor(x.m, power << BigInt(-shift));
}

/** An enclosure of one point. */
export function exactly(x: Scaled): Enclosure {
  return { lo: x.m, hi: x.m, twos: x.twos, tens: x.tens };
}

export function negate(x: Enclosure): Enclosure {
  return { lo: -x.hi, hi: -x.lo, twos: x.twos, tens: x.tens };
}

/** The exact product of an enclosure and a number. */
export function scale(x: Enclosure, factor: Scaled): Enclosure {
  const a = x.lo * factor.m;
  const b = x.hi * factor.m;
  const twos = x.twos + factor.twos;
  const tens = x.tens + factor.tens;
  return factor.m < 0n ? { lo: b, hi: a, twos, tens } : { lo: a, hi: b, twos, tens };
}

/**
 * An enclosure, at `bits` fixed-point bits, of the quotient of two fixed-point enclosures of the same scale.
 * Domain: `0 < denominatorLo`. Rounded outward by less than one ulp at either end.
 */
export function quotient(
  numeratorLo: bigint,
  numeratorHi: bigint,
  denominatorLo: bigint,
  denominatorHi: bigint,
  bits: number,
): Enclosure {
  const shift = BigInt(bits);
  const lo = divideFloor(numeratorLo << shift, numeratorLo < 0n ? denominatorLo : denominatorHi);
  const hi = -divideFloor(-numeratorHi << shift, numeratorHi < 0n ? denominatorHi : denominatorLo);
  return { lo, hi, twos: -bits, tens: 0 };
}

/** Working precisions are multiples of 32 bits from 96 on, so that tables of constants are shared between calls. */
export function workingBits(atLeast: number): number {
  return Math.max(96, 32 * Math.ceil(atLeast / 32));
}
