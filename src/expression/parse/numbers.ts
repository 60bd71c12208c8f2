/** Arithmetic and comparisons on the numbers and truth values of a target. */
import type { BinaryOperator, ComparisonOperator, NodeIndex, UnaryOperator } from '../expression.js';
import {
  binaryConstant,
  compareConstants,
  constantOfInteger,
  constantOfLiteral,
  integerOf,
  powerConstant,
  unaryConstant,
  type Constant,
} from './constant.js';
import type { Machine } from './machine.js';
import type { ArithmeticOperator, Place, RelationOperator } from './syntax.js';
import type { NumberValue, TruthValue } from './values.js';

/** Larger exponents are slips; exact arithmetic would never finish. */
const MAX_EXPONENT = 1_000_000;

export function literal(machine: Machine, text: string, place: Place): NumberValue {
  const known = machine.literals.get(text);
  if (known !== undefined) return known;
  const value = machine.number(place, machine.builder.literal(text), constantOfLiteral(text));
  machine.literals.set(text, value);
  return value;
}

export function integer(machine: Machine, value: number, place: Place): NumberValue {
  return machine.number(place, machine.builder.signedLiteral(String(value)), constantOfInteger(value));
}

/**
 * The number `build()`, or the literal when it is a known integer: the value of a loop's counter is `3`, not `1 + 1 + 1`.
 * Fractions stay as written, `1/3` is a quotient of literals. Zero stays too: replacing it would let `x + 0` become
 * `x`, which in floating point differs for `x = −0`.
 */
function result(machine: Machine, place: Place, constant: Constant | undefined, build: () => NodeIndex): NumberValue {
  const value = constant && integerOf(constant);
  if (value === undefined || value === 0) return machine.number(place, build(), constant);
  return integer(machine, value, place);
}

export function unary(machine: Machine, op: UnaryOperator, x: NumberValue, place: Place): NumberValue {
  const constant = x.constant && unaryConstant(op, x.constant);
  return result(machine, place, constant, () => machine.builder.unary(op, x.node));
}

export function binary(
  machine: Machine,
  op: BinaryOperator,
  x: NumberValue,
  y: NumberValue,
  place: Place,
): NumberValue {
  const constant = x.constant && y.constant && binaryConstant(op, x.constant, y.constant);
  return result(machine, place, constant, () => machine.builder.binary(op, x.node, y.node));
}

export function arithmetic(
  machine: Machine,
  op: ArithmeticOperator,
  x: NumberValue,
  y: NumberValue,
  place: Place,
): NumberValue {
  if (op === 'power') return power(machine, x, y, place, 'operator');
  return op === 'remainder' ? remainder(machine, x, y, place) : binary(machine, op, x, y, place);
}

function remainder(machine: Machine, x: NumberValue, y: NumberValue, place: Place): NumberValue {
  const constant = x.constant && y.constant && binaryConstant('remainder', x.constant, y.constant);
  const value = constant && integerOf(constant);
  if (value === undefined) {
    return machine.fail(place, {
      found: '% is supported between whole numbers that are known when the file is read, and not elsewhere',
      remedy: 'Write x - n * Math.floor(x / n), which lies in [0, n).',
    });
  }
  return integer(machine, value, place);
}

/** `x ** y` or `Math.pow(x, y)`: an integer power when `y` is a known integer, else the power of a positive base. */
export function power(
  machine: Machine,
  x: NumberValue,
  y: NumberValue,
  place: Place,
  written: 'operator' | 'function',
): NumberValue {
  const exponent = y.constant && integerOf(y.constant);
  if (exponent !== undefined) {
    if (Math.abs(exponent) > MAX_EXPONENT) {
      const found = `the exponent ${exponent} is beyond ±${MAX_EXPONENT}`;
      machine.fail(place, { found, remedy: 'Write Math.exp(n * Math.log(x)) for a positive x.' }, 'too-large');
    }
    const constant = x.constant && powerConstant(x.constant, exponent);
    const build = (): NodeIndex => machine.builder.powInteger(x.node, exponent);
    // Powers of whole numbers are exact in any arithmetic; `0.1 ** -2` rounds, and not everywhere alike.
    const isExact = x.constant !== undefined && integerOf(x.constant) !== undefined;
    return isExact ? result(machine, place, constant, build) : machine.number(place, build(), constant);
  }
  if (y.constant?.exact.denominator === 1n) {
    return machine.fail(place, {
      found: 'the exponent is a whole number in exact arithmetic, but not in floating point',
      remedy: 'Write the whole number.',
    });
  }
  if (written === 'operator' && y.constant === undefined && dependsOnInput(machine, y.node)) {
    return machine.fail(place, {
      found: 'the exponent of ** depends on the input',
      remedy: 'For a positive base write Math.pow(base, exponent), or Math.exp(exponent * Math.log(base)).',
    });
  }
  if (x.constant && x.constant.exact.numerator < 0n) {
    return machine.fail(place, {
      found: 'a negative number has no real power with this exponent',
      remedy: 'Use a positive base; for an odd root write Math.cbrt(x), or -Math.pow(-x, exponent).',
    });
  }
  return machine.number(place, machine.builder.binary('pow', x.node, y.node));
}

function dependsOnInput(machine: Machine, root: NodeIndex): boolean {
  const seen = new Set([root]);
  for (const index of seen) {
    const { op, args } = machine.builder.node(index);
    if (op === 'input') return true;
    for (const arg of args) seen.add(arg);
  }
  return false;
}

export function relation(machine: Machine, op: RelationOperator, x: NumberValue, y: NumberValue): TruthValue {
  switch (op) {
    case '<':
      return comparison(machine, 'less', x, y);
    case '<=':
      return comparison(machine, 'lessOrEqual', x, y);
    case '>':
      return comparison(machine, 'less', y, x);
    case '>=':
      return comparison(machine, 'lessOrEqual', y, x);
    case '===':
      return comparison(machine, 'equal', x, y);
    case '!==':
      return not(machine, comparison(machine, 'equal', x, y));
  }
}

function comparison(machine: Machine, op: ComparisonOperator, x: NumberValue, y: NumberValue): TruthValue {
  const known = x.constant && y.constant && compareConstants(op, x.constant, y.constant);
  if (known !== undefined) return { kind: 'truth', known };
  return { kind: 'truth', node: machine.builder.compare(op, x.node, y.node) };
}

export function not(machine: Machine, x: TruthValue): TruthValue {
  if (x.known !== undefined) return { kind: 'truth', known: !x.known };
  return { kind: 'truth', node: machine.builder.not(x.node) };
}

export function logical(machine: Machine, op: 'and' | 'or', x: TruthValue, y: TruthValue): TruthValue {
  const absorbing = op === 'or';
  if (x.known !== undefined) return x.known === absorbing ? x : y;
  if (y.known !== undefined) return y.known === absorbing ? y : x;
  return { kind: 'truth', node: machine.builder.logical(op, x.node, y.node) };
}
