import fc from 'fast-check';
import { cellsArbitrary } from './cells.js';
import { ByValueArbitrary, drawnBy } from './engine/by-value-arbitrary.js';
import { isCount } from './engine/count-range.js';
import { simplifyInteger } from './engine/simplify-integer.js';

/** Constraints of {@link keyCountArbitrary}. */
export interface KeyCountConstraints {
  /** Most keys; 256 by default. */
  readonly most?: number;
}

const MANY = { min: 16, max: 200 };

/**
 * Numbers `p ≥ 1` of keys of one attention head. Half are drawn like the cells of one axis (`cellsArbitrary`), so that one key
 * comes up in one case of five; half are from 16 to 200, many enough to matter. Shrinks to one key.
 */
export function keyCountArbitrary({ most = 256 }: KeyCountConstraints = {}): fc.Arbitrary<number> {
  if (!Number.isSafeInteger(most) || most < 1) throw new RangeError(`most must be a positive integer, not ${most}`);
  return new ByValueArbitrary<number>({
    draw: drawnBy(
      fc.oneof(
        { weight: 1, arbitrary: cellsArbitrary({ axes: 1, perAxis: most, product: most }).map(([cells]) => cells!) },
        { weight: 1, arbitrary: fc.integer({ min: Math.min(MANY.min, most), max: Math.min(MANY.max, most) }) },
      ),
    ),
    simplify: simplifyInteger(1),
    accepts: (value): value is number => isCount(value, { min: 1, max: most }),
  });
}
