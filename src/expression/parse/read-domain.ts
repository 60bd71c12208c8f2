/** `domain`: one [lower, upper] per scalar input. */
import type { DomainAxis, RealConstant } from '../target.js';
import { elementFields, type Field } from './fields.js';
import type { Machine } from './machine.js';
import { isAtMost, realConstant, type Real } from './reals.js';
import type { Place } from './syntax.js';

const ONE_PAIR_EACH = 'Write one [lower, upper] per input: export const domain = [[0, 1], [0, 1]];';
/** More inputs than any construction can use; keeps a slip from allocating without end. */
const MAX_INPUTS = 10_000;

export function readDomain(machine: Machine, field: Field): DomainAxis[] {
  machine.section = 'domain';
  const axes = elementFields(machine, field);
  const fail = (place: Place, found: string, remedy: string): never => machine.fail(place, { found, remedy }, 'domain');
  if (axes === undefined) return fail(field.place, '`domain` is not an array', ONE_PAIR_EACH);
  if (axes.length === 0) return fail(field.place, '`domain` is empty', ONE_PAIR_EACH);
  if (axes.length > MAX_INPUTS) {
    const found = `\`domain\` lists ${axes.length} inputs, more than ${MAX_INPUTS}`;
    return machine.fail(field.place, { found, remedy: 'Use fewer inputs.' }, 'too-large');
  }
  const domain = axes.map((axis, i) => {
    const ends = elementFields(machine, axis);
    if (ends?.length !== 2) {
      return fail(axis.place, `entry ${i + 1} of \`domain\` is not a pair [lower, upper]`, ONE_PAIR_EACH);
    }
    const [lower, upper] = ends.map((end) => realConstant(machine, end, 'domain')) as [Real, Real];
    const ordered = isAtMost(lower, upper);
    const pair = `[${lower.text}, ${upper.text}]`;
    if (ordered === false) {
      return fail(
        axis.place,
        `the bounds ${pair} of input ${i + 1} are reversed`,
        `Write the smaller bound first: [${upper.text}, ${lower.text}].`,
      );
    }
    if (ordered === undefined) {
      return fail(
        axis.place,
        `the bounds ${pair} of input ${i + 1} are too close to be ordered`,
        'Write both as decimal numbers.',
      );
    }
    return { lower: plain(lower), upper: plain(upper) };
  });
  machine.section = 'unsupported';
  return domain;
}

export function plain({ text, expression }: Real): RealConstant {
  return { text, expression };
}
