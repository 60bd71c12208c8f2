/** The members of `Math` that a target may use. */
import type { ConstantName } from '../../numeric/number-system.js';
import type { UnaryOperator } from '../expression.js';
import type { CallStyle, Machine } from './machine.js';
import { binary, power, unary } from './numbers.js';
import type { Place } from './syntax.js';
import { requireNumber } from './use.js';
import { mathConstants, type NumberValue, type Value } from './values.js';
import { notSupported, unsupportedMath } from './wording.js';

const unaryFunctions: ReadonlySet<string> = new Set<UnaryOperator>([
  'abs',
  'sign',
  'floor',
  'sqrt',
  'cbrt',
  'exp',
  'expm1',
  'log',
  'sin',
  'cos',
  'tan',
  'atan',
  'tanh',
]);

const variadicFunctions: ReadonlySet<string> = new Set(['min', 'max', 'hypot']);

export function mathMember(machine: Machine, name: string, place: Place): Value {
  if (mathConstants.has(name)) return machine.number(place, machine.builder.constant(name as ConstantName));
  if (unaryFunctions.has(name) || variadicFunctions.has(name) || name === 'pow') return { kind: 'builtin', name };
  const known = [...unaryFunctions, ...variadicFunctions, 'pow'].join(', ');
  const remedy = Object.hasOwn(unsupportedMath, name) ? unsupportedMath[name] : `Use the functions ${known}.`;
  return machine.fail(place, notSupported(`Math.${name} is`, remedy));
}

/** `Math.name(…args)`. As a callback a function of one or two numbers ignores further arguments. */
export function callMath(
  machine: Machine,
  name: string,
  args: readonly Value[],
  place: Place,
  style: CallStyle,
): NumberValue {
  const arity = name === 'pow' ? 2 : variadicFunctions.has(name) ? undefined : 1;
  const used = arity !== undefined && style === 'callback' ? args.slice(0, arity) : args;
  if (arity === undefined ? used.length === 0 : used.length !== arity) {
    const wanted = arity === undefined ? 'at least 1 argument' : `${arity} argument${arity > 1 ? 's' : ''}`;
    machine.fail(place, {
      found: `Math.${name} is called with ${used.length} arguments`,
      remedy: `Give it ${wanted}.`,
    });
  }
  const [first, ...others] = used.map((value) => requireNumber(machine, value, place));
  if (name === 'pow') return power(machine, first!, others[0]!, place, 'function');
  if (name === 'hypot' && others.length === 0) return unary(machine, 'abs', first!, place);
  if (name === 'min' || name === 'max' || name === 'hypot') {
    return others.reduce((x, y) => binary(machine, name, x, y, place), first!);
  }
  return unary(machine, name as UnaryOperator, first!, place);
}
