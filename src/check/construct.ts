/** Builds the network of a published construction for a target, by the construction's id. */
import { isFiniteOnDomain } from '../approximation/require-finite.js';
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import type { SearchLimits } from './constructions/certifiable.js';
import { checkParameters, type ConstructionParameters } from './constructions/parameters.js';
import {
  constructionEntries,
  constructionIds,
  type AvailableConstruction,
  type Networks,
} from './constructions/registry.js';
import { nearestNames } from './select-claims.js';
import { UnknownConstructionError } from './unknown-construction-error.js';

/** Constructions that are no approximation of a target. */
const WITHOUT_TARGET = ['gradient-step', 'gradient-descent'];

function unknown(id: string): string {
  const [nearest] = nearestNames(id, constructionIds);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return `there is no construction "${id}"; available: ${constructionIds.join(', ')}.${hint}`;
}

function withoutTarget(id: string): string {
  return (
    `the construction "${id}" acts on a prompt in context: it is no approximation of a target function\n` +
    `  Run softproof check ${id}, which certifies it on prompts; built from a target are ${constructionIds.join(', ')}.`
  );
}

/** Throws an `UnknownConstructionError` unless the id is that of a construction built from a target. */
export function requireConstruction(id: string): AvailableConstruction {
  const found = constructionIds.find((known) => known === id);
  if (found === undefined) {
    throw new UnknownConstructionError(id, WITHOUT_TARGET.includes(id) ? withoutTarget(id) : unknown(id));
  }
  return found;
}

/**
 * The network that a construction makes for a target: an exact description, of a type that the id determines.
 *
 * - `max-affine`, `max-affine-cross`, `max-affine-average`: a layer on a grid, `R` in units of `1/x²`; its values are the
 *   target's at the centres, or enclosures of its averages over the cells;
 * - `truncated-single`, `truncated-multi`, `generalised-relu`: the keys of a range, `β` in units of `1/x²`, applied to the
 *   one input itself;
 * - `two-layer`, `two-layer-multi`: an expansion into ReLUs, whose arguments lie in [0, 1], and two truncations;
 * - `attention-softmax`: a truncation of every coordinate, rescaled to [0, 1], and a layer on a grid.
 *
 * Throws an `UnknownConstructionError`, and a `ConstructionError` for parameters that the construction does not have, that are
 * missing or that it cannot take, for a target of the wrong kind, and for a size beyond its limits, before any work.
 */
export function construct<Id extends AvailableConstruction>(
  id: Id,
  target: Target,
  parameters: ConstructionParameters,
): Networks[Id] {
  return buildNetwork(requireConstruction(id) as Id, target, parameters, {});
}

/** As `construct`, with limits for what is computed on the way. */
export function buildNetwork<Id extends AvailableConstruction>(
  id: Id,
  target: Target,
  parameters: ConstructionParameters,
  limits: SearchLimits,
): Networks[Id] {
  const entry = constructionEntries[id];
  checkParameters(id, entry, parameters, constructionEntries);
  if (!entry.acceptsSingularities) requireBounded(id, target);
  return entry.build(target, parameters, limits);
}

function requireBounded(id: string, target: Target): void {
  if (target.singularities.length === 0 || isFiniteOnDomain(target)) return;
  throw new ConstructionError({
    code: 'input',
    found: `${target.name}, which is unbounded at its declared singularities, with ${id}`,
    required: 'the weights are values of the target, and there it has none',
    remedy: 'Use --construction max-affine-average, whose weights are averages over cells.',
  });
}
