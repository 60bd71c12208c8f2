/** What the public factories of the single families of integrable targets have in common. */
import type fc from 'fast-check';
import type { IntegrableFamilyName, IntegrableTargetDescription } from '../integrable-description.js';
import { ByValueArbitrary } from './by-value-arbitrary.js';
import { integrableEngine, type IntegrableConstraints } from './integrable-target.js';

/** Targets of the one family `name`. */
export function integrableTargetArbitrary<Name extends IntegrableFamilyName>(
  name: Name,
  constraints: IntegrableConstraints,
): fc.Arbitrary<Extract<IntegrableTargetDescription, { readonly family: Name }>> {
  const arbitrary = new ByValueArbitrary(integrableEngine([name], constraints));
  // A family draws and simplifies within itself, so every value has the family asked for.
  return arbitrary as fc.Arbitrary<unknown> as fc.Arbitrary<
    Extract<IntegrableTargetDescription, { readonly family: Name }>
  >;
}
