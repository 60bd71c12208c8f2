/**
 * The weights of the max-affine construction, written out, and the network that they make.
 *
 * Columns `(i, j)`: output block `i ∈ [n]`, cell `j ∈ [G]`. Rows of `Z = Linear(X) = Σ_τ P_τ X Q_τ + B`:
 *
 *     x in every column (P_τ = [e_τ ⊗ I_d; 0], Q_τ = e_τ 1ᵀ)   | 1 | v_j | −‖v_j‖²/2 | e_i | f(v_j)_{:,i}   (from B)
 *
 * `W_Q` picks `[R x; R; M e_i]`, `W_K` picks `[v_j; −‖v_j‖²/2; e_i]`, `W_V` the value, and column `i` of `W_O` is the
 * unit vector at `(i, 1)`. The score of key `(i', j)` for a query of block `i` is `R(v_jᵀx − ‖v_j‖²/2) + M·1[i = i']`.
 */
import { cellCount } from '../approximation/grid.js';
import { AttentionError } from '../attention/attention-error.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { matrixFrom } from '../attention/matrix.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { selfAttention, type AttentionWeights } from '../attention/self-attention.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { MatrixShape } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { keyTable } from './key-table.js';
import { refuseBeyondLimit } from './literal-limit.js';

export type MaxAffineWeights<T> = LinearMap<T> & AttentionWeights<T>;

/** Sizes of the literal network; exact, whatever the number of keys. */
export interface MaxAffineSizes {
  readonly input: MatrixShape;
  /** First row of each block of rows of `Z`, and the number of rows. */
  readonly rows: {
    readonly one: number;
    readonly centre: number;
    readonly square: number;
    readonly block: number;
    readonly value: number;
    readonly total: number;
  };
  /** `N = nG`. */
  readonly columns: bigint;
}

export function maxAffineSizes(layer: MaxAffineLayer): MaxAffineSizes {
  const g = layer.grid.axes.length;
  const { width, tokens } = layer.shape;
  const rows = {
    one: g,
    centre: g + 1,
    square: 2 * g + 1,
    block: 2 * g + 2,
    value: 2 * g + 2 + tokens,
    total: 2 * g + 2 + tokens + width,
  };
  return { input: layer.input ?? { width: g, tokens: 1 }, rows, columns: BigInt(tokens) * cellCount(layer.grid) };
}

/**
 * All weight matrices, each entry as exact, enclosed or approximate as the number system is.
 *
 * Throws `ConstructionError` (`too-large`), before any work, when `Z` would have more than `MAX_LITERAL_ENTRIES`
 * entries. Cost: `G` evaluations of the values and `nG·rows` entries.
 */
export function maxAffineWeights<T>(system: NumberSystem<T>, layer: MaxAffineLayer): MaxAffineWeights<T> {
  const { input, rows, columns } = maxAffineSizes(layer);
  refuseBeyondLimit('the weights', BigInt(rows.total), columns);
  const N = Number(columns);
  const { width, tokens } = layer.shape;
  const cells = N / tokens;
  const zero = system.literal('0');
  const one = system.literal('1');
  const unit = (isOne: boolean): T => (isOne ? one : zero);
  const R = evaluateConstant(layer.inverseTemperature.expression, system);
  const M = evaluateConstant(layer.mask.expression, system);
  const keys = keyTable(system, layer, cells);

  const P_h = Array.from({ length: input.tokens }, (_, token) =>
    matrixFrom(rows.total, input.width, (row, feature) => unit(row === token * input.width + feature)),
  );
  const Q_h = Array.from({ length: input.tokens }, (_, token) =>
    matrixFrom(input.tokens, N, (row) => unit(row === token)),
  );
  const B = matrixFrom(rows.total, N, (row, column) => {
    const key = keys[column % cells]!;
    const block = Math.floor(column / cells);
    if (row < rows.one) return zero;
    if (row < rows.centre) return one;
    if (row < rows.square) return key.centre[row - rows.centre]!;
    if (row < rows.block) return key.bias;
    if (row < rows.value) return unit(row - rows.block === block);
    return key.value[block * width + row - rows.value]!;
  });

  const scored = rows.one + 1 + tokens;
  const W_Q = matrixFrom(scored, rows.total, (i, row) => {
    if (i <= rows.one) return row === i ? R : zero;
    return row === rows.block + (i - rows.one - 1) ? M : zero;
  });
  const W_K = matrixFrom(scored, rows.total, (i, row) => unit(row === rows.centre + i));
  const W_V = matrixFrom(width, rows.total, (i, row) => unit(row === rows.value + i));
  const W_O = matrixFrom(N, tokens, (column, i) => unit(column === i * cells));
  return { P_h, Q_h, B, W_Q, W_K, W_V, W_O };
}

/**
 * The layer's output at `x ∈ R^g`, in vec order, through the literal matrices from end to end.
 *
 * Throws `ConstructionError` (`too-large`), before any work, when `Z` or the `nG × nG` scores would exceed
 * `MAX_LITERAL_ENTRIES` entries, and `AttentionError` (`shape`) when `x` has the wrong length.
 */
export function evaluateLiteral<T>(system: NumberSystem<T>, layer: MaxAffineLayer, x: readonly T[]): T[] {
  const { input, columns } = maxAffineSizes(layer);
  if (x.length !== layer.grid.axes.length) {
    throw new AttentionError('shape', `${x.length} coordinates for a grid of ${layer.grid.axes.length} axes`);
  }
  refuseBeyondLimit('the scores', columns, columns);
  const weights = maxAffineWeights(system, layer);
  const tokens = matrixFrom(
    x.length / input.tokens,
    input.tokens,
    (feature, token) => x[token * input.width + feature]!,
  );
  const output = selfAttention(system, weights, applyLinearMap(system, weights, tokens));
  const { width } = layer.shape;
  return output.entries.map((_, position) => {
    const row = position % width;
    return output.entries[row * output.columns + Math.floor(position / width)]!;
  });
}
