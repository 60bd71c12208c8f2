/** Checks that a value is what its place needs, and says what to write when it is not. */
import { integerOf } from './constant.js';
import type { Machine } from './machine.js';
import type { Place } from './syntax.js';
import { describe, type ArrayValue, type NumberValue, type TruthValue, type Value } from './values.js';

const remedies: Readonly<Record<'number' | 'truth' | 'array', Partial<Record<Value['kind'], string>>>> = {
  number: {
    truth: 'Write condition ? 1 : 0.',
    array: 'Take an element, array[0], or combine the elements with map and reduce.',
    function: 'Call it: write its arguments in parentheses.',
    builtin: 'Call it: write its arguments in parentheses.',
  },
  truth: { number: 'Compare it: write x !== 0 or x > 0.' },
  array: { number: 'Write an array such as [a, b].' },
};

/** A value that is there; `unusable` ones are reported where they came from. */
export function requirePresent(machine: Machine, value: Value, place: Place): Exclude<Value, { kind: 'unusable' }> {
  if (value.kind === 'unusable') return machine.fail(value.place ?? place, value.wording, value.code);
  return value;
}

function mismatch(machine: Machine, value: Value, place: Place, wanted: 'number' | 'truth' | 'array'): never {
  const noun = { number: 'a number', truth: 'a truth value', array: 'an array' }[wanted];
  return machine.fail(place, {
    found: `\`${machine.excerpt(place)}\` is ${describe(value)}, not ${noun}`,
    remedy: remedies[wanted][value.kind] ?? `Write ${noun} here.`,
  });
}

export function requireNumber(machine: Machine, value: Value, place: Place): NumberValue {
  const present = requirePresent(machine, value, place);
  return present.kind === 'number' ? present : mismatch(machine, present, place, 'number');
}

export function requireTruth(machine: Machine, value: Value, place: Place): TruthValue {
  const present = requirePresent(machine, value, place);
  return present.kind === 'truth' ? present : mismatch(machine, present, place, 'truth');
}

export function requireArray(machine: Machine, value: Value, place: Place): ArrayValue {
  const present = requirePresent(machine, value, place);
  return present.kind === 'array' ? present : mismatch(machine, present, place, 'array');
}

/** An integer that is known when the file is read: an index, a length. */
export function requireInteger(machine: Machine, value: Value, place: Place, what: string): number {
  const { constant } = requireNumber(machine, value, place);
  const integer = constant && integerOf(constant);
  if (integer === undefined) {
    return machine.fail(place, {
      found: `${what} \`${machine.excerpt(place)}\` is not a whole number that is known when the file is read`,
      remedy: 'Use whole numbers, loop counters and lengths; choose by an input with ?: instead.',
    });
  }
  return integer;
}
