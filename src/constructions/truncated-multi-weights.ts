/**
 * The weights of multi-head truncated linear attention, written out, and the network that they make.
 *
 * The map before attention is token-wise: `A(X) = [X; I_n]` appends to every token its position. Then
 * `W_K^h = [0 | 2L^h; −(L^h)²]` reads head `h`'s keys from the position, `W_Q = β[wᵀ tᵀ; 0 1ᵀ]` makes the query
 * `(βy_i, β)`, `W_V^h = [0 | V^h]` reads the values, `W_O = I`, and the heads are added. One `w` serves all tokens: a
 * `w_i` of its own would multiply features by positions, which no linear map of `[x_i; e_i]` does; an offset `t_i` of its
 * own does not.
 */
import { entryOf, matrixFrom, type Matrix } from '../attention/matrix.js';
import { addMatrices } from '../attention/matrix.js';
import { selfAttention, type AttentionWeights } from '../attention/self-attention.js';
import { AttentionError } from '../attention/attention-error.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { refuseBeyondLimit } from './literal-limit.js';
import { truncatedMultiHeads, type TruncatedMulti } from './truncated-multi.js';

/** `y_i = wᵀx_i + t_i`. */
export interface SequenceFunction {
  readonly weights: readonly RealConstant[];
  /** One per token. */
  readonly offsets: readonly RealConstant[];
}

/** `[X; I_n]` for `X ∈ R^{d×n}`. */
export function appendPositions<T>(system: NumberSystem<T>, X: Matrix<T>): Matrix<T> {
  return matrixFrom(X.rows + X.columns, X.columns, (row, column) => {
    if (row < X.rows) return entryOf(X, row, column);
    return system.literal(row - X.rows === column ? '1' : '0');
  });
}

/** The weight matrices of every head. Throws `AttentionError` `shape` unless there is one offset per token. */
export function truncatedMultiWeights<T>(
  system: NumberSystem<T>,
  construction: TruncatedMulti,
  { weights, offsets }: SequenceFunction,
): AttentionWeights<T>[] {
  const n = construction.tokens;
  const d = weights.length;
  if (offsets.length !== n) throw new AttentionError('shape', `${offsets.length} offsets for ${n} tokens`);
  refuseBeyondLimit('the weights of all heads', BigInt(construction.heads), BigInt(n * (n + d)));
  const zero = system.literal('0');
  const one = system.literal('1');
  const two = system.literal('2');
  const value = ({ expression }: RealConstant): T => evaluateConstant(expression, system);
  const beta = value(construction.inverseTemperature);
  const W_Q = matrixFrom(2, d + n, (i, row) => {
    if (i === 1) return row < d ? zero : beta;
    return system.mul(beta, value(row < d ? weights[row]! : offsets[row - d]!));
  });
  return truncatedMultiHeads(system, construction).map((head) => ({
    W_Q,
    W_K: matrixFrom(2, d + n, (i, row) => {
      if (row < d) return zero;
      const key = head.keys[row - d]!;
      return i === 0 ? system.mul(two, key) : system.neg(system.powInteger(key, 2));
    }),
    W_V: matrixFrom(1, d + n, (_, row) => (row < d ? zero : head.values[row - d]!)),
    W_O: matrixFrom(n, n, (row, column) => (row === column ? one : zero)),
  }));
}

/** The row `(Σ_h out_h(y_1), …, Σ_h out_h(y_n))` for `X ∈ R^{d×n}`, through the literal matrices from end to end. */
export function evaluateTruncatedMultiLiteral<T>(
  system: NumberSystem<T>,
  construction: TruncatedMulti,
  functions: SequenceFunction,
  X: Matrix<T>,
): Matrix<T> {
  const tokens = appendPositions(system, X);
  return truncatedMultiWeights(system, construction, functions)
    .map((head) => selfAttention(system, head, tokens))
    .reduce((sum, output) => addMatrices(system, sum, output));
}
