/**
 * Taking an expression apart by groups of inputs: what depends on one group alone can be computed once for every value of
 * that group, and need not be computed again for every point of a product.
 *
 * For `sin 3x + cos 2y` with the groups {x} and {y} the parts are `sin 3x` and `cos 2y`, and what remains is their sum.
 */
import { ExpressionBuilder } from './builder.js';
import type { Expression, NodeIndex } from './expression.js';
import { copyNode, isTruth } from './rewrite.js';

export interface Separated {
  /** One for each group: of all inputs of the whole, of which it reads those of its group. */
  readonly parts: readonly Expression[];
  /** Reads the outputs of the parts, one after another, as its inputs; its outputs are those of the whole. */
  readonly rest: Expression;
  /** The part that each input of `rest` is an output of. */
  readonly origin: readonly number[];
}

/** The group of a node whose value depends on inputs of several. */
const SEVERAL = -2;
/** The group of a constant. */
const NONE = -1;

/**
 * `rest` at the outputs of the parts is the expression, operation by operation. `groupOf` gives the group, from 0, of
 * each input. Conditions stay in `rest`. Cost: one pass over the tape.
 */
export function separate(expression: Expression, groupOf: readonly number[]): Separated {
  const { nodes, outputs } = expression;
  const groups: number[] = [];
  for (const node of nodes) {
    const own = node.op === 'input' ? groupOf[node.index]! : NONE;
    groups.push(node.args.reduce<number>((group, arg) => join(group, groups[arg]!), own));
  }
  const isPart = (i: NodeIndex): boolean => groups[i]! >= 0 && !isTruth(nodes[i]!);

  // From the outputs down: a node that is read, and belongs to one group, is an output of that part.
  const isRead = new Uint8Array(nodes.length);
  for (const output of outputs) isRead[output] = 1;
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (isRead[i] && !isPart(i)) for (const arg of nodes[i]!.args) isRead[arg] = 1;
  }
  const ends: NodeIndex[][] = Array.from({ length: Math.max(-1, ...groupOf) + 1 }, () => []);
  for (const i of nodes.keys()) if (isRead[i] && isPart(i)) ends[groups[i]!]!.push(i);
  const inputs = ends.flat();
  const place = new Map(inputs.map((node, input) => [node, input]));

  const builder = new ExpressionBuilder();
  const copies = new Map<NodeIndex, NodeIndex>();
  for (const [i, node] of nodes.entries()) {
    if (!isRead[i]) continue;
    const input = place.get(i);
    const args = node.args.map((arg) => copies.get(arg)!);
    copies.set(i, input === undefined ? copyNode(builder, node, args) : builder.input(input));
  }
  return {
    parts: ends.map((part) => new ExpressionBuilder(expression).finish(expression.inputs, part)),
    rest: builder.finish(
      inputs.length,
      outputs.map((output) => copies.get(output)!),
    ),
    origin: inputs.map((node) => groups[node]!),
  };
}

function join(a: number, b: number): number {
  if (a === NONE || a === b) return b;
  return b === NONE ? a : SEVERAL;
}
