/** Targets with one real value: a domain and a function on it, drawn and shrunk together. */
import type {
  DescriptionOf,
  DomainDescription,
  ModulusDescription,
  ScalarFunction,
  ScalarTargetDescription,
} from '../description.js';
import { drawDomain, isDomain, simplifyAxes, type InputCount } from './domain-engine.js';
import type { Random } from './draw.js';
import { select } from './parameters.js';
import { familyNamed, familyOf } from './scalar-families.js';
import { shorterSelections } from './simplify.js';

export interface TargetLimits {
  readonly inputs: InputCount;
  readonly onePointAxes: boolean;
}

/** The function on a domain, with the modulus that its family declares. */
export function describe<F extends ScalarFunction>(domain: DomainDescription, value: F): DescriptionOf<F> {
  return withModulus({ family: value.family, domain }, value, domain, familyOf(value).modulus(value));
}

/** `value` may itself be a description: its domain and modulus are replaced. */
export function withModulus<F extends object>(
  head: { readonly family: string; readonly domain: DomainDescription },
  value: F,
  domain: DomainDescription,
  modulus: ModulusDescription | undefined,
): DescriptionOf<F> {
  // The head comes first so that printed descriptions begin with what matters to a reader.
  return Object.assign({ ...head }, value, { domain }, modulus === undefined ? {} : { modulus });
}

/** A constant target of value 0, to which every real-valued target may shrink. */
export function zeroOn(domain: DomainDescription): ScalarTargetDescription {
  return describe(domain, { family: 'constant', value: '0' });
}

export function drawScalarTarget(
  random: Random,
  family: ScalarFunction['family'],
  { inputs, onePointAxes }: TargetLimits,
): ScalarTargetDescription {
  const domain = drawDomain(random, random.nextInt(inputs.min, inputs.max), onePointAxes);
  return describe(domain, familyNamed(family).draw(random, domain));
}

/** Fewer inputs, then a simpler box (the function moved along with it, or as it is), then a simpler function. */
export function* simplifyScalarTarget(
  target: ScalarTargetDescription,
  fewestInputs: number,
): Iterable<ScalarTargetDescription> {
  const family = familyOf(target);
  const { domain } = target;
  for (const kept of shorterSelections(domain.length, fewestInputs)) {
    yield describe(select(domain, kept), family.selectInputs(target, kept));
  }
  for (const simpler of simplifyAxes(domain)) {
    const moved = family.move(target, domain, simpler);
    yield describe(simpler, moved);
    if (moved !== target) yield describe(simpler, target);
  }
  for (const simpler of family.simplify(target, domain)) yield describe(domain, simpler);
}

/** Is this the data of a real-valued target of one of these families? */
export function isScalarTarget(
  value: unknown,
  families: readonly ScalarFunction['family'][],
  inputs: InputCount,
): value is ScalarTargetDescription {
  if (typeof value !== 'object' || value === null || !('family' in value) || !('domain' in value)) return false;
  return families.some((name) => name === value.family) && isDomain(value.domain, inputs);
}
