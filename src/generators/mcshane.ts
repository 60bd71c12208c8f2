import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { McShaneFunction } from './families/mcshane.js';

/**
 * McShane extensions `f(x) = min_i (value_i + L‖x − point_i‖₂)` with one to six anchors: Lipschitz with the declared constant
 * `L` on the whole space, whatever the anchors, so every shrunk target still is. Shrinks to one anchor at 0, `L = 1`, on
 * [0, 1].
 */
export function mcshaneArbitrary(constraints: TargetConstraints = {}): fc.Arbitrary<DescriptionOf<McShaneFunction>> {
  return scalarTargetArbitrary<McShaneFunction>('mcshane', constraints);
}
