/**
 * The hyperbolic tangent, enclosed with + − × ÷ only.
 *
 * Guaranteed: `tanhDown(x) ≤ tanh x ≤ tanhUp(x)`, at most two doubles apart, never beyond ±1; `tanh 0 = 0` exactly.
 *
 * Method: `tanh|x| = −E/(2 + E)`, `E = e^(−2|x|) − 1` from its kernel, as a quotient of pairs. An error `η` of `E`
 * changes the quotient relatively by `2η/(|E|(2 + E))` up to second order; 1.01 times that is taken, and 2^−100 for
 * the quotient's own: at most 2^−54.9. For `0 < x ≤ 2^−27`, `x − x³/3 < tanh x < x` lies between neighbouring doubles;
 * for `x ≥ 20`, `1 − 2e^(−40) < tanh x < 1` does.
 */
import { nextUp } from '../directed.js';
import { sumError } from '../error-free.js';
import { expm1Pair } from './expm1.js';
import { negatePair, pair, pairUp } from './outward.js';
import { quotientPair } from './pair-quotient.js';

const NEAR_ZERO = 2 ** -27;
const SATURATED_FROM = 20;
const QUOTIENT_ERROR = 2 ** -100;

/** Leaves `tanh x` in `pair`; `0 < x < 20`. */
function tanhPair(x: number): void {
  expm1Pair(-2 * x);
  const high = pair[0]! + pair[1]!;
  const low = pair[1]! - (high - pair[0]!);
  const divisor = 2 + high;
  const divisorLow = sumError(2, high, divisor) + low;
  quotientPair(-high, -low, divisor, divisorLow);
  pair[2] = (2.02 * pair[2]! * pair[0]!) / (-high * divisor) + QUOTIENT_ERROR;
}

/** A double at least `tanh x`. */
export function tanhUp(x: number): number {
  const size = Math.abs(x);
  if (size <= NEAR_ZERO) return x < 0 ? nextUp(x) : x;
  if (size >= SATURATED_FROM) return x > 0 ? 1 : -1 + 2 ** -53;
  if (x !== x) return NaN;
  tanhPair(size);
  if (x < 0) negatePair();
  return Math.min(1, pairUp());
}

/** A double at most `tanh x`. */
export function tanhDown(x: number): number {
  return 0 - tanhUp(-x);
}
