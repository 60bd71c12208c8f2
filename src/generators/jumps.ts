import type fc from 'fast-check';
import { integrableTargetArbitrary } from './engine/integrable-target-arbitrary.js';
import type { IntegrableConstraints } from './engine/integrable-target.js';
import type { JumpsDescription } from './integrable-description.js';

/**
 * Lipschitz targets plus one to three jumps `height · 1[x_axis ≥ at]`. A jump is at a border of a typical grid (`k/P` of the
 * axis, `P` dyadic or a divisor of a power of ten) in three cases of eight, anywhere inside in three, at an end of the
 * domain in one, and in one (but for the first) on the hyperplane of an earlier one; one height in sixteen is 0.
 *
 * Declared: a Lipschitz constant off the hyperplanes, and the distinct hyperplanes strictly inside the domain; no bound of
 * `|f|`. Shrinks to `1[x ≥ 1/2]` on [0, 1].
 */
export function jumpsArbitrary(constraints: IntegrableConstraints = {}): fc.Arbitrary<JumpsDescription> {
  return integrableTargetArbitrary('jumps', constraints);
}
