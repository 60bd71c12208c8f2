/**
 * Lipschitz constants by composition, as an expression: its upper end over a box bounds `|f(p) − f(q)|/‖p − q‖₂` there.
 *
 * The Euclidean norm of an enclosed gradient is too large where the gradient turns: at the tip of a cone its entries
 * fill [−1, 1]², and between the pieces of a minimum the whole box between two vectors. Composition knows better:
 *
 *     Lip(min(u, v)) ≤ max(Lip u, Lip v),   Lip(hypot(u, v)) ≤ ‖(∇u, ∇v)‖,   Lip(φ(u, v)) ≤ |φ_u| Lip u + |φ_v| Lip v,
 *
 * the matrix norm by Gershgorin's bound on the Gram matrix (exact for orthogonal gradients) or the Frobenius norm.
 * Subexpressions without such operations keep the norm of their gradient.
 */
import { ExpressionBuilder } from '../expression/builder.js';
import { isContinuousSwitch } from '../expression/continuous-switch.js';
import { appendTangents } from '../expression/differentiate.js';
import type { Expression, Node, NodeIndex } from '../expression/expression.js';
import { isNumericOperation, operators, type Tangent } from '../expression/operators/index.js';
import { chosenTangent, plus, times } from '../expression/operators/rule.js';

/** Gram matrices of more vectors than this are not written out. */
const MAX_VECTORS = 8;

class SlopeNorm {
  private readonly b: ExpressionBuilder;
  private readonly expression: Expression;
  private readonly along: readonly (readonly Tangent[])[];
  private readonly turns: boolean[] = [];
  private readonly norms: Tangent[] = [];

  constructor(b: ExpressionBuilder, expression: Expression, fixed: readonly boolean[]) {
    this.b = b;
    this.expression = expression;
    this.along = appendTangents(b, expression).filter((_, input) => !fixed[input]);
  }

  run(): readonly Tangent[] {
    this.expression.nodes.forEach((node, i) => {
      this.turns.push(['min', 'max', 'hypot', 'select'].includes(node.op) || node.args.some((arg) => this.turns[arg]));
      this.norms.push(this.turns[i] ? this.composed(node, i) : this.direct(i));
    });
    return this.norms;
  }

  private gradientOf(index: NodeIndex): readonly Tangent[] {
    return this.along.map((tangents) => tangents[index]);
  }

  private sum(terms: readonly Tangent[]): Tangent {
    return terms.reduce((x, y) => plus(this.b, x, y), undefined);
  }

  /** `√Σ t²`. */
  private length(entries: readonly Tangent[]): Tangent {
    const present = entries.filter((entry) => entry !== undefined);
    if (present.length <= 1) return present[0] === undefined ? undefined : this.b.unary('abs', present[0]);
    const square = this.sum(present.map((entry) => this.b.powInteger(entry, 2)));
    return square === undefined ? undefined : this.b.unary('sqrt', square);
  }

  private direct(index: NodeIndex): Tangent {
    return this.length(this.gradientOf(index));
  }

  private composed(node: Node, self: NodeIndex): Tangent {
    const { b } = this;
    const ofArgument = (k: number): Tangent => this.norms[node.args[k]!];
    switch (node.op) {
      case 'min':
        return chosenTangent(b, b.compare('less', ...node.args), ofArgument(0), ofArgument(1));
      case 'max':
        return chosenTangent(b, b.compare('less', ...node.args), ofArgument(1), ofArgument(0));
      case 'hypot':
        return this.ofVector(this.leaves(self));
      case 'select': {
        const chosen = chosenTangent(b, node.args[0], ofArgument(1), ofArgument(2));
        const jumps = !isContinuousSwitch(this.expression, self);
        return plus(b, chosen, jumps ? b.slope('switchSlope', node.args[0]) : undefined);
      }
      default:
        return isNumericOperation(node) ? this.sum(node.args.map((_, k) => this.term(self, k))) : undefined;
    }
  }

  /** `|φ_u| Lip u` for one argument of an operation. */
  private term(self: NodeIndex, k: number): Tangent {
    const { b } = this;
    const node = this.expression.nodes[self]!;
    const norm = this.norms[node.args[k]!];
    if (norm === undefined || !isNumericOperation(node)) return undefined;
    const along = node.args.map((_, i) => (i === k ? b.literal('1') : undefined));
    const slope = operators[node.op].tangent(b, node, self, along);
    if (slope === undefined) return undefined;
    const inner = b.node(slope);
    const magnitude = inner.op === 'neg' ? inner.args[0] : slope;
    return times(b, b.node(magnitude).op === 'literal' ? magnitude : b.unary('abs', magnitude), norm);
  }

  /** The arguments of nested `hypot`: entries of one vector. */
  private leaves(index: NodeIndex): readonly NodeIndex[] {
    const node = this.expression.nodes[index]!;
    return node.op === 'hypot' ? node.args.flatMap((arg) => this.leaves(arg)) : [index];
  }

  private ofVector(leaves: readonly NodeIndex[]): Tangent {
    const { b } = this;
    const frobenius = this.length(leaves.map((leaf) => this.norms[leaf]));
    if (frobenius === undefined || leaves.length > MAX_VECTORS) return frobenius;
    const rows = leaves.map((leaf) => this.gradientOf(leaf));
    const product = (u: readonly Tangent[], v: readonly Tangent[]): Tangent =>
      this.sum(u.map((x, i) => (x === undefined || v[i] === undefined ? undefined : times(b, x, v[i]))));
    const gershgorin = rows.map((u, i) =>
      this.sum(
        rows.map((v, j) => {
          if (i === j) return this.sum(u.map((x) => (x === undefined ? x : b.powInteger(x, 2))));
          const entry = product(u, v);
          return entry === undefined ? entry : b.unary('abs', entry);
        }),
      ),
    );
    const largest = gershgorin.reduce((x, y) =>
      x === undefined || y === undefined ? (x ?? y) : b.binary('max', x, y),
    );
    return largest === undefined ? frobenius : b.binary('min', frobenius, b.unary('sqrt', largest));
  }
}

/**
 * One output per output of `expression`, whose upper end over a box is a Lipschitz constant there with respect to the
 * inputs that are not `fixed` (NaN ends: nothing is known). `undefined` when no operation needs it: then the norm of the
 * gradient is as good.
 */
export function slopeNorm(expression: Expression, fixed: readonly boolean[]): Expression | undefined {
  if (!expression.nodes.some(({ op }) => ['min', 'max', 'hypot', 'select'].includes(op))) return undefined;
  const b = new ExpressionBuilder(expression);
  const norms = new SlopeNorm(b, expression, fixed).run();
  return b.finish(
    expression.inputs,
    expression.outputs.map((output) => norms[output] ?? b.literal('0')),
  );
}
