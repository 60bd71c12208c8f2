/** Rounding doubles to a binary format of at most 51 digits. */
import { powerOfTwo } from '../numeric/elementary/powers-of-two.js';

export interface BinaryShape {
  /** Significant digits, the leading one included. */
  readonly digits: number;
  /** Normal numbers begin at `2^leastExponent`. */
  readonly leastExponent: number;
  readonly largest: number;
  /** What becomes of a result beyond the largest number after rounding: infinity, or the largest number itself. */
  readonly overflow: 'infinity' | 'saturate';
}

const view = new Float64Array(1);
const words = new Uint32Array(view.buffer);
view[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;
const BIAS = 1023;
/** Adding and subtracting it rounds a number below 2^51 to an integer, ties to even. */
const ROUNDER = 1.5 * 2 ** 52;

/** Rounds a double to the nearest number of the format, ties to even. The sign of zero is kept. NaN stays NaN. */
export function roundingTo({ digits, leastExponent, largest, overflow }: BinaryShape): (x: number) => number {
  const beyond = overflow === 'saturate' ? largest : Infinity;
  return (x) => {
    const size = Math.abs(x);
    // Twice the largest number is beyond every rounding to it; and scaling below cannot overflow.
    if (size >= 2 * largest) return x > 0 ? beyond : -beyond;
    if (x === 0 || x !== x) return x;
    view[0] = x;
    const exponent = ((words[HIGH]! >>> 20) & 0x7ff) - BIAS;
    // The last digit has this weight.
    const last = Math.max(exponent, leastExponent) - digits + 1;
    // Scaling by powers of two is exact, and the sum is rounded to an integer.
    const result = (size * powerOfTwo(-last) + ROUNDER - ROUNDER) * powerOfTwo(last);
    const bounded = result > largest ? beyond : result;
    return x < 0 ? -bounded : bounded;
  };
}
