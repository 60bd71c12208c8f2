/**
 * The range of a tape over a box.
 *
 * A node is evaluated only where an output needs it: not the branch that a decided condition excludes, nor the second
 * argument of `and` and `or` where the first decides. What is evaluated must be shown to be defined, else a `Rejection`
 * is thrown.
 */
import type { CertificateNode, Tape } from '../certificate/certificate.js';
import { decimal } from './decimal.js';
import { atan, constant, cos, exp, expm1, log, pow, sin, tan, tanh } from './functions.js';
import { abs, add, bounded, cbrt, div, floor, hull, hypot, max, min, mul, neg, powInteger } from './interval.js';
import { sign, sqrt, sub, type Interval } from './interval.js';
import { Rejection, type Deadline } from './rejection.js';

/** `undefined` where the ranges of what is compared do not decide. */
export type Truth = boolean | undefined;

type Unary = (x: Interval, p: bigint) => Interval;
type Binary = (x: Interval, y: Interval, p: bigint) => Interval;
type Comparison = (x: Interval, y: Interval) => Truth;

export const UNARY: Readonly<Record<string, Unary>> = {
  ...{ neg, abs, sign, floor, sqrt, cbrt, exp, expm1, log, sin, cos, tan, atan, tanh },
};
export const BINARY: Readonly<Record<string, Binary>> = { add, sub, mul, div, min, max, hypot, pow };
export const COMPARISON: Readonly<Record<string, Comparison>> = {
  less: (x, y) => (x.hi < y.lo ? true : x.lo >= y.hi ? false : undefined),
  lessOrEqual: (x, y) => (x.hi <= y.lo ? true : x.lo > y.hi ? false : undefined),
  equal: (x, y) =>
    x.hi < y.lo || y.hi < x.lo ? false : x.lo === x.hi && y.lo === y.hi && x.lo === y.lo ? true : undefined,
};

const UNKNOWN = Symbol('not evaluated yet');
type Value = Interval | Truth | typeof UNKNOWN;

/** A tape and what is known of its nodes over the present box. */
export class TapeRange {
  private readonly tape: Tape;
  private readonly p: bigint;
  private readonly deadline: Deadline;
  private readonly values: Value[];
  /** Per node, a bit for each input that it depends on. */
  private readonly dependencies: number[] = [];
  private inputs: readonly Interval[] = [];

  constructor(tape: Tape, p: bigint, deadline: Deadline) {
    this.tape = tape;
    this.p = p;
    this.deadline = deadline;
    this.values = tape.nodes.map(() => UNKNOWN);
    for (const { op, args, index } of tape.nodes) {
      const own = op === 'input' ? 1 << index! : 0;
      this.dependencies.push(args.reduce((bits, arg) => bits | this.dependencies[arg]!, own));
    }
  }

  /** The ranges of the outputs. What depends on none of the inputs that changed is known already. */
  over(inputs: readonly Interval[]): Interval[] {
    const changed = inputs.reduce((bits, input, i) => (input === this.inputs[i] ? bits : bits | (1 << i)), 0);
    this.inputs = inputs;
    for (let i = 0; i < this.values.length; i++) {
      if ((this.dependencies[i]! & changed) !== 0) this.values[i] = UNKNOWN;
    }
    return this.tape.outputs.map((output) => this.evaluate(output) as Interval);
  }

  /** Was node `i` needed for the outputs over the present box, and what is it there? */
  isKnown(i: number): boolean {
    return this.values[i] !== UNKNOWN;
  }

  known(i: number): Interval | Truth {
    return this.values[i] as Interval | Truth;
  }

  /** Does an input enter node `i`? */
  depends(i: number): boolean {
    return this.dependencies[i] !== 0;
  }

  /** With a stack of its own, because tapes are deep. */
  private evaluate(root: number): Value {
    const stack = [root];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const missing = this.values[top] === UNKNOWN ? this.missing(this.tape.nodes[top]!) : undefined;
      if (missing !== undefined) {
        stack.push(missing);
        continue;
      }
      if (this.values[top] === UNKNOWN) this.values[top] = this.compute(this.tape.nodes[top]!);
      stack.pop();
    }
    return this.values[root];
  }

  /** An argument that the node needs and that is not known yet. */
  private missing({ op, args }: CertificateNode): number | undefined {
    const first = this.values[args[0]!];
    if (args.length > 0 && first === UNKNOWN) return args[0];
    if ((op === 'and' && first === false) || (op === 'or' && first === true)) return undefined;
    const skipped = op !== 'select' || first === undefined ? -1 : first === true ? 2 : 1;
    return args.find((arg, i) => i !== skipped && this.values[arg] === UNKNOWN);
  }

  private compute(node: CertificateNode): Interval | Truth {
    this.deadline.step();
    const { op } = node;
    const [x, y, z] = node.args.map((arg) => this.values[arg]);
    if (op === 'not') return x === undefined ? undefined : !(x as boolean);
    // Kleene's logic; an argument that was not needed counts as undecided.
    if (op === 'and') return x === false || y === false ? false : x === true && y === true ? true : undefined;
    if (op === 'or') return x === true || y === true ? true : x === false && y === false ? false : undefined;
    if (op === 'select') {
      return x === undefined ? hull(y as Interval, z as Interval) : ((x === true ? y : z) as Interval);
    }
    if (Object.hasOwn(COMPARISON, op)) return COMPARISON[op]!(x as Interval, y as Interval);
    return bounded(this.number(node, x as Interval, y as Interval), this.p);
  }

  private number({ op, args, text, name, index, exponent }: CertificateNode, x: Interval, y: Interval): Interval {
    if (op === 'literal') return decimal(text!, this.p);
    if (op === 'constant') return constant(name!, this.p);
    if (op === 'input') return this.inputs[index!]!;
    // A number times itself is a square, which is at least 0.
    if (op === 'mul' && args[0] === args[1]) return powInteger(x, 2, this.p);
    if (op === 'powInteger') return powInteger(x, exponent!, this.p);
    if (Object.hasOwn(UNARY, op)) return UNARY[op]!(x, this.p);
    if (Object.hasOwn(BINARY, op)) return BINARY[op]!(x, y, this.p);
    throw new Rejection(`there is no operator ${op}`);
  }
}

/** The value of the only output of a tape without inputs. */
export function valueOf(tape: Tape, p: bigint, deadline: Deadline): Interval {
  return new TapeRange(tape, p, deadline).over([])[0]!;
}
