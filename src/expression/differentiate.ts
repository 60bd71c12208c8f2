/**
 * Exact symbolic derivatives on the tape, by the forward mode with shared subexpressions and without zero terms.
 *
 * What an enclosure of the gradient means. Let `G_i` enclose `∂f/∂x_i` over a box. Then for all points `p, q` of the
 * box such that `f` is defined on the segment between them,
 *
 *     f(q) − f(p) ∈ Σ_i G_i · (q_i − p_i),
 *
 * for functions with kinks and jumps too (an end that is NaN counts as the whole line). Proof by induction over the
 * tape: each operator's rule encloses its difference quotients (see `operators/rule.ts`), an undecided `select` adds
 * `switchSlope`, the whole line, unless its branches provably agree on the switching surface (`continuous-switch.ts`).
 * It does *not* bound the gradient from below: at a single point the branch taken by `x = 0 ? 100x : x` has slope 100.
 */
import { ExpressionBuilder } from './builder.js';
import { isContinuousSwitch } from './continuous-switch.js';
import type { Expression, Node, NodeIndex } from './expression.js';
import { isNumericOperation, operators } from './operators/index.js';
import { chosenTangent, plus, type Tangent } from './operators/rule.js';
import { copyOutputs } from './rewrite.js';

/** Derivatives along one input of every node of `expression`, whose nodes `b` holds under the same indices. */
class ForwardPass {
  private readonly b: ExpressionBuilder;
  private readonly expression: Expression;
  private readonly continuous: (select: NodeIndex) => boolean;
  private readonly tangents: Tangent[] = [];
  /** Does the truth value of a condition depend on the input? */
  private readonly varies: boolean[] = [];

  constructor(b: ExpressionBuilder, expression: Expression, continuous: (select: NodeIndex) => boolean) {
    this.b = b;
    this.expression = expression;
    this.continuous = continuous;
  }

  run(input: number): readonly Tangent[] {
    this.expression.nodes.forEach((node, self) => {
      this.varies[self] = node.args.some((arg) => this.varies[arg] || this.tangents[arg] !== undefined);
      this.tangents[self] = this.tangent(node, self, input);
    });
    return this.tangents;
  }

  private tangent(node: Node, self: NodeIndex, input: number): Tangent {
    const { b } = this;
    if (isNumericOperation(node)) {
      const along = node.args.map((arg) => this.tangents[arg]);
      return along.every((d) => d === undefined) ? undefined : operators[node.op].tangent(b, node, self, along);
    }
    switch (node.op) {
      case 'input':
        return node.index === input ? b.literal('1') : undefined;
      case 'select':
        return this.select(self, node.args);
      case 'switchSlope':
        return this.varies[node.args[0]] ? self : undefined;
      default:
        return undefined;
    }
  }

  private select(self: NodeIndex, args: readonly [NodeIndex, NodeIndex, NodeIndex]): Tangent {
    const { b } = this;
    const [condition, yes, no] = args;
    const branch = chosenTangent(b, condition, this.tangents[yes], this.tangents[no]);
    const jumps = this.varies[condition] && !this.continuous(self);
    return plus(b, branch, jumps ? b.slope('switchSlope', condition) : undefined);
  }
}

/** For each input, the derivatives along it of all nodes of `expression`, appended to the tape in `b`. */
export function appendTangents(b: ExpressionBuilder, expression: Expression): readonly (readonly Tangent[])[] {
  const continuous = (select: NodeIndex): boolean => isContinuousSwitch(expression, select);
  return Array.from({ length: expression.inputs }, (_, input) => new ForwardPass(b, expression, continuous).run(input));
}

/** Partial derivatives of all outputs, output-major, appended to the tape in `b`. */
function appendGradient(b: ExpressionBuilder, expression: Expression): readonly NodeIndex[] {
  const along = appendTangents(b, expression).map((tangents) => expression.outputs.map((output) => tangents[output]));
  return expression.outputs.flatMap((_, r) => along.map((column) => column[r] ?? b.literal('0')));
}

/**
 * All first partial derivatives: output `r·inputs + i` of the result is `∂f_r/∂x_i`.
 *
 * Defined wherever the derivative exists and `f` is defined, except that at kinks it takes a value between the
 * one-sided ones. Cost: at most a small multiple of (nodes × inputs) nodes.
 */
export function gradient(expression: Expression): Expression {
  const b = new ExpressionBuilder(expression);
  return b.finish(expression.inputs, appendGradient(b, expression));
}

/** The outputs of `expression`, followed by those of its gradient, on one tape. */
export function withGradient(expression: Expression): Expression {
  const b = new ExpressionBuilder(expression);
  return b.finish(expression.inputs, [...expression.outputs, ...appendGradient(b, expression)]);
}

/** The derivatives of all outputs along one input. */
export function partialDerivative(expression: Expression, input: number): Expression {
  const b = new ExpressionBuilder(expression);
  const continuous = (select: NodeIndex): boolean => isContinuousSwitch(expression, select);
  const tangents = new ForwardPass(b, expression, continuous).run(input);
  return b.finish(
    expression.inputs,
    expression.outputs.map((output) => tangents[output] ?? b.literal('0')),
  );
}

/** `Δf_r = Σ_t ∂²f_r/∂x_t²` of every output. */
export function laplacian(expression: Expression): Expression {
  const b = new ExpressionBuilder();
  let sums: Tangent[] = expression.outputs.map(() => undefined);
  for (let input = 0; input < expression.inputs; input++) {
    const second = partialDerivative(partialDerivative(expression, input), input);
    const terms = copyOutputs(b, second);
    sums = sums.map((total, r) => (isZero(b, terms[r]!) ? total : plus(b, total, terms[r])));
  }
  return b.finish(
    expression.inputs,
    sums.map((total) => total ?? b.literal('0')),
  );
}

function isZero(b: ExpressionBuilder, index: NodeIndex): boolean {
  const node = b.node(index);
  return node.op === 'literal' && node.text === '0';
}

/**
 * All second partial derivatives: output `(r·inputs + i)·inputs + j` of the result is `∂²f_r/∂x_j∂x_i`. Its enclosure
 * bounds differences of `gradient(expression)` in the sense of the header.
 */
export function hessian(expression: Expression): Expression {
  return gradient(gradient(expression));
}
