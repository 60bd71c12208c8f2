import type fc from 'fast-check';
import { integrableTargetArbitrary } from './engine/integrable-target-arbitrary.js';
import type { IntegrableConstraints } from './engine/integrable-target.js';
import type { BallDescription } from './integrable-description.js';

/**
 * Indicators of balls, `height · 1[‖x − centre‖₂ ≤ radius]`. Of eight balls one is tiny, one touches a face of the domain, one
 * contains the domain; one centre in eight may lie a little outside; one height in sixteen is 0. Shrinks to `1[|x| ≤ 1/2]`
 * on [0, 1].
 */
export function ballArbitrary(constraints: IntegrableConstraints = {}): fc.Arbitrary<BallDescription> {
  return integrableTargetArbitrary('ball', constraints);
}
