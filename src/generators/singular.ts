import type fc from 'fast-check';
import { integrableTargetArbitrary } from './engine/integrable-target-arbitrary.js';
import type { IntegrableConstraints } from './engine/integrable-target.js';
import type { SingularDescription } from './integrable-description.js';

/**
 * Unbounded targets `height · ‖x − point‖₂^(−exponent) + constant` in `g` inputs, `exponent · power < g`: one exponent in four
 * is the largest with its number of digits (one or two, more only for large powers). The point is a corner in one case of
 * eight, on a face in one, and the centre of a cell, a border on all axes, or anywhere inside in one of four each; the
 * constant is 0 in two cases of three.
 *
 * Shrinks to `|x|^(−α)` on [0, 1], `α = 1/2` if it is allowed, else the largest with one significant digit.
 */
export function singularArbitrary(constraints: IntegrableConstraints = {}): fc.Arbitrary<SingularDescription> {
  return integrableTargetArbitrary('singular', constraints);
}
