/**
 * Hermite polynomials `He_r` and the moments of the standard normal law, as exact integers.
 *
 *     He_r(z) = Σ_i (−1)^i h_{r,i} z^{r−2i},   z^r = Σ_i h_{r,i} He_{r−2i}(z),   h_{r,i} = r!/(2^i i! (r−2i)!).
 */

/** `h_{r,i}`: an integer, exact in doubles for `r ≤ 24`. */
export function hermiteCoefficient(r: number, i: number): number {
  // r!/(i!(r−2i)! 2^i) = C(r, 2i)·(2i − 1)!!
  let value = gaussianMoment(2 * i);
  for (let j = 1; j <= 2 * i; j++) value = (value * (r - 2 * i + j)) / j;
  return Math.round(value);
}

/** `γ_r`, the `r`-th moment of the standard normal law: `(r − 1)!!` for even `r`, 0 for odd. */
export function gaussianMoment(r: number): number {
  if (r % 2 === 1) return 0;
  let value = 1;
  for (let factor = r - 1; factor > 1; factor -= 2) value *= factor;
  return value;
}
