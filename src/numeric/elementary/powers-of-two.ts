/**
 * Scaling by powers of two, where the result may be subnormal or too large for a double.
 */
import { mulDown, mulUp } from '../directed.js';

const SMALLEST = -1022;
const LARGEST = 1023;

/** By doubling, which is exact: `Math.pow` and `**` need not be. */
const TABLE = new Float64Array(LARGEST - SMALLEST + 1);
TABLE[0] = 2 ** SMALLEST;
for (let i = 1; i < TABLE.length; i++) TABLE[i] = 2 * TABLE[i - 1]!;

/** `2^m` for `−1022 ≤ m ≤ 1023`. */
export function powerOfTwo(m: number): number {
  return TABLE[m - SMALLEST]!;
}

/** `y·2^m` rounded up, for `1/4 ≤ y ≤ 4` and any integer `m`. */
export function scaleUp(y: number, m: number): number {
  if (m > 1100) return Infinity;
  if (m < -1200) return Number.MIN_VALUE;
  const half = m >> 1;
  return mulUp(y * powerOfTwo(half), powerOfTwo(m - half));
}

/** `y·2^m` rounded down, for `1/4 ≤ y ≤ 4` and any integer `m`. */
export function scaleDown(y: number, m: number): number {
  if (m > 1100) return Number.MAX_VALUE;
  if (m < -1200) return 0;
  const half = m >> 1;
  return mulDown(y * powerOfTwo(half), powerOfTwo(m - half));
}
