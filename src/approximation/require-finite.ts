/** The rule that a target is finite on its whole domain. */
import { evaluateConstant } from '../expression/evaluate.js';
import { requireFiniteOn } from '../expression/require-finite.js';
import { TargetError, type Target } from '../expression/target.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { domainBox } from './box.js';
import { isDefinedBeside } from './singular-growth.js';

/**
 * Throws a `TargetError` with code `undefined-value` unless the target is shown to be finite on its whole domain. With
 * `allowSingularities` (for L_p norms) in small neighbourhoods of the declared singularities it may be
 * infinite, or undefined at the point alone.
 */
export function requireFinite(target: Target, options: { readonly allowSingularities?: boolean } = {}): void {
  const box = domainBox(target);
  const isExempt = nearSingularities(target, box);
  if (options.allowSingularities === true || target.singularities.length === 0) {
    requireFiniteOn(target.expression, box, { isExempt });
    return;
  }
  try {
    requireFiniteOn(target.expression, box);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    // Throws where the target has other faults than those it declares.
    requireFiniteOn(target.expression, box, { isExempt });
    throw new TargetError({
      code: 'undefined-value',
      found: `the target is unbounded at its declared singularit${placesOf(target)}, where no error in the sup norm is finite`,
      remedy: 'Ask for an L_p norm: certify with --norm P and --construction max-affine-average.',
    });
  }
}

function placesOf({ singularities }: Target): string {
  const points = singularities.map(({ point }) => `(${point.map(({ text }) => text).join(', ')})`);
  return `${points.length === 1 ? 'y' : 'ies'} ${points.join(', ')}`;
}

/** Is the target shown to be finite on its whole domain, declared singularities or not? Then it is bounded. */
export function isFiniteOnDomain(target: Target): boolean {
  try {
    requireFinite(target);
    return true;
  } catch (error) {
    if (error instanceof TargetError) return false;
    throw error;
  }
}

/** Neighbourhoods of singularities end at this part of the domain's width. */
const NEIGHBOURHOOD = 2 ** -20;

function nearSingularities(
  { expression, singularities }: Target,
  domain: Float64Array,
): (box: Float64Array) => boolean {
  const points = singularities.map(({ point }) =>
    point.map((coordinate) => evaluateConstant(coordinate.expression, intervalSystem)),
  );
  const isNear = (point: readonly Interval[], box: Float64Array): boolean =>
    point.every((coordinate, axis) => {
      const [lo, hi] = [box[2 * axis]!, box[2 * axis + 1]!];
      const width = domain[2 * axis + 1]! - domain[2 * axis]!;
      const isTouched = lo <= intervalSystem.upper(coordinate) && intervalSystem.lower(coordinate) <= hi;
      return isTouched && hi - lo <= width * NEIGHBOURHOOD;
    });
  return (box) =>
    singularities.some((singularity, k) => isNear(points[k]!, box) && isDefinedBeside(expression, singularity, box));
}
