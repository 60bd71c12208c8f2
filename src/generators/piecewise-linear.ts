import type fc from 'fast-check';
import type { DescriptionOf } from './description.js';
import { scalarTargetArbitrary, type TargetConstraints } from './engine/scalar-target-arbitrary.js';
import type { PiecewiseLinearFunction } from './families/piecewise-linear.js';

/**
 * Piecewise-linear targets: the maximum over one to three groups of the minimum of one to three affine functions. The
 * declared Lipschitz constant, the largest norm of the weights, is rounded up at the 12th significant digit. Shrinks to the
 * single piece 0 on [0, 1].
 */
export function piecewiseLinearArbitrary(
  constraints: TargetConstraints = {},
): fc.Arbitrary<DescriptionOf<PiecewiseLinearFunction>> {
  return scalarTargetArbitrary<PiecewiseLinearFunction>('piecewise-linear', constraints);
}
