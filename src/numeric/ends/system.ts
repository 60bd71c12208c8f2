/** The number system of intervals between ends of one kind: what is not arithmetic is told by whoever makes the ends. */
import type { ConstantName, NumberSystem } from '../number-system.js';
import type { Bounds, Ends } from './ends.js';
import * as functions from './functions.js';
import * as sets from './sets.js';
import type { EndInterval } from './sets.js';

/** Between ends and the world: literals, doubles, constants and text. */
export interface EndConversions<E> {
  readonly name: string;
  readonly literal: (text: string) => Bounds<E>;
  /** Of a finite double. */
  readonly fromNumber: (value: number) => Bounds<E>;
  readonly constant: (name: ConstantName) => Bounds<E>;
  /** The largest double at most `x`, and the smallest at least `x`; NaN of NaN. */
  readonly doubleBelow: (x: E) => number;
  readonly doubleAbove: (x: E) => number;
  /** A double near `x`; infinite beyond the doubles. */
  readonly toNumber: (x: E) => number;
  /** Decimal text of a number at most, and at least, `x`. */
  readonly textBelow: (x: E) => string;
  readonly textAbove: (x: E) => string;
}

export function intervalsBetween<E>(c: Ends<E>, conversions: EndConversions<E>): NumberSystem<EndInterval<E>> {
  const constants = new Map<ConstantName, EndInterval<E>>();
  const defined = ({ lo, hi }: Bounds<E>): EndInterval<E> => ({ lo, hi, defined: true });
  return {
    name: conversions.name,
    kind: 'enclosure',

    literal: (text) => defined(conversions.literal(text)),
    // NaN and the infinities are no numbers: they become the empty set, undefined.
    fromNumber: (value) => (Number.isFinite(value) ? defined(conversions.fromNumber(value)) : sets.empty(c)),
    constant(name) {
      let value = constants.get(name);
      if (value === undefined) {
        value = defined(conversions.constant(name));
        constants.set(name, value);
      }
      return value;
    },

    neg: (x) => sets.neg(x, c),
    abs: (x) => sets.abs(x, c),
    sign: (x) => sets.sign(x, c),
    floor: (x) => sets.floor(x, c),
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

    less: (x, y) => sets.less(x, y, c),
    lessOrEqual: (x, y) => sets.lessOrEqual(x, y, c),
    equal: (x, y) => sets.equal(x, y, c),
    hull: (x, y) => sets.hull(x, y, c),

    isDefined: (x) => x.defined,
    lower: (x) => conversions.doubleBelow(x.lo),
    upper: (x) => conversions.doubleAbove(x.hi),
    toNumber: (x) => middleDouble(conversions.toNumber(x.lo), conversions.toNumber(x.hi)),
    toText: (x) => (sets.isEmpty(x, c) ? 'empty' : `[${conversions.textBelow(x.lo)}, ${conversions.textAbove(x.hi)}]`),
  };
}

function middleDouble(lo: number, hi: number): number {
  if (lo === -Infinity) return hi === Infinity ? 0 : -Number.MAX_VALUE;
  if (hi === Infinity) return Number.MAX_VALUE;
  // Halves of the least doubles are rounded.
  return lo === hi ? lo : lo / 2 + hi / 2;
}
