/**
 * Plain doubles and the engine's own functions: fast, for search and plots; no result carries a bound.
 */
import { parseNear } from './decimal-text.js';
import { NumericError, type NumberSystem } from './number-system.js';

/** `x^y` on the natural domain of IEEE 1788 `pow`; NaN outside, also for negative `x` and integer `y`. */
function pow(x: number, y: number): number {
  return x > 0 || (x === 0 && y > 0) ? Math.pow(x, y) : NaN;
}

/** Double arithmetic without bounds. `isDefined` is false for NaN and for infinities: overflow looks like `1/0`. */
export const float64System: NumberSystem<number> = {
  name: 'float64',
  kind: 'approximate',

  literal: parseNear,
  fromNumber: (value) => value,
  constant: (name) => Math[name],

  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  atan: Math.atan,
  tanh: Math.tanh,

  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  min: (x, y) => Math.min(x, y),
  max: (x, y) => Math.max(x, y),
  hypot: (x, y) => Math.hypot(x, y),
  pow,
  powInteger: (x, n) => Math.pow(x, n),

  less: (x, y) => x < y,
  lessOrEqual: (x, y) => x <= y,
  equal: (x, y) => x === y,
  hull(x, y) {
    if (x === y) return x;
    throw new NumericError('no-hull', `${x} and ${y} have no hull in float64; choose an enclosure system`);
  },

  isDefined: Number.isFinite,
  lower: (x) => x,
  upper: (x) => x,
  toNumber: (x) => x,
  toText: String,
};
