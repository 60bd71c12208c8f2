/**
 * The interpreter: the value of an expression in any number system.
 *
 * A node is computed only when an output needs it, so a branch that a decided condition excludes is never entered: it
 * can neither be undefined nor, in exact arithmetic, throw.
 */
import type { NumberSystem, Ternary } from '../numeric/number-system.js';
import type { Expression, Node, NodeIndex } from './expression.js';
import { isNumericOperation, operators } from './operators/index.js';
import { dependsOnInput, isTruth } from './rewrite.js';
import { switchSlope } from './slopes.js';

/** Truth of a condition, and whether everything it was computed from is defined. */
interface Truth {
  readonly truth: Ternary;
  readonly defined: boolean;
}

class Evaluation<T> {
  private readonly nodes: readonly Node[];
  private readonly system: NumberSystem<T>;
  private readonly inputs: readonly T[];
  private readonly values: (T | undefined)[];
  private readonly truths: (Truth | undefined)[];

  constructor(expression: Expression, system: NumberSystem<T>, inputs: readonly T[]) {
    this.nodes = expression.nodes;
    this.system = system;
    this.inputs = inputs;
    this.values = new Array<T | undefined>(expression.nodes.length);
    this.truths = new Array<Truth | undefined>(expression.nodes.length);
  }

  /** The value of a numeric node; an explicit stack, because tapes of unrolled loops are deep. */
  value(root: NodeIndex): T {
    const stack = [root];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      if (this.isKnown(top)) {
        stack.pop();
        continue;
      }
      const missing = this.neededArguments(this.nodes[top]!).find((arg) => !this.isKnown(arg));
      if (missing === undefined) this.compute(top);
      else stack.push(missing);
    }
    return this.values[root]!;
  }

  computed(): ReadonlyMap<NodeIndex, T> {
    return new Map([...this.values.entries()].filter((entry): entry is [NodeIndex, T] => entry[1] !== undefined));
  }

  private isKnown(index: NodeIndex): boolean {
    return this.values[index] !== undefined || this.truths[index] !== undefined;
  }

  /** The arguments that decide the value, as far as they are known yet. */
  private neededArguments(node: Node): readonly NodeIndex[] {
    const first = this.truths[node.args[0] ?? -1];
    if (first === undefined) return node.op === 'select' ? [node.args[0]] : node.args;
    if (node.op === 'select' && first.truth !== undefined) return [node.args[0], node.args[first.truth ? 1 : 2]];
    if ((node.op === 'and' && first.truth === false) || (node.op === 'or' && first.truth === true)) {
      return [node.args[0]];
    }
    return node.args;
  }

  private compute(index: NodeIndex): void {
    const node = this.nodes[index]!;
    switch (node.op) {
      case 'less':
      case 'lessOrEqual':
      case 'equal': {
        const [x, y] = [this.values[node.args[0]]!, this.values[node.args[1]]!];
        const defined = this.system.isDefined(x) && this.system.isDefined(y);
        this.truths[index] = { truth: this.system[node.op](x, y), defined };
        return;
      }
      case 'and':
      case 'or':
        this.truths[index] = this.connect(node.op, this.truths[node.args[0]]!, this.truths[node.args[1]]);
        return;
      case 'not': {
        const { truth, defined } = this.truths[node.args[0]]!;
        this.truths[index] = { truth: truth === undefined ? undefined : !truth, defined };
        return;
      }
      default:
        this.values[index] = this.numeric(node);
    }
  }

  /** Kleene's three-valued `and`/`or`; an unneeded right side (see `neededArguments`) is absent. */
  private connect(op: 'and' | 'or', x: Truth, y: Truth | undefined): Truth {
    const absorbing = op === 'or';
    if (x.truth === absorbing || y === undefined) return x;
    const defined = x.defined && y.defined;
    if (y.truth === absorbing) return { truth: absorbing, defined };
    return { truth: x.truth === undefined || y.truth === undefined ? undefined : !absorbing, defined };
  }

  private numeric(node: Node): T {
    const { system } = this;
    if (isNumericOperation(node)) {
      const args = node.args.map((arg) => this.values[arg]!);
      return operators[node.op].apply(system, args, node);
    }
    switch (node.op) {
      case 'literal':
        return system.literal(node.text);
      case 'constant':
        return system.constant(node.name);
      case 'input':
        return this.inputs[node.index]!;
      case 'select':
        return this.select(node.args);
      case 'switchSlope':
        return switchSlope(system, this.truths[node.args[0]]!.truth);
      default:
        throw new TypeError(`'${node.op}' is not a number`);
    }
  }

  private select([condition, yes, no]: readonly [NodeIndex, NodeIndex, NodeIndex]): T {
    const { system } = this;
    const { truth, defined } = this.truths[condition]!;
    if (!defined && system.kind !== 'enclosure') return system.fromNumber(NaN);
    const value =
      truth === undefined ? system.hull(this.values[yes]!, this.values[no]!) : this.values[truth ? yes : no]!;
    return defined ? value : system.hull(value, system.fromNumber(NaN));
  }
}

/**
 * The outputs of `expression` at `inputs`, in a number system.
 *
 * Approximate systems give a nearby value, enclosure systems a set that contains every value on the box of `inputs` at
 * which everything needed is defined, exact systems the value or a `NumericError`. A `select` whose condition is
 * decided takes that branch alone, its definedness included; otherwise the hull of both. A condition computed from an
 * undefined value makes the result undefined. `inputs` holds at least `expression.inputs` values. Cost: each needed
 * node once.
 */
export function evaluate<T>(expression: Expression, system: NumberSystem<T>, inputs: readonly T[]): T[] {
  const evaluation = new Evaluation(expression, system, inputs);
  return expression.outputs.map((output) => evaluation.value(output));
}

/** The values of the numeric nodes that were needed for the outputs, by their index on the tape. */
export function evaluateTape<T>(
  expression: Expression,
  system: NumberSystem<T>,
  inputs: readonly T[],
): ReadonlyMap<NodeIndex, T> {
  const evaluation = new Evaluation(expression, system, inputs);
  for (const output of expression.outputs) evaluation.value(output);
  return evaluation.computed();
}

/** The value of an expression without inputs and with one output, such as a `RealConstant`. */
export function evaluateConstant<T>(expression: Expression, system: NumberSystem<T>): T {
  return evaluate(expression, system, [])[0]!;
}

/** The values of all numeric nodes that depend on no input, by their index. */
export function constantValues<T>(expression: Expression, system: NumberSystem<T>): ReadonlyMap<NodeIndex, T> {
  const depends = dependsOnInput(expression);
  const outputs = [...expression.nodes.keys()].filter((i) => !depends[i] && !isTruth(expression.nodes[i]!));
  const values = evaluate({ ...expression, outputs }, system, []);
  return new Map(outputs.map((index, i) => [index, values[i]!]));
}
