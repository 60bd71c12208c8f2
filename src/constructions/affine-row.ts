/**
 * Linear maps that write affine functions of a whole sequence into rows, one function per column.
 *
 * For `X ∈ R^{d×n}` and functions `y_m(X) = Σ_{τ,a} w_{m,(τ,a)} X_{a,τ} + t_m`, grouped by feature: `P_a = e_row e_aᵀ` and
 * `Q_a[τ][m] = w_{m,(τ,a)}`, so that `Σ_a P_a X Q_a + B` has the numbers `y_m` in that row. Any number of columns can be
 * written, each with its own `d·n` weights: an arbitrary linear map of all entries, in as many terms as features and rows.
 */
import type { LinearMap } from '../attention/linear-map.js';
import { entryOf, matrixFrom, type Matrix } from '../attention/matrix.js';
import type { MatrixShape } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

/** `wᵀ vec(X) + t`. */
export interface AffineFunction<T> {
  /** One entry per entry of the sequence, in vec order. */
  readonly weights: readonly T[];
  readonly offset: T;
}

/**
 * The map `X ↦ [functions; constants]`: row `r`, column `m` of the first rows is `functions[r][m](X)`, and 0 where there is
 * none; the rows below are `constants`, which also says how many columns there are.
 */
export function affineRows<T>(
  system: NumberSystem<T>,
  input: MatrixShape,
  functions: readonly (readonly (AffineFunction<T> | undefined)[])[],
  constants: Matrix<T>,
): LinearMap<T> {
  const zero = system.literal('0');
  const one = system.literal('1');
  const rows = functions.length + constants.rows;
  const terms = functions.flatMap((columns, row) =>
    Array.from({ length: input.width }, (_, feature) => ({ columns, row, feature })),
  );
  return {
    P_h: terms.map(({ row, feature }) =>
      matrixFrom(rows, input.width, (i, a) => (i === row && a === feature ? one : zero)),
    ),
    Q_h: terms.map(({ columns, feature }) =>
      matrixFrom(
        input.tokens,
        constants.columns,
        (token, column) => columns[column]?.weights[token * input.width + feature] ?? zero,
      ),
    ),
    B: matrixFrom(rows, constants.columns, (row, column) => {
      if (row >= functions.length) return entryOf(constants, row - functions.length, column);
      return functions[row]![column]?.offset ?? zero;
    }),
  };
}
