/** Rigorous enclosures of approximation errors. */
export {
  certifyFunction,
  type FunctionEnclosure,
  type FunctionOptions,
  type IntervalExtension,
} from './certify-function.js';
export { certifySupNorm } from './certify-sup-norm.js';
export { errorAtPoint, type PointError } from './error-at-point.js';
export { boundSecondMoment } from './moments.js';
export type { SupNormEnclosure, SupNormOptions, SupNormProgress, SupNormStatus } from './sup-norm.js';
