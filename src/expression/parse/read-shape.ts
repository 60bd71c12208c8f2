/** `shape`, and the inputs and outputs that it arranges as tokens. Vec order: entry `token·width + feature`. */
import type { NodeIndex } from '../expression.js';
import type { InputShape, MatrixShape } from '../target.js';
import { propertyFields, type Field, type Fields } from './fields.js';
import type { Machine } from './machine.js';
import type { Place } from './syntax.js';
import { requireInteger, requirePresent } from './use.js';
import { describe, type Value } from './values.js';

const SHAPE_REMEDY =
  'Write export const shape = { width: 2, tokens: 3 }, or { query: { width, tokens }, key: { width, tokens } }.';

export function readShape(machine: Machine, field: Field | undefined): InputShape {
  if (field === undefined) return { kind: 'scalars' };
  const parts = propertyFields(machine, field, '`shape`');
  const [query, key] = [parts.get('query'), parts.get('key')];
  if (query && key) {
    return {
      kind: 'cross',
      key: matrixShape(machine, propertyFields(machine, key, '`key`'), key.place),
      query: matrixShape(machine, propertyFields(machine, query, '`query`'), query.place),
    };
  }
  return { kind: 'sequence', shape: matrixShape(machine, parts, field.place) };
}

function matrixShape(machine: Machine, parts: Fields, place: Place): MatrixShape {
  const [width, tokens] = ['width', 'tokens'].map((name) => {
    const part = parts.get(name);
    if (part === undefined) {
      return machine.fail(place, { found: `\`shape\` has no \`${name}\``, remedy: SHAPE_REMEDY }, 'shape');
    }
    const size = requireInteger(machine, part.value(), part.place, `\`${name}\``);
    if (size < 1) {
      return machine.fail(part.place, { found: `\`${name}\` is ${size}`, remedy: 'Use a whole number ≥ 1.' }, 'shape');
    }
    return size;
  });
  return { width: width!, tokens: tokens! };
}

/** How many scalar inputs a shape holds; `undefined` for scalars, of which there may be any number. */
export function inputCount(input: InputShape): number | undefined {
  const size = ({ width, tokens }: MatrixShape): number => width * tokens;
  if (input.kind === 'sequence') return size(input.shape);
  return input.kind === 'cross' ? size(input.key) + size(input.query) : undefined;
}

/** The arguments of the target: numbers, `X`, or `XK` and `XQ`, as `X[token][feature]`. */
export function inputValues(machine: Machine, input: InputShape, count: number, place: Place): Value[] {
  const scalars = Array.from({ length: count }, (_, i) => machine.number(place, machine.builder.input(i)));
  if (input.kind === 'scalars') return scalars;
  const shapes = input.kind === 'sequence' ? [input.shape] : [input.key, input.query];
  let next = 0;
  return shapes.map(({ width, tokens }) =>
    machine.array(Array.from({ length: tokens }, () => machine.array(scalars.slice(next, (next += width))))),
  );
}

/** The nodes of a returned value in vec order, and its shape. */
export function readOutput(
  machine: Machine,
  returned: Value,
  input: InputShape,
  place: Place,
): { readonly shape: MatrixShape; readonly nodes: readonly NodeIndex[] } {
  const fail = (found: string, remedy: string): never => machine.fail(place, { found, remedy }, 'shape');
  const value = requirePresent(machine, returned, place);
  if (value.kind === 'number') return { shape: { width: 1, tokens: 1 }, nodes: [value.node] };
  if (value.kind === 'truth') return fail('`target` returns a truth value', 'Return condition ? 1 : 0.');
  if (value.kind !== 'array') return fail(`\`target\` returns ${describe(value)}`, 'Return a number or an array.');
  const rows = value.cells.map((cell) => requirePresent(machine, cell.value, place));
  if (rows.length === 0) return fail('`target` returns an empty array', 'Return at least one number.');
  // A list of numbers is one token.
  if (input.kind === 'scalars' || rows.every(({ kind }) => kind === 'number')) {
    const nodes = rows.map((item) =>
      item.kind === 'number'
        ? item.node
        : fail(
            `\`target\` returns an array that holds ${describe(item)}`,
            'Return an array of numbers, or declare `shape`.',
          ),
    );
    return { shape: { width: nodes.length, tokens: 1 }, nodes };
  }
  const tokens = rows.map((row) =>
    row.kind === 'array'
      ? row.cells.map((cell) => requirePresent(machine, cell.value, place))
      : fail(
          `\`target\` returns an array that holds ${describe(row)}`,
          'Return one array per token: [[a, b], [c, d]].',
        ),
  );
  const width = tokens[0]!.length;
  if (width === 0 || tokens.some((token) => token.length !== width)) {
    const widths = tokens.map((token) => token.length).join(', ');
    return fail(`\`target\` returns tokens of ${widths} features`, 'Let every token have the same number of features.');
  }
  const nodes = tokens
    .flat()
    .map((item) =>
      item.kind === 'number' ? item.node : fail(`a token that is returned holds ${describe(item)}`, 'Return numbers.'),
    );
  return { shape: { width, tokens: tokens.length }, nodes };
}
