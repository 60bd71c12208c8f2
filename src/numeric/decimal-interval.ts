/**
 * The number system of intervals with decimal ends, at any precision from 2 to 1000 digits.
 *
 * Guaranteed: every operation encloses the exact result for every choice of members of its arguments (see
 * `NumberSystem`, kind `enclosure`). + − × ÷ are decimal.js rounded down and up; all else is this folder's own, with
 * counted errors. Ends are within two units in the last place of the tightest ones. Where decimal.js would overflow or
 * underflow (beyond 10^(±5 · 10^8)) ends saturate outward. Sine, cosine and tangent of numbers beyond 10^4990 are
 * [−1, 1] and the whole line.
 */
import { decimalContext, type DecimalContext } from './decimal-context.js';
import { boundsOfLiteral, boundsOfNumber, doubleAbove, doubleBelow, type Bounds } from './decimal-conversion.js';
import * as functions from './decimal-interval-functions.js';
import * as sets from './decimal-interval-set.js';
import { empty, type DecimalInterval } from './decimal-interval-set.js';
import { constantBounds } from './decimal-point-functions.js';
import type { ConstantName, NumberSystem } from './number-system.js';

export type { DecimalInterval } from './decimal-interval-set.js';

const systems = new Map<number, NumberSystem<DecimalInterval>>();

/**
 * The system of a precision, the same object every time. Throws `NumericError` `invalid-precision` unless `digits` is an
 * integer from 2 to 1000.
 */
export function decimalIntervalSystem(digits: number): NumberSystem<DecimalInterval> {
  let system = systems.get(digits);
  if (system === undefined) {
    system = build(decimalContext(digits));
    systems.set(digits, system);
  }
  return system;
}

const defined = ({ lo, hi }: Bounds): DecimalInterval => ({ lo, hi, defined: true });

function build(c: DecimalContext): NumberSystem<DecimalInterval> {
  const constants = new Map<ConstantName, DecimalInterval>();
  return {
    name: `decimal-interval-${c.digits}`,
    kind: 'enclosure',

    literal: (text) => defined(boundsOfLiteral(text, c)),
    fromNumber: (value) => fromNumber(value, c),
    constant(name) {
      let value = constants.get(name);
      if (value === undefined) {
        value = defined(constantBounds(name, c));
        constants.set(name, value);
      }
      return value;
    },

    neg: sets.neg,
    abs: (x) => sets.abs(x, c),
    sign: (x) => sets.sign(x, c),
    floor: sets.floor,
    sqrt: (x) => functions.sqrt(x, c),
    cbrt: (x) => functions.cbrt(x, c),
    exp: (x) => functions.exp(x, c),
    expm1: (x) => functions.expm1(x, c),
    log: (x) => functions.log(x, c),
    sin: (x) => functions.sin(x, c),
    cos: (x) => functions.cos(x, c),
    tan: (x) => functions.tan(x, c),
    atan: (x) => functions.atan(x, c),
    tanh: (x) => functions.tanh(x, c),

    add: (x, y) => sets.add(x, y, c),
    sub: (x, y) => sets.sub(x, y, c),
    mul: (x, y) => sets.mul(x, y, c),
    div: (x, y) => sets.div(x, y, c),
    min: (x, y) => sets.min(x, y, c),
    max: (x, y) => sets.max(x, y, c),
    hypot: (x, y) => functions.hypot(x, y, c),
    pow: (x, y) => functions.pow(x, y, c),
    powInteger: (x, n) => functions.powInteger(x, n, c),

    less: sets.less,
    lessOrEqual: sets.lessOrEqual,
    equal: sets.equal,
    hull: sets.hull,

    isDefined: (x) => x.defined,
    lower: (x) => doubleBelow(x.lo),
    upper: (x) => doubleAbove(x.hi),
    toNumber,
    toText: (x) => (sets.isEmpty(x) ? 'empty' : `[${x.lo.toString()}, ${x.hi.toString()}]`),
  };
}

/** NaN and the infinities are no numbers: they become the empty set, undefined. */
function fromNumber(value: number, c: DecimalContext): DecimalInterval {
  return Number.isFinite(value) ? defined(boundsOfNumber(value, c)) : empty(c);
}

function toNumber(x: DecimalInterval): number {
  const lo = x.lo.toNumber();
  const hi = x.hi.toNumber();
  if (lo === -Infinity) return hi === Infinity ? 0 : -Number.MAX_VALUE;
  return hi === Infinity ? Number.MAX_VALUE : lo / 2 + hi / 2;
}
