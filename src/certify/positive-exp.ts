/** Exponentials of computed exponents as bounds of weights: no weight is 0, and an exponent lost to overflow bounds nothing. */
import { expDown, expUp } from '../numeric/elementary/exp.js';

/** An upper bound of `e^x`, positive even where `x` overflowed to −∞; +∞ when `x` is not a number. */
export function weightUp(x: number): number {
  if (x === -Infinity) return Number.MIN_VALUE;
  return Number.isNaN(x) ? Infinity : expUp(x);
}

/** A lower bound of `e^x`; 0 when `x` is not a number. */
export function weightDown(x: number): number {
  return Number.isNaN(x) ? 0 : expDown(x);
}
