/**
 * Intervals with double ends: the number system whose results are proofs.
 *
 * An interval is a set of real numbers: `{x ∈ R : lo ≤ x ≤ hi}`, closed, possibly unbounded (infinite ends are no
 * members), or empty (both ends NaN). An operation returns an interval that contains the exact result for every choice
 * of members of its arguments at which it is defined (IEEE 1788 set-based semantics); + − × ÷ √ and the like are the
 * tightest such interval, elementary functions are at most two doubles wider (`elementary/`).
 *
 * `defined` is a decoration of two levels: false when, on the way here, an argument touched the complement of a
 * function's natural domain (1/0, the logarithm of 0 or of a negative number), or NaN came in. The empty interval is
 * never defined.
 */
import { constantDown, constantUp } from './constants.js';
import { decimalDown, decimalUp, parseDown, parseUp } from './decimal-text.js';
import * as kernels from './kernels.js';
import { NumericError, type ConstantName, type NumberSystem, type Ternary } from './number-system.js';

export interface Interval {
  readonly lo: number;
  readonly hi: number;
  readonly defined: boolean;
}

/** No number at all. */
export const EMPTY: Interval = Object.freeze({ lo: NaN, hi: NaN, defined: false });
/** Every real number. */
export const ENTIRE: Interval = Object.freeze({ lo: -Infinity, hi: Infinity, defined: true });

/**
 * The interval [lo, hi]. Empty when an end is NaN, or when no real number lies between the ends ([∞, ∞]).
 * Throws `NumericError` `inverted` when `lo > hi`.
 */
export function interval(lo: number, hi: number): Interval {
  if (lo > hi) throw new NumericError('inverted', `the interval [${lo}, ${hi}] has its ends the wrong way round`);
  if (!(lo < Infinity && hi > -Infinity)) return EMPTY;
  // Adding 0 turns −0 into 0.
  return { lo: lo + 0, hi: hi + 0, defined: true };
}

/** The interval [x, x]; empty for NaN and ±∞. */
export function point(x: number): Interval {
  return interval(x, x);
}

export function isEmpty(x: Interval): boolean {
  return !(x.lo <= x.hi);
}

export function isEntire(x: Interval): boolean {
  return x.lo === -Infinity && x.hi === Infinity;
}

/** Is the real number `value` a member? */
export function contains(x: Interval, value: number): boolean {
  return Number.isFinite(value) && x.lo <= value && value <= x.hi;
}

/** Is every member of `x` a member of `y`? */
export function isSubset(x: Interval, y: Interval): boolean {
  return isEmpty(x) || (y.lo <= x.lo && x.hi <= y.hi);
}

/** Have `x` and `y` no member in common? */
export function disjoint(x: Interval, y: Interval): boolean {
  return !(x.lo <= y.hi && y.lo <= x.hi);
}

/** The smallest interval that contains both. */
export function hull(x: Interval, y: Interval): Interval {
  const defined = x.defined && y.defined;
  if (isEmpty(x)) return { lo: y.lo, hi: y.hi, defined };
  if (isEmpty(y)) return { lo: x.lo, hi: x.hi, defined };
  return { lo: Math.min(x.lo, y.lo), hi: Math.max(x.hi, y.hi), defined };
}

/** The common members. */
export function intersection(x: Interval, y: Interval): Interval {
  if (disjoint(x, y)) return EMPTY;
  return { lo: Math.max(x.lo, y.lo), hi: Math.min(x.hi, y.hi), defined: x.defined && y.defined };
}

/**
 * A finite double in `x`, nearest to the middle up to rounding; 0 for the whole line, ±MAX for half lines, NaN if
 * empty.
 */
export function midpoint(x: Interval): number {
  if (isEntire(x)) return 0;
  if (x.lo === -Infinity) return -Number.MAX_VALUE;
  if (x.hi === Infinity) return Number.MAX_VALUE;
  const sum = x.lo + x.hi;
  return Number.isFinite(sum) ? sum / 2 : x.lo / 2 + x.hi / 2;
}

/** The smallest double `r` such that `midpoint ± r` covers `x`: rounded up; NaN if empty. */
export function radius(x: Interval): number {
  const middle = midpoint(x);
  return Math.max(kernels.subUp(middle, x.lo), kernels.subUp(x.hi, middle));
}

/** `hi − lo`, rounded up (IEEE 1788 `wid`); NaN if empty. */
export function width(x: Interval): number {
  return kernels.subUp(x.hi, x.lo);
}

