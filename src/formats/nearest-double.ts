/** The double nearest to a number that is known exactly, ties to even. */
import type { Decimal } from 'decimal.js';
import { doubleBelow, scaledFromDecimal } from '../numeric/decimal-conversion.js';
import { powerOfTen } from '../numeric/decimal-elementary/scaled.js';
import { nextUp } from '../numeric/directed.js';
import { bitLength, SMALLEST_EXPONENT, toDyadic } from '../numeric/dyadic.js';
import { powerOfTwo } from '../numeric/elementary/powers-of-two.js';

/** Digits kept of a long integer before it is rounded: more than a double's, and one that remembers the rest. */
const KEPT_BITS = 64;
const OVERFLOWS_FROM = 1024;

/** `m·2^e`, rounded once. */
export function nearestDyadic(m: bigint, e: number): number {
  if (m < 0n) return -nearestDyadic(-m, e);
  if (m === 0n) return 0;
  const length = bitLength(m);
  if (length + e > OVERFLOWS_FROM) return Infinity;
  // Cut to few digits, the last of them 1 if anything was lost.
  const cut = Math.max(0, length - KEPT_BITS);
  const short = m >> BigInt(cut);
  const sticky = cut > 0 && short << BigInt(cut) !== m ? short | 1n : short;
  const exponent = e + cut;
  // Below the normal range the last digit has the weight 2^−1074.
  const lost = SMALLEST_EXPONENT - exponent;
  if (lost > KEPT_BITS) return 0;
  const isSubnormal = bitLength(sticky) + exponent <= SMALLEST_EXPONENT + 52;
  if (lost > 0 && isSubnormal) return Number(roundShift(sticky, lost)) * Number.MIN_VALUE;
  // ECMAScript rounds integers to the nearest double, ties to even.
  const rounded = Number(sticky);
  const half = exponent >> 1;
  return rounded * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** `m/2^k` rounded to the nearest integer, ties to even. */
function roundShift(m: bigint, k: number): bigint {
  const floor = m >> BigInt(k);
  const rest = m - (floor << BigInt(k));
  const half = 1n << BigInt(k - 1);
  return rest > half || (rest === half && (floor & 1n) === 1n) ? floor + 1n : floor;
}

/** A finite decimal, rounded once. */
export function nearestOfDecimal(x: Decimal): number {
  if (x.isNegative()) return -nearestOfDecimal(x.neg());
  const below = doubleBelow(x);
  const middle = below === Number.MAX_VALUE ? MIDDLE_BEYOND : middleOf(below, nextUp(below));
  const side = compare(x, middle.m, middle.e);
  if (side !== 0) return side < 0 ? below : nextUp(below);
  return isEven(below) ? below : nextUp(below);
}

const MIDDLE_BEYOND = { m: 2n ** 54n - 1n, e: 970 };

/** The middle of neighbouring doubles `0 ≤ a < b`. */
function middleOf(a: number, b: number): { readonly m: bigint; readonly e: number } {
  const [low, high] = [toDyadic(a), toDyadic(b)];
  const e = Math.min(low.exponent, high.exponent);
  const m = (low.significand << BigInt(low.exponent - e)) + (high.significand << BigInt(high.exponent - e));
  return { m, e: e - 1 };
}

/** The sign of `x − m·2^e`, for `x ≥ 0`. */
function compare(x: Decimal, m: bigint, e: number): number {
  const { m: digits, tens } = scaledFromDecimal(x);
  const left = tens >= 0 ? digits * powerOfTen(tens) : digits;
  const right = tens >= 0 ? m : m * powerOfTen(-tens);
  const [a, b] = e >= 0 ? [left, right << BigInt(e)] : [left << BigInt(-e), right];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isEven(x: number): boolean {
  return (toDyadic(x).significand & 1n) === 0n;
}
