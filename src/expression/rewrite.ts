/**
 * Copying nodes from one tape into a builder, with the arguments exchanged.
 */
import type { ExpressionBuilder } from './builder.js';
import type { Expression, Node, NodeIndex } from './expression.js';
import type { RealConstant } from './target.js';

/** `node` with the arguments `args` (indices of `b`), appended to `b` with its sharing and its exact rewrites. */
export function copyNode(b: ExpressionBuilder, node: Node, args: readonly NodeIndex[]): NodeIndex {
  const [x, y, z] = args as readonly [NodeIndex, NodeIndex, NodeIndex];
  switch (node.op) {
    case 'literal':
      return b.literal(node.text);
    case 'constant':
      return b.constant(node.name);
    case 'input':
      return b.input(node.index);
    case 'powInteger':
      return b.powInteger(x, node.exponent);
    case 'less':
    case 'lessOrEqual':
    case 'equal':
      return b.compare(node.op, x, y);
    case 'and':
    case 'or':
      return b.logical(node.op, x, y);
    case 'not':
      return b.not(x);
    case 'select':
      return b.select(x, y, z);
    case 'absSlope':
    case 'jumpSlope':
    case 'signSlope':
    case 'kink':
    case 'switchSlope':
    case 'hypotSlope':
      return b.slope(node.op, ...args);
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'min':
    case 'max':
    case 'hypot':
    case 'pow':
      return b.binary(node.op, x, y);
    default:
      return b.unary(node.op, x);
  }
}

/** The nodes of an expression, appended to `b` with its sharing; returns those that are its outputs. */
export function copyOutputs(b: ExpressionBuilder, { nodes, outputs }: Expression): NodeIndex[] {
  const places: NodeIndex[] = [];
  for (const node of nodes) {
    places.push(
      copyNode(
        b,
        node,
        node.args.map((arg) => places[arg]!),
      ),
    );
  }
  return outputs.map((output) => places[output]!);
}

/** The nodes of a constant, appended to `b`; returns the one that is its value. */
export function copyConstant(b: ExpressionBuilder, { expression }: RealConstant): NodeIndex {
  return copyOutputs(b, expression)[0]!;
}

/** Is the value of the node a truth value? */
export function isTruth({ op }: Node): boolean {
  return op === 'less' || op === 'lessOrEqual' || op === 'equal' || op === 'and' || op === 'or' || op === 'not';
}

/** For each node: does its value depend on an input? */
export function dependsOnInput(expression: Expression): readonly boolean[] {
  const depends: boolean[] = [];
  for (const node of expression.nodes) depends.push(node.op === 'input' || node.args.some((arg) => depends[arg]));
  return depends;
}

/** The nodes that `roots` need, themselves included, in evaluation order. */
export function reachable(expression: Expression, roots: readonly NodeIndex[]): readonly NodeIndex[] {
  const last = Math.max(-1, ...roots);
  const needed = new Uint8Array(last + 1);
  for (const root of roots) needed[root] = 1;
  for (let i = last; i >= 0; i--) if (needed[i]) for (const arg of expression.nodes[i]!.args) needed[arg] = 1;
  return Array.from(needed.keys()).filter((i) => needed[i]);
}
