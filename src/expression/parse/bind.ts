/** Binds names, patterns and parameters to values. */
import type { Machine } from './machine.js';
import type { Wording } from './source.js';
import type { Parameter, Pattern, Place } from './syntax.js';
import { mathMember } from './math-functions.js';
import { requireArray, requirePresent } from './use.js';
import { describe, type Value, type CellScope } from './values.js';

function declaredTwice(machine: Machine, place: Place): never {
  const found = `\`${machine.excerpt(place)}\` is declared twice`;
  return machine.fail(place, { found, remedy: 'Rename one of the two.' }, 'syntax');
}

/** Makes the names of a declaration known from the start of its block on: they hide outer ones, and have no value yet. */
export function announcePattern(machine: Machine, scope: CellScope, pattern: Pattern): void {
  switch (pattern.kind) {
    case 'name': {
      const wording: Wording = {
        found: `\`${pattern.name}\` is used before its declaration`,
        remedy: 'Move the declaration up.',
      };
      const value: Value = { kind: 'unusable', code: 'unsupported', place: undefined, wording };
      const isNew = scope.declare(pattern.name, { cell: { value, born: 0 }, constant: true, isPending: true });
      if (!isNew) declaredTwice(machine, pattern);
      return;
    }
    case 'arrayPattern':
      for (const item of pattern.items) if (item !== undefined) announcePattern(machine, scope, item.pattern);
      return;
    case 'objectPattern':
      for (const { item } of pattern.fields) announcePattern(machine, scope, item.pattern);
  }
}

export function bindPattern(
  machine: Machine,
  scope: CellScope,
  pattern: Pattern,
  value: Value,
  constant: boolean,
): void {
  switch (pattern.kind) {
    case 'name':
      if (!scope.declare(pattern.name, { cell: machine.cell(value), constant })) declaredTwice(machine, pattern);
      return;
    case 'arrayPattern': {
      const values = requireArray(machine, value, pattern).cells.map((cell) => cell.value);
      pattern.items.forEach((item, i) => {
        if (item !== undefined) bindItem(machine, scope, item, values, i, pattern, constant);
      });
      return;
    }
    case 'objectPattern':
      for (const { name, item } of pattern.fields) {
        bindPattern(machine, scope, item.pattern, property(machine, value, name, item.pattern), constant);
      }
  }
}

export function bindParameters(
  machine: Machine,
  scope: CellScope,
  parameters: readonly Parameter[],
  args: readonly Value[],
  place: Place,
): void {
  parameters.forEach((parameter, i) => bindItem(machine, scope, parameter, args, i, place, false));
}

/** Binds a parameter or an element of a pattern: the value at `index`, all from there on, or its own default. */
function bindItem(
  machine: Machine,
  scope: CellScope,
  { pattern, initial, rest }: Parameter,
  values: readonly Value[],
  index: number,
  place: Place,
  constant: boolean,
): void {
  if (rest) return bindPattern(machine, scope, pattern, machine.array(values.slice(index)), constant);
  const value = values[index] ?? (initial && machine.evaluate(scope, initial));
  if (value === undefined) {
    return machine.fail(place, {
      found: `\`${machine.excerpt(pattern)}\` gets no value: it is number ${index + 1} of a list of ${values.length}`,
      remedy: 'Give a value for every parameter and every name in a pattern, or a default: name = 0.',
    });
  }
  bindPattern(machine, scope, pattern, value, constant);
}

function property(machine: Machine, value: Value, name: string, place: Place): Value {
  const object = requirePresent(machine, value, place);
  if (object.kind === 'namespace' && object.name === 'Math') return mathMember(machine, name, place);
  const field = object.kind === 'object' ? object.fields.get(name) : undefined;
  return (
    field ??
    machine.fail(place, {
      found: `there is no \`${name}\` in ${describe(object)} to take apart`,
      remedy: 'Take apart an object that has this property.',
    })
  );
}
