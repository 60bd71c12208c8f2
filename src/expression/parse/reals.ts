/** Real constants among the parts of a target: bounds of the domain, moduli, exponents. */
import { intervalSystem } from '../../numeric/interval.js';
import { evaluateConstant } from '../evaluate.js';
import type { NodeIndex } from '../expression.js';
import { printExpression } from '../print.js';
import type { RealConstant, TargetErrorCode } from '../target.js';
import type { Field } from './fields.js';
import type { Machine } from './machine.js';
import { compare, type Rational } from './rational.js';
import { requireNumber } from './use.js';

export interface Real extends RealConstant {
  readonly node: NodeIndex;
  /** Present for rational numbers of moderate size. */
  readonly exact: Rational | undefined;
}

/** Text that means the same outside of its file: numbers, `Math` constants and functions, operators. */
const SELF_CONTAINED = /^(?:Math\.\w+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[\s()+*/,-])*$/i;

/** The real number that a field denotes; refused, with `code`, when it is undefined or overflows. */
export function realConstant(machine: Machine, field: Field, code: TargetErrorCode): Real {
  const { node, constant } = requireNumber(machine, field.value(), field.place);
  const expression = machine.builder.finish(0, [node]);
  const written = field.syntax && machine.excerpt(field.syntax);
  const isReadable = written !== undefined && !written.endsWith('…') && SELF_CONTAINED.test(written);
  const text = isReadable ? written : printExpression(expression, [], 'code');
  if (constant === undefined) {
    const value = evaluateConstant(expression, intervalSystem);
    const ends = [intervalSystem.lower(value), intervalSystem.upper(value)];
    if (!intervalSystem.isDefined(value) || !ends.every(Number.isFinite)) {
      const found = `\`${machine.excerpt(field.place)}\` is not a finite number`;
      machine.fail(
        field.place,
        { found, remedy: 'Write a number that is defined, and below 1.8e308 in absolute value.' },
        code,
      );
    }
  }
  return { text, expression, node, exact: constant?.exact };
}

/** Is `x ≤ y`? `undefined` when enclosures in floating point do not tell. Exact for rational numbers. */
export function isAtMost(x: Real, y: Real): boolean | undefined {
  if (x.node === y.node) return true;
  if (x.exact && y.exact) return compare(x.exact, y.exact) <= 0;
  const [a, b] = [x, y].map(({ expression }) => evaluateConstant(expression, intervalSystem));
  return intervalSystem.lessOrEqual(a!, b!);
}
