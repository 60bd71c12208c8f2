import type fc from 'fast-check';
import type { CrossTargetDescription } from './cross-description.js';
import type { ScalarFamilyName } from './description.js';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { crossEngine } from './engine/cross-target.js';
import { inputCount } from './engine/domain-engine.js';
import { scalarFamilyNames } from './engine/scalar-families.js';
import type { TargetConstraints } from './engine/scalar-target-arbitrary.js';

/** Constraints of {@link crossTargetArbitrary}; `inputs` counts those of keys and queries together, 2 to 4 by default. */
export interface CrossTargetConstraints extends TargetConstraints {
  /** Families of the entries; all by default. */
  readonly families?: readonly ScalarFamilyName[];
}

const LEAST_INPUTS = 2;
const MOST_INPUTS = 4;

/**
 * Targets `f(X_K, X_Q)` of key and query tokens, widths and numbers of tokens 1 or 2 each; `buildCrossTarget` makes them
 * targets. Half depend on both, a quarter on the keys alone, a quarter on the queries alone; half are real-valued, half
 * have the shape of the queries, and of these one in four has equal columns. The declared modulus is that of the worst
 * entry, undefined if an entry declares none. Shrinks to the constant 0 of one key token and one query token on [0, 1]².
 */
export function crossTargetArbitrary(constraints: CrossTargetConstraints = {}): fc.Arbitrary<CrossTargetDescription> {
  const { inputs = {}, onePointAxes = false, families = scalarFamilyNames } = constraints;
  const { min = LEAST_INPUTS, max = Math.max(min, MOST_INPUTS) } = inputs;
  return new ByValueArbitrary(crossEngine(families, { inputs: inputCount({ min, max }), onePointAxes }));
}
