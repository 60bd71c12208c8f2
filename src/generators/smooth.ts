import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { SmoothFunction } from './families/smooth.js';

/**
 * Smooth targets: one to three terms `amplitude · profile(polynomial)`, the profile being the identity, `sin`, `exp` or
 * `tanh`, the polynomial of degree at most 3 in coordinates relative to the domain. No modulus is declared. Shrinks to the
 * polynomial 0 on [0, 1].
 */
export function smoothArbitrary(constraints: TargetConstraints = {}): fc.Arbitrary<DescriptionOf<SmoothFunction>> {
  return scalarTargetArbitrary<SmoothFunction>('smooth', constraints);
}
