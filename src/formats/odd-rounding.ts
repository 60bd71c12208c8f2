/**
 * Rounding to odd, which makes a second rounding harmless.
 *
 * A real number that is no double is replaced by the one of its two neighbouring doubles whose last digit is 1. Rounding that to
 * `p ≤ 51` digits gives what rounding the real number itself does, ties included: the odd double lies on the same side of every
 * number and every midpoint of the shorter format, which all end in 0 as doubles. (Boldo, Melquiond, Emulation of FMA and
 * correctly rounded sums, IEEE Trans. Computers 2008.) It holds for doubles in the normal range.
 */
import type { Decimal } from 'decimal.js';
import { doubleAbove, doubleBelow } from '../numeric/decimal-conversion.js';
import { nextDown, nextUp } from '../numeric/directed.js';
import { sumError } from '../numeric/error-free.js';

const view = new Float64Array(1);
const words = new Uint32Array(view.buffer);
view[0] = 1;
/** Which of the two words has the last digits. */
const LOW = words[1] === 0 ? 1 : 0;

function isOdd(x: number): boolean {
  view[0] = x;
  return (words[LOW]! & 1) === 1;
}

/** `a + b` rounded to odd; the sum of finite doubles that does not overflow. */
export function addToOdd(a: number, b: number): number {
  const s = a + b;
  const error = sumError(a, b, s);
  if (error === 0 || error !== error || isOdd(s)) return s;
  return error > 0 ? nextUp(s) : nextDown(s);
}

/** The real number in [lower, upper] rounded to odd, if the two ends tell; else undefined. */
export function decimalToOdd(lower: Decimal, upper: Decimal): number | undefined {
  const below = doubleBelow(lower);
  const above = doubleAbove(upper);
  if (below === above) return below;
  // An end that is a double itself does not tell on which side of it the number lies.
  if (nextUp(below) !== above || doubleAbove(lower) === below || doubleBelow(upper) === above) return undefined;
  return isOdd(below) ? below : above;
}
