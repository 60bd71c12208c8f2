import type fc from 'fast-check';
import type { ScalarFamilyName, SequenceTargetDescription } from './description.js';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { inputCount } from './engine/domain-engine.js';
import { scalarFamilyNames } from './engine/scalar-families.js';
import type { TargetConstraints } from './engine/scalar-target-arbitrary.js';
import {
  drawSequenceTarget,
  isSequenceTarget,
  sequenceShapes,
  simplifySequenceTarget,
} from './engine/sequence-target.js';

/** Constraints of {@link sequenceArbitrary}. */
export interface SequenceConstraints extends TargetConstraints {
  /** Families of the entries; all by default. */
  readonly families?: readonly ScalarFamilyName[];
}

/**
 * Sequence-to-sequence targets `R^{width×tokens} → R^{width×tokens}`, width 1 or 2, one to three tokens; every entry is a
 * function of all inputs. Besides independent columns there are equal columns, the input's columns in another order, and
 * constant unequal columns. The declared modulus is that of the worst entry, undefined if an entry declares none.
 * Shrinks to one token of width 1 with entry 0 on [0, 1].
 */
export function sequenceArbitrary(constraints: SequenceConstraints = {}): fc.Arbitrary<SequenceTargetDescription> {
  const inputs = inputCount(constraints.inputs);
  const shapes = sequenceShapes(inputs);
  const families = constraints.families ?? scalarFamilyNames;
  if (families.length === 0) throw new RangeError('families must not be empty');
  const limits = { inputs, onePointAxes: constraints.onePointAxes ?? false };
  return new ByValueArbitrary<SequenceTargetDescription>({
    draw: (random) => drawSequenceTarget(random, shapes, families, limits),
    simplify: simplifySequenceTarget(inputs.min, families),
    accepts: (value): value is SequenceTargetDescription => isSequenceTarget(value, inputs),
  });
}
