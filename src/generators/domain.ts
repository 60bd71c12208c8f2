import type fc from 'fast-check';
import type { DomainDescription } from './description.js';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { drawDomain, inputCount, isDomain, simplifyAxes, type InputCount } from './engine/domain-engine.js';
import { shorterSelections } from './engine/simplify.js';

/** Constraints of {@link domainArbitrary}. */
export interface DomainConstraints {
  /** Number of scalar inputs: 1 to 6 by default. */
  readonly inputs?: Partial<InputCount>;
  /** May an axis be a single point? One in eleven then is. No by default. */
  readonly onePointAxes?: boolean;
}

/**
 * Boxes `Π [lower, upper]`, one `[lower, upper]` per scalar input, ends as exact decimal text.
 *
 * One box in three is a unit box; lengths of axes are else log-uniform from 1e-3 to 1e3, lower ends within [−10, 10].
 * Shrinks to `[["0", "1"]]`.
 */
export function domainArbitrary(constraints: DomainConstraints = {}): fc.Arbitrary<DomainDescription> {
  const inputs = inputCount(constraints.inputs);
  const onePointAxes = constraints.onePointAxes ?? false;
  return new ByValueArbitrary<DomainDescription>({
    draw: (random) => drawDomain(random, random.nextInt(inputs.min, inputs.max), onePointAxes),
    simplify: function* (domain) {
      for (const kept of shorterSelections(domain.length, inputs.min)) yield kept.map((axis) => domain[axis]!);
      yield* simplifyAxes(domain);
    },
    accepts: (value): value is DomainDescription => isDomain(value, inputs),
  });
}
