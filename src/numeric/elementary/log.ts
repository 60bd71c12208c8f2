/**
 * The natural logarithm, enclosed with + − × only.
 *
 * Guaranteed: `logDown(x) ≤ ln x ≤ logUp(x)`, at most two doubles apart; `ln 1 = 0` exactly; `ln 0 = −∞` as a limit.
 *
 * Method. `x = 2^e·y` with `y` in [0.707, 1.415); `c` near `1/y`, a multiple of 2^−10 chosen by the leading seven bits
 * of `y`, and exactly 1 for `y` in [1 − 2^−8, 1 + 2^−7]. With `r = yc − 1`:
 *
 *     ln x = (e·ln 2 − ln c) + r − r²/2 + r³/3 − … + r⁹/9 + rest
 *
 * `y` is split in two so that both products with `c` are exact; `r + rLow = yc − 1` then is. The leading parts of
 * `e·ln 2` and `−ln c` are multiples of 2^−42 below 2^11: their sum `H` is exact. `|r| ≤ |H|` unless `H = 0`.
 *
 * Error (`u = 2^−53`; the polynomial `P = −r²/2 + …` has a relative error below 3.2u):
 * - `c = 1`, `e = 0`: `H = rLow = 0`, `|r| ≤ 2^−7`; `P` is off by `1.6u·r²`, the rest is below `r^10/9`: relative to
 *   `ln x` (at least `0.99|r|`) below `1.7u·2^−7 < 2^−59`.
 * - otherwise `|r| ≤ 0.0052` and `|ln x| ≥ 2^−8`; `P`: 2^−67.5; the low parts' four additions, each of numbers below
 *   2^−16: 2^−67; `rLow` left out of `P`: `r·rLow < 2^−68.5`; constants and rest: 2^−78; together below 2^−65.9,
 *   relative 2^−57.9.
 */
import { productError, sumError } from '../error-free.js';
import { HIGH, cell, words } from './bits.js';
import { TABLE_BITS, fixedArtanh, fixedLn2, leadingPart, nearestRest } from './fixed-point.js';
import { pair, pairDown, pairUp } from './outward.js';
import { powerOfTwo } from './powers-of-two.js';

/** Relative error of `logPair`, with room for the difference between `high` and `high + low`. */
const LOG_DELTA = 1.25 * 2 ** -58;
/** Relative error of `accurateLogPair`. */
export const ACCURATE_LOG_DELTA = 1.4 * 2 ** -66;

const SMALLEST_NORMAL = 2 ** -1022;
const LARGE = 2 ** 1000;
/** Adding and subtracting it rounds a number near 1 to a multiple of 2^−20. */
const ROUNDER = 1.5 * 2 ** 32;
const STEPS = 128;
/** From this step on, `y` is taken in [0.707, 1) and the exponent is one higher. */
const UPPER_STEPS = 53;
/** Bits after the point of the leading parts, so that `e·ln 2 − ln c` is exact. */
const LEADING_BITS = 42;
const RECIPROCAL_SCALE = 1024;

const LN2 = fixedLn2(TABLE_BITS);
const LN2_HIGH = leadingPart(LN2, TABLE_BITS, LEADING_BITS);
const LN2_LOW = nearestRest(LN2, TABLE_BITS, LN2_HIGH);

/** `c`, and `−ln c` in two parts, for each step. */
const TABLE = reciprocalTable();

function reciprocalTable(): Float64Array {
  const table = new Float64Array(3 * STEPS);
  for (let i = 0; i < STEPS; i++) {
    const middle = (1 + (i + 0.5) / STEPS) / (i < UPPER_STEPS ? 1 : 2);
    const nearOne = i === 0 || i === STEPS - 1;
    const numerator = nearOne ? RECIPROCAL_SCALE : Math.round(RECIPROCAL_SCALE / middle);
    const difference = BigInt(Math.abs(RECIPROCAL_SCALE - numerator));
    const magnitude = 2n * fixedArtanh(difference, BigInt(RECIPROCAL_SCALE + numerator), TABLE_BITS);
    const minusLog = numerator > RECIPROCAL_SCALE ? -magnitude : magnitude;
    table[3 * i] = numerator / RECIPROCAL_SCALE;
    table[3 * i + 1] = leadingPart(minusLog, TABLE_BITS, LEADING_BITS);
    table[3 * i + 2] = nearestRest(minusLog, TABLE_BITS, table[3 * i + 1]!);
  }
  return table;
}

