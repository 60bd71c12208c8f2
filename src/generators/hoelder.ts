import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { HoelderFunction } from './families/hoelder.js';

/**
 * Hölder targets `Σ amplitude · ‖x − centre‖₂^α` of one to three terms, `α` one of 1/4, 0.3, 1/2, 3/4; the declared modulus
 * `C r^α`, `C = Σ |amplitude|`, is exact, and attained when there is one term. Shrinks to `|x|^(1/2)` on [0, 1].
 */
export function hoelderArbitrary(constraints: TargetConstraints = {}): fc.Arbitrary<DescriptionOf<HoelderFunction>> {
  return scalarTargetArbitrary<HoelderFunction>('hoelder', constraints);
}
