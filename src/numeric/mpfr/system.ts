/**
 * The number system of MPFR at a precision of 2 to 1000 decimal digits or more, in whole limbs of 64 bits: a nearby number,
 * without a bound.
 *
 * Every operation is correctly rounded, to nearest; yet the kind stays `approximate`, as errors add up from one operation to
 * the next. What has no value (0/0, 1/0, log 0) is NaN, also where MPFR would answer infinity; infinities arise by overflow
 * beyond 2^(2^30) only, and sine, cosine and tangent of numbers beyond 2^16600 are NaN: as in decimals, whose place it takes.
 */
import { NumericError, type ConstantName, type NumberSystem } from '../number-system.js';
import { constantOf } from './constants.js';
import { DOWN, NEAREST, UP, type BinaryName, type UnaryName } from './library.js';
import * as numbers from './number.js';
import { compare, isNaN, isZero, signOf, type MpfrNumber } from './number.js';
import { registersOf } from './registers.js';

/** Literals of a target and of evaluators come again and again. */
const MOST_LITERALS = 1000;

const systems = new Map<number, NumberSystem<MpfrNumber>>();

/**
 * The system of a precision, the same object every time. Throws `NumericError`: `invalid-precision` unless `digits` is an
 * integer from 2 to 1000, `unavailable` before `loadMpfr`.
 */
export function mpfrSystem(digits: number): NumberSystem<MpfrNumber> {
  let system = systems.get(digits);
  if (system === undefined) {
    system = build(digits);
    systems.set(digits, system);
  }
  return system;
}

function build(digits: number): NumberSystem<MpfrNumber> {
  const registers = registersOf(digits);
  const nan = numbers.nanOf(registers.bits);
  const constants = new Map<ConstantName, MpfrNumber>();
  const literals = new Map<string, MpfrNumber>();

  const unary = (name: UnaryName) => (x: MpfrNumber) => registers.unary(name, x, NEAREST);
  const binary = (name: BinaryName) => (x: MpfrNumber, y: MpfrNumber) => registers.binary(name, x, y, NEAREST);
  const periodic = (name: UnaryName) => (x: MpfrNumber) =>
    numbers.isReducible(x) ? registers.unary(name, x, NEAREST) : nan;
  const fromNumber = (value: number): MpfrNumber => registers.fromNumber(value, NEAREST);
  const [minusOne, zero, one] = [-1, 0, 1].map(fromNumber) as [MpfrNumber, MpfrNumber, MpfrNumber];

  return {
    name: `mpfr-${digits}`,
    kind: 'approximate',

    literal(text) {
      let value = literals.get(text);
      if (value === undefined) {
        value = registers.fromText(text, NEAREST);
        if (literals.size < MOST_LITERALS) literals.set(text, value);
      }
      return value;
    },
    fromNumber,
    constant(name) {
      let value = constants.get(name);
      if (value === undefined) {
        value = constantOf(registers, name, NEAREST);
        constants.set(name, value);
      }
      return value;
    },

    neg: numbers.negate,
    abs: (x) => (signOf(x) < 0 ? numbers.negate(x) : x),
    sign: (x) => (isNaN(x) ? nan : [minusOne, zero, one][signOf(x) + 1]!),
    floor: (x) => registers.floor(x),
    sqrt: unary('sqrt'),
    cbrt: unary('cbrt'),
    exp: unary('exp'),
    expm1: unary('expm1'),
    log: (x) => (isZero(x) ? nan : registers.unary('log', x, NEAREST)),
    sin: periodic('sin'),
    cos: periodic('cos'),
    tan: periodic('tan'),
    atan: unary('atan'),
    tanh: unary('tanh'),

    add: binary('add'),
    sub: binary('sub'),
    mul: binary('mul'),
    div: (x, y) => (isZero(y) ? nan : registers.binary('div', x, y, NEAREST)),
    min: (x, y) => (isNaN(x) || isNaN(y) ? nan : compare(y, x) < 0 ? y : x),
    max: (x, y) => (isNaN(x) || isNaN(y) ? nan : compare(y, x) > 0 ? y : x),
    hypot: (x, y) => (isNaN(x) || isNaN(y) ? nan : registers.binary('hypot', x, y, NEAREST)),
    pow(x, y) {
      const isInside = !isNaN(y) && (signOf(x) > 0 || (isZero(x) && signOf(y) > 0));
      return isInside ? registers.binary('pow', x, y, NEAREST) : nan;
    },
    powInteger(x, n) {
      if (!Number.isSafeInteger(n)) throw new RangeError(`an integer exponent is needed, not ${n}`);
      return isNaN(x) || (n < 0 && isZero(x)) ? nan : registers.powInteger(x, n, NEAREST);
    },

    // False with NaN, as in float64.
    less: (x, y) => compare(x, y) < 0,
    lessOrEqual: (x, y) => compare(x, y) <= 0,
    equal: (x, y) => compare(x, y) === 0,
    hull(x, y) {
      if (compare(x, y) === 0 || (isNaN(x) && isNaN(y))) return x;
      const [a, b] = [x, y].map((value) => registers.toText(value, digits, NEAREST));
      throw new NumericError('no-hull', `no single number contains both ${a!} and ${b!}`);
    },

    isDefined: (x) => !isNaN(x),
    lower: (x) => registers.toNumber(x, DOWN),
    upper: (x) => registers.toNumber(x, UP),
    toNumber: (x) => registers.toNumber(x, NEAREST),
    toText: (x) => registers.toText(x, digits, NEAREST),
  };
}
