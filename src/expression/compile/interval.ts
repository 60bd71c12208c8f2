/**
 * Expressions as JavaScript functions on boxes.
 */
import { intervalSystem } from '../../numeric/interval.js';
import * as kernels from '../../numeric/kernels.js';
import { constantValues } from '../evaluate.js';
import type { Expression, Node, NodeIndex } from '../expression.js';
import { numeral } from '../numeral.js';
import { isNumericOperation, operators } from '../operators/index.js';
import { dependsOnInput, isTruth } from '../rewrite.js';
import * as slopeKernels from '../slope-kernels.js';
import * as truthKernels from '../truth-kernels.js';
import { makeFunction, type ArrayFunction, type Definition } from './emit.js';

/** What the emitted code may use. */
const MODULE: Readonly<Record<string, unknown>> = { ...kernels, ...slopeKernels, ...truthKernels };

/** The ends of a node's enclosure: variable names or numerals. */
interface Ends {
  readonly lower: string;
  readonly upper: string;
}

class IntervalEmitter {
  readonly definitions: Definition[] = [];
  readonly used = new Set<string>();
  private readonly ends = new Map<NodeIndex, Ends>();
  private readonly truths = new Map<NodeIndex, string>();

  endsOf(index: NodeIndex): Ends {
    return this.ends.get(index)!;
  }

  private define(name: string, text: string, reads: readonly string[]): string {
    this.definitions.push({ name, text, reads });
    return name;
  }

  constant(i: NodeIndex, lower: number, upper: number): void {
    this.ends.set(i, { lower: numeral(lower), upper: numeral(upper) });
  }

  node(i: NodeIndex, node: Node): void {
    if (isNumericOperation(node)) {
      const { kernel, trailing } = operators[node.op];
      const reads = node.args.flatMap((arg) => [this.endsOf(arg).lower, this.endsOf(arg).upper]);
      this.call(i, kernel, trailing === undefined ? reads : [...reads, trailing(node)], reads);
    } else if (isTruth(node)) this.truth(i, node);
    else if (node.op === 'input') {
      const lower = this.define(`l${i}`, `x[${numeral(2 * node.index)}]`, []);
      this.ends.set(i, { lower, upper: this.define(`h${i}`, `x[${numeral(2 * node.index + 1)}]`, []) });
    } else if (node.op === 'switchSlope') {
      const truth = this.truths.get(node.args[0])!;
      this.call(i, 'switchSlope', [truth], [truth]);
    } else if (node.op === 'select') this.select(i, node.args);
  }

  private call(i: NodeIndex, kernel: string, args: readonly string[], reads: readonly string[]): void {
    const [lower, upper] = [`${kernel}Lower`, `${kernel}Upper`];
    this.used.add(lower).add(upper);
    this.ends.set(i, {
      lower: this.define(`l${i}`, `${lower}(${args.join(', ')})`, reads),
      upper: this.define(`h${i}`, `${upper}(${args.join(', ')})`, reads),
    });
  }

  private truth(i: NodeIndex, node: Node): void {
    const isComparison = node.op === 'less' || node.op === 'lessOrEqual' || node.op === 'equal';
    const args = isComparison
      ? node.args.flatMap((arg) => [this.endsOf(arg).lower, this.endsOf(arg).upper])
      : node.args.map((arg) => this.truths.get(arg)!);
    const kernel = `${node.op}Truth`;
    this.used.add(kernel);
    this.truths.set(i, this.define(`t${i}`, `${kernel}(${args.join(', ')})`, args));
  }

  private select(i: NodeIndex, [condition, yes, no]: readonly [NodeIndex, NodeIndex, NodeIndex]): void {
    const truth = this.truths.get(condition)!;
    const choose = (name: string, end: keyof Ends, hull: string): string => {
      const [a, b] = [this.endsOf(yes)[end], this.endsOf(no)[end]];
      this.used.add(hull);
      return this.define(name, `${truth} === 1 ? ${a} : ${truth} === 0 ? ${b} : ${hull}(${a}, ${b})`, [truth, a, b]);
    };
    this.ends.set(i, { lower: choose(`l${i}`, 'lower', 'hullLower'), upper: choose(`h${i}`, 'upper', 'hullUpper') });
  }
}

/**
 * `compileInterval(expression)(box, out)` writes the ends of an enclosure of every output over a box.
 *
 * `box` holds lo0, hi0, lo1, hi1, … and `out` as many pairs as there are outputs. Guaranteed: the pair encloses every
 * value at points of the box where everything is defined; NaN ends mean that there is no such point as far as can be
 * seen. The ends are those of the interpreter in the interval system, whose `defined` flag is not computed here.
 * Cost: two kernel calls per node; subexpressions without inputs are computed once, when compiling.
 */
export function compileInterval(expression: Expression): ArrayFunction {
  const emitter = new IntervalEmitter();
  const depends = dependsOnInput(expression);
  const constants = constantValues(expression, intervalSystem);
  expression.nodes.forEach((node, i) => {
    const constant = depends[i] ? undefined : constants.get(i);
    if (constant === undefined) emitter.node(i, node);
    else emitter.constant(i, intervalSystem.lower(constant), intervalSystem.upper(constant));
  });
  const results = expression.outputs.flatMap((output) => [emitter.endsOf(output).lower, emitter.endsOf(output).upper]);
  return makeFunction(MODULE, emitter.used, emitter.definitions, results);
}
