/**
 * Error-free transformations of doubles: the rounding error of one addition or one multiplication, as a double.
 *
 * Notation: `RN` is rounding to nearest, ties to even, the only rounding that JavaScript has.
 *
 * References: Dekker, A floating-point technique for extending the available precision (1971); Knuth, TAOCP vol. 2,
 * 4.2.2, theorem B; Boldo, Graillat, Muller, On the robustness of the 2Sum and Fast2Sum algorithms (2017).
 */

/** Largest magnitude that `productError` may split without overflow. */
export const LARGEST_SPLIT = 2 ** 970;

const SPLITTER = 2 ** 27 + 1;

/**
 * `a + b − s` for `s = RN(a + b)`, exactly (Knuth's TwoSum, 5 operations).
 *
 * Exact for all finite `a`, `b` whose sum does not overflow, subnormals included; only next to the largest double may
 * an intermediate overflow, and then the result is infinite or NaN, never a wrong finite number.
 */
export function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/**
 * `a·b − p` for `p = RN(a·b)`, exactly (Dekker's product with Veltkamp's splitting, 16 operations).
 *
 * Exact when `|a|, |b| ≤ LARGEST_SPLIT` and `2^−968 ≤ |p| ≤ 2^1020`: the error is a multiple of
 * `ulp(a)·ulp(b) ≥ 2^−1074`, and nothing overflows.
 */
export function productError(a: number, b: number, p: number): number {
  const ca = SPLITTER * a;
  const aHigh = ca - (ca - a);
  const aLow = a - aHigh;
  const cb = SPLITTER * b;
  const bHigh = cb - (cb - b);
  const bLow = b - bHigh;
  return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
