/**
 * The certified sup-norm of any error that can be enclosed over boxes, `sup_{x ∈ U} max_r |E_r(x)|`. For max-affine layers
 * `certifySupNorm` knows more and is faster.
 */
import type { DomainBoxes } from '../approximation/box.js';
import type { BoxError } from './box-error.js';
import { branchAndBound } from './branch-and-bound.js';
import { ErrorExaminer } from './error-examiner.js';
import { checkOptions, type SupNormEnclosure, type SupNormOptions } from './sup-norm.js';

export interface BoxErrorOptions extends Omit<SupNormOptions, 'margin'> {
  /** About how many parts the error is made of along each axis, such as cells; 1 by default. Guides splitting only. */
  readonly parts?: readonly number[];
}

/**
 * Encloses the largest error over a domain. Throws a `RangeError` for an option that is negative or not a number. Cost:
 * one enclosure per box, and per point tried. Memory: 16·g + 20 bytes per box in the queue.
 */
export function certifyBoxError(error: BoxError, domain: DomainBoxes, options: BoxErrorOptions = {}): SupNormEnclosure {
  const { parts, ...limits } = options;
  checkOptions(limits);
  return branchAndBound(new ErrorExaminer(error, domain, parts), limits);
}
