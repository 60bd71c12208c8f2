import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { ConstantFunction } from './families/constant.js';

/**
 * Constant targets, `f(x) = value`; the declared Lipschitz constant is 0. Shrinks to the value 0 on [0, 1].
 */
export function constantArbitrary(constraints: TargetConstraints = {}): fc.Arbitrary<DescriptionOf<ConstantFunction>> {
  return scalarTargetArbitrary<ConstantFunction>('constant', constraints);
}
