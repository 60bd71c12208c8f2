import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { LogModulusFunction } from './families/log-modulus.js';

/**
 * Targets whose modulus of continuity falls only like `1 / ln(1/r)` down to `r = 1e-30 · radius`: bounded, continuous,
 * value 0 at the centre, defined everywhere. The declared modulus is concave and attained at the centre. Shrinks to
 * `1 / (2 − ln|x|)` on [0, 1].
 */
export function logModulusArbitrary(
  constraints: TargetConstraints = {},
): fc.Arbitrary<DescriptionOf<LogModulusFunction>> {
  return scalarTargetArbitrary<LogModulusFunction>('log-modulus', constraints);
}
