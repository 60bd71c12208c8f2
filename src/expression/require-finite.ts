/**
 * The rule that a target has a finite value everywhere on its domain, and the message when it does not.
 */
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { boxIntervals, decideDefinedness, type Definedness } from './definedness.js';
import { evaluateTape } from './evaluate.js';
import type { Expression } from './expression.js';
import { isNumericOperation, operators } from './operators/index.js';
import { boxOfPoint, midpoint } from './subdivision.js';
import { TargetError } from './target.js';

/** `[−1, 0.5]`, or one number for a point. */
function describeInterval(value: Interval): string {
  const [lower, upper] = [intervalSystem.lower(value), intervalSystem.upper(value)];
  return lower === upper ? String(lower) : `[${lower}, ${upper}]`;
}

const describePoint = (point: Float64Array): string =>
  point.length === 1 ? String(point[0]) : `(${Array.from(point).join(', ')})`;

/** The first operation that loses definedness or finiteness although its arguments have them. */
function culprit(expression: Expression, box: Float64Array): string | undefined {
  const values = evaluateTape(expression, intervalSystem, boxIntervals(box));
  const isFine = (value: Interval | undefined): boolean =>
    value === undefined ||
    (intervalSystem.isDefined(value) &&
      Number.isFinite(intervalSystem.lower(value)) &&
      Number.isFinite(intervalSystem.upper(value)));
  for (const [index, node] of expression.nodes.entries()) {
    if (!isNumericOperation(node) || isFine(values.get(index))) continue;
    if (!node.args.every((arg) => isFine(values.get(arg)))) continue;
    const { symbol, domain } = operators[node.op];
    const args = node.args.map((arg) => describeInterval(values.get(arg)!)).join(' and ');
    const needs = domain === undefined ? 'has a value beyond the largest double' : `needs ${domain}`;
    return `'${symbol}' ${needs}, and is given ${args}`;
  }
  return undefined;
}

/** What is wrong, in words: `undefined` where everything is finite. */
function describeFailure(expression: Expression, definedness: Definedness): string | undefined {
  switch (definedness.verdict) {
    case 'yes':
      return undefined;
    case 'no': {
      const reason = culprit(expression, boxOfPoint(definedness.witness));
      return `the value is undefined at ${describePoint(definedness.witness)}${reason ? `: ${reason}` : ''}`;
    }
    case 'unknown': {
      const reason = culprit(expression, definedness.box);
      const place = describePoint(midpoint(definedness.box));
      return `the value could not be shown finite near ${place}${reason ? `: ${reason}` : ''}`;
    }
  }
}

/**
 * Throws a `TargetError` with code `undefined-value` unless every output of `expression` is shown to be defined and
 * finite on all of `box`; the message names a point and the operation that fails there. `boxes` bounds the work,
 * `isExempt` leaves out small boxes (declared singularities).
 */
export function requireFiniteOn(
  expression: Expression,
  box: Float64Array,
  options: { readonly boxes?: number; readonly isExempt?: (box: Float64Array) => boolean } = {},
): void {
  const found = describeFailure(expression, decideDefinedness(expression, box, options));
  if (found === undefined) return;
  const remedy =
    'A target must have a finite value on its whole domain: shrink the domain, or guard the operation, ' +
    'for example Math.sqrt(Math.max(0, x)) or x > 0 ? Math.log(x) : 0.';
  throw new TargetError({ code: 'undefined-value', found, remedy });
}
