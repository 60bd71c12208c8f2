/**
 * Sums of linear transformations of a matrix whose columns are tokens: `Linear(X) = Σ_h P_h X Q_h + B`.
 *
 * With `X ∈ R^{d×n}`, `P_h ∈ R^{m×d}`, `Q_h ∈ R^{n×N}` and `B ∈ R^{m×N}` the result has `N` columns: such a map may
 * change the number of tokens, and acts on the sequence as a whole. It is *token-wise* only when `N = n` and every
 * `Q_h` is a multiple of the identity.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { addMatrices, multiply, type Matrix } from './matrix.js';

export interface LinearMap<T> {
  /** As many as `Q_h`. */
  readonly P_h: readonly Matrix<T>[];
  readonly Q_h: readonly Matrix<T>[];
  readonly B: Matrix<T>;
}

/** `Σ_h P_h X Q_h + B`. Throws `AttentionError` (`shape`) when the shapes do not fit. */
export function applyLinearMap<T>(system: NumberSystem<T>, map: LinearMap<T>, input: Matrix<T>): Matrix<T> {
  return map.P_h.reduce(
    (sum, left, h) => addMatrices(system, sum, multiply(system, multiply(system, left, input), map.Q_h[h]!)),
    map.B,
  );
}
