/**
 * Number systems: one interface, doubles without bounds, intervals with proofs.
 */
export { decimalDown, decimalUp, exactDecimal } from './decimal-text.js';
export {
  addDown,
  addUp,
  divDown,
  divUp,
  mulDown,
  mulUp,
  nextDown,
  nextUp,
  sqrtDown,
  sqrtUp,
  subDown,
  subUp,
} from './directed.js';
export { float64System } from './float64.js';
export {
  EMPTY,
  ENTIRE,
  contains,
  disjoint,
  hull,
  intersection,
  interval,
  intervalSystem,
  isEmpty,
  isEntire,
  isSubset,
  mag,
  midpoint,
  mig,
  point,
  radius,
  width,
  type Interval,
} from './interval.js';
export * as kernels from './kernels.js';
export {
  NumericError,
  type ConstantName,
  type NumberSystem,
  type NumericErrorCode,
  type SystemKind,
  type Ternary,
} from './number-system.js';
