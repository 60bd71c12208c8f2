/**
 * The quotient of two numbers that are known as pairs of doubles.
 */
import { productError } from '../error-free.js';
import { pair } from './outward.js';

/**
 * Leaves `(a + aLow)/(b + bLow)` in `pair`, relative error below 2^−101, for `|aLow| ≤ 2^−53·|a|`,
 * `|bLow| ≤ 2^−53·|b|`.
 *
 * `q = RN(a/b)`; `a − qb` is exact, so `rest = (a + aLow) − q(b + bLow)` is off by at most `u·(3u + 3u)|a|`
 * (`u = 2^−53`); dividing it by `b` instead of `b + bLow` and rounding cost `2u·3u` more. Magnitudes between 2^−400
 * and 2^400.
 */
export function quotientPair(a: number, aLow: number, b: number, bLow: number): void {
  const q = a / b;
  const product = q * b;
  const rest = a - product - productError(q, b, product) + aLow - q * bLow;
  pair[0] = q;
  pair[1] = rest / b;
}
