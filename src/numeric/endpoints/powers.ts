/**
 * Ends of the ranges of powers over intervals, outward rounded. Conventions as in `arithmetic.ts`.
 */
import { powDown, powUp } from '../elementary/pow.js';
import { LARGEST_POWER, powerIntegerDown, powerIntegerUp } from '../elementary/power-integer.js';
import { absLower, absUpper } from './arithmetic.js';

/** `x^n` rounded down, for `x ≥ 0` and any integer `n`. */
function magnitudeDown(x: number, n: number): number {
  return Math.abs(n) <= LARGEST_POWER ? powerIntegerDown(x, n) : powDown(x, n);
}

/** `x^n` rounded up, for `x ≥ 0` and any integer `n`. */
function magnitudeUp(x: number, n: number): number {
  return Math.abs(n) <= LARGEST_POWER ? powerIntegerUp(x, n) : powUp(x, n);
}

/** `x^n` for odd `n`, rounded down; at 0 and `n < 0` the limit from above. */
function oddPowerDown(x: number, n: number): number {
  return x < 0 ? -magnitudeUp(-x, n) : magnitudeDown(x, n);
}

function oddPowerLower(lo: number, hi: number, n: number): number {
  if (n > 0) return oddPowerDown(lo, n);
  if (lo === 0 && hi === 0) return NaN;
  return lo < 0 && hi >= 0 ? -Infinity : oddPowerDown(hi, n);
}

/** `x^n`, for an integer `n`: `x^0 = 1` everywhere; for `n < 0`, for `x ≠ 0`. */
export function powIntegerLower(lo: number, hi: number, n: number): number {
  if (!(lo <= hi)) return NaN;
  if (n === 0) return 1;
  if (n % 2 !== 0) return oddPowerLower(lo, hi, n);
  if (n > 0) return magnitudeDown(absLower(lo, hi), n);
  return lo === 0 && hi === 0 ? NaN : magnitudeDown(absUpper(lo, hi), n);
}
export function powIntegerUpper(lo: number, hi: number, n: number): number {
  if (!(lo <= hi)) return NaN;
  if (n === 0) return 1;
  if (n % 2 !== 0) return 0 - oddPowerLower(-hi, -lo, n);
  if (n > 0) return magnitudeUp(absUpper(lo, hi), n);
  return lo === 0 && hi === 0 ? NaN : magnitudeUp(absLower(lo, hi), n);
}

/** Is the domain of `x^y` (`x > 0`, or `x = 0 < y`) met nowhere? */
function isOutsideDomain(xlo: number, xhi: number, ylo: number, yhi: number): boolean {
  return !(xlo <= xhi && ylo <= yhi) || xhi < 0 || (xhi === 0 && yhi <= 0);
}

/**
 * `x^y`, for `x > 0`, and for `x = 0 < y`.
 *
 * `y·ln x` is linear in `y` and in `ln x`, so its extremes over a box are at corners; which ones depends on the sign
 * of `y` and on which side of 1 `x` lies. A corner outside the domain stands for the limit there.
 */
export function powLower(xlo: number, xhi: number, ylo: number, yhi: number): number {
  if (isOutsideDomain(xlo, xhi, ylo, yhi)) return NaN;
  if (xhi === 0) return 0;
  const x = Math.max(xlo, 0);
  if (ylo >= 0) return powDown(x, x >= 1 ? ylo : yhi);
  if (yhi <= 0) return powDown(xhi, xhi >= 1 ? ylo : yhi);
  return Math.min(powDown(x, yhi), powDown(xhi, ylo));
}
export function powUpper(xlo: number, xhi: number, ylo: number, yhi: number): number {
  if (isOutsideDomain(xlo, xhi, ylo, yhi)) return NaN;
  if (xhi === 0) return 0;
  const x = Math.max(xlo, 0);
  if (ylo >= 0) return powUp(xhi, xhi >= 1 ? yhi : ylo);
  if (yhi <= 0) return powUp(x, x >= 1 ? yhi : ylo);
  return Math.max(powUp(xhi, yhi), powUp(x, ylo));
}
