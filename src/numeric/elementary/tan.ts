/**
 * The tangent of a number and its range over an interval.
 *
 * Guaranteed: `tanDown(x) ≤ tan x ≤ tanUp(x)`, at most two doubles apart for every finite `x`; `tan 0 = 0` exactly.
 * NaN unless `x` is finite. `tanLower`, `tanUpper` bound the tangent over [lo, hi] without its poles: the whole line
 * if a pole lies inside (no double is one), else the values at the ends; NaN for an empty interval.
 *
 * Method: `sin r` and `cos r` from the kernel, as pairs normalised so that the low parts are below 2^−53 relatively;
 * their quotient as a pair (for odd `n`, `−cos r/sin r`). The relative errors add up, with less than 2^−50 of them
 * besides; 1.01 is taken. For `0 < x ≤ 2^−27`, `x < tan x < x + x³/2` lies between `x` and its neighbour.
 */
import { nextUp } from '../directed.js';
import { reduce } from './argument-reduction.js';
import { pair, pairUp } from './outward.js';
import { quotientPair } from './pair-quotient.js';
import { crosses, quadrantOf } from './quadrants.js';
import { cosinePair, sinePair } from './sine-kernel.js';

const NEAR_ZERO = 2 ** -27;
/** An interval at least this long contains a pole: above π, below 2π. */
const FULL_PERIOD = 3.1415926535898;

/** Bound of `tan(n·π/2 + reduced)`, or of its negative. */
function afterReduction(n: number, sign: 1 | -1): number {
  sinePair();
  const sineHigh = pair[0]! + pair[1]!;
  const sineLow = pair[1]! - (sineHigh - pair[0]!);
  const sineError = pair[2]! / Math.abs(sineHigh);
  cosinePair();
  const cosineHigh = pair[0]! + pair[1]!;
  const cosineLow = pair[1]! - (cosineHigh - pair[0]!);
  const cosineError = pair[2]! / cosineHigh;
  if (n & 1) quotientPair(-sign * cosineHigh, -sign * cosineLow, sineHigh, sineLow);
  else quotientPair(sign * sineHigh, sign * sineLow, cosineHigh, cosineLow);
  pair[2] = 1.01 * (sineError + cosineError) * Math.abs(pair[0]!);
  return pairUp();
}

function tangentUp(x: number, sign: 1 | -1): number {
  if (Math.abs(x) <= NEAR_ZERO) return sign * x > 0 ? nextUp(sign * x) : sign * x;
  return x - x === 0 ? afterReduction(reduce(x), sign) : NaN;
}

function tangentUpper(lo: number, hi: number, sign: 1 | -1): number {
  if (!(lo <= hi)) return NaN;
  if (!(hi - lo < FULL_PERIOD)) return Infinity;
  const from = quadrantOf(reduce(lo));
  const to = quadrantOf(reduce(hi));
  if (crosses(from, to, 1) || crosses(from, to, 3)) return Infinity;
  return tangentUp(sign > 0 ? hi : lo, sign);
}

/** A double at least `tan x`. */
export function tanUp(x: number): number {
  return tangentUp(x, 1);
}

/** A double at most `tan x`. */
export function tanDown(x: number): number {
  return 0 - tangentUp(x, -1);
}

/** A double at least `tan x` for every `x` in [lo, hi] but the poles. */
export function tanUpper(lo: number, hi: number): number {
  return tangentUpper(lo, hi, 1);
}

/** A double at most `tan x` for every `x` in [lo, hi] but the poles. */
export function tanLower(lo: number, hi: number): number {
  return 0 - tangentUpper(lo, hi, -1);
}
