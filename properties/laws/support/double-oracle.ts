/**
 * A fast oracle for double intervals: operations at points, enclosed in scaled integers of 40 more bits than a double
 * has, and compared with doubles exactly. A few microseconds a case, where the decimal intervals take a hundred.
 */
import { scaledFromNumber } from '../../../src/numeric/decimal-conversion.js';
import { encloseAtan } from '../../../src/numeric/decimal-elementary/arctangent.js';
import { encloseExp, encloseExpm1 } from '../../../src/numeric/decimal-elementary/exponential.js';
import { encloseTanh } from '../../../src/numeric/decimal-elementary/hyperbolic-tangent.js';
import { encloseLog } from '../../../src/numeric/decimal-elementary/logarithm.js';
import { enclosePow } from '../../../src/numeric/decimal-elementary/power.js';
import { encloseCbrt, encloseSqrt } from '../../../src/numeric/decimal-elementary/roots.js';
import {
  exactly,
  powerOfTen,
  quotient,
  shiftFloor,
  type Enclosure,
  type Scaled,
} from '../../../src/numeric/decimal-elementary/scaled.js';
import { encloseCos, encloseSin, encloseTan } from '../../../src/numeric/decimal-elementary/trigonometric.js';

const BITS = 96;

/** An enclosure of a result, or where it lies when its exponent has no end. */
export type Result = Enclosure | 'overflow' | 'underflow';

export type PointOracle = (x: number, y: number) => Result;

const unary =
  (enclose: (x: Scaled, bits: number) => Enclosure): PointOracle =>
  (x) =>
    enclose(scaledFromNumber(x), BITS);

/** The exponential of anything beyond leaves the doubles by far. */
const exponential =
  (enclose: (x: Scaled, bits: number) => Enclosure, below: Result): PointOracle =>
  (x, y) =>
    x > 1e6 ? 'overflow' : x < -1e6 ? below : unary(enclose)(x, y);

/** Both numbers as integers of one unit. */
function align(x: number, y: number): { a: bigint; b: bigint; twos: number } {
  const [p, q] = [scaledFromNumber(x), scaledFromNumber(y)];
  const twos = Math.min(p.twos, q.twos);
  return { a: p.m << BigInt(p.twos - twos), b: q.m << BigInt(q.twos - twos), twos };
}

const abs = (x: bigint): bigint => (x < 0n ? -x : x);

function divide(x: number, y: number): Enclosure {
  const [p, q] = [scaledFromNumber(x), scaledFromNumber(y)];
  const numerator = y < 0 ? -p.m : p.m;
  const ratio = quotient(numerator, numerator, abs(q.m), abs(q.m), BITS + 53);
  return { ...ratio, twos: ratio.twos + p.twos - q.twos };
}

/** Powers small enough to be multiplied out, and their reciprocals. */
const integerPower =
  (n: number): PointOracle =>
  (x) => {
    const { m, twos } = scaledFromNumber(x);
    const power = m ** BigInt(Math.abs(n));
    if (n >= 0) return exactly({ m: power, twos: twos * n, tens: 0 });
    const one = power < 0n ? -1n : 1n;
    const length = BITS + 54 * -n;
    const inverse = quotient(one, one, abs(power), abs(power), length);
    return { ...inverse, twos: inverse.twos + twos * n };
  };

export const POINT_ORACLES: Readonly<Record<string, PointOracle>> = {
  sqrt: unary(encloseSqrt),
  cbrt: unary(encloseCbrt),
  exp: exponential(encloseExp, 'underflow'),
  expm1: exponential(encloseExpm1, { lo: -(1n << 96n), hi: -(1n << 96n) + 1n, twos: -96, tens: 0 }),
  log: unary(encloseLog),
  sin: unary(encloseSin),
  cos: unary(encloseCos),
  tan: unary(encloseTan),
  atan: unary(encloseAtan),
  tanh: unary(encloseTanh),
  add: (x, y) => {
    const { a, b, twos } = align(x, y);
    return exactly({ m: a + b, twos, tens: 0 });
  },
  sub: (x, y) => {
    const { a, b, twos } = align(x, y);
    return exactly({ m: a - b, twos, tens: 0 });
  },
  mul: (x, y) => {
    const [p, q] = [scaledFromNumber(x), scaledFromNumber(y)];
    return exactly({ m: p.m * q.m, twos: p.twos + q.twos, tens: 0 });
  },
  div: divide,
  hypot: (x, y) => {
    const { a, b, twos } = align(x, y);
    return encloseSqrt({ m: a * a + b * b, twos: 2 * twos, tens: 0 }, BITS);
  },
  // Integer exponents may give doubles, which only an exact power contains.
  pow: (x, y) =>
    Number.isInteger(y) && Math.abs(y) <= 64
      ? integerPower(y)(x, y)
      : enclosePow(scaledFromNumber(x), scaledFromNumber(y), BITS),
  'powInteger(·, -7)': integerPower(-7),
  'powInteger(·, -3)': integerPower(-3),
  'powInteger(·, -2)': integerPower(-2),
  'powInteger(·, -1)': integerPower(-1),
  'powInteger(·, 2)': integerPower(2),
  'powInteger(·, 3)': integerPower(3),
  'powInteger(·, 10)': integerPower(10),
  'powInteger(·, 101)': integerPower(101),
};

/** The sign of `double − m · 2^twos · 10^tens`, exactly. */
export function compareDouble(double: number, m: bigint, twos: number, tens: number): number {
  if (!Number.isFinite(double)) return double > 0 ? 1 : -1;
  const { m: significand, twos: exponent } = scaledFromNumber(double);
  let left = significand;
  let right = m;
  if (tens < 0) left *= powerOfTen(-tens);
  else right *= powerOfTen(tens);
  if (exponent > twos) left = shiftFloor(left, exponent - twos);
  else right = shiftFloor(right, twos - exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Does [lo, hi] contain everything that the enclosure does? */
export function contains(lo: number, hi: number, result: Result): boolean {
  if (result === 'overflow') return lo <= Number.MAX_VALUE && hi === Infinity;
  if (result === 'underflow') return lo <= 0 && hi > 0;
  // Far beyond the doubles the exponent alone decides; the numbers need not be written out.
  if (result.tens > 400) return (lo < 0 || result.lo > 0n) && lo <= Number.MAX_VALUE && hi === Infinity;
  if (result.tens < -500) return lo <= 0 && hi > 0;
  return (
    compareDouble(lo, result.lo, result.twos, result.tens) <= 0 &&
    compareDouble(hi, result.hi, result.twos, result.tens) >= 0
  );
}
