/** Affine functions of tokens, `y_i = w_iᵀx_i + t_i`: what truncated linear attention is applied to. */
import { AttentionError } from '../attention/attention-error.js';
import { matrixFrom, type Matrix } from '../attention/matrix.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

export interface TokenFunction {
  /** `w`, one entry per feature of the token. */
  readonly weights: readonly RealConstant[];
  /** `t`. */
  readonly offset: RealConstant;
}

/** `W = (w_{i,a})` with one row per token, and the column of offsets. Throws `AttentionError` `shape` unless all are as long. */
export function tokenFunctionTable<T>(
  system: NumberSystem<T>,
  functions: readonly TokenFunction[],
): { readonly weights: Matrix<T>; readonly offsets: readonly T[] } {
  const width = functions[0]!.weights.length;
  if (functions.some(({ weights }) => weights.length !== width)) {
    throw new AttentionError('shape', 'tokens of one sequence have the same number of features');
  }
  const value = ({ expression }: RealConstant): T => evaluateConstant(expression, system);
  return {
    weights: matrixFrom(functions.length, width, (i, a) => value(functions[i]!.weights[a]!)),
    offsets: functions.map(({ offset }) => value(offset)),
  };
}
