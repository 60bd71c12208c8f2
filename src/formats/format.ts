/**
 * Floating-point formats, emulated exactly: every operation returns the number of the format nearest to the exact result, ties to
 * even, with the format's own underflow and overflow.
 *
 * Notation: `u` is the unit roundoff. In the normal range `RN(x) = x(1 + δ)`, `|δ| ≤ u`; below it `|RN(x) − x| ≤ underflowError`.
 */
import type { NumberSystem } from '../numeric/number-system.js';

/** Encloses one real number in the system it is given. */
export type RealNumber = <S>(system: NumberSystem<S>) => S;

export interface Format<T> {
  /** `float64`, `float32`, `float16`, `bfloat16`, `fp8-e4m3`, `fp8-e5m2`, or `decimal-7` and the like. */
  readonly name: string;
  /** `u`, half the distance from 1 to the next number. */
  readonly unitRoundoff: number;
  /** Half the smallest positive number; 0 where exponents have no end. */
  readonly underflowError: number;
  /** The smallest positive normal number; 0 where exponents have no end. */
  readonly smallestNormal: number;
  /** The largest finite number; ∞ where exponents have no end. */
  readonly largest: number;
  readonly zero: T;
  readonly one: T;

  /** The nearest number to a double, or to a number of another format with values of the same type. */
  fromNumber(x: number): T;
  round(x: T): T;
  /** The nearest number to a real one, which must not be a tie that no enclosure shows to be one. */
  fromReal(x: RealNumber): T;

  neg(x: T): T;
  add(x: T, y: T): T;
  sub(x: T, y: T): T;
  mul(x: T, y: T): T;
  div(x: T, y: T): T;
  sqrt(x: T): T;
  /** `x·y + z`, rounded once. */
  fma(x: T, y: T, z: T): T;
  exp(x: T): T;
  /** `Σ x_i²/2`, rounded once. Finite arguments. */
  halfSquaredNorm(x: readonly T[]): T;

  less(x: T, y: T): boolean;
  isFinite(x: T): boolean;
  isZero(x: T): boolean;
  /** The neighbour of a finite number in the direction of a sign; of formats with doubles as values. */
  neighbour(x: T, direction: 1 | -1): T;
  toNumber(x: T): number;
  /** A finite number as an element of a number system: itself, or its tightest enclosure there. */
  in<S>(x: T, system: NumberSystem<S>): S;
  /** All digits of a finite number. */
  toText(x: T): string;
}
