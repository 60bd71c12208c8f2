/**
 * Every operation of intervals as functions of their ends, two per operator of the expression language: `<op>Lower`
 * and `<op>Upper`, taking `(xlo, xhi[, ylo, yhi])`, and `powIntegerLower`, `powIntegerUpper` taking `(lo, hi, n)`; and
 * directed arithmetic on single doubles. The interval system is defined by these functions, and compiled targets call
 * them: both give the same ends. Nothing here allocates.
 */
export {
  absLower,
  absUpper,
  addLower,
  addUpper,
  divLower,
  divUpper,
  floorLower,
  floorUpper,
  maxLower,
  maxUpper,
  minLower,
  minUpper,
  mulLower,
  mulUpper,
  negLower,
  negUpper,
  signLower,
  signUpper,
  sqrtLower,
  sqrtUpper,
  subLower,
  subUpper,
} from './endpoints/arithmetic.js';
export {
  atanLower,
  atanUpper,
  cbrtLower,
  cbrtUpper,
  expLower,
  expUpper,
  expm1Lower,
  expm1Upper,
  hypotLower,
  hypotUpper,
  logLower,
  logUpper,
  tanhLower,
  tanhUpper,
} from './endpoints/functions.js';
export { powIntegerLower, powIntegerUpper, powLower, powUpper } from './endpoints/powers.js';
export { cosLower, cosUpper } from './elementary/cos.js';
export { sinLower, sinUpper } from './elementary/sin.js';
export { tanLower, tanUpper } from './elementary/tan.js';
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
