/** The optional parts of a target: `modulus`, `ghost`, `singularities`. */
import type { DeclaredModulus, Singularity } from '../target.js';
import { elementFields, propertyFields, type Field } from './fields.js';
import type { Machine } from './machine.js';
import { constantOfInteger } from './constant.js';
import { integer } from './numbers.js';
import { isAtMost, realConstant, type Real } from './reals.js';
import { plain } from './read-domain.js';
import type { Place } from './syntax.js';
import { requireTruth } from './use.js';

const MODULUS_REMEDY = 'Write export const modulus = { lipschitz: L }, or { holder: [C, alpha] }.';

/** The real number of a whole one, to compare with. */
function whole(machine: Machine, value: number, place: Place): Real {
  const { node } = integer(machine, value, place);
  const expression = machine.builder.finish(0, [node]);
  return { text: String(value), expression, node, exact: constantOfInteger(value).exact };
}

export function readModulus(machine: Machine, field: Field): DeclaredModulus {
  const fail = (place: Place, found: string, remedy: string): never =>
    machine.fail(place, { found, remedy }, 'modulus');
  const parts = propertyFields(machine, field, '`modulus`');
  const [holder, lipschitz] = [parts.get('holder'), parts.get('lipschitz')];
  if ((holder === undefined) === (lipschitz === undefined)) {
    const found = holder ? '`modulus` has both `holder` and `lipschitz`' : '`modulus` has no `holder` or `lipschitz`';
    return fail(field.place, found, MODULUS_REMEDY);
  }
  const [zero, one] = [whole(machine, 0, field.place), whole(machine, 1, field.place)];
  const constantAt = (part: Field): Real => {
    const constant = realConstant(machine, part, 'modulus');
    if (isAtMost(zero, constant) === true) return constant;
    return fail(part.place, `the constant ${constant.text} of \`modulus\` is not ≥ 0`, 'Write a number ≥ 0.');
  };
  if (lipschitz) return { constant: plain(constantAt(lipschitz)), exponent: plain(one) };

  const pair = elementFields(machine, holder!);
  if (pair?.length !== 2) return fail(holder!.place, '`holder` is not a pair [C, alpha]', MODULUS_REMEDY);
  const exponent = realConstant(machine, pair[1]!, 'modulus');
  if (isAtMost(exponent, zero) !== false || isAtMost(exponent, one) !== true) {
    const found = `the exponent ${exponent.text} of \`modulus\` is not in (0, 1]`;
    return fail(pair[1]!.place, found, 'Write 0 < alpha ≤ 1; a function with alpha > 1 is constant.');
  }
  return { constant: plain(constantAt(pair[0]!)), exponent: plain(exponent) };
}

export function readGhost(machine: Machine, field: Field): boolean {
  const { known } = requireTruth(machine, field.value(), field.place);
  if (known !== undefined) return known;
  return machine.fail(field.place, { found: '`ghost` is not decided', remedy: 'Write true or false.' });
}

export function readSingularities(machine: Machine, field: Field, inputs: number): Singularity[] {
  const remedy = 'Write export const singularities = [{ point: [0.5], exponent: 0.4 }], one coordinate per input.';
  const fail = (place: Place, found: string): never => machine.fail(place, { found, remedy }, 'shape');
  const entries = elementFields(machine, field) ?? fail(field.place, '`singularities` is not an array');
  return entries.map((entry) => {
    const parts = propertyFields(machine, entry, 'an entry of `singularities`');
    const [point, exponent] = [parts.get('point'), parts.get('exponent')];
    if (!point || !exponent) return fail(entry.place, 'an entry of `singularities` lacks `point` or `exponent`');
    const coordinates = elementFields(machine, point);
    if (coordinates?.length !== inputs) {
      return fail(point.place, `\`point\` does not have one coordinate for each of the ${inputs} inputs`);
    }
    const power = realConstant(machine, exponent, 'shape');
    if (isAtMost(power, whole(machine, 0, exponent.place)) !== false) {
      return fail(exponent.place, `the exponent ${power.text} is not positive`);
    }
    return {
      point: coordinates.map((coordinate) => plain(realConstant(machine, coordinate, 'shape'))),
      exponent: plain(power),
    };
  });
}
