/**
 * The operator table: every operator on numbers, with its value, natural domain, derivative and code.
 *
 * Leaves, comparisons, truth values, `select` and `switchSlope` are structure: the interpreter, the differentiator and
 * the compiler treat them themselves.
 */
import type { Node } from '../expression.js';
import * as arithmetic from './arithmetic.js';
import * as kinked from './kinked.js';
import type { NumericNode, NumericOperator, OperatorRule } from './rule.js';
import * as transcendental from './transcendental.js';

export const operators: Readonly<Record<NumericOperator, OperatorRule>> = {
  ...arithmetic,
  ...transcendental,
  ...kinked,
};

export function isNumericOperation(node: Node): node is Node & NumericNode {
  return Object.hasOwn(operators, node.op);
}

export type { NumericNode, NumericOperator, OperatorRule, Tangent } from './rule.js';
