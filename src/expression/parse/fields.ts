/** The parts that a target is made of: exports of the file, or properties of an entry of `targets`. */
import type { Machine } from './machine.js';
import { moduleValue } from './module-values.js';
import type { Place, Syntax } from './syntax.js';
import { requirePresent } from './use.js';
import { describe, type Value } from './values.js';

/** A value, evaluated when it is asked for, and where it is written. */
export interface Field {
  readonly place: Place;
  /** The expression it is written as, when it is written in place. */
  readonly syntax: Syntax | undefined;
  readonly value: () => Value;
}

export type Fields = ReadonlyMap<string, Field>;

function fieldOf(syntax: Syntax, value: () => Value): Field {
  return { place: syntax, syntax, value };
}

/** The exports of the file. */
export function exportedFields(machine: Machine): Fields {
  const { declarations, exports } = machine.module;
  const fields = new Map<string, Field>();
  for (const [name, local] of exports) {
    const declaration = declarations.get(local);
    if (declaration === undefined) continue;
    const written = (): Syntax | undefined => {
      if (declaration.kind !== 'declaration') return undefined;
      const { pattern, initial } = declaration.read();
      return pattern.kind === 'name' ? initial : undefined;
    };
    fields.set(name, {
      get place() {
        return written() ?? declaration;
      },
      get syntax() {
        return written();
      },
      // The name is declared, so it has a value or an error.
      value: () => moduleValue(machine, local)!,
    });
  }
  return fields;
}

/** The properties of an object. Those of an object literal are evaluated one by one, when they are asked for. */
export function propertyFields(machine: Machine, field: Field, what: string): Fields {
  if (field.syntax?.kind === 'object') {
    return new Map(
      field.syntax.fields.map(({ name, value }) => [
        name,
        fieldOf(value, () => machine.evaluate(machine.moduleScope, value)),
      ]),
    );
  }
  const value = requirePresent(machine, field.value(), field.place);
  if (value.kind !== 'object') {
    return machine.fail(
      field.place,
      { found: `${what} is ${describe(value)}, not an object`, remedy: 'Write an object literal: { name: value }.' },
      'shape',
    );
  }
  return new Map(
    [...value.fields].map(([name, property]) => [
      name,
      { place: field.place, syntax: undefined, value: () => property },
    ]),
  );
}

/** The elements of an array, each with its own place when it is written in place; `undefined` for other values. */
export function elementFields(machine: Machine, field: Field): Field[] | undefined {
  const value = requirePresent(machine, field.value(), field.place);
  if (value.kind !== 'array') return undefined;
  const { syntax } = field;
  const written = syntax?.kind === 'array' && syntax.items.every(({ spread }) => !spread) ? syntax.items : undefined;
  return value.cells.map((cell, i) => {
    const item = written?.[i]?.value;
    return { place: item ?? field.place, syntax: item, value: () => cell.value };
  });
}
