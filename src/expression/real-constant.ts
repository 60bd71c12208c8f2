/** Real constants made by the software itself (those of a target's author are parsed from its source). */
import { exactDecimal } from '../numeric/decimal-text.js';
import { ExpressionBuilder } from './builder.js';
import type { RealConstant } from './target.js';

const DECIMAL_LITERAL = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a signed decimal literal denotes, exactly: `-0.1` is minus one tenth. Throws a `RangeError` else. */
export function decimalConstant(text: string): RealConstant {
  if (!DECIMAL_LITERAL.test(text)) throw new RangeError(`'${text}' is not a decimal number such as 0.1, -3 or 2.5e-3`);
  const builder = new ExpressionBuilder();
  return { text, expression: builder.finish(0, [builder.signedLiteral(text)]) };
}

/** A finite double as the real number that it is, written out in full. Throws a `RangeError` for NaN and infinities. */
export function doubleConstant(value: number): RealConstant {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a real number`);
  return decimalConstant(exactDecimal(value));
}

/** `−x` as a constant. */
export function negated(constant: RealConstant): RealConstant {
  const { nodes, outputs } = constant.expression;
  return {
    text: /^[\w.]+$/.test(constant.text) ? `-${constant.text}` : `-(${constant.text})`,
    expression: { inputs: 0, nodes: [...nodes, { op: 'neg', args: [outputs[0]!] }], outputs: [nodes.length] },
  };
}
