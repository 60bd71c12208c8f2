/**
 * The weights of the gradient-descent layer, written out, and the network that they make.
 *
 * The prompt `X` has rows `x` (d), `y` (1), `w` (d) and `n` columns. `Linear(X) = Σ_h P_h X Q_h + B` has a column for
 * every key `(i, k)`, the keys of one example side by side. Three summands suffice, whatever `p`, because a key's rows
 * are column `i` of the prompt times a number that depends on `k` alone: `Q_h = I_n ⊗ q_hᵀ` with
 *
 *     q_1 = (L_k),     P_1 = [2x; −2y; 0; 0; 0; 0]       q_2 = (ψ(L_k)),  P_2 = [0; 0; 0; 0; 0; x]
 *     q_3 = (1, …, 1), P_3 = [0; 0; 0; w; 0; λ_r w]      B   = [0; −L_k²; e_i; 0; 1; 0],
 *
 * where `P` is written by what it picks from a column. Rows of `Z`: `2L_k x_i` (d) | `−2L_k y_i − L_k²` | `e_i` (n) |
 * `w` (d) | 1 | `ψ(L_k)x_i + λ_r w` (d). `W_K` picks the first three blocks, `W_Q` is `[βw; β; M e_i]`, `W_V` writes the
 * last block into the rows of `w`, and every column of `W_O` adds the first columns of all blocks with `−η/n`.
 */
import { axisValues, cellCentre } from '../approximation/grid.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { addMatrices, matrixFrom, type Matrix } from '../attention/matrix.js';
import { selfAttention, type AttentionWeights } from '../attention/self-attention.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { GradientLayer, GradientPrompt } from './gradient-layer.js';
import { lossDerivative } from './gradient-loss.js';
import { refuseBeyondLimit } from './literal-limit.js';

export type GradientWeights<T> = LinearMap<T> & AttentionWeights<T>;

/** First row of each block of rows of `Z`, and the number of rows; `N = np` columns. */
export interface GradientSizes {
  readonly prompt: { readonly rows: number; readonly target: number; readonly weights: number };
  readonly rows: {
    readonly bias: number;
    readonly block: number;
    readonly weights: number;
    readonly one: number;
    readonly value: number;
    readonly total: number;
  };
  readonly columns: bigint;
}

export function gradientSizes({ examples: n, features: d, axis }: GradientLayer): GradientSizes {
  return {
    prompt: { rows: 2 * d + 1, target: d, weights: d + 1 },
    rows: {
      bias: d,
      block: d + 1,
      weights: d + 1 + n,
      one: 2 * d + 1 + n,
      value: 2 * d + 2 + n,
      total: 3 * d + 2 + n,
    },
    columns: BigInt(n) * BigInt(axis.cells),
  };
}

/**
 * All weight matrices, each entry as exact, enclosed or approximate as the number system is.
 *
 * Throws `ConstructionError` (`too-large`), before any work, when `Z` would have too many entries.
 */
export function gradientWeights<T>(system: NumberSystem<T>, layer: GradientLayer): GradientWeights<T> {
  const { examples: n, features: d } = layer;
  const { prompt, rows, columns } = gradientSizes(layer);
  refuseBeyondLimit('the weights', BigInt(rows.total), columns);
  const N = Number(columns);
  const p = N / n;
  const value = (constant: { expression: Parameters<typeof evaluateConstant>[0] }): T =>
    evaluateConstant(constant.expression, system);
  const zero = system.literal('0');
  const one = system.literal('1');
  const two = system.literal('2');
  const unit = (isOne: boolean): T => (isOne ? one : zero);
  const [beta, mask, ridge] = [value(layer.inverseTemperature), value(layer.mask), value(layer.ridge)];
  const axis = axisValues(system, layer.axis);
  const centres = Array.from({ length: p }, (_, k) => cellCentre(system, axis, k));
  const derivatives = centres.map((centre) => lossDerivative(system, layer.loss, centre));

  const isKey = (row: number, entry: number): boolean => row < rows.bias && row === entry;
  const P_h = [
    matrixFrom(rows.total, prompt.rows, (row, entry) => {
      if (isKey(row, entry)) return two;
      return row === rows.bias && entry === prompt.target ? system.neg(two) : zero;
    }),
    matrixFrom(rows.total, prompt.rows, (row, entry) => unit(entry < d && row - rows.value === entry)),
    matrixFrom(rows.total, prompt.rows, (row, entry) => {
      const j = entry - prompt.weights;
      if (j < 0) return zero;
      return row === rows.value + j ? ridge : unit(row === rows.weights + j);
    }),
  ];
  const perKey: readonly (readonly T[])[] = [centres, derivatives, centres.map(() => one)];
  const Q_h = perKey.map((factors) =>
    matrixFrom(n, N, (i, column) => (Math.floor(column / p) === i ? factors[column % p]! : zero)),
  );
  const B = matrixFrom(rows.total, N, (row, column) => {
    if (row === rows.bias) return system.neg(system.powInteger(centres[column % p]!, 2));
    if (row === rows.one) return one;
    return unit(row >= rows.block && row < rows.weights && row - rows.block === Math.floor(column / p));
  });

  const W_K = matrixFrom(rows.weights, rows.total, (i, row) => unit(row === i));
  const W_Q = matrixFrom(rows.weights, rows.total, (i, row) => {
    if (i < d) return row === rows.weights + i ? beta : zero;
    if (i === d) return row === rows.one ? beta : zero;
    return row === i ? mask : zero;
  });
  const W_V = matrixFrom(prompt.rows, rows.total, (i, row) =>
    unit(i >= prompt.weights && row - rows.value === i - prompt.weights),
  );
  const share = system.neg(system.div(value(layer.stepSize), system.fromNumber(n)));
  const W_O = matrixFrom(N, n, (column) => (column % p === 0 ? share : zero));
  return { P_h, Q_h, B, W_Q, W_K, W_V, W_O };
}

/** The prompt as the matrix with columns `(x_i, y_i, w)`. */
export function promptMatrix<T>(layer: GradientLayer, { features, targets, weights }: GradientPrompt<T>): Matrix<T> {
  const { prompt } = gradientSizes(layer);
  return matrixFrom(prompt.rows, layer.examples, (row, i) => {
    if (row < prompt.target) return features[i]![row]!;
    return row === prompt.target ? targets[i]! : weights[row - prompt.weights]!;
  });
}

/**
 * The prompt after `steps ≥ 0` applications of `X ↦ X + Attn(Linear(X))`, through the literal matrices from end to end.
 *
 * Throws `ConstructionError` (`too-large`), before any work, when `Z` or the `np × np` scores would have too many
 * entries.
 */
export function evaluateGradientLiteral<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  steps: number,
): Matrix<T> {
  const { columns } = gradientSizes(layer);
  refuseBeyondLimit('the scores', columns, columns);
  const weights = gradientWeights(system, layer);
  let tokens = promptMatrix(layer, prompt);
  for (let t = 0; t < steps; t++) {
    const update = selfAttention(system, weights, applyLinearMap(system, weights, tokens));
    tokens = addMatrices(system, tokens, update);
  }
  return tokens;
}
