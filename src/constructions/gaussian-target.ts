/** What the Gaussian constructions ask of a target: derivatives on the domain and on its ghost cells. */
import { domainBoxes } from '../approximation/box.js';
import { isPointAxis } from '../attention/axis-weights.js';
import { axisValues, type GridAxis } from '../approximation/grid.js';
import { describeSmoothness, findRoughness } from '../approximation/smoothness.js';
import { requireFiniteOn } from '../expression/require-finite.js';
import { TargetError, type Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';

const system = decimalIntervalSystem(40);

/** Throws `ConstructionError` `domain` for an axis that is a single point: it has no cells to look beyond. */
export function requireLengths(target: Target): void {
  const point = target.domain.find((axis) => {
    const grid = { axis, cells: 1 };
    return isPointAxis(system, grid, axisValues(system, grid));
  });
  if (point === undefined) return;
  throw new ConstructionError({
    code: 'domain',
    found: `the axis [${point.lower.text}, ${point.upper.text}]`,
    required: 'cells beyond an end of the domain need axes of positive length',
    remedy: 'Leave the constant input out of the target, or use the construction max-affine.',
  });
}

/**
 * Throws `ConstructionError` unless the target is shown to be finite and smooth on the whole grid: `ghosts` where its formula
 * holds on the domain only, or is undefined beyond; `smoothness` where a derivative breaks, with the place.
 */
export function requireExtension(target: Target, grid: readonly GridAxis[], ghosts: readonly number[]): void {
  const some = ghosts.some((count) => count > 0);
  if (some && !target.ghost) throw missingGhost(target);
  const extended = { ...target, domain: grid.map(({ axis }) => axis) };
  try {
    requireFiniteOn(target.expression, domainBoxes(extended).outer);
  } catch (error) {
    if (!(error instanceof TargetError) || !some) throw error;
    throw new ConstructionError({
      code: 'ghosts',
      found: `${target.name} on ${ghosts.join(' and ')} ghost cells per side: ${error.problem.found}`,
      required: 'the formula must have a value there, too',
      remedy: 'Use more cells, which makes the ghost cells smaller, or fewer --ghosts, or guard the operation.',
    });
  }
  target.expression.outputs.forEach((_, output) => {
    const places = findRoughness(extended, output);
    if (places.length === 0) return;
    throw new ConstructionError({
      code: 'smoothness',
      found: `${target.name}: ${describeSmoothness(places)}`,
      required: `the values and the bound of this construction need derivatives ${some ? 'on the domain and its ghost cells' : 'on the domain'}`,
      remedy: 'Use the construction max-affine, which needs none, or write the target without that operation.',
    });
  });
}

/** The refusal of ghost cells to a target that does not say that its formula is valid there. */
export function missingGhost(target: Target): ConstructionError {
  return new ConstructionError({
    code: 'ghosts',
    found: `${target.name} with ghost cells`,
    required:
      'the keys beyond the domain take the values of its formula, and nothing says that the formula holds there; without ' +
      'them the error near the border is of first order',
    remedy:
      'Add export const ghost = true to the target if its formula is valid a few cells beyond the domain, ' +
      'or give --ghosts 0.',
  });
}
