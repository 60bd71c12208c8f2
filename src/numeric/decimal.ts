/**
 * The number system of decimals at any precision from 2 to 1000 digits: a nearby number, without a bound.
 *
 * + − × ÷ are decimal.js rounded half to even. Everything else is the middle of an enclosure three digits longer (see
 * `decimal-interval.ts`), rounded half to even, so in practice within 0.51 units in the last place; yet the kind stays
 * `approximate`, since errors add up unseen from one operation to the next. What has no value (0/0, 1/0, log 0) is NaN,
 * also where decimal.js would answer infinity; infinities arise by overflow beyond 10^(5 · 10^8) only.
 */
import { Decimal } from 'decimal.js';
import { EXPONENT_LIMIT, internalContext, privateDecimal, requirePrecision } from './decimal-context.js';
import {
  doubleAbove,
  doubleBelow,
  limitExponent,
  numeralOfScaled,
  scaledFromLiteral,
  scaledFromNumber,
} from './decimal-conversion.js';
import { decimalEnds } from './decimal-ends.js';
import type { DecimalInterval } from './decimal-interval.js';
import { constantBounds } from './decimal-point-functions.js';
import type { Scaled } from './decimal-elementary/scaled.js';
import type { Ends } from './ends/ends.js';
import * as functions from './ends/functions.js';
import { isEmpty } from './ends/sets.js';
import { NumericError, type ConstantName, type NumberSystem } from './number-system.js';

/** Sine, cosine and tangent of larger numbers are NaN. */
const LARGEST_ANGLE_EXPONENT = 4990;

const systems = new Map<number, NumberSystem<Decimal>>();

/**
 * The system of a precision, the same object every time. Throws `NumericError` `invalid-precision` unless `digits` is an
 * integer from 2 to 1000.
 */
export function decimalSystem(digits: number): NumberSystem<Decimal> {
  requirePrecision(digits);
  let system = systems.get(digits);
  if (system === undefined) {
    system = build(digits);
    systems.set(digits, system);
  }
  return system;
}

function build(digits: number): NumberSystem<Decimal> {
  const Nearest = privateDecimal(digits, Decimal.ROUND_HALF_EVEN, EXPONENT_LIMIT);
  const wide = decimalEnds(internalContext(digits + 3));
  const nan = new Nearest(NaN);
  const constants = new Map<ConstantName, Decimal>();

  const middle = (x: DecimalInterval): Decimal =>
    isEmpty(x, wide) || !x.defined ? nan : new Nearest(approxMiddle(x)).toSD(digits, Decimal.ROUND_HALF_EVEN);
  const unary = (enclose: (x: DecimalInterval, c: Ends<Decimal>) => DecimalInterval) => (x: Decimal) =>
    x.isNaN() ? nan : middle(enclose(pointAt(x), wide));
  const binary =
    (enclose: (x: DecimalInterval, y: DecimalInterval, c: Ends<Decimal>) => DecimalInterval) =>
    (x: Decimal, y: Decimal) => (x.isNaN() || y.isNaN() ? nan : middle(enclose(pointAt(x), pointAt(y), wide)));
  /** NaN where the argument is too large to be reduced. */
  const periodic = (enclose: (x: DecimalInterval, c: Ends<Decimal>) => DecimalInterval) => (x: Decimal) =>
    x.isFinite() && x.e < LARGEST_ANGLE_EXPONENT ? middle(enclose(pointAt(x), wide)) : nan;
  const round = (x: Scaled): Decimal => new Nearest(numeralOfScaled(x)).toSD(digits, Decimal.ROUND_HALF_EVEN);

  return {
    name: `decimal-${digits}`,
    kind: 'approximate',

    literal: (text) => round(limitExponent(scaledFromLiteral(text))),
    fromNumber: (value) => (Number.isFinite(value) ? round(scaledFromNumber(value)) : new Nearest(value)),
    constant(name) {
      let value = constants.get(name);
      if (value === undefined) {
        value = middle({ ...constantBounds(name, wide.context), defined: true });
        constants.set(name, value);
      }
      return value;
    },

    neg: (x) => x.neg(),
    abs: (x) => x.abs(),
    sign: (x) => new Nearest(x.isNaN() ? NaN : x.isZero() ? 0 : x.s),
    floor: (x) => x.floor(),
    sqrt: unary(functions.sqrt),
    cbrt: unary(functions.cbrt),
    exp: unary(functions.exp),
    expm1: unary(functions.expm1),
    log: unary(functions.log),
    sin: periodic(functions.sin),
    cos: periodic(functions.cos),
    tan: periodic(functions.tan),
    atan: periodic(functions.atan),
    tanh: unary(functions.tanh),

    add: (x, y) => Nearest.add(x, y),
    sub: (x, y) => Nearest.sub(x, y),
    mul: (x, y) => Nearest.mul(x, y),
    div: (x, y) => (y.isZero() ? nan : Nearest.div(x, y)),
    min: (x, y) => (x.isNaN() || y.isNaN() ? nan : y.lt(x) ? y : x),
    max: (x, y) => (x.isNaN() || y.isNaN() ? nan : y.gt(x) ? y : x),
    hypot: binary(functions.hypot),
    pow: binary(functions.pow),
    powInteger: (x, n) => unary((value, c) => functions.powInteger(value, n, c))(x),

    // False with NaN, as in float64.
    less: (x, y) => x.lt(y),
    lessOrEqual: (x, y) => x.lte(y),
    equal: (x, y) => x.eq(y),
    hull(x, y) {
      if (x.eq(y) || (x.isNaN() && y.isNaN())) return x;
      throw new NumericError('no-hull', `no single decimal contains both ${x.toString()} and ${y.toString()}`);
    },

    isDefined: (x) => !x.isNaN(),
    lower: doubleBelow,
    upper: doubleAbove,
    toNumber: (x) => x.toNumber(),
    toText: (x) => x.toString(),
  };
}

const pointAt = (x: Decimal): DecimalInterval => ({ lo: x, hi: x, defined: true });

/** Sums and halves of ends of at most 1003 digits are exact here. */
const Wide = privateDecimal(1010, Decimal.ROUND_HALF_EVEN);

/** The midpoint; infinite when an end is: beyond the range, a number has overflowed. */
function approxMiddle({ lo, hi }: DecimalInterval): Decimal {
  return lo.eq(hi) ? lo : Wide.add(lo, hi).times('0.5');
}
