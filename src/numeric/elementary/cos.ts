/**
 * The cosine of a number and its range over an interval.
 *
 * Guaranteed: `cosDown(x) ≤ cos x ≤ cosUp(x)`, at most two doubles apart for every finite `x`; `cos 0 = 1` exactly.
 * NaN unless `x` is finite. `cosLower`, `cosUpper` bound the cosine over [lo, hi] as tightly: −1 and 1 only where such
 * a point lies inside, or the cosine rounds to it; NaN for an empty interval.
 *
 * Method and proof: `argument-reduction.ts`, `sine-kernel.ts`.
 */
import { shiftedSineUp, shiftedSineUpper } from './shifted-sine.js';

/** A double at least `cos x`. */
export function cosUp(x: number): number {
  return shiftedSineUp(x, 1);
}

/** A double at most `cos x`. */
export function cosDown(x: number): number {
  return 0 - shiftedSineUp(x, 3);
}

/** A double at least `cos x` for every `x` in [lo, hi]. */
export function cosUpper(lo: number, hi: number): number {
  return shiftedSineUpper(lo, hi, 1);
}

/** A double at most `cos x` for every `x` in [lo, hi]. */
export function cosLower(lo: number, hi: number): number {
  return 0 - shiftedSineUpper(lo, hi, 3);
}
