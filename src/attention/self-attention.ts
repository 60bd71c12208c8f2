/** One self-attention head, from its weight matrices and nothing else: the definition that every shortcut must meet. */
import type { NumberSystem } from '../numeric/number-system.js';
import { multiply, transpose, type Matrix } from './matrix.js';
import { softmaxColumns } from './softmax.js';

/** `W_Q` and `W_K` have as many rows as each other. */
export interface AttentionWeights<T> {
  readonly W_Q: Matrix<T>;
  readonly W_K: Matrix<T>;
  readonly W_V: Matrix<T>;
  /** Acts from the right: mixes positions. */
  readonly W_O: Matrix<T>;
}

/**
 * `W_V Z · Softmax((W_K Z)ᵀ W_Q Z) · W_O` for `Z ∈ R^{m×N}`, columns are tokens; softmax acts on columns.
 *
 * Scores are not divided by `√d_k`. An enclosure, approximation or exact result as the number system is. Cost: `N²`
 * exponentials. Throws `AttentionError` (`shape`) when the shapes do not fit.
 */
export function selfAttention<T>(system: NumberSystem<T>, weights: AttentionWeights<T>, tokens: Matrix<T>): Matrix<T> {
  const queries = multiply(system, weights.W_Q, tokens);
  const keys = multiply(system, weights.W_K, tokens);
  const values = multiply(system, weights.W_V, tokens);
  const attention = softmaxColumns(system, multiply(system, transpose(keys), queries));
  return multiply(system, multiply(system, values, attention), weights.W_O);
}
