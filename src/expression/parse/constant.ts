/**
 * Compile-time constants: the exact rational value, next to what a JavaScript engine would compute.
 *
 * A target is read as a function of real numbers, and its loops, indices and exponents are decided when it is read. A
 * decision is taken only where exact arithmetic and floating-point arithmetic agree: `for (let t = 0; t < 1; t += 0.1)`
 * runs ten times in exact arithmetic and eleven times in JavaScript, so it is not decided, and reported.
 */
import type { BinaryOperator, ComparisonOperator, UnaryOperator } from '../expression.js';
import * as rational from './rational.js';
import type { Rational } from './rational.js';

export interface Constant {
  readonly exact: Rational;
  readonly double: number;
}

function constant(exact: Rational | undefined, double: number): Constant | undefined {
  return exact === undefined || !Number.isFinite(double) ? undefined : { exact, double };
}

export function constantOfInteger(value: number): Constant {
  return { exact: { numerator: BigInt(value), denominator: 1n }, double: value };
}

/** The constant of an unsigned decimal literal. */
export function constantOfLiteral(text: string): Constant | undefined {
  return constant(rational.decimalValue(text), Number(text));
}

/** The value, when it is an integer of at most 2^53 and floating-point arithmetic finds it too. */
export function integerOf({ exact, double }: Constant): number | undefined {
  const isInteger = exact.denominator === 1n && Number.isSafeInteger(double) && BigInt(double) === exact.numerator;
  return isInteger ? double + 0 : undefined;
}

export function unaryConstant(op: UnaryOperator, { exact, double }: Constant): Constant | undefined {
  const sign = exact.numerator < 0n ? -1n : exact.numerator > 0n ? 1n : 0n;
  switch (op) {
    case 'neg':
      return constant(rational.negate(exact), -double);
    case 'abs':
      return constant(sign < 0n ? rational.negate(exact) : exact, Math.abs(double));
    case 'sign':
      return constant({ numerator: sign, denominator: 1n }, Math.sign(double));
    case 'floor':
      return constant({ numerator: rational.floor(exact), denominator: 1n }, Math.floor(double));
    default:
      return undefined;
  }
}

export function binaryConstant(op: BinaryOperator | 'remainder', x: Constant, y: Constant): Constant | undefined {
  switch (op) {
    case 'add':
      return constant(rational.sum(x.exact, y.exact), x.double + y.double);
    case 'sub':
      return constant(rational.sum(x.exact, rational.negate(y.exact)), x.double - y.double);
    case 'mul':
      return constant(rational.product(x.exact, y.exact), x.double * y.double);
    case 'div':
      return constant(rational.quotient(x.exact, y.exact), x.double / y.double);
    case 'remainder':
      return constant(rational.remainder(x.exact, y.exact), x.double % y.double);
    case 'min':
      return constant(rational.compare(x.exact, y.exact) <= 0 ? x.exact : y.exact, Math.min(x.double, y.double));
    case 'max':
      return constant(rational.compare(x.exact, y.exact) >= 0 ? x.exact : y.exact, Math.max(x.double, y.double));
    default:
      return undefined;
  }
}

export function powerConstant(x: Constant, exponent: number): Constant | undefined {
  return constant(rational.power(x.exact, exponent), x.double ** exponent);
}

/** The truth of a comparison, when exact and floating-point arithmetic agree on it. */
export function compareConstants(op: ComparisonOperator, x: Constant, y: Constant): boolean | undefined {
  const order = rational.compare(x.exact, y.exact);
  const [exact, rounded] =
    op === 'less'
      ? [order < 0, x.double < y.double]
      : op === 'lessOrEqual'
        ? [order <= 0, x.double <= y.double]
        : [order === 0, x.double === y.double];
  return exact === rounded ? exact : undefined;
}
