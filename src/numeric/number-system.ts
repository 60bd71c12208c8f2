/**
 * The one interface behind which every number system stands.
 *
 * A number system says what a *value* is (a double, a pair of doubles, a decimal, a pair of decimals, an exact
 * decimal) and how each operation of the expression language acts on it. What the result means depends on `kind`:
 *
 * - `approximate`: a nearby number, without a bound (float64, decimal);
 * - `enclosure`: a set that contains the exact result for every choice of exact arguments in the argument sets
 *   (interval, decimal interval); IEEE 1788 set semantics: points of an argument outside the natural domain of a
 *   function are dropped, `defined` says whether that happened;
 * - `exact`: the exact result, or a `NumericError` with code `not-exact` when the system cannot represent it.
 */

export type SystemKind = 'approximate' | 'enclosure' | 'exact';

/** Named mathematical constants, spelled as in ECMAScript's `Math`. */
export type ConstantName = 'PI' | 'E' | 'LN2' | 'LN10' | 'LOG2E' | 'LOG10E' | 'SQRT2' | 'SQRT1_2';

/** Three-valued truth of a comparison of two values: `undefined` when the enclosures do not decide it. */
export type Ternary = boolean | undefined;

export interface NumberSystem<T> {
  /** Short identifier, for example `float64`, `interval`, `decimal-50`. */
  readonly name: string;
  readonly kind: SystemKind;

  /** The value of a decimal numeric literal such as `0.1`, `12`, `1e-3`; exactly one tenth for `0.1`, or its hull. */
  literal(text: string): T;
  /** The exact value of a double (not of its shortest decimal string). NaN becomes the empty set or NaN. */
  fromNumber(value: number): T;
  /** A named constant. */
  constant(name: ConstantName): T;

  neg(x: T): T;
  abs(x: T): T;
  sign(x: T): T;
  floor(x: T): T;
  sqrt(x: T): T;
  cbrt(x: T): T;
  exp(x: T): T;
  expm1(x: T): T;
  log(x: T): T;
  sin(x: T): T;
  cos(x: T): T;
  tan(x: T): T;
  atan(x: T): T;
  tanh(x: T): T;

  add(x: T, y: T): T;
  sub(x: T, y: T): T;
  mul(x: T, y: T): T;
  div(x: T, y: T): T;
  min(x: T, y: T): T;
  max(x: T, y: T): T;
  hypot(x: T, y: T): T;
  /** `x^y` for real `y`, as IEEE 1788 `pow`: natural domain `x > 0`, and `x = 0` for `y > 0`. */
  pow(x: T, y: T): T;
  /** `x^n` for a constant integer `n` (IEEE 1788 `pown`): `x^0 = 1` everywhere; undefined at 0 for `n < 0`. */
  powInteger(x: T, n: number): T;

  /** Is `x < y` for every, for no, or only for some choice of elements? */
  less(x: T, y: T): Ternary;
  lessOrEqual(x: T, y: T): Ternary;
  equal(x: T, y: T): Ternary;
  /** The smallest value that contains both; of approximate and exact systems only defined when `x` equals `y`. */
  hull(x: T, y: T): T;

  /**
   * False when, on the way to `x`, an argument touched the complement of a function's natural domain (1/0, log of a
   * negative, NaN in): then `x` encloses only the values at the arguments where everything is defined.
   */
  isDefined(x: T): boolean;
  /** A double at most / at least every element of `x`; ±Infinity when unbounded, NaN when empty. */
  lower(x: T): number;
  upper(x: T): number;
  /** A double near the middle of `x`, without a bound. */
  toNumber(x: T): number;
  /** Readable text; enclosures print both ends, rounded outward. */
  toText(x: T): string;
}

export type NumericErrorCode =
  'not-exact' | 'invalid-literal' | 'invalid-precision' | 'no-hull' | 'inverted' | 'unavailable';

/** A fault of an operation on numbers; `code` is stable, the message is for people. */
export class NumericError extends Error {
  readonly code: NumericErrorCode;
  constructor(code: NumericErrorCode, message: string) {
    super(message);
    this.name = 'NumericError';
    this.code = code;
  }
}
