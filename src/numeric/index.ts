/**
 * Number systems behind one interface: doubles and decimals without bounds, intervals of either with proofs, exact decimals;
 * and the numbers of MPFR in the place of decimals, once `loadMpfr` has found the optional package for them.
 */
export { decimalIntervalSystem, type DecimalInterval } from './decimal-interval.js';
export { decimalDown, decimalUp, exactDecimal } from './decimal-text.js';
export { decimalSystem } from './decimal.js';
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
export { exactSystem, type ExactNumber } from './exact.js';
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
export { mpfrIntervalSystem, type MpfrInterval } from './mpfr/interval.js';
export { loadMpfr } from './mpfr/library.js';
export type { MpfrNumber } from './mpfr/number.js';
export { mpfrSystem } from './mpfr/system.js';
export {
  NumericError,
  type ConstantName,
  type NumberSystem,
  type NumericErrorCode,
  type SystemKind,
  type Ternary,
} from './number-system.js';
