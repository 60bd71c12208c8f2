import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { RidgeFunction } from './families/ridge.js';

/**
 * Sums of one to four ridge functions `amplitude · profile(weightsᵀx + shift)`, the profile being `abs`, `sin`, `tanh` or
 * `atan`. The declared Lipschitz constant `Σ |amplitude| ‖weights‖₂` is rounded up at the 12th significant digit. Shrinks to
 * one ridge with weights 0 on [0, 1].
 */
export function ridgeArbitrary(constraints: TargetConstraints = {}): fc.Arbitrary<DescriptionOf<RidgeFunction>> {
  return scalarTargetArbitrary<RidgeFunction>('ridge', constraints);
}
