/**
 * Ends of the ranges of monotone elementary functions and of `hypot` over intervals, outward rounded.
 *
 * Conventions as in `arithmetic.ts`; the enclosures are as tight as the functions' own (`elementary/`).
 */
import { atanDown, atanUp } from '../elementary/atan.js';
import { cbrtDown, cbrtUp } from '../elementary/cbrt.js';
import { expDown, expUp } from '../elementary/exp.js';
import { expm1Down, expm1Up } from '../elementary/expm1.js';
import { hypotDown, hypotUp } from '../elementary/hypot.js';
import { logDown, logUp } from '../elementary/log.js';
import { tanhDown, tanhUp } from '../elementary/tanh.js';
import { absLower, absUpper } from './arithmetic.js';

/** `∛x`. */
export function cbrtLower(lo: number, _hi: number): number {
  return cbrtDown(lo);
}
export function cbrtUpper(_lo: number, hi: number): number {
  return cbrtUp(hi);
}

/** `e^x`. */
export function expLower(lo: number, _hi: number): number {
  return expDown(lo);
}
export function expUpper(_lo: number, hi: number): number {
  return expUp(hi);
}

/** `e^x − 1`. */
export function expm1Lower(lo: number, _hi: number): number {
  return expm1Down(lo);
}
export function expm1Upper(_lo: number, hi: number): number {
  return expm1Up(hi);
}

/** `ln x`, for `x > 0`. */
export function logLower(lo: number, hi: number): number {
  return hi > 0 ? logDown(Math.max(lo, 0)) : NaN;
}
export function logUpper(_lo: number, hi: number): number {
  return hi > 0 ? logUp(hi) : NaN;
}

/** `atan x`. */
export function atanLower(lo: number, _hi: number): number {
  return atanDown(lo);
}
export function atanUpper(_lo: number, hi: number): number {
  return atanUp(hi);
}

/** `tanh x`. */
export function tanhLower(lo: number, _hi: number): number {
  return tanhDown(lo);
}
export function tanhUpper(_lo: number, hi: number): number {
  return tanhUp(hi);
}

/** `√(x² + y²)`. */
export function hypotLower(xlo: number, xhi: number, ylo: number, yhi: number): number {
  return hypotDown(absLower(xlo, xhi), absLower(ylo, yhi));
}
export function hypotUpper(xlo: number, xhi: number, ylo: number, yhi: number): number {
  return hypotUp(absUpper(xlo, xhi), absUpper(ylo, yhi));
}
