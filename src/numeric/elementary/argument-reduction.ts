/**
 * Reduction of an argument modulo π/2, with a small *relative* error even next to multiples of π/2.
 *
 * `x = n·π/2 + r`, `n` the nearest integer (or one of the two nearest, when `x/(π/2)` is within 2^−30 of half an odd
 * integer), `|r| ≤ π/4 + 2^−30`, left in `reduced` as `high + low`, `|low| ≤ 2^−53·|high|`; returned is `n mod 8`.
 *
 * Guaranteed: `|r − (high + low)| ≤ 2^−68·|r|`. No double but 0 lies within 2^−62 of a multiple of π/2, relative to 1
 * (Kahan; Muller, Elementary Functions, ch. 11), so `|r| ≥ 2^−62` unless `n = 0`, and its sign is exact.
 *
 * - `|x| ≤ π/4`: `r = x`.
 * - `|x| ≤ 2^20`: Cody and Waite. π/2 is cut into parts `A` (33 bits), `B`, `C` (33 bits each) and `D` (a double), so
 *   that `nA`, `nB`, `nC` are exact (`|n| < 2^20`); `x − nA` is exact too: both are multiples of 2^−53 and their
 *   difference is below 1. Two exact sums subtract `nB` and `nC`; `nD` is off by 2^−131, the last sums by 2^−105·|r| +
 *   2^−131.
 * - beyond: `x·2/π` in integers, with 2/π to 1200 bits: off by less than 2^(1024−1200), so `r` by less than 2^−175.
 *
 * Cost: about 20 operations up to 2^20, a few microseconds beyond.
 */
import { toDyadic } from '../dyadic.js';
import { fixedPi, leadingPart, nearestDouble, nearestRest } from './fixed-point.js';

/** `[high, low]` of the last reduced argument. */
export const reduced = new Float64Array(2);

const PI_BITS = 256;
const HALF_PI = fixedPi(PI_BITS + 1) >> 2n;
const PART_A = leadingPart(HALF_PI, PI_BITS, 32);
const AFTER_A = HALF_PI - BigInt(PART_A * 2 ** 32) * (1n << BigInt(PI_BITS - 32));
const PART_B = leadingPart(AFTER_A, PI_BITS, 65);
const AFTER_B = AFTER_A - BigInt(PART_B * 2 ** 65) * (1n << BigInt(PI_BITS - 65));
const PART_C = leadingPart(AFTER_B, PI_BITS, 98);
const PART_D = nearestRest(AFTER_B, PI_BITS, PART_C);
const TWO_OVER_PI = 1 / nearestDouble(HALF_PI, PI_BITS);
/** Just below π/4. */
const QUARTER_PI = 0.78539816339744;
const CODY_WAITE_LIMIT = 2 ** 20;
const ROUNDER = 1.5 * 2 ** 52;

/** Reduces the finite number `x`; see above. */
export function reduce(x: number): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) {
    reduced[0] = x;
    reduced[1] = 0;
    return 0;
  }
  if (size > CODY_WAITE_LIMIT) return reduceInIntegers(x);
  const n = x * TWO_OVER_PI + ROUNDER - ROUNDER;
  const a = x - n * PART_A;
  const minusB = -n * PART_B;
  const ab = a + minusB;
  const abTail = ab - a;
  const abError = a - (ab - abTail) + (minusB - abTail);
  const minusC = -n * PART_C;
  const abc = ab + minusC;
  const abcTail = abc - ab;
  const abcError = ab - (abc - abcTail) + (minusC - abcTail);
  const rest = abError + abcError - n * PART_D;
  const high = abc + rest;
  reduced[0] = high;
  reduced[1] = rest - (high - abc);
  return n & 7;
}

const QUOTIENT_BITS = 1200;
/** `2/π` to `QUOTIENT_BITS` bits; computed when first needed. */
let twoOverPi: bigint | undefined;

function fixedTwoOverPi(): bigint {
  const guard = 20;
  return (1n << BigInt(2 * QUOTIENT_BITS + 1 + guard)) / fixedPi(QUOTIENT_BITS + guard);
}

function reduceInIntegers(x: number): number {
  twoOverPi ??= fixedTwoOverPi();
  const { significand, exponent } = toDyadic(x);
  const fractionBits = BigInt(QUOTIENT_BITS - exponent);
  const quotient = significand * twoOverPi;
  const n = (quotient + (1n << (fractionBits - 1n))) >> fractionBits;
  const fraction = quotient - (n << fractionBits);
  // Keep 256 bits after the point: enough, as |r| ≥ 2^−62.
  const kept = fraction >> (fractionBits - BigInt(PI_BITS));
  const r = (kept * HALF_PI) >> BigInt(PI_BITS);
  const high = nearestDouble(r, PI_BITS);
  reduced[0] = high;
  reduced[1] = nearestRest(r, PI_BITS, high);
  return Number(n & 7n);
}
