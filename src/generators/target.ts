import type fc from 'fast-check';
import type { ScalarTargetDescription, TargetDescription } from './description.js';
import { ByValueArbitrary, type ByValue } from './engine/by-value-arbitrary.js';
import { inputCount } from './engine/domain-engine.js';
import { chance, pick } from './engine/draw.js';
import { scalarFamilyNames } from './engine/scalar-families.js';
import { describe, drawScalarTarget, isScalarTarget, simplifyScalarTarget, zeroOn } from './engine/scalar-target.js';
import {
  drawSequenceTarget,
  isSequenceTarget,
  sequenceShapes,
  simplifySequenceTarget,
} from './engine/sequence-target.js';
import type { SequenceConstraints } from './sequence.js';

/** Constraints of {@link targetArbitrary}. */
export interface AnyTargetConstraints extends SequenceConstraints {
  /** `true`: only sequence-to-sequence targets; `false`: only real-valued ones; by default one in four is a sequence. */
  readonly sequence?: boolean;
}

/**
 * Targets of all families, as data; `buildTarget` makes them functions.
 *
 * `families` restricts the families (of the entries, for sequences); constant functions are half as frequent as the
 * others. Shrinks to the constant 0 on [0, 1] if constants are allowed, otherwise within the family.
 *
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(targetArbitrary({ inputs: { max: 2 }, sequence: false }), (description) => {
 *     const target = buildTarget(description);
 *     return target.domain.length <= 2;
 *   }),
 * );
 * ```
 */
export function targetArbitrary(
  constraints: AnyTargetConstraints & { readonly sequence: false },
): fc.Arbitrary<ScalarTargetDescription>;
export function targetArbitrary(constraints?: AnyTargetConstraints): fc.Arbitrary<TargetDescription>;
export function targetArbitrary(constraints: AnyTargetConstraints = {}): fc.Arbitrary<TargetDescription> {
  return new ByValueArbitrary(targetEngine(constraints));
}

function targetEngine(constraints: AnyTargetConstraints): ByValue<TargetDescription> {
  const inputs = inputCount(constraints.inputs);
  const families = constraints.families ?? scalarFamilyNames;
  if (families.length === 0) throw new RangeError('families must not be empty');
  const weighted = families.flatMap((name) => (name === 'constant' ? [name] : [name, name]));
  const limits = { inputs, onePointAxes: constraints.onePointAxes ?? false };
  const { sequence } = constraints;
  const shapes = sequence === false ? [] : sequenceShapes(inputs);
  const simplifySequence = simplifySequenceTarget(inputs.min, families);
  return {
    draw: (random) =>
      sequence === true || (sequence === undefined && chance(random, 1, 4))
        ? drawSequenceTarget(random, shapes, weighted, limits)
        : drawScalarTarget(random, pick(random, weighted), limits),
    simplify: function* (target) {
      if (sequence !== true && target.family !== 'constant' && families.includes('constant')) {
        yield zeroOn(target.domain);
      }
      if (target.family !== 'sequence') {
        yield* simplifyScalarTarget(target, inputs.min);
        return;
      }
      if (sequence !== true) for (const entry of target.entries) yield describe(target.domain, entry);
      yield* simplifySequence(target);
    },
    accepts: (value): value is TargetDescription =>
      (sequence !== true && isScalarTarget(value, families, inputs)) ||
      (sequence !== false && isSequenceTarget(value, inputs)),
  };
}
