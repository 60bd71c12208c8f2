import type fc from 'fast-check';
import { realArbitrary } from './real.js';

/** Constraints of {@link maskArbitrary}. */
export interface MaskConstraints {
  /** Largest strength; 60 by default, where what leaks, `e^(−M)`, is below the unit roundoff of a double. */
  readonly max?: string;
}

/**
 * Strengths `M ≥ 0` of the mask that keeps the blocks of several tokens apart, as exact decimal text: 0 (no mask), the
 * largest, and everything between. Shrinks to 0.
 */
export function maskArbitrary(constraints: MaskConstraints = {}): fc.Arbitrary<string> {
  return realArbitrary({ min: '0', max: constraints.max ?? '60', digits: 2 });
}
