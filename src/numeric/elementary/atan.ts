/**
 * The arctangent, enclosed with + − × ÷ only.
 *
 * Guaranteed: `atanDown(x) ≤ atan x ≤ atanUp(x)`, at most two doubles apart; `atan 0 = 0` exactly; `atan(±∞)` as a
 * limit.
 *
 * Method, for `x > 0` (`u = 2^−53`):
 * - `x ≤ 2^−27`: `x − x³/3 < atan x < x` lies between neighbouring doubles.
 * - `x < 1/8`: Taylor to `x^19`, rest below 2^−64·x, the sum after `x` below `x·2^−7.5` with relative error 4.6u:
 *   2^−58·x.
 * - `x ≤ 1`: `atan x = A + atan t`, `t = (x − c)/(1 + cx)`, `c = j/128` nearest to `x`, `A = atan c` from a table of
 *   pairs. `x − c` is exact, so `t` has relative error 2.6u; `|t| ≤ 2^−8`.
 * - `x > 1`: `atan x = (π/2 − A) − atan t`, `t = (1 − cx)/(x + c)`, `c = j/128` nearest to `1/x`; `x` is split in two
 *   so that `1 − cx` is rounded only once, so `t` has relative error 3.1u; `|t| ≤ 2^−8·1.01`. In both: `atan t` to
 *   `t^7`, rest below 2^−74; its last addition and the one of the table's low part 2^−62 each: together below
 *   `3.2u·2^−8 + 2^−61 < 2^−58.5`.
 */
import { nextUp } from '../directed.js';
import { TABLE_BITS, fixedAtan, fixedPi, nearestDouble, nearestRest } from './fixed-point.js';
import { negatePair, pair, pairUp } from './outward.js';

const NEAR_ZERO = 2 ** -27;
const TAYLOR_BELOW = 1 / 8;
const TAYLOR_ERROR = 2 ** -58;
const TABLE_ERROR = 1.5 * 2 ** -59;

const STEPS = 128;
/** Beyond, the nearest multiple of 1/128 to `1/x` is 0. */
const ZERO_STEP_FROM = 2 * STEPS;
const SPLITTER = 2 ** 27 + 1;
const ROUNDER = 1.5 * 2 ** 52;

/** For `j = 0 … 128`: `atan(j/128)` and `π/2 − atan(j/128)`, two doubles each. */
const TABLE = arctangentTable();

/** By `atan((j + 1)/n) − atan(j/n) = atan(n/(n² + j(j + 1)))`. */
function arctangentTable(): Float64Array {
  const table = new Float64Array(4 * (STEPS + 1));
  const n = BigInt(STEPS);
  const halfPi = fixedPi(TABLE_BITS) / 2n;
  let angle = 0n;
  for (let j = 0; j <= STEPS; j++) {
    const complement = halfPi - angle;
    table[4 * j] = nearestDouble(angle, TABLE_BITS);
    table[4 * j + 1] = nearestRest(angle, TABLE_BITS, table[4 * j]!);
    table[4 * j + 2] = nearestDouble(complement, TABLE_BITS);
    table[4 * j + 3] = nearestRest(complement, TABLE_BITS, table[4 * j + 2]!);
    angle += fixedAtan(n, n * n + BigInt(j) * BigInt(j + 1), TABLE_BITS);
  }
  return table;
}

/** `atan t` for `|t| ≤ 0.004`. */
function smallArctangent(t: number): number {
  const z = t * t;
  return t + t * (z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7))));
}

/** Leaves `atan x` in `pair`; `x > 0`. */
function atanPair(x: number): void {
  if (x < TAYLOR_BELOW) {
    const z = x * x;
    const fromEleventh = -1 / 11 + z * (1 / 13 + z * (-1 / 15 + z * (1 / 17 + z * (-1 / 19))));
    pair[0] = x;
    pair[1] = x * (z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * fromEleventh)))));
    pair[2] = TAYLOR_ERROR * x;
    return;
  }
  if (x <= 1) {
    const step = x * STEPS + ROUNDER - ROUNDER;
    const c = step / STEPS;
    const index = step << 2;
    pair[0] = TABLE[index]!;
    pair[1] = TABLE[index + 1]! + smallArctangent((x - c) / (1 + c * x));
    pair[2] = TABLE_ERROR;
    return;
  }
  let step = 0;
  let t = 1 / x;
  if (x < ZERO_STEP_FROM) {
    step = STEPS / x + ROUNDER - ROUNDER;
    const c = step / STEPS;
    const scaled = SPLITTER * x;
    const xHigh = scaled - (scaled - x);
    t = (1 - c * xHigh - c * (x - xHigh)) / (x + c);
  }
  const index = step << 2;
  pair[0] = TABLE[index + 2]!;
  pair[1] = TABLE[index + 3]! - smallArctangent(t);
  pair[2] = TABLE_ERROR;
}

/** A double at least `atan x`. */
export function atanUp(x: number): number {
  const size = Math.abs(x);
  if (size <= NEAR_ZERO) return x < 0 ? nextUp(x) : x;
  if (x !== x) return NaN;
  atanPair(size);
  if (x < 0) negatePair();
  return pairUp();
}

/** A double at most `atan x`. */
export function atanDown(x: number): number {
  return 0 - atanUp(-x);
}
