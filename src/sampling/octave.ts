/** The binary exponent of doubles, read off their bits. */

const value = new Float64Array(1);
const words = new Uint32Array(value.buffer);
/** Which of the two words has the exponent. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Octaves of positive doubles; subnormal numbers are all in the first. */
export const OCTAVES = 2047;
export const LEAST_OCTAVE = -1023;

/** `k − LEAST_OCTAVE` for the `k` with `2^k ≤ x < 2^{k+1}`; `x` a finite double of at least 0, and 0 for subnormal ones. */
export function octaveIndex(x: number): number {
  value[0] = x;
  return words[HIGH]! >>> 20;
}

/** `x·2^{−k}` in [1, 2) for the same `k`. */
export function octaveFraction(x: number): number {
  value[0] = x;
  words[HIGH] = (words[HIGH]! & 0xfffff) | 0x3ff00000;
  return value[0];
}