/** The least `|member|`; NaN if empty. */
export function mig(x: Interval): number {
  return kernels.absLower(x.lo, x.hi);
}

/** The greatest `|member|`; NaN if empty. */
export function mag(x: Interval): number {
  return kernels.absUpper(x.lo, x.hi);
}

type Ends = (lo: number, hi: number) => number;
type EndsOfTwo = (xlo: number, xhi: number, ylo: number, yhi: number) => number;

function always(): boolean {
  return true;
}

/** The result with ends `lo` and `hi`. */
function result(lo: number, hi: number, defined: boolean): Interval {
  return lo <= hi ? { lo, hi, defined } : EMPTY;
}

/** A function of one interval; `isInside` says whether a nonempty argument lies in the natural domain. */
function unary(lower: Ends, upper: Ends, isInside: (x: Interval) => boolean = always) {
  return (x: Interval): Interval => result(lower(x.lo, x.hi), upper(x.lo, x.hi), x.defined && isInside(x));
}

function binary(lower: EndsOfTwo, upper: EndsOfTwo, isInside: (x: Interval, y: Interval) => boolean = always) {
  return (x: Interval, y: Interval): Interval =>
    result(lower(x.lo, x.hi, y.lo, y.hi), upper(x.lo, x.hi, y.lo, y.hi), x.defined && y.defined && isInside(x, y));
}

function excludesZero(x: Interval): boolean {
  return x.lo > 0 || x.hi < 0;
}

const tangent = unary(kernels.tanLower, kernels.tanUpper);

const K = kernels;

/** Interval arithmetic: see the head of this file. `literal` and `constant` are the tightest enclosures. */
export const intervalSystem: NumberSystem<Interval> = {
  name: 'interval',
  kind: 'enclosure',

  literal: (text: string) => result(parseDown(text), parseUp(text), true),
  fromNumber: point,
  constant: (name: ConstantName) => interval(constantDown(name), constantUp(name)),

  neg: unary(K.negLower, K.negUpper),
  abs: unary(K.absLower, K.absUpper),
  sign: unary(K.signLower, K.signUpper),
  floor: unary(K.floorLower, K.floorUpper),
  sqrt: unary(K.sqrtLower, K.sqrtUpper, (x) => x.lo >= 0),
  cbrt: unary(K.cbrtLower, K.cbrtUpper),
  exp: unary(K.expLower, K.expUpper),
  expm1: unary(K.expm1Lower, K.expm1Upper),
  log: unary(K.logLower, K.logUpper, (x) => x.lo > 0),
  sin: unary(K.sinLower, K.sinUpper),
  cos: unary(K.cosLower, K.cosUpper),
  // The tangent of a double is finite, so an infinite end tells of a pole.
  tan: (x) => {
    const range = tangent(x);
    return range.lo === -Infinity ? { ...range, defined: false } : range;
  },
  atan: unary(K.atanLower, K.atanUpper),
  tanh: unary(K.tanhLower, K.tanhUpper),

  add: binary(K.addLower, K.addUpper),
  sub: binary(K.subLower, K.subUpper),
  mul: binary(K.mulLower, K.mulUpper),
  div: binary(K.divLower, K.divUpper, (_, y) => excludesZero(y)),
  min: binary(K.minLower, K.minUpper),
  max: binary(K.maxLower, K.maxUpper),
  hypot: binary(K.hypotLower, K.hypotUpper),
  pow: binary(K.powLower, K.powUpper, (x, y) => x.lo > 0 || (x.lo === 0 && y.lo > 0)),
  powInteger: (x, n) =>
    result(
      K.powIntegerLower(x.lo, x.hi, n),
      K.powIntegerUpper(x.lo, x.hi, n),
      x.defined && (n >= 0 || excludesZero(x)),
    ),

  less(x, y): Ternary {
    if (x.hi < y.lo) return true;
    return x.lo >= y.hi ? false : undefined;
  },
  lessOrEqual(x, y): Ternary {
    if (x.hi <= y.lo) return true;
    return x.lo > y.hi ? false : undefined;
  },
  equal(x, y): Ternary {
    if (isEmpty(x) || isEmpty(y)) return undefined;
    if (disjoint(x, y)) return false;
    return x.lo === x.hi && y.lo === y.hi ? true : undefined;
  },
  hull,

  isDefined: (x) => x.defined,
  lower: (x) => x.lo,
  upper: (x) => x.hi,
  toNumber: midpoint,
  toText: (x) => (isEmpty(x) ? 'empty' : `[${decimalDown(x.lo, 17)}, ${decimalUp(x.hi, 17)}]`),
};
