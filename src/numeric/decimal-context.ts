/**
 * Directed decimal arithmetic at a fixed number of significant digits.
 *
 * decimal.js rounds + − × ÷ correctly in every mode, and that is all it is trusted with: its transcendental functions
 * may come out on the wrong side. Its constructors are private clones, so no setting of the application matters. At the
 * ends of the exponent range, where decimal.js would turn an overflow into infinity and an underflow into zero whatever
 * the rounding mode, results are replaced by the largest or the smallest number on the side asked for.
 */
import { Decimal } from 'decimal.js';
import { NumericError } from './number-system.js';

/** Results lie between `10^-EXPONENT_LIMIT` and `10^(EXPONENT_LIMIT + 1)` in magnitude, or are 0 or infinite. */
export const EXPONENT_LIMIT = 500_000_000;

export type DecimalConstructor = typeof Decimal;

export interface DecimalContext {
  readonly digits: number;
  /** An enclosure of relative width `2^-bits` is a sixteenth of a unit in the last place wide, or less. */
  readonly bits: number;
  readonly Floor: DecimalConstructor;
  readonly Ceil: DecimalConstructor;
  readonly zero: Decimal;
  readonly one: Decimal;
  /** `9.99…9 · 10^EXPONENT_LIMIT` and `10^-EXPONENT_LIMIT`. */
  readonly largest: Decimal;
  readonly smallest: Decimal;
  readonly infinity: Decimal;
  readonly minusInfinity: Decimal;
  readonly nan: Decimal;
}

/** Throws `NumericError` `invalid-precision` unless `digits` is an integer from 2 to 1000. */
export function requirePrecision(digits: number): void {
  if (!Number.isInteger(digits) || digits < 2 || digits > 1000) {
    throw new NumericError('invalid-precision', `a decimal precision is an integer from 2 to 1000, not ${digits}`);
  }
}

/** A private constructor, by default with the widest exponent range of decimal.js. */
export function privateDecimal(digits: number, rounding: Decimal.Rounding, largestExponent = 9e15): DecimalConstructor {
  return Decimal.clone({
    precision: digits,
    rounding,
    toExpNeg: -7,
    toExpPos: 21,
    minE: -largestExponent,
    maxE: largestExponent,
    crypto: false,
    modulo: Decimal.ROUND_DOWN,
  });
}

const contexts = new Map<number, DecimalContext>();

/** The context of a precision, the same object every time. Throws `NumericError` `invalid-precision`. */
export function decimalContext(digits: number): DecimalContext {
  requirePrecision(digits);
  return internalContext(digits);
}

/** The same without a limit on the digits, for intermediate results. */
export function internalContext(digits: number): DecimalContext {
  let context = contexts.get(digits);
  if (context === undefined) {
    const Floor = privateDecimal(digits, Decimal.ROUND_FLOOR);
    context = {
      digits,
      bits: Math.ceil(digits * 3.3219281) + 4,
      Floor,
      Ceil: privateDecimal(digits, Decimal.ROUND_CEIL),
      zero: new Floor(0),
      one: new Floor(1),
      largest: new Floor(`${'9'.repeat(digits)}e${EXPONENT_LIMIT - digits + 1}`),
      smallest: new Floor(`1e-${EXPONENT_LIMIT}`),
      infinity: new Floor(Infinity),
      minusInfinity: new Floor(-Infinity),
      nan: new Floor(NaN),
    };
    contexts.set(digits, context);
  }
  return context;
}

/** A lower bound of a number of which `x` is one, within the exponent range. */
export function saturateDown(x: Decimal, context: DecimalContext): Decimal {
  if (x.e > EXPONENT_LIMIT) return x.s > 0 ? context.largest : context.minusInfinity;
  if (x.e < -EXPONENT_LIMIT) return x.s > 0 ? context.zero : context.smallest.neg();
  return x;
}

/** An upper bound of a number of which `x` is one, within the exponent range. */
export function saturateUp(x: Decimal, context: DecimalContext): Decimal {
  if (x.e > EXPONENT_LIMIT) return x.s > 0 ? context.infinity : context.largest.neg();
  if (x.e < -EXPONENT_LIMIT) return x.s > 0 ? context.smallest : context.zero;
  return x;
}

/*
 * The arithmetic of end points. Infinite operands are those of unbounded intervals: `0 · ∞ = 0`, and `∞ − ∞` never
 * occurs (a lower end is never +∞, an upper end never −∞).
 */

export const addDown = (x: Decimal, y: Decimal, c: DecimalContext): Decimal => saturateDown(c.Floor.add(x, y), c);
export const addUp = (x: Decimal, y: Decimal, c: DecimalContext): Decimal => saturateUp(c.Ceil.add(x, y), c);
export const subDown = (x: Decimal, y: Decimal, c: DecimalContext): Decimal => saturateDown(c.Floor.sub(x, y), c);
export const subUp = (x: Decimal, y: Decimal, c: DecimalContext): Decimal => saturateUp(c.Ceil.sub(x, y), c);
export const divDown = (x: Decimal, y: Decimal, c: DecimalContext): Decimal => saturateDown(c.Floor.div(x, y), c);
export const divUp = (x: Decimal, y: Decimal, c: DecimalContext): Decimal => saturateUp(c.Ceil.div(x, y), c);

export function mulDown(x: Decimal, y: Decimal, c: DecimalContext): Decimal {
  return x.isZero() || y.isZero() ? c.zero : saturateDown(c.Floor.mul(x, y), c);
}

export function mulUp(x: Decimal, y: Decimal, c: DecimalContext): Decimal {
  return x.isZero() || y.isZero() ? c.zero : saturateUp(c.Ceil.mul(x, y), c);
}
