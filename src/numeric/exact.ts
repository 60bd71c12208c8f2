/**
 * The exact number system: finite decimals, with the exact result of every operation or none.
 *
 * + − × are always exact (up to a length of 20,000 digits), quotients, roots and powers where they are decimals, the
 * elementary functions at the few decimals where their values are decimals (`exp 0`, `log 1`, `sin 0` …). Everything
 * else, and what has no value at all, throws `NumericError` with code `not-exact`. It decides ties and is the oracle of
 * the law suite.
 */
import { LARGEST_EXPONENT, scaledFromLiteral, scaledFromNumber } from './decimal-conversion.js';
import { nextDown, nextUp } from './directed.js';
import {
  ExactBig,
  add,
  divide,
  exactFromScaled,
  floor,
  isZero,
  multiply,
  notExact,
  powInteger,
  root,
  type ExactNumber,
} from './exact-arithmetic.js';
import { NumericError, type NumberSystem } from './number-system.js';

export type { ExactNumber } from './exact-arithmetic.js';

const ZERO = new ExactBig(0);
const ONE = new ExactBig(1);

/** A function whose only decimal point is `(at, value)`: by Lindemann and Weierstrass for the seven that use it. */
const onlyAt =
  (name: string, at: ExactNumber, value: ExactNumber) =>
  (x: ExactNumber): ExactNumber => {
    if (x.eq(at)) return value;
    throw notExact(`${name}(${x.toString()})`);
  };

/** `x^y` where it is seen to be a decimal: for `x` 0 or 1, and for `y` a multiple of one half. */
function pow(x: ExactNumber, y: ExactNumber): ExactNumber {
  if (x.lt(ZERO) || (isZero(x) && y.lte(ZERO))) throw notExact(`${x.toString()}^${y.toString()}`);
  if (isZero(x) || x.eq(ONE)) return x;
  if (floor(y).eq(y)) return powInteger(x, Number(y.toString()));
  const twice = y.times(2);
  if (floor(twice).eq(twice)) return powInteger(root(x, 2), Number(twice.toString()));
  throw notExact(`${x.toString()}^${y.toString()}`);
}

/** A double next to `x`, and how it compares. */
function nearDouble(x: ExactNumber): { near: number; comparison: number } {
  const near = Number(x.toString());
  if (!Number.isFinite(near)) return { near, comparison: near > 0 ? 1 : -1 };
  return { near, comparison: exactFromScaled(scaledFromNumber(near)).cmp(x) };
}

export const exactSystem: NumberSystem<ExactNumber> = {
  name: 'exact',
  kind: 'exact',

  literal(text) {
    const value = scaledFromLiteral(text);
    if (Math.abs(value.tens) > LARGEST_EXPONENT) throw notExact(text);
    return exactFromScaled(value);
  },
  fromNumber(value) {
    if (!Number.isFinite(value)) throw notExact(String(value));
    return exactFromScaled(scaledFromNumber(value));
  },
  constant(name) {
    throw notExact(name);
  },

  neg: (x) => (isZero(x) ? ZERO : x.times(-1)),
  abs: (x) => x.abs(),
  sign: (x) => new ExactBig(x.cmp(ZERO)),
  floor,
  sqrt: (x) => root(x, 2),
  cbrt: (x) => root(x, 3),
  exp: onlyAt('exp', ZERO, ONE),
  expm1: onlyAt('expm1', ZERO, ZERO),
  log: onlyAt('log', ONE, ZERO),
  sin: onlyAt('sin', ZERO, ZERO),
  cos: onlyAt('cos', ZERO, ONE),
  tan: onlyAt('tan', ZERO, ZERO),
  atan: onlyAt('atan', ZERO, ZERO),
  tanh: onlyAt('tanh', ZERO, ZERO),

  add,
  sub: (x, y) => add(x, y.times(-1)),
  mul: multiply,
  div: divide,
  min: (x, y) => (y.lt(x) ? y : x),
  max: (x, y) => (y.gt(x) ? y : x),
  hypot: (x, y) => root(add(multiply(x, x), multiply(y, y)), 2),
  pow,
  powInteger,

  less: (x, y) => x.lt(y),
  lessOrEqual: (x, y) => x.lte(y),
  equal: (x, y) => x.eq(y),
  hull(x, y) {
    if (x.eq(y)) return x;
    throw new NumericError('no-hull', `no single decimal contains both ${x.toString()} and ${y.toString()}`);
  },

  isDefined: () => true,
  lower(x) {
    const { near, comparison } = nearDouble(x);
    return comparison > 0 ? nextDown(near) : near + 0;
  },
  upper(x) {
    const { near, comparison } = nearDouble(x);
    return comparison < 0 ? nextUp(near) : near + 0;
  },
  toNumber: (x) => Number(x.toString()),
  toText: (x) => x.toString(),
};
