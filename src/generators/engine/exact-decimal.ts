/**
 * Exact decimal arithmetic for descriptions: big.js, whose sums, differences and products are exact, and the few
 * directed roundings that descriptions need.
 */
import BigJs from 'big.js';

/** A constructor of our own, so that nobody's settings reach it; quotients are rounded down to 30 decimal places. */
export const Exact = BigJs();
Exact.DP = 30;
Exact.RM = Exact.roundDown;
Exact.strict = false;

export type ExactDecimal = InstanceType<typeof Exact>;

export const ZERO = new Exact(0);
export const ONE = new Exact(1);

const DECIMAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Is `value` the text of a decimal number? */
export function isDecimalText(value: unknown): value is string {
  return typeof value === 'string' && DECIMAL.test(value);
}

/** The number that `text` denotes. Throws `RangeError` for anything else. */
export function exact(text: string): ExactDecimal {
  if (!isDecimalText(text)) throw new RangeError(`'${text}' is not a decimal number; write for example 0.25 or -1.5`);
  return new Exact(text);
}

/** Plain text without exponent and without trailing zeros; zero is `0`. */
export function toText(x: ExactDecimal): string {
  return x.eq(ZERO) ? '0' : x.toFixed();
}

/** Number of digits after the decimal point. */
export function fractionDigits(x: ExactDecimal): number {
  return Math.max(0, x.c.length - 1 - x.e);
}

/** `10^(−digits)`. */
export function unitOf(digits: number): ExactDecimal {
  return new Exact(`1e${-digits}`);
}

/** The largest number with at most `digits` fraction digits that is `≤ x`. */
export function floorTo(x: ExactDecimal, digits: number): ExactDecimal {
  const rounded = x.round(digits, Exact.roundDown);
  return rounded.gt(x) ? rounded.minus(unitOf(digits)) : rounded;
}

/** The smallest number with at most `digits` fraction digits that is `≥ x`. */
export function ceilTo(x: ExactDecimal, digits: number): ExactDecimal {
  return floorTo(x.neg(), digits).neg();
}

/** `x` rounded to the nearest number with `digits ≥ 1` significant digits. */
export function roundSignificant(x: ExactDecimal, digits: number): ExactDecimal {
  return x.prec(digits, Exact.roundHalfUp);
}

/** `x / y` rounded to the nearest number with `digits` significant digits; `y ≠ 0`. Correct to one unit. */
export function divideSignificant(x: ExactDecimal, y: ExactDecimal, digits: number): ExactDecimal {
  if (x.eq(ZERO)) return ZERO;
  const shift = Math.max(0, y.e - x.e + digits + 2);
  return roundSignificant(x.times(unitOf(-shift)).div(y).times(unitOf(shift)), digits);
}

const ROOT_DIGITS = 12;

/**
 * An upper bound of `√x`, `x ≥ 0`: exact when the root has at most 12 significant digits, else above by less than one
 * unit of the 12th. Each candidate is compared with `x` by exact squaring.
 */
export function squareRootUp(x: ExactDecimal): ExactDecimal {
  if (x.eq(ZERO)) return ZERO;
  const digits = ROOT_DIGITS - 1 - Math.floor(x.e / 2);
  const scale = unitOf(-digits);
  let root = integerSquareRoot(BigInt(ceilTo(x.times(scale).times(scale), 0).toFixed()));
  while (new Exact(root).times(new Exact(root)).lt(x.times(scale).times(scale))) root += 1n;
  return new Exact(root).times(unitOf(digits));
}

/** `⌊√n⌋` by Newton's iteration from above, which decreases until it arrives. */
function integerSquareRoot(n: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** An upper bound of the Euclidean norm, to 12 significant digits; exact for vectors with one non-zero entry. */
export function normUp(vector: readonly string[]): ExactDecimal {
  const entries = vector.map(exact).filter((entry) => !entry.eq(ZERO));
  if (entries.length <= 1) return (entries[0] ?? ZERO).abs();
  return squareRootUp(entries.reduce((sum, entry) => sum.plus(entry.times(entry)), ZERO));
}

/** The decimal with the fewest fraction digits in [min, max], the one nearest to 0 among them. */
export function simplestBetween(min: ExactDecimal, max: ExactDecimal): ExactDecimal {
  if (max.lt(ZERO)) return simplestBetween(max.neg(), min.neg()).neg();
  if (min.lte(ZERO)) return ZERO;
  for (let digits = 0; ; digits++) {
    const candidate = ceilTo(min, digits);
    if (candidate.lte(max)) return candidate;
  }
}
