/** Calls: functions of the file are read again for each call, with their parameters bound to the arguments. */
import { arrayFrom, emptyArray } from './array-methods.js';
import { bindParameters } from './bind.js';
import { foldReturns } from './early-return.js';
import type { CallStyle, Machine } from './machine.js';
import { callMath } from './math-functions.js';
import { Scope } from './scope.js';
import type { Place, Statement, Syntax } from './syntax.js';
import { requirePresent } from './use.js';
import { describe, type Completion, type FunctionValue, type Value } from './values.js';

export function callValue(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  place: Place,
  style: CallStyle,
): Value {
  const value = requirePresent(machine, callee, place);
  if (value.kind === 'function') return callFunction(machine, value, args, place, style);
  if (value.kind === 'builtin' && value.name === 'Array.from') return arrayFrom(machine, args, place);
  if (value.kind === 'builtin') return callMath(machine, value.name, args, place, style);
  if (value.kind === 'namespace' && value.name === 'Array') return emptyArray(machine, args, place);
  return machine.fail(place, {
    found: `\`${machine.excerpt(place)}\` calls ${describe(value)}, which is no function`,
    remedy: 'Call a helper function of this file, or a function of Math.',
  });
}

function callFunction(
  machine: Machine,
  callee: FunctionValue,
  args: readonly Value[],
  place: Place,
  style: CallStyle,
): Value {
  const { parameters, body } = callee.syntax;
  if (style === 'direct' && args.length > parameters.length && !parameters.at(-1)?.rest) {
    machine.fail(place, {
      found: `\`${machine.excerpt(place)}\` has ${args.length} arguments, more than it has parameters`,
      remedy: 'Drop the arguments that are not used.',
    });
  }
  return machine.activation(callee, place, () => {
    const scope = new Scope(callee.scope);
    bindParameters(machine, scope, parameters, args, place);
    if (!isStatements(body)) return machine.evaluate(scope, body);
    return returned(machine, callee, machine.execute(scope, body, callee.syntax));
  });
}

function isStatements(body: readonly Statement[] | Syntax): body is readonly Statement[] {
  return Array.isArray(body);
}

/** The value of a body that has been executed. */
function returned(machine: Machine, { syntax }: FunctionValue, completion: Completion): Value {
  if (completion.value === undefined) {
    const name = syntax.name === undefined ? 'this function' : `\`${syntax.name}\``;
    return machine.fail(syntax, {
      found: `${name} does not return a value on every path`,
      remedy: 'End it with return and the value for the remaining case.',
    });
  }
  return foldReturns(machine, completion.value, completion.early);
}
