/** Exact rational values of operations, where they have one. */
import type { Expression, Node } from './expression.js';
import * as rational from './parse/rational.js';
import type { Rational } from './parse/rational.js';

/**
 * The value of an operation from those of its arguments; undefined for operations that leave the rationals, for numbers
 * of too many digits, and where an argument has no value.
 */
export function foldRational(node: Node, args: readonly (Rational | undefined)[]): Rational | undefined {
  if (node.op === 'literal') return rational.decimalValue(node.text);
  const [x, y] = args;
  if (x === undefined) return undefined;
  if (node.op === 'neg') return rational.negate(x);
  if (node.op === 'abs') return x.numerator < 0n ? rational.negate(x) : x;
  if (node.op === 'powInteger') return rational.power(x, node.exponent);
  if (x.numerator === 0n && node.args.length === 1) return atZero(node.op, x);
  if (y === undefined) return undefined;
  switch (node.op) {
    case 'add':
      return rational.sum(x, y);
    case 'sub':
      return rational.sum(x, rational.negate(y));
    case 'mul':
      return rational.product(x, y);
    case 'div':
      return rational.quotient(x, y);
    case 'min':
      return rational.compare(x, y) <= 0 ? x : y;
    case 'max':
      return rational.compare(x, y) >= 0 ? x : y;
    default:
      return undefined;
  }
}

/** The functions that are rational at 0. */
function atZero(op: Node['op'], zero: Rational): Rational | undefined {
  switch (op) {
    case 'sign':
    case 'floor':
    case 'sqrt':
    case 'cbrt':
    case 'expm1':
    case 'sin':
    case 'tan':
    case 'atan':
    case 'tanh':
      return zero;
    case 'exp':
    case 'cos':
      return { numerator: 1n, denominator: 1n };
    default:
      return undefined;
  }
}

/** The rational values of all operations of a tape at rational inputs, as far as they have one. */
export function rationalValues(
  { nodes }: Pick<Expression, 'nodes'>,
  inputs: readonly (Rational | undefined)[],
): readonly (Rational | undefined)[] {
  const values: (Rational | undefined)[] = [];
  for (const node of nodes) {
    values.push(
      node.op === 'input'
        ? inputs[node.index]
        : foldRational(
            node,
            node.args.map((arg) => values[arg]),
          ),
    );
  }
  return values;
}
