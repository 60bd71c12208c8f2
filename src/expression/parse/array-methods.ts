/** Methods of arrays, and the functions that make arrays. Each gives a new array and changes none. */
import type { Machine } from './machine.js';
import { integer } from './numbers.js';
import type { Place } from './syntax.js';
import { requireArray, requireInteger } from './use.js';
import type { ArrayValue, Cell, Value } from './values.js';
import { notSupported, unsupportedArrayMethod } from './wording.js';

type Method = (machine: Machine, array: ArrayValue, args: readonly Value[], place: Place) => Value;

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['map', map],
  ['reduce', reduce],
  ['slice', slice],
  ['concat', concat],
  ['flat', flat],
  ['fill', fill],
  ['at', at],
]);

export function callArrayMethod(
  machine: Machine,
  array: ArrayValue,
  name: string,
  args: readonly Value[],
  place: Place,
): Value {
  const method = methods.get(name);
  if (method !== undefined) return method(machine, array, args, place);
  const remedy = Object.hasOwn(unsupportedArrayMethod, name) ? unsupportedArrayMethod[name] : undefined;
  return machine.fail(place, notSupported(`the array method ${name} is`, remedy));
}

/** The callback among the arguments of `method`. */
function callback(machine: Machine, args: readonly Value[], method: string, place: Place): Value {
  return (
    args[0] ??
    machine.fail(place, {
      found: `${method} is called without a function`,
      remedy: `Write array.${method}((item) => …).`,
    })
  );
}

/** The value of a cell that a callback is called for. */
function item(machine: Machine, { value }: Cell, place: Place): Value {
  return value.kind === 'unusable' && value.isHole ? machine.fail(place, value.wording) : value;
}

function map(machine: Machine, array: ArrayValue, args: readonly Value[], place: Place): Value {
  const transform = callback(machine, args, 'map', place);
  const values = array.cells.map((cell, i) => {
    machine.turn(place);
    return machine.call(transform, [item(machine, cell, place), integer(machine, i, place), array], place, 'callback');
  });
  return machine.array(values);
}

function reduce(machine: Machine, array: ArrayValue, args: readonly Value[], place: Place): Value {
  const combine = callback(machine, args, 'reduce', place);
  const values = array.cells.map((cell) => item(machine, cell, place));
  const start = args.length > 1 ? 0 : 1;
  const first = start === 0 ? args[1] : values[0];
  if (first === undefined) {
    return machine.fail(place, {
      found: 'reduce of an empty array has no value',
      remedy: 'Give it a first value: array.reduce((sum, item) => sum + item, 0).',
    });
  }
  return values.slice(start).reduce((total, item, i) => {
    machine.turn(place);
    return machine.call(combine, [total, item, integer(machine, i + start, place), array], place, 'callback');
  }, first);
}

function slice(machine: Machine, array: ArrayValue, args: readonly Value[], place: Place): Value {
  const bounds = args.slice(0, 2).map((arg) => requireInteger(machine, arg, place, 'a bound of'));
  return machine.array(array.cells.slice(...bounds).map((cell) => cell.value));
}

function concat(machine: Machine, array: ArrayValue, args: readonly Value[]): Value {
  const parts = [array, ...args].map((part) => (part.kind === 'array' ? part.cells.map((cell) => cell.value) : [part]));
  return machine.array(parts.flat());
}

function flat(machine: Machine, array: ArrayValue, args: readonly Value[], place: Place): Value {
  if (args.length > 0) return machine.fail(place, notSupported('flat with a depth is', 'Write .flat().flat().'));
  return concat(
    machine,
    { ...array, cells: [] },
    array.cells.map((cell) => cell.value),
  );
}

/** Only for `Array(n).fill(x)`: of an array in use, `fill` would change what other variables hold. */
function fill(machine: Machine, array: ArrayValue, args: readonly Value[], place: Place): Value {
  const [value] = args;
  if (value === undefined || args.length > 1 || array.cells.some((cell) => cell.value.kind !== 'unusable')) {
    return machine.fail(place, notSupported('fill is', 'Write array.map(() => value), or Array(n).fill(value).'));
  }
  return machine.array(array.cells.map(() => value));
}

function at(machine: Machine, array: ArrayValue, args: readonly Value[], place: Place): Value {
  const index = args[0] && requireInteger(machine, args[0], place, 'the index of');
  const cell = index === undefined ? undefined : array.cells.at(index);
  if (cell !== undefined) return cell.value;
  return machine.fail(place, {
    found: `\`${machine.excerpt(place)}\` is outside of the array, which has ${array.cells.length} elements`,
    remedy: 'Indices begin at 0, or count back from -1.',
  });
}

function unset(machine: Machine, place: Place): Value {
  return {
    kind: 'unusable',
    code: 'unsupported',
    place: undefined,
    wording: {
      found: `an element of \`${machine.excerpt(place)}\` is used before it has a value`,
      remedy: 'Write Array.from({ length: n }, (_, i) => …), or Array(n).fill(0).',
    },
  };
}

/** The elements of an array as a list: what were holes are now elements without a value. */
export function listed(machine: Machine, { cells }: ArrayValue, place: Place): Value[] {
  return cells.map(({ value }) => (value.kind === 'unusable' && value.isHole ? unset(machine, place) : value));
}

/** `Array(n)`: elements without a value. */
export function emptyArray(machine: Machine, args: readonly Value[], place: Place): Value {
  if (args.length !== 1) return machine.array(args);
  const hole = { ...unset(machine, place), isHole: true } as Value;
  return ofLength(machine, args[0]!, place, () => hole);
}

/** `Array.from({ length: n }, (_, i) => …)`, or of an array. */
export function arrayFrom(machine: Machine, args: readonly Value[], place: Place): Value {
  const [source, transform] = args;
  if (source === undefined) {
    const found = 'Array.from is called without arguments';
    return machine.fail(place, { found, remedy: 'Write Array.from({ length: n }, (_, i) => …).' });
  }
  const length = source.kind === 'object' ? source.fields.get('length') : undefined;
  if (length === undefined) {
    const array = machine.array(listed(machine, requireArray(machine, source, place), place));
    return transform === undefined ? array : map(machine, array, [transform], place);
  }
  // JavaScript passes `undefined` as the item.
  const absent = unset(machine, place);
  return ofLength(machine, length, place, (i) =>
    transform === undefined ? absent : machine.call(transform, [absent, integer(machine, i, place)], place, 'callback'),
  );
}

function ofLength(machine: Machine, length: Value, place: Place, item: (index: number) => Value): Value {
  const size = requireInteger(machine, length, place, 'the length of');
  if (size < 0) {
    return machine.fail(place, {
      found: `an array cannot have ${size} elements`,
      remedy: 'Use a length of at least 0.',
    });
  }
  const values: Value[] = [];
  for (let i = 0; i < size; i++) {
    machine.turn(place);
    values.push(item(i));
  }
  return machine.array(values);
}
