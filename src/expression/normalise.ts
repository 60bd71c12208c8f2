/**
 * The same function in the form whose enclosures and derivatives are best.
 *
 * `x · x` becomes `x²` (over [−1, 1]: [0, 1] instead of [−1, 1]), and roots of sums of squares become `hypot` and `abs`,
 * whose slopes stay bounded at the origin. Both are exact for every real argument and keep the natural domain.
 */
import { ExpressionBuilder } from './builder.js';
import type { Expression, NodeIndex } from './expression.js';
import { copyNode } from './rewrite.js';

/** `√x` without a root, where `x` is a square or a sum of such; `undefined` where it is not. */
function rootOfSquares(b: ExpressionBuilder, x: NodeIndex, depth = 0): NodeIndex | undefined {
  const node = b.node(x);
  if (node.op === 'powInteger' && node.exponent === 2) return b.unary('abs', node.args[0]);
  if (node.op !== 'add' || depth > 100) return undefined;
  const [left, right] = node.args.map((arg) => rootOfSquares(b, arg, depth + 1));
  if (left === undefined || right === undefined) return undefined;
  return b.binary('hypot', withoutSign(b, left), withoutSign(b, right));
}

/** `hypot(|x|, y) = hypot(x, y)`. */
function withoutSign(b: ExpressionBuilder, x: NodeIndex): NodeIndex {
  const node = b.node(x);
  return node.op === 'abs' ? node.args[0] : x;
}

/** An expression of the same function: equal values for all real inputs, the same natural domain. */
export function normalise(expression: Expression): Expression {
  const b = new ExpressionBuilder();
  const copies: NodeIndex[] = [];
  for (const node of expression.nodes) {
    const args = node.args.map((arg) => copies[arg]!);
    const isSquare = node.op === 'mul' && args[0] === args[1];
    const root = node.op === 'sqrt' ? rootOfSquares(b, args[0]!) : undefined;
    copies.push(isSquare ? b.powInteger(args[0]!, 2) : (root ?? copyNode(b, node, args)));
  }
  return b.finish(
    expression.inputs,
    expression.outputs.map((output) => copies[output]!),
  );
}