/** `[r, rLow, H, low parts of e·ln 2 − ln c]` of the last reduced argument. */
const parts = new Float64Array(4);

/** Leaves the parts of `x` (positive, finite) in `parts`. */
function reduceLogarithm(x: number): void {
  const shift = x < SMALLEST_NORMAL ? -54 : x >= LARGE ? 54 : 0;
  const normal = shift === 0 ? x : shift < 0 ? x * 2 ** 54 : x * 2 ** -54;
  cell[0] = normal;
  const high = words[HIGH]!;
  const step = (high >> 13) & (STEPS - 1);
  const scale = (high >> 20) - (step >= UPPER_STEPS ? 1022 : 1023);
  const e = scale + shift;
  const y = normal * powerOfTwo(-scale);
  const yHigh = y + ROUNDER - ROUNDER;
  const c = TABLE[3 * step]!;
  const a = yHigh * c - 1;
  const b = (y - yHigh) * c;
  const r = a + b;
  parts[0] = r;
  parts[1] = sumError(a, b, r);
  parts[2] = e * LN2_HIGH + TABLE[3 * step + 1]!;
  parts[3] = e * LN2_LOW + TABLE[3 * step + 2]!;
}

/** Leaves `ln x` in `pair`, relative error at most `LOG_DELTA`; `x` positive and finite. */
function logPair(x: number): void {
  reduceLogarithm(x);
  const r = parts[0]!;
  const leading = parts[2]!;
  const s = leading + r;
  pair[0] = s;
  pair[2] = LOG_DELTA * Math.abs(s);
  pair[1] =
    r - (s - leading) + (parts[3]! + parts[1]!) + r * r * (-1 / 2 + r * (1 / 3 + r * (-1 / 4 + r * fromFifth(r))));
}

/** `1/5 − r/6 + … + r⁴/9`. */
function fromFifth(r: number): number {
  return 1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9))));
}

/**
 * Leaves `ln x` in `pair`, relative error at most `ACCURATE_LOG_DELTA`, `|low| ≤ 2^−53·|high|`; `x` positive and
 * finite.
 *
 * As `logPair`, with `r²/2` as an exact pair and `r·rLow`. What is left: `r³/3 − …` with relative error below 4.2u; for
 * `c = 1`, `|r| ≤ 2^−7`, that is `1.4u·r²·|r| < 2^−66.5·|r|`, and the sum of the small terms (below `0.34|r|³`) at most
 * 2^−68.5·|r|; otherwise 2^−76 absolutely, `rLow·r²` 2^−76.7, the sum 2^−77, constants 2^−85, relative to 2^−8: 2^−67.
 */
export function accurateLogPair(x: number): void {
  reduceLogarithm(x);
  const r = parts[0]!;
  const rLow = parts[1]!;
  const leading = parts[2]!;
  const first = leading + r;
  const square = r * r;
  const halfSquare = -0.5 * square;
  const second = first + halfSquare;
  const small =
    r -
    (first - leading) +
    sumError(first, halfSquare, second) +
    (parts[3]! +
      rLow -
      (0.5 * productError(r, r, square) + r * rLow) +
      r * square * (1 / 3 + r * (-1 / 4 + r * fromFifth(r))));
  pair[0] = second + small;
  pair[1] = small - (pair[0] - second);
}

/** A double at least `ln x`; −∞ at 0, NaN below. */
export function logUp(x: number): number {
  if (x > 0 && x < Infinity) {
    logPair(x);
    return pairUp();
  }
  return logAtEnd(x);
}

/** A double at most `ln x`; −∞ at 0, NaN below. */
export function logDown(x: number): number {
  if (x > 0 && x < Infinity) {
    logPair(x);
    return pairDown();
  }
  return logAtEnd(x);
}

function logAtEnd(x: number): number {
  if (x === 0) return -Infinity;
  return x === Infinity ? x : NaN;
}
