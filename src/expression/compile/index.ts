/** Compiled expressions: JavaScript made from the tape, for hot loops. */
export type { ArrayFunction } from './emit.js';
export { compileFloat64 } from './float64.js';
export { compileInterval } from './interval.js';
