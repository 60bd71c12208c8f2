/** The error of a layer at one point, enclosed: what is rigorous about a sample. */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { evaluateProduct } from '../attention/product.js';
import { evaluate } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

/**
 * Ends of `max_r |Y_r(x) − f_r(x)|` for a point of the domain that `x` encloses, in an enclosure system; `lower` is 0 where
 * nothing is known.
 */
export function encloseErrorAt<T>(
  system: NumberSystem<T>,
  layer: MaxAffineLayer,
  target: Pick<Target, 'expression'>,
  x: readonly T[],
): { readonly lower: number; readonly upper: number } {
  const values = evaluate(target.expression, system, x);
  const errors = evaluateProduct(system, layer, x).map((y, r) => system.abs(system.sub(y, values[r]!)));
  const isKnown = errors.every((error) => system.isDefined(error) && system.lower(error) >= 0);
  if (!isKnown) return { lower: 0, upper: Infinity };
  return {
    lower: Math.max(...errors.map((error) => system.lower(error))),
    upper: Math.max(...errors.map((error) => system.upper(error))),
  };
}
