/**
 * The exponential, enclosed with + − × only.
 *
 * Guaranteed: `expDown(x) ≤ e^x ≤ expUp(x)`, at most two doubles apart from each other inside the normal range;
 * `exp(0) = 1` exactly; beyond the largest double `[MAX, ∞]`, below the smallest `[0, 5e−324]`.
 *
 * Method (Tang 1989). `k = RN(128x/ln 2) = 128m + j`, `0 ≤ j < 128`, `r = x − k·ln2/128`, `|r| ≤ ρ = 0.0027077`:
 *
 *     e^x = 2^m · T_j · e^r,   T_j = 2^(j/128),   e^r − 1 = r + r²/2 + … + r⁶/720 + rest
 *
 * `T_j` comes as a pair of doubles with an error below 2^−105, from integer square roots.
 *
 * Error, relative to `T_j`, in units of 2^−60 (`u = 2^−53`):
 * - the rest: `ρ^7/5040·1.001 < 2^−71`;
 * - `r`: `k·LN2_HIGH` is exact (35 + 18 bits), its difference with `x` too (a multiple of 2^−61 below 2^−8); the tail
 *   `k·LN2_LOW` is below 2^−25, so its rounding and the constant's cost 2^−78 each; the last subtraction half an ulp of
 *   a number below 2^−8, 2^−62: together 0.26;
 * - the sum `p`: its last addition 2^−62, everything before is below `r²·4u < 2^−67`: 0.26;
 * - `T_high·p`: `u·ρ·1.002 < 2^−61.5`; the dropped `T_low·p`: the same; adding `T_low`: `u(ρ·1.002 + u)`: the same:
 *   1.08.
 *
 * Together below 1.7·2^−60; relative to the result (at least `T_j·0.997`) below `EXP_DELTA = 2^−59`.
 */
import { TABLE_BITS, fixedLn2, integerSquareRoot, leadingPart, nearestDouble, nearestRest } from './fixed-point.js';
import { pair } from './outward.js';
import { powerOfTwo, scaleDown, scaleUp } from './powers-of-two.js';

/** Relative error of `expPair`. */
export const EXP_DELTA = 2 ** -59;

/**
 * Half the gap between doubles in [1, 2), and in [1/2, 1), and more than the absolute error of the pair (3.4·2^−60) and
 * of adding this to its low part (2^−61): `RN(exact + ulp/2) ≥ exact`, so adding it before the last rounding rounds up,
 * without a branch that no processor could predict.
 */
const FROM_ONE = 2 ** -53 + 5 * 2 ** -60;
const BELOW_ONE = 2 ** -54 + 5 * 2 ** -60;

/** `e^x` exceeds the largest double above this, and is below half the smallest one below the other. */
const OVERFLOW_ABOVE = 709.7827128933841;
const UNDERFLOW_BELOW = -745.2;
/** Between these, `e^x` is a normal double and needs no second look. */
const SAFE_LOW = -708;
const SAFE_HIGH = 709;
/** `|e^x − 1| < 2^−53` here, so that the result is 1 and a neighbour. */
const NEAR_ZERO = 2 ** -54;

const STEPS = 128;
const LN2 = fixedLn2(TABLE_BITS);
const STEPS_PER_LN2 = STEPS / nearestDouble(LN2, TABLE_BITS);
/** `ln2/128` to 35 bits, and the rest. */
const LN2_HIGH = leadingPart(LN2, TABLE_BITS, 35) / STEPS;
const LN2_LOW = nearestRest(LN2, TABLE_BITS, LN2_HIGH * STEPS) / STEPS;

/** Adding and subtracting it rounds a number below 2^51 to an integer. */
const ROUNDER = 1.5 * 2 ** 52;

const TABLE = powersOfTwoTable();

/** `T_high, T_low` of `2^(j/128)` for `j = 0 … 127`. */
function powersOfTwoTable(): Float64Array {
  const bits = BigInt(TABLE_BITS);
  // 2^(1/128) by seven square roots; each halves the error before it and adds at most one unit.
  let root = 2n << bits;
  for (let i = 0; i < 7; i++) root = integerSquareRoot(root << bits);
  const table = new Float64Array(2 * STEPS);
  let power = 1n << bits;
  for (let j = 0; j < STEPS; j++) {
    table[2 * j] = nearestDouble(power, TABLE_BITS);
    table[2 * j + 1] = nearestRest(power, TABLE_BITS, table[2 * j]!);
    power = (power * root) >> bits;
  }
  return table;
}

/**
 * Leaves `e^(x + tail)/2^m` in `pair`, relative error at most `EXP_DELTA`, and returns `m`.
 *
 * `|x| ≤ 800`, `|tail| ≤ 2^−43`: then `tail` joins the small part of the reduced argument, and the bound above has room
 * for the 2^−78 it adds. `pair[0]` is in [1, 2), `|pair[1]| ≤ 0.0028·pair[0]`.
 */
export function expPair(x: number, tail: number): number {
  const k = x * STEPS_PER_LN2 + ROUNDER - ROUNDER;
  const r = x - k * LN2_HIGH - (k * LN2_LOW - tail);
  const p = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const index = (k & (STEPS - 1)) << 1;
  const high = TABLE[index]!;
  pair[0] = high;
  pair[1] = TABLE[index + 1]! + high * p;
  return k >> 7;
}

/** What `expPair` left, in [1/2, 2), rounded up. */
function significandUp(): number {
  const high = pair[0]!;
  const low = pair[1]!;
  return high + (low + (high + low < 1 ? BELOW_ONE : FROM_ONE));
}

/** What `expPair` left, in [1/2, 2), rounded down. */
function significandDown(): number {
  const high = pair[0]!;
  const low = pair[1]!;
  return high + (low - (high + low < 1 ? BELOW_ONE : FROM_ONE));
}

/** A double at least `e^x`. */
export function expUp(x: number): number {
  if (x > SAFE_LOW && x < SAFE_HIGH && (x > NEAR_ZERO || x < -NEAR_ZERO)) {
    const m = expPair(x, 0);
    return significandUp() * powerOfTwo(m);
  }
  if (x >= -NEAR_ZERO && x <= NEAR_ZERO) return x > 0 ? 1 + 2 ** -52 : 1;
  if (x > OVERFLOW_ABOVE) return Infinity;
  if (x < UNDERFLOW_BELOW) return x === -Infinity ? 0 : Number.MIN_VALUE;
  const m = expPair(x, 0);
  return scaleUp(significandUp(), m);
}

/** A double at most `e^x`. */
export function expDown(x: number): number {
  if (x > SAFE_LOW && x < SAFE_HIGH && (x > NEAR_ZERO || x < -NEAR_ZERO)) {
    const m = expPair(x, 0);
    return significandDown() * powerOfTwo(m);
  }
  if (x >= -NEAR_ZERO && x <= NEAR_ZERO) return x < 0 ? 1 - 2 ** -53 : 1;
  if (x > OVERFLOW_ABOVE) return x === Infinity ? x : Number.MAX_VALUE;
  if (x < UNDERFLOW_BELOW) return 0;
  const m = expPair(x, 0);
  return scaleDown(significandDown(), m);
}
