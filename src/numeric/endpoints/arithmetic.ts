/**
 * Ends of the results of arithmetic on intervals.
 *
 * `fLower(lo, hi, …)` and `fUpper(lo, hi, …)` are the largest double ≤ and the smallest double ≥ every value of `f` at
 * points of the arguments where `f` is defined: the tightest enclosure, IEEE 1788 set semantics. An argument is a pair
 * `lo ≤ hi`, possibly infinite, or empty: NaN for both ends. If no point is left, so is the result. The sign of a zero
 * end means nothing.
 */
import { addDown, addUp, divDown, mulDown, sqrtDown, sqrtUp, subDown, subUp } from '../directed.js';

/** `−x`. */
export function negLower(_lo: number, hi: number): number {
  return 0 - hi;
}
export function negUpper(lo: number, _hi: number): number {
  return 0 - lo;
}

/** `|x|`: the mignitude and the magnitude. */
export function absLower(lo: number, hi: number): number {
  return Math.max(lo, -hi, 0);
}
export function absUpper(lo: number, hi: number): number {
  return Math.max(-lo, hi);
}

/** −1, 0 or 1. */
export function signLower(lo: number, _hi: number): number {
  return Math.sign(lo);
}
export function signUpper(_lo: number, hi: number): number {
  return Math.sign(hi);
}

/** The largest integer ≤ `x`. */
export function floorLower(lo: number, _hi: number): number {
  return Math.floor(lo);
}
export function floorUpper(_lo: number, hi: number): number {
  return Math.floor(hi);
}

/** `√x`, for `x ≥ 0`. */
export function sqrtLower(lo: number, hi: number): number {
  return hi < 0 ? NaN : sqrtDown(Math.max(lo, 0));
}
export function sqrtUpper(_lo: number, hi: number): number {
  return sqrtUp(hi);
}

/** `x + y`. */
export function addLower(xlo: number, _xhi: number, ylo: number, _yhi: number): number {
  return addDown(xlo, ylo);
}
export function addUpper(_xlo: number, xhi: number, _ylo: number, yhi: number): number {
  return addUp(xhi, yhi);
}

/** `x − y`. */
export function subLower(xlo: number, _xhi: number, _ylo: number, yhi: number): number {
  return subDown(xlo, yhi);
}
export function subUpper(_xlo: number, xhi: number, ylo: number, _yhi: number): number {
  return subUp(xhi, ylo);
}

/** `x·y`. */
export function mulLower(xlo: number, xhi: number, ylo: number, yhi: number): number {
  if (xlo >= 0) return mulDown(ylo >= 0 ? xlo : xhi, ylo);
  if (xhi <= 0) return yhi <= 0 ? mulDown(xhi, yhi) : mulDown(xlo, yhi);
  if (ylo >= 0) return mulDown(xlo, yhi);
  if (yhi <= 0) return mulDown(xhi, ylo);
  return Math.min(mulDown(xlo, yhi), mulDown(xhi, ylo));
}
export function mulUpper(xlo: number, xhi: number, ylo: number, yhi: number): number {
  return 0 - mulLower(-xhi, -xlo, ylo, yhi);
}

/** `x/y`, for `y ≠ 0`. */
export function divLower(xlo: number, xhi: number, ylo: number, yhi: number): number {
  if (ylo > 0) return divDown(xlo, xlo >= 0 ? yhi : ylo);
  if (yhi < 0) return divDown(xhi, xhi <= 0 ? ylo : yhi);
  return divLowerByZero(xlo, xhi, ylo, yhi);
}
export function divUpper(xlo: number, xhi: number, ylo: number, yhi: number): number {
  return 0 - divLower(-xhi, -xlo, ylo, yhi);
}

/** `divLower` for a divisor that contains 0, or an empty argument. */
function divLowerByZero(xlo: number, xhi: number, ylo: number, yhi: number): number {
  if (!(xlo <= xhi && ylo <= yhi) || (ylo === 0 && yhi === 0)) return NaN;
  if (xlo === 0 && xhi === 0) return 0;
  if (ylo === 0 && xlo >= 0) return divDown(xlo, yhi);
  if (yhi === 0 && xhi <= 0) return divDown(xhi, ylo);
  return -Infinity;
}

/** The smaller of `x` and `y`. */
export function minLower(xlo: number, _xhi: number, ylo: number, _yhi: number): number {
  return Math.min(xlo, ylo);
}
export function minUpper(_xlo: number, xhi: number, _ylo: number, yhi: number): number {
  return Math.min(xhi, yhi);
}

/** The larger of `x` and `y`. */
export function maxLower(xlo: number, _xhi: number, ylo: number, _yhi: number): number {
  return Math.max(xlo, ylo);
}
export function maxUpper(_xlo: number, xhi: number, _ylo: number, yhi: number): number {
  return Math.max(xhi, yhi);
}
