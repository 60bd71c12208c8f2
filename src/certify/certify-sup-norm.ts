/** Certified sup-norm error of a max-affine layer, `sup_{x ∈ U} max_r |Y_r(x) − f_r(x)|`. */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { Target } from '../expression/target.js';
import { branchAndBound } from './branch-and-bound.js';
import { LayerExaminer } from './layer-examiner.js';
import { checkOptions, type SupNormEnclosure, type SupNormOptions } from './sup-norm.js';

/**
 * Encloses the error of `layer` for `target`; the target must be finite on its domain.
 *
 * Throws a `RangeError` for an option that is negative or not a number.
 * Cost: one to a few microseconds per box in up to three variables when κ = Rs² is large; windows widen as κ falls.
 * Memory: 16·g + 20 bytes per box in the queue, plus the value table.
 */
export function certifySupNorm(layer: MaxAffineLayer, target: Target, options: SupNormOptions = {}): SupNormEnclosure {
  checkOptions(options);
  return branchAndBound(new LayerExaminer(layer, target, options), options);
}
