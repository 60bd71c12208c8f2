/**
 * Switches without a jump: does a `select` take the same value from both branches where its condition changes?
 *
 * `x > 0 ? x : 0` does; its derivative over a box that contains 0 is then the hull of both branches' derivatives. The
 * proof is purely algebraic: at the border of the region where the condition holds, the two sides of one of its
 * comparisons are equal, so replacing one by the other must turn both branches into the same formula (after exact
 * arithmetic on constants). `false` means "not shown".
 *
 * Conditions of the proof. The sides of the comparisons are continuous and defined everywhere, so that every segment
 * from one region to the other meets a point `z` where they are equal, and there both branches agree. Then
 * `f(q) − f(p) = (b(q) − b(z)) + (a(z) − a(p))` is a mean of slopes of `a` and `b`, times `q − p`. That needs the slopes
 * of each branch between points that need not be joined inside its own region, hence: a branch has either no switch of
 * its own (then slopes need no segment), or is defined everywhere.
 */
import { ExpressionBuilder } from './builder.js';
import type { Expression, Node, NodeIndex } from './expression.js';
import type { Rational } from './parse/rational.js';
import { foldRational } from './fold-rational.js';
import { copyNode, reachable } from './rewrite.js';

const TOTAL_CONTINUOUS = new Set<string>(
  'literal constant input neg abs cbrt exp expm1 sin cos atan tanh add sub mul min max hypot'.split(' '),
);

/** Branches with more operations than this are not compared. */
const MAX_FORMULA = 2000;

/** Facts about the nodes of one tape, found once each. */
class Tape {
  readonly expression: Expression;
  private readonly facts = new Map<string, boolean>();

  constructor(expression: Expression) {
    this.expression = expression;
    // In tape order, so that no question about a long tape has to descend far.
    expression.nodes.forEach((_, i) => {
      this.isNonNegative(i);
      this.isTotal(i);
      this.hasSwitch(i);
      this.isContinuous(i);
    });
  }

  private remember(fact: string, index: NodeIndex, find: (node: Node) => boolean): boolean {
    const key = `${fact} ${index}`;
    const answer = this.facts.get(key) ?? find(this.expression.nodes[index]!);
    this.facts.set(key, answer);
    return answer;
  }

  private isLiteral(index: NodeIndex, predicate: (value: number) => boolean): boolean {
    const node = this.expression.nodes[index]!;
    return node.op === 'literal' && predicate(Number(node.text));
  }

  isNonNegative(index: NodeIndex): boolean {
    return this.remember('non-negative', index, (node) => {
      const [x, y] = node.args as readonly [NodeIndex, NodeIndex];
      switch (node.op) {
        case 'literal':
        case 'constant':
        case 'abs':
        case 'exp':
        case 'hypot':
        case 'sqrt':
          return true;
        case 'powInteger':
          return node.exponent % 2 === 0;
        case 'mul':
          return x === y || (this.isNonNegative(x) && this.isNonNegative(y));
        case 'max':
          return this.isNonNegative(x) || this.isNonNegative(y);
        case 'add':
        case 'div':
        case 'min':
          return this.isNonNegative(x) && this.isNonNegative(y);
        default:
          return false;
      }
    });
  }

  /** Defined and continuous on the whole space. */
  isContinuous(index: NodeIndex): boolean {
    return this.remember('continuous', index, (node) => {
      if (node.op === 'select') return this.isTotal(index) && this.isContinuousSelect(index);
      return this.isTotalOperation(node) && node.args.every((arg) => this.isContinuous(arg));
    });
  }

  /** Defined on the whole space. */
  isTotal(index: NodeIndex): boolean {
    return this.remember('total', index, (node) => {
      const structure = ['select', 'less', 'lessOrEqual', 'equal', 'and', 'or', 'not', 'floor', 'sign'];
      const isTotal = structure.includes(node.op) || this.isTotalOperation(node);
      return isTotal && node.args.every((arg) => this.isTotal(arg));
    });
  }

