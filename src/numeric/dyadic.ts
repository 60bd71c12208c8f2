/**
 * Doubles as exact rationals: every finite double is an integer times a power of two.
 */

/** `significand · 2^exponent`, exactly. */
export interface Dyadic {
  readonly significand: bigint;
  readonly exponent: number;
}

/** Every finite double is a multiple of `2^−1074`. */
export const SMALLEST_EXPONENT = -1074;

const view = new DataView(new ArrayBuffer(8));

/** The finite double `x` as significand (below 2^53 in magnitude) times a power of two. */
export function toDyadic(x: number): Dyadic {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a finite number`);
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { significand: x < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) + SMALLEST_EXPONENT - 1 };
}

/** The integer `x·2^1074`, for finite `x`. */
export function scaledInteger(x: number): bigint {
  const { significand, exponent } = toDyadic(x);
  return significand << BigInt(exponent - SMALLEST_EXPONENT);
}

/** Number of bits of a positive integer: `⌊log2 n⌋ + 1`; 0 for 0. */
export function bitLength(n: bigint): number {
  if (n === 0n) return 0;
  const hex = n.toString(16);
  return 4 * (hex.length - 1) + 32 - Math.clz32(parseInt(hex[0]!, 16));
}
