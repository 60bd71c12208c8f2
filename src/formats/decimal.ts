/**
 * Decimal floating point with `k` digits, ties to even, exponents without end in practice (beyond 10^±1e15). + − × ÷ √ are
 * decimal.js's, which rounds them correctly; the exponential is enclosed until both ends round to the same number.
 */
import { Decimal } from 'decimal.js';
import { privateDecimal } from '../numeric/decimal-context.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { Format } from './format.js';

/** Fewest and most digits of a format. */
export const FEWEST_DIGITS = 2;
export const MOST_DIGITS = 100;
/** `e^x` beyond this, up or down, would have more digits in its exponent than matter to anybody. */
const LARGEST_EXPONENT = 1e9;
const EXTRA_DIGITS = 8;
const GIVE_UP = 1000;

/** Throws a `RangeError` unless `digits` is an integer from 2 to 100. */
export function decimalFormat(digits: number): Format<Decimal> {
  if (!Number.isInteger(digits) || digits < FEWEST_DIGITS || digits > MOST_DIGITS) {
    throw new RangeError(`a decimal format has ${FEWEST_DIGITS} to ${MOST_DIGITS} digits, not ${digits}`);
  }
  const rounding = Decimal.ROUND_HALF_EVEN;
  const Nearest = privateDecimal(digits, rounding);
  /** Products of two numbers of the format are exact. */
  const Product = privateDecimal(2 * digits, rounding);
  const round = (x: Decimal): Decimal => new Nearest(x).toSignificantDigits(digits, rounding);
  const [zero, one, two] = [new Nearest(0), new Nearest(1), new Nearest(2)];
  const infinity = new Nearest(Infinity);

  const narrow = (enclose: (precision: number) => DecimalInterval): Decimal => {
    for (let precision = digits + EXTRA_DIGITS; ; precision = Math.min(2 * precision, GIVE_UP)) {
      const { lo, hi } = enclose(precision);
      const low = round(lo);
      if (low.eq(round(hi)) || precision === GIVE_UP) return low;
    }
  };

  return {
    name: `decimal-${digits}`,
    // 10^(1−k)/2 rounded up: the double below may be less.
    unitRoundoff: Number(`5e-${digits}`) * (1 + 2 ** -52),
    underflowError: 0,
    smallestNormal: 0,
    largest: Infinity,
    zero,
    one,
    fromNumber: (x) => round(new Nearest(x)),
    round,
    fromReal: (x) => narrow((precision) => x(decimalIntervalSystem(precision))),
    neg: (x) => x.neg(),
    add: (x, y) => Nearest.add(x, y),
    sub: (x, y) => Nearest.sub(x, y),
    mul: (x, y) => Nearest.mul(x, y),
    div: (x, y) => Nearest.div(x, y),
    sqrt: (x) => Nearest.sqrt(x),
    fma: (x, y, z) => Nearest.add(Product.mul(x, y), z),
    exp: (x) => {
      if (x.isZero()) return one;
      if (!x.isFinite() || x.abs().gt(LARGEST_EXPONENT)) return x.isNaN() ? x : x.gt(0) ? infinity : zero;
      return narrow((precision) => {
        const system = decimalIntervalSystem(precision);
        return system.exp({ lo: x, hi: x, defined: true });
      });
    },
    halfSquaredNorm: (x) => {
      // Every square has at most 2k digits; the sum is rounded from twice as many as the exponents are apart.
      const sum = x.reduce((total, part) => Exact.add(total, Exact.mul(part, part)), new Exact(0));
      return round(Exact.div(sum, two));
    },
    less: (x, y) => x.lt(y),
    isFinite: (x) => x.isFinite(),
    isZero: (x) => x.isZero(),
    neighbour: (x, direction) => {
      const exponent = x.isZero() ? -digits : x.e;
      return Nearest.add(x, new Nearest(`${direction}e${exponent - digits + 1}`));
    },
    toNumber: (x) => x.toNumber(),
    in: (x, system) => (x.isNegative() ? system.neg(system.literal(x.neg().toString())) : system.literal(x.toString())),
    toText: (x) => x.toString(),
  };
}

/** Sums of squares of numbers of at most 100 digits whose exponents are less than 800 apart are exact. */
const Exact = privateDecimal(2000, Decimal.ROUND_HALF_EVEN);
