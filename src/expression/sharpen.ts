/**
 * The same function, written so that its enclosures over boxes are tighter.
 *
 * Besides `normalise`: inside a branch that is taken only where `u < v` or `u ≤ v`, `u` becomes `min(u, v)` and `v`
 * becomes `max(u, v)` (constants stay). That changes no value and no definedness, yet `x > 0 ? √x : 0` is now seen to be
 * defined on [−1, 1], although the condition is undecided there, and each branch is enclosed on its own side only. The
 * right side of `&&` and `||` is such a branch too.
 */
import { ExpressionBuilder } from './builder.js';
import type { Expression, Node, NodeIndex } from './expression.js';
import { normalise } from './normalise.js';
import { copyNode, dependsOnInput } from './rewrite.js';

/** New indices of nodes of the tape; what a branch knows about `u` and `v` seeds its own. */
type Copies = Map<NodeIndex, NodeIndex>;

/** Deeper branches are copied without knowledge of their conditions, which is always allowed. */
const MAX_DEPTH = 200;

class Sharpening {
  readonly b = new ExpressionBuilder();
  private readonly nodes: readonly Node[];
  private readonly depends: readonly boolean[];
  /** Copies still allowed into branches of their own: nested branches of shared nodes could multiply. */
  private allowance: number;

  constructor(expression: Expression) {
    this.nodes = expression.nodes;
    this.depends = dependsOnInput(expression);
    this.allowance = 20 * expression.nodes.length + 1000;
  }

  /** The copy of `root` in a branch with the given `seeds`, which `copies` contains. */
  copy(root: NodeIndex, copies: Copies, seeds: Copies, depth = 0): NodeIndex {
    const stack = [root];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const node = this.nodes[top]!;
      const guarded = this.guardedArguments(node, depth);
      const missing = node.args.find((arg, i) => !copies.has(arg) && guarded[i] === undefined);
      if (copies.has(top)) stack.pop();
      else if (missing !== undefined) stack.push(missing);
      else copies.set(top, this.copyOne(node, guarded, copies, seeds, depth));
    }
    return copies.get(root)!;
  }

  /** For each argument that is only used when the first one has a certain truth value: that value. */
  private guardedArguments(node: Node, depth: number): readonly (boolean | undefined)[] {
    if (depth >= MAX_DEPTH || this.allowance <= 0) return [];
    if (node.op === 'select') return [undefined, true, false];
    if (node.op === 'and') return [undefined, true];
    if (node.op === 'or') return [undefined, false];
    return [];
  }

  private copyOne(
    node: Node,
    guarded: readonly (boolean | undefined)[],
    copies: Copies,
    seeds: Copies,
    depth: number,
  ): NodeIndex {
    this.allowance--;
    const args = node.args.map((arg, i) => {
      const truth = guarded[i];
      if (truth === undefined) return copies.get(arg)!;
      const inside = new Map(seeds);
      this.learn(node.args[0]!, truth, copies, inside);
      return this.copy(arg, new Map(inside), inside, depth + 1);
    });
    return copyNode(this.b, node, args);
  }

  /** Enters into `seeds` what follows when `condition` has the value `truth`; its sides are copied in `copies`. */
  private learn(condition: NodeIndex, truth: boolean, copies: Copies, seeds: Copies): void {
    const node = this.nodes[condition]!;
    switch (node.op) {
      case 'less':
      case 'lessOrEqual':
        if (truth) this.learnOrder(node.args[0], node.args[1], copies, seeds);
        else this.learnOrder(node.args[1], node.args[0], copies, seeds);
        return;
      case 'not':
        this.learn(node.args[0], !truth, copies, seeds);
        return;
      case 'and':
      case 'or':
        if (truth !== (node.op === 'and')) return;
        this.learn(node.args[0], truth, copies, seeds);
        this.learn(node.args[1], truth, copies, seeds);
        return;
      default:
    }
  }

  /** `u ≤ v`. */
  private learnOrder(u: NodeIndex, v: NodeIndex, copies: Copies, seeds: Copies): void {
    const current = (i: NodeIndex): NodeIndex | undefined => seeds.get(i) ?? copies.get(i);
    const [x, y] = [current(u), current(v)];
    // The right side of && or || is copied with seeds of its own; without a copy nothing is learnt.
    if (x === undefined || y === undefined) return;
    if (this.depends[u]) seeds.set(u, this.b.binary('min', x, y));
    if (this.depends[v]) seeds.set(v, this.b.binary('max', x, y));
  }
}

/** The same function with tighter enclosures; the real values and the natural domain are those of `expression`. */
export function sharpen(expression: Expression): Expression {
  const normal = normalise(expression);
  const sharpening = new Sharpening(normal);
  const copies: Copies = new Map();
  const seeds: Copies = new Map();
  const outputs = normal.outputs.map((output) => sharpening.copy(output, copies, seeds));
  return sharpening.b.finish(expression.inputs, outputs);
}
