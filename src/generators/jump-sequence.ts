import type fc from 'fast-check';
import { integrableTargetArbitrary } from './engine/integrable-target-arbitrary.js';
import type { IntegrableConstraints } from './engine/integrable-target.js';
import type { JumpSequenceDescription } from './integrable-description.js';

/**
 * Sequence-to-sequence targets of two tokens of width 1: a Lipschitz function per entry, and in one of the two entries jumps
 * as of `jumpsArbitrary`. Declared is what holds for the worst entry. Shrinks to `(1[x_1 ≥ 1/2], 0)` on [0, 1]².
 */
export function jumpSequenceArbitrary(
  constraints: Omit<IntegrableConstraints, 'inputs'> = {},
): fc.Arbitrary<JumpSequenceDescription> {
  return integrableTargetArbitrary('jump-sequence', constraints);
}
