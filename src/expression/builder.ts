/**
 * Builds the tape of an expression, sharing equal subexpressions.
 *
 * The few rewrites done here (`x + 0`, `1·x`, `−(−x)`, `x − 0`, `x/1`, `x^1`) hold for every real `x` and neither
 * enlarge nor shrink the natural domain; `0·x` is kept, because `x` may be undefined somewhere.
 */
import type { ConstantName } from '../numeric/number-system.js';
import type {
  BinaryOperator,
  ComparisonOperator,
  Expression,
  Node,
  NodeIndex,
  SlopeOperator,
  UnaryOperator,
} from './expression.js';

const MAX_NODES = 1_000_000;

export class ExpressionBuilder {
  private readonly nodes: Node[] = [];
  private readonly known = new Map<string, NodeIndex>();

  /** Starts empty, or with all nodes of `base` under their own indices (to append derivatives to it). */
  constructor(base?: Expression) {
    for (const node of base?.nodes ?? []) this.push(node);
  }

  private push(node: Node): NodeIndex {
    const key = JSON.stringify(node);
    const index = this.nodes.length;
    if (!this.known.has(key)) this.known.set(key, index);
    if (index >= MAX_NODES) throw new RangeError(`the expression has more than ${MAX_NODES} operations`);
    this.nodes.push(node);
    return index;
  }

  private intern(node: Node): NodeIndex {
    return this.known.get(JSON.stringify(node)) ?? this.push(node);
  }

  private isLiteral(x: NodeIndex, value: 0 | 1): boolean {
    const node = this.nodes[x]!;
    return node.op === 'literal' && node.text === String(value);
  }

  node(index: NodeIndex): Node {
    return this.nodes[index]!;
  }

  /** A node whose arguments are nodes of this builder. */
  append(node: Node): NodeIndex {
    return this.intern(node);
  }

  /** `text` is an unsigned decimal literal, as in source: `0.1`, `12`, `1e-3`. */
  literal(text: string): NodeIndex {
    return this.intern({ op: 'literal', text, args: [] });
  }
  /** A literal with an optional leading minus sign. */
  signedLiteral(text: string): NodeIndex {
    return text.startsWith('-') ? this.unary('neg', this.literal(text.slice(1))) : this.literal(text);
  }
  constant(name: ConstantName): NodeIndex {
    return this.intern({ op: 'constant', name, args: [] });
  }
  input(index: number): NodeIndex {
    return this.intern({ op: 'input', index, args: [] });
  }

  unary(op: UnaryOperator, x: NodeIndex): NodeIndex {
    const inner = this.nodes[x]!;
    if (op === 'neg' && inner.op === 'neg') return inner.args[0];
    return this.intern({ op, args: [x] });
  }

  binary(op: BinaryOperator, x: NodeIndex, y: NodeIndex): NodeIndex {
    if (op === 'add' && this.isLiteral(x, 0)) return y;
    if ((op === 'add' || op === 'sub') && this.isLiteral(y, 0)) return x;
    if (op === 'mul' && this.isLiteral(x, 1)) return y;
    if ((op === 'mul' || op === 'div') && this.isLiteral(y, 1)) return x;
    return this.intern({ op, args: [x, y] });
  }

  powInteger(x: NodeIndex, exponent: number): NodeIndex {
    return exponent === 1 ? x : this.intern({ op: 'powInteger', exponent, args: [x] });
  }

  compare(op: ComparisonOperator, x: NodeIndex, y: NodeIndex): NodeIndex {
    return this.intern({ op, args: [x, y] });
  }
  logical(op: 'and' | 'or', x: NodeIndex, y: NodeIndex): NodeIndex {
    return this.intern({ op, args: [x, y] });
  }
  not(x: NodeIndex): NodeIndex {
    return this.intern({ op: 'not', args: [x] });
  }
  select(condition: NodeIndex, yes: NodeIndex, no: NodeIndex): NodeIndex {
    return yes === no ? yes : this.intern({ op: 'select', args: [condition, yes, no] });
  }

  slope(op: SlopeOperator, ...args: NodeIndex[]): NodeIndex {
    return this.intern({ op, args } as unknown as Node);
  }

  /** The function with these outputs; nodes that no output needs are dropped. */
  finish(inputs: number, outputs: readonly NodeIndex[]): Expression {
    const live = new Uint8Array(this.nodes.length);
    for (const output of outputs) live[output] = 1;
    for (let i = this.nodes.length - 1; i >= 0; i--) {
      if (live[i]) for (const arg of this.nodes[i]!.args) live[arg] = 1;
    }
    const renamed = new Int32Array(this.nodes.length);
    const kept: Node[] = [];
    this.nodes.forEach((node, i) => {
      if (!live[i]) return;
      renamed[i] = kept.length;
      kept.push({ ...node, args: node.args.map((arg) => renamed[arg]!) } as unknown as Node);
    });
    return { inputs, nodes: kept, outputs: outputs.map((output) => renamed[output]!) };
  }
}
