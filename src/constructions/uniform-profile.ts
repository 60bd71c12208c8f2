/** Continuous piecewise-linear profiles on [0, 1] with equally spaced knots `k/K`. */
import type { NumberSystem } from '../numeric/number-system.js';

/** `0, 1/K, …, 1`: quotients of exact integers, so that both ends come without rounding. */
export function uniformKnots<T>(system: NumberSystem<T>, pieces: number): T[] {
  const count = system.fromNumber(pieces);
  return Array.from({ length: pieces + 1 }, (_, k) => system.div(system.fromNumber(k), count));
}

/** The slopes `(v_{k+1} − v_k)·K` of the profile with the values `v_0, …, v_K` at the knots. */
export function uniformSlopes<T>(system: NumberSystem<T>, values: readonly T[]): T[] {
  const count = system.fromNumber(values.length - 1);
  return values.slice(1).map((value, k) => system.mul(system.sub(value, values[k]!), count));
}
