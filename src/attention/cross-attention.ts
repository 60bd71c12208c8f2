/** One cross-attention head, from its weight matrices and nothing else. */
import type { NumberSystem } from '../numeric/number-system.js';
import { multiply, transpose, type Matrix } from './matrix.js';
import type { AttentionWeights } from './self-attention.js';
import { softmaxColumns } from './softmax.js';

/**
 * `W_V Z_K · Softmax((W_K Z_K)ᵀ W_Q Z_Q) · W_O`: keys and values from `Z_K ∈ R^{m×N}`, queries from `Z_Q ∈ R^{m'×n}`.
 *
 * Scores are not divided by `√d_k`; softmax acts on the `n` columns, each over `N` keys; `W_O` has `n` rows. An
 * enclosure, approximation or exact result as the number system is. Cost: `N·n` exponentials. Throws `AttentionError`
 * (`shape`) when the shapes do not fit.
 */
export function crossAttention<T>(
  system: NumberSystem<T>,
  weights: AttentionWeights<T>,
  keyTokens: Matrix<T>,
  queryTokens: Matrix<T>,
): Matrix<T> {
  const queries = multiply(system, weights.W_Q, queryTokens);
  const keys = multiply(system, weights.W_K, keyTokens);
  const values = multiply(system, weights.W_V, keyTokens);
  const attention = softmaxColumns(system, multiply(system, transpose(keys), queries));
  return multiply(system, multiply(system, values, attention), weights.W_O);
}