  private isTotalOperation(node: Node): boolean {
    if (node.op === 'powInteger') return node.exponent >= 0;
    if (node.op === 'sqrt') return this.isNonNegative(node.args[0]);
    if (node.op === 'div') return this.isLiteral(node.args[1], (value) => value !== 0);
    return TOTAL_CONTINUOUS.has(node.op);
  }

  private hasSwitch(index: NodeIndex): boolean {
    return this.remember(
      'switch',
      index,
      (node) => node.op === 'select' || node.op === 'switchSlope' || node.args.some((arg) => this.hasSwitch(arg)),
    );
  }

  isContinuousSelect(index: NodeIndex): boolean {
    return this.remember('continuous-select', index, (node) => {
      if (node.op !== 'select') return false;
      const [condition, yes, no] = node.args;
      if (![yes, no].every((branch) => !this.hasSwitch(branch) || this.isTotal(branch))) return false;
      return this.comparisons(condition).every(([u, v]) => {
        if (!this.isContinuous(u) || !this.isContinuous(v)) return false;
        return this.agree(yes, no, u, v) || this.agree(yes, no, v, u);
      });
    });
  }

  private comparisons(condition: NodeIndex): readonly (readonly [NodeIndex, NodeIndex])[] {
    const node = this.expression.nodes[condition]!;
    if (node.op === 'less' || node.op === 'lessOrEqual' || node.op === 'equal') return [node.args];
    return node.args.flatMap((arg) => this.comparisons(arg));
  }

  /** Are the branches the same formula once `u` is replaced by `v`? */
  private agree(yes: NodeIndex, no: NodeIndex, u: NodeIndex, v: NodeIndex): boolean {
    const nodes = reachable(this.expression, [yes, no, u, v]);
    if (nodes.length > MAX_FORMULA) return false;
    const folding = new Folding(this);
    const copies = new Map<NodeIndex, NodeIndex>();
    for (const i of nodes) copies.set(i, folding.copy(i, copies));
    // A second pass, because `v` may stand after `u` on the tape.
    const replaced = new Map<NodeIndex, NodeIndex>();
    for (const i of nodes) replaced.set(i, i === u ? copies.get(v)! : folding.copy(i, replaced));
    return replaced.get(yes) === replaced.get(no);
  }
}

/** Copies nodes, computing with constants exactly: equal constants become one node. */
class Folding {
  private readonly b = new ExpressionBuilder();
  private readonly tape: Tape;
  private readonly values = new Map<NodeIndex, Rational>();

  constructor(tape: Tape) {
    this.tape = tape;
  }

  copy(index: NodeIndex, copies: ReadonlyMap<NodeIndex, NodeIndex>): NodeIndex {
    const node = this.tape.expression.nodes[index]!;
    const args = node.args.map((arg) => copies.get(arg)!);
    const value = foldRational(
      node,
      args.map((arg) => this.values.get(arg)),
    );
    if (value !== undefined) return this.fraction(value);
    const hasZeroFactor = node.op === 'mul' && args.some((arg) => this.values.get(arg)?.numerator === 0n);
    const vanishes = hasZeroFactor || (node.op === 'sub' && args[0] === args[1]);
    if (vanishes && this.tape.isTotal(index)) return this.fraction({ numerator: 0n, denominator: 1n });
    return copyNode(this.b, node, args);
  }

  /** One node per value: `p` or `p/q` in lowest terms. */
  private fraction(value: Rational): NodeIndex {
    const numerator = this.b.signedLiteral(String(value.numerator));
    const node = this.b.binary('div', numerator, this.b.literal(String(value.denominator)));
    this.values.set(node, value);
    return node;
  }
}

const tapes = new WeakMap<Expression, Tape>();

/** Is it shown that the `select` at this index does not jump where its condition changes? */
export function isContinuousSwitch(expression: Expression, select: NodeIndex): boolean {
  const tape = tapes.get(expression) ?? new Tape(expression);
  tapes.set(expression, tape);
  return tape.isContinuousSelect(select);
}
