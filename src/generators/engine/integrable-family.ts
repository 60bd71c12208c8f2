/** What a family of integrable, perhaps discontinuous or unbounded, functions must provide. */
import type { NodeIndex } from '../../expression/expression.js';
import type { Singularity } from '../../expression/target.js';
import type { DomainDescription } from '../description.js';
import type { Random } from './draw.js';
import type { Scope } from './family.js';

export interface IntegrableFamily<F> {
  /** A function whose interesting part lies on the domain, all of whose axes have a length. */
  draw(random: Random, domain: DomainDescription): F;
  /** Simpler functions of the same family and the same inputs; some may violate the constraints. */
  simplify(value: F, domain: DomainDescription): Iterable<F>;
  /** The function of the inputs `kept` only, if it is one of this family (see `isWithin`). */
  selectInputs(value: F, kept: readonly number[]): F;
  /** A function that looks on `to` as `value` does on `from`. */
  move(value: F, from: DomainDescription, to: DomainDescription): F;
  /** Does the function meet the constraints of its family on the domain? Throws or says no for malformed data. */
  isWithin(value: F, domain: DomainDescription): boolean;
  /** What a description declares beside the function itself. */
  declare(value: F, domain: DomainDescription): object;
  /** One node per output, in vec order. */
  express(value: F, scope: Scope): readonly NodeIndex[];
  /** Where the function is unbounded; nowhere if absent. */
  singularities?(value: F): readonly Singularity[];
}
