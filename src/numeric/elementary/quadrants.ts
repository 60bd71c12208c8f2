/**
 * Where an interval lies among the multiples of π/2.
 *
 * The quadrant of `x` is `⌊x/(π/2)⌋ mod 8`; as no double but 0 is a multiple of π/2, the sign of the reduced argument
 * decides it exactly.
 */
import { reduce, reduced } from './argument-reduction.js';

/** Above `2π`, and below `4π`: a computed width of at least this means a true width of at least 2π. */
const FULL_TURN = 6.2831853071796;

/** Does [lo, hi] span a whole period (or an infinite range)? If not, it crosses at most four multiples of π/2. */
export function spansFullTurn(lo: number, hi: number): boolean {
  return !(hi - lo < FULL_TURN);
}

/** The quadrant of the argument reduced last, whose reduction returned `n`. */
export function quadrantOf(n: number): number {
  return reduced[0]! < 0 ? (n - 1) & 7 : n;
}

/**
 * Does the interval from quadrant `from` to quadrant `to`, at most four multiples of π/2 long, contain some
 * `(residue + 4i)·π/2` beyond its lower end?
 */
export function crosses(from: number, to: number, residue: number): boolean {
  const crossed = (to - from) & 7;
  return ((residue - from - 1) & 3) + 1 <= crossed;
}

/** Quadrant of `x`; leaves its reduction in `reduced`. */
export function quadrant(x: number): number {
  return quadrantOf(reduce(x));
}
