/** Sums, products and the like of numbers ≥ 0, rounded up: what a bound is made of. `0·∞ = 0`. */
import { addUp, divUp, mulUp, subDown } from '../numeric/directed.js';

export function total(...terms: readonly number[]): number {
  return terms.reduce((sum, term) => addUp(sum, term), 0);
}

export function product(...factors: readonly number[]): number {
  return factors.reduce((value, factor) => mulUp(value, factor), 1);
}

/** `(1 + u)^k − 1`, by `ku/(1 − ku)`; ∞ for `ku ≥ 1`. */
export function growth(k: number, u: number): number {
  const first = mulUp(k, u);
  return first < 1 ? divUp(first, subDown(1, first)) : Infinity;
}

/** `a/b`; ∞ for `b ≤ 0`. */
export function quotient(a: number, b: number): number {
  return b > 0 ? divUp(a, b) : Infinity;
}
