/**
 * What one operator declares: its value, its natural domain, its derivative and its code, in one place.
 */
import type { NumberSystem } from '../../numeric/number-system.js';
import type { ExpressionBuilder } from '../builder.js';
import type { BinaryOperator, NodeIndex, UnaryOperator } from '../expression.js';

/** Operators whose arguments and value are numbers. The others (leaves, conditions, `select`) are structure. */
export type NumericOperator =
  UnaryOperator | BinaryOperator | 'powInteger' | 'absSlope' | 'hypotSlope' | 'jumpSlope' | 'signSlope' | 'kink';

/** A node of the tape with such an operator. */
export interface NumericNode {
  readonly op: NumericOperator;
  readonly args: readonly NodeIndex[];
  /** Of `powInteger`. */
  readonly exponent?: number;
}

/** Derivative of a node along one input: a node, or `undefined` for one that is identically zero. */
export type Tangent = NodeIndex | undefined;

export interface OperatorRule {
  readonly arity: 1 | 2;
  /** As written in source, for messages. */
  readonly symbol: string;
  /** The natural domain in words; absent when it is the whole line or plane. */
  readonly domain?: string;
  /** The value in a number system. */
  readonly apply: <T>(system: NumberSystem<T>, args: readonly T[], node: NumericNode) => T;
  /**
   * The derivative of the node `self` along an input, from those of its arguments (`tangents`, not all zero).
   *
   * Required: over a box, its enclosure times `q − p` contains `op(q) − op(p)` for all argument values `p, q` in the
   * arguments' enclosures at which the operator is defined, even when a gap of the natural domain lies between them.
   */
  readonly tangent: (b: ExpressionBuilder, node: NumericNode, self: NodeIndex, tangents: readonly Tangent[]) => Tangent;
  /** JavaScript for float64, with `F` the float64 number system and `S` the slope functions. */
  readonly float64: (args: readonly string[], node: NumericNode) => string;
  /** `<kernel>Lower`, `<kernel>Upper` are the scalar functions of the ends; `trailing` their last argument. */
  readonly kernel: string;
  readonly trailing?: (node: NumericNode) => string;
}

/** `x · y`, with the factors 1 and −1 written as what they are. */
export function times(b: ExpressionBuilder, x: NodeIndex, y: NodeIndex): NodeIndex {
  for (const [factor, other] of [
    [x, y],
    [y, x],
  ] as const) {
    const node = b.node(factor);
    if (node.op === 'neg' && isOne(b, node.args[0])) return b.unary('neg', other);
  }
  return b.binary('mul', x, y);
}

/** `x + y`, where an absent term is zero. */
export function plus(b: ExpressionBuilder, x: Tangent, y: Tangent): Tangent {
  if (x === undefined) return y;
  return y === undefined ? x : b.binary('add', x, y);
}

/** `x − y`, where an absent term is zero. */
export function minus(b: ExpressionBuilder, x: Tangent, y: Tangent): Tangent {
  if (y === undefined) return x;
  return x === undefined ? b.unary('neg', y) : b.binary('sub', x, y);
}

/** Builders know their nodes only one by one: which of them may have an empty enclosure, found once each. */
const emptiness = new WeakMap<ExpressionBuilder, boolean[]>();

/** Can the node of a derivative be undefined at points where the function is not? */
function mayBeEmpty(b: ExpressionBuilder, index: NodeIndex): boolean {
  const known = emptiness.get(b) ?? [];
  emptiness.set(b, known);
  for (let i = known.length; i <= index; i++) {
    const node = b.node(i);
    const hasGap =
      node.op === 'pow' ||
      node.op === 'log' ||
      (node.op === 'powInteger' && node.exponent < 0) ||
      (node.op === 'div' && b.node(node.args[1]).op !== 'literal');
    known.push(hasGap || node.args.some((arg) => known[arg]));
  }
  return known[index]!;
}

/**
 * The derivative of a continuous choice between two values: that of the chosen one, the hull of both where the choice is
 * undecided. A branch whose slope is undefined on all of a box (`√u` where `u = 0`) would vanish from that hull, although
 * its slope may be any number: adding `0 · slope` makes the whole then empty, that is, unknown.
 */
export function chosenTangent(b: ExpressionBuilder, condition: NodeIndex, yes: Tangent, no: Tangent): Tangent {
  if (yes === undefined && no === undefined) return undefined;
  const zero = b.literal('0');
  let chosen = b.select(condition, yes ?? zero, no ?? zero);
  if (yes === no) return chosen;
  for (const slope of [yes, no]) {
    if (slope !== undefined && mayBeEmpty(b, slope)) chosen = b.binary('add', chosen, b.binary('mul', zero, slope));
  }
  return chosen;
}

function isOne(b: ExpressionBuilder, x: NodeIndex): boolean {
  const node = b.node(x);
  return node.op === 'literal' && node.text === '1';
}

/** A number that is exact in the tape: an integer of moderate size. */
export function integer(b: ExpressionBuilder, value: number): NodeIndex {
  return b.signedLiteral(String(value));
}

interface UnaryDescription {
  readonly symbol?: string;
  readonly domain?: string;
  /** `φ'(x)` given `x` and `self = φ(x)`. */
  readonly slope: (b: ExpressionBuilder, x: NodeIndex, self: NodeIndex) => NodeIndex;
  readonly float64?: (x: string) => string;
}

/** A function of one variable whose derivative is `φ'(x)·x'`. */
export function unaryRule<Op extends UnaryOperator>(op: Op, description: UnaryDescription): OperatorRule {
  const { symbol = `Math.${op}`, domain, slope, float64 = (x: string) => `F.${op}(${x})` } = description;
  return {
    arity: 1,
    symbol,
    ...(domain === undefined ? {} : { domain }),
    apply: (system, [x]) => system[op](x!),
    tangent: (b, { args: [x] }, self, [dx]) => (dx === undefined ? undefined : times(b, slope(b, x!, self), dx)),
    float64: ([x]) => float64(x!),
    kernel: op,
  };
}

interface BinaryDescription {
  readonly symbol?: string;
  readonly domain?: string;
  readonly tangent: (
    b: ExpressionBuilder,
    args: readonly [NodeIndex, NodeIndex],
    tangents: readonly [Tangent, Tangent],
    self: NodeIndex,
  ) => Tangent;
  readonly float64?: (x: string, y: string) => string;
}

/** A function of two variables. */
export function binaryRule<Op extends BinaryOperator>(op: Op, description: BinaryDescription): OperatorRule {
  const { symbol = `Math.${op}`, domain, tangent } = description;
  const { float64 = (x: string, y: string) => `F.${op}(${x}, ${y})` } = description;
  return {
    arity: 2,
    symbol,
    ...(domain === undefined ? {} : { domain }),
    apply: (system, [x, y]) => system[op](x!, y!),
    tangent: (b, node, self, [dx, dy]) => tangent(b, [node.args[0]!, node.args[1]!], [dx, dy], self),
    float64: ([x, y]) => float64(x!, y!),
    kernel: op,
  };
}
