import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { integrableEngine, possibleFamilies, type IntegrableConstraints } from './engine/integrable-target.js';
import type { IntegrableFamilyName, IntegrableTargetDescription } from './integrable-description.js';

/** Constraints of {@link integrableArbitrary}. */
export interface AnyIntegrableConstraints extends IntegrableConstraints {
  /** By default all that can have the number of inputs. */
  readonly families?: readonly IntegrableFamilyName[];
}

/** How often a family comes up, compared with the others. */
const WEIGHTS: Readonly<Record<IntegrableFamilyName, number>> = {
  jumps: 3,
  singular: 3,
  ball: 2,
  continuous: 1,
  'jump-sequence': 1,
};

/**
 * Targets in `L_p` for every `p ≤ power`, as data; `buildIntegrable` makes them targets.
 *
 * Of ten, three have jumps across hyperplanes, three are unbounded at a point, two are indicators of balls, one is continuous
 * and one is a sequence of two tokens with jumps in one entry. Shrinks to the constant 0 on [0, 1] if continuous
 * functions are allowed, otherwise within the family.
 *
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(integrableArbitrary({ inputs: { max: 1 }, power: '4' }), (description) => {
 *     const { singularities } = buildIntegrable(description);
 *     return singularities.every(({ exponent }) => Number(exponent.text) * 4 < 1);
 *   }),
 * );
 * ```
 */
export function integrableArbitrary(
  constraints: AnyIntegrableConstraints = {},
): fc.Arbitrary<IntegrableTargetDescription> {
  const { families = possibleFamilies(constraints) } = constraints;
  const weighted = families.flatMap((name) => new Array<IntegrableFamilyName>(WEIGHTS[name]).fill(name));
  return new ByValueArbitrary(integrableEngine(weighted, constraints));
}
