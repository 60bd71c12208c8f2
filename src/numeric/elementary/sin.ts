/**
 * The sine of a number and its range over an interval.
 *
 * Guaranteed: `sinDown(x) ≤ sin x ≤ sinUp(x)`, at most two doubles apart for every finite `x`, however close to a
 * multiple of π (the argument reduction is accurate relative to what it leaves); `sin 0 = 0` exactly. NaN unless `x`
 * is finite. `sinLower`, `sinUpper` bound the sine over [lo, hi] as tightly: −1 and 1 only where such a point lies
 * inside, or within 2^−53 of it; NaN for an empty interval.
 *
 * Method and proof: `argument-reduction.ts`, `sine-kernel.ts`.
 */
import { shiftedSineUp, shiftedSineUpper } from './shifted-sine.js';

/** A double at least `sin x`. */
export function sinUp(x: number): number {
  return shiftedSineUp(x, 0);
}

/** A double at most `sin x`. */
export function sinDown(x: number): number {
  return 0 - shiftedSineUp(x, 2);
}

/** A double at least `sin x` for every `x` in [lo, hi]. */
export function sinUpper(lo: number, hi: number): number {
  return shiftedSineUpper(lo, hi, 0);
}

/** A double at most `sin x` for every `x` in [lo, hi]. */
export function sinLower(lo: number, hi: number): number {
  return 0 - shiftedSineUpper(lo, hi, 2);
}
