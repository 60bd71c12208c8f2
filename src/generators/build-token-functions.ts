import type { TokenFunction } from '../constructions/token-function.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { TokenFunctionDescription } from './token-function.js';

/** The affine functions that descriptions denote, exactly. Throws `RangeError` when a number is not decimal text. */
export function buildTokenFunctions(functions: readonly TokenFunctionDescription[]): TokenFunction[] {
  return functions.map(({ weights, offset }) => ({
    weights: weights.map(decimalConstant),
    offset: decimalConstant(offset),
  }));
}
