/** Compiled expressions: JavaScript made from the tape, for hot loops. */
export type { ArrayFunction, LoopFunction } from './emit.js';
export { compileFloat64, compileFloat64Loop, isLoopable } from './float64.js';
export {
  compileFloat64Points,
  compileFloat64Rows,
  type PointsFunctionFloat64,
  type RowFunctionFloat64,
} from './float64-row-function.js';
export { compileInterval } from './interval.js';
