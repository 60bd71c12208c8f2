/**
 * The weights of truncated linear attention with one head, written out, and the networks that they make.
 *
 * *One row.* `N = p⌈n/p⌉` columns, so that every key occurs equally often and repetition cancels in the softmax. Rows of
 * `Z = Σ_a P_a X Q_a + B`: `y_i` in the first `n` columns (`P_a = e_1 e_aᵀ`, `Q_a = [diag_i(w_{i,a}) 0]`, `t_i` from B),
 * then 1, `L_k`, `−L_k²` from B. `W_Q` picks `[βy; β]`, `W_K` picks `[2L_k; −L_k²]`, `W_V` picks `L_k`, and `W_O` keeps the
 * first `n` columns: the output is the row `(out(y_1), …, out(y_n))`. A sequence-wise map: tokens may have their own
 * `w_i`, `t_i`.
 *
 * *A row per token.* `np` columns `(r, k)` with values `L_k e_r`, block one-hots `e_r` for the keys and `e_i` for the queries,
 * and a mask `M`: output `(r, i)` is `π_{r,i}·out(y_i)`, `π_{i,i} = 1/(1 + (n−1)e^{−M})`, `π_{r,i} = e^{−M}π_{i,i}`, which is
 * within `(n−1)e^{−M}/(1 + (n−1)e^{−M})·max(|a|, |b|)` of `out(y_i)` on the diagonal and of 0 elsewhere.
 */
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { entryOf, matrixFrom, type Matrix } from '../attention/matrix.js';
import { selfAttention, type AttentionWeights } from '../attention/self-attention.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { refuseBeyondLimit } from './literal-limit.js';
import { tokenFunctionTable, type TokenFunction } from './token-function.js';
import { checkMask } from './truncated-range.js';
import { truncatedSingleKeys, type TruncatedSingle } from './truncated-single.js';

export type TruncatedSingleWeights<T> = LinearMap<T> & AttentionWeights<T>;

/** Rows of `Z` that both variants have. */
const ROW = { y: 0, one: 1, key: 2, square: 3, total: 4 } as const;

/** Columns of the one-row network: the least multiple of `p` that is at least `n`. */
export function oneRowColumns(cells: number, tokens: number): number {
  return cells * Math.ceil(tokens / cells);
}

/** All weight matrices of the one-row network. Throws `ConstructionError` `too-large`, `AttentionError` `shape`. */
export function truncatedSingleWeights<T>(
  system: NumberSystem<T>,
  construction: TruncatedSingle,
  functions: readonly TokenFunction[],
): TruncatedSingleWeights<T> {
  const N = oneRowColumns(construction.cells, functions.length);
  refuseBeyondLimit('the scores', BigInt(N), BigInt(N));
  const zero = system.literal('0');
  const one = system.literal('1');
  const two = system.literal('2');
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const pick = (rows: readonly (readonly [row: number, value: T])[]): Matrix<T> =>
    matrixFrom(rows.length, ROW.total, (i, row) => (row === rows[i]![0] ? rows[i]![1] : zero));
  return {
    ...inputMap(system, construction, functions, ROW.total, N),
    W_Q: pick([
      [ROW.y, beta],
      [ROW.one, beta],
    ]),
    W_K: pick([
      [ROW.key, two],
      [ROW.square, one],
    ]),
    W_V: pick([[ROW.key, one]]),
    W_O: matrixFrom(N, functions.length, (row, column) => (row === column ? one : zero)),
  };
}

/** All weight matrices of the network with a row per token; `mask = M ≥ 0`. Errors as above, and `mask`. */
export function truncatedRowsWeights<T>(
  system: NumberSystem<T>,
  construction: TruncatedSingle,
  functions: readonly TokenFunction[],
  mask: RealConstant,
): TruncatedSingleWeights<T> {
  checkMask(mask);
  const n = functions.length;
  const p = construction.cells;
  const N = n * p;
  refuseBeyondLimit('the scores', BigInt(N), BigInt(N));
  const zero = system.literal('0');
  const one = system.literal('1');
  const two = system.literal('2');
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const M = evaluateConstant(mask.expression, system);
  const keyBlock = ROW.total;
  const queryBlock = keyBlock + n;
  const value = queryBlock + n;
  const total = value + n;
  const keys = truncatedSingleKeys(system, construction);
  const input = inputMap(system, construction, functions, total, N);
  const B = matrixFrom(total, N, (row, column) => {
    const block = Math.floor(column / p);
    if (row < keyBlock) return entryOf(input.B, row, column);
    if (row < queryBlock) return row - keyBlock === block ? one : zero;
    if (row < value) return row - queryBlock === column ? one : zero;
    return row - value === block ? keys[column % p]! : zero;
  });
  const W_Q = matrixFrom(2 + n, total, (i, row) => {
    if (i < 2) return row === (i === 0 ? ROW.y : ROW.one) ? beta : zero;
    return row === queryBlock + i - 2 ? M : zero;
  });
  const W_K = matrixFrom(2 + n, total, (i, row) => {
    if (i === 0) return row === ROW.key ? two : zero;
    return row === (i === 1 ? ROW.square : keyBlock + i - 2) ? one : zero;
  });
  const W_V = matrixFrom(n, total, (i, row) => (row === value + i ? one : zero));
  const W_O = matrixFrom(N, n, (row, column) => (row === column ? one : zero));
  return { P_h: input.P_h, Q_h: input.Q_h, B, W_Q, W_K, W_V, W_O };
}

/** The network's output for `X ∈ R^{d×n}`, through the literal matrices from end to end: `1 × n`, or `n × n` with a mask. */
export function evaluateTruncatedSingleLiteral<T>(
  system: NumberSystem<T>,
  construction: TruncatedSingle,
  functions: readonly TokenFunction[],
  X: Matrix<T>,
  mask?: RealConstant,
): Matrix<T> {
  const weights =
    mask === undefined
      ? truncatedSingleWeights(system, construction, functions)
      : truncatedRowsWeights(system, construction, functions, mask);
  return selfAttention(system, weights, applyLinearMap(system, weights, X));
}

/** `y_i` in the first `n` of `N` columns; in every column 1, its key `L_{j mod p}` and minus its square; else 0. */
function inputMap<T>(
  system: NumberSystem<T>,
  construction: TruncatedSingle,
  functions: readonly TokenFunction[],
  rows: number,
  N: number,
): LinearMap<T> {
  const zero = system.literal('0');
  const one = system.literal('1');
  const { weights, offsets } = tokenFunctionTable(system, functions);
  const keys = truncatedSingleKeys(system, construction);
  return {
    P_h: Array.from({ length: weights.columns }, (_, feature) =>
      matrixFrom(rows, weights.columns, (row, column) => (row === ROW.y && column === feature ? one : zero)),
    ),
    Q_h: Array.from({ length: weights.columns }, (_, feature) =>
      matrixFrom(weights.rows, N, (token, column) => (token === column ? entryOf(weights, token, feature) : zero)),
    ),
    B: matrixFrom(rows, N, (row, column) => {
      const key = keys[column % keys.length]!;
      if (row === ROW.y) return offsets[column] ?? zero;
      if (row === ROW.one) return one;
      if (row === ROW.key) return key;
      return row === ROW.square ? system.neg(system.powInteger(key, 2)) : zero;
    }),
  };
}
