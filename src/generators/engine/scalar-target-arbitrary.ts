/** What the public factories of the single families have in common. */
import type fc from 'fast-check';
import type { DescriptionOf, ScalarFunction, ScalarTargetDescription } from '../description.js';
import { ByValueArbitrary } from './by-value-arbitrary.js';
import { inputCount, type InputCount } from './domain-engine.js';
import { drawScalarTarget, isScalarTarget, simplifyScalarTarget } from './scalar-target.js';

/** Constraints of the arbitraries of targets. */
export interface TargetConstraints {
  /** Number of scalar inputs: 1 to 6 by default. */
  readonly inputs?: Partial<InputCount>;
  /** May an axis of the domain be a single point? No by default. */
  readonly onePointAxes?: boolean;
}

/** Targets of the one family `name`. */
export function scalarTargetArbitrary<F extends ScalarFunction>(
  name: F['family'],
  constraints: TargetConstraints,
): fc.Arbitrary<DescriptionOf<F>> {
  const limits = { inputs: inputCount(constraints.inputs), onePointAxes: constraints.onePointAxes ?? false };
  const arbitrary: fc.Arbitrary<ScalarTargetDescription> = new ByValueArbitrary<ScalarTargetDescription>({
    draw: (random) => drawScalarTarget(random, name, limits),
    simplify: (target) => simplifyScalarTarget(target, limits.inputs.min),
    accepts: (value): value is ScalarTargetDescription => isScalarTarget(value, [name], limits.inputs),
  });
  // A family draws and simplifies within itself, so every value has the family asked for.
  return arbitrary as fc.Arbitrary<unknown> as fc.Arbitrary<DescriptionOf<F>>;
}
