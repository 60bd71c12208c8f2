/**
 * Between decimals, doubles, literals and the scaled integers of the elementary functions: exactly, or outward.
 */
import type { Decimal } from 'decimal.js';
import { privateDecimal, saturateDown, saturateUp, type DecimalContext } from './decimal-context.js';
import {
  bitLength,
  divideFloor,
  powerOfTen,
  shiftFloor,
  type Enclosure,
  type Scaled,
} from './decimal-elementary/scaled.js';
import { nextDown } from './directed.js';
import type { Bounds as EndBounds } from './ends/ends.js';
import { toDyadic } from './dyadic.js';
import { NumericError } from './number-system.js';

export type Bounds = EndBounds<Decimal>;

const ROUND_CEIL = 2;
const ROUND_FLOOR = 3;
const LOG10_OF_TWO = 0.3010299956639812;

/** decimal.js keeps base 10^7 words, the first at the exponent rounded down to a multiple of 7. */
const WORD_DIGITS = 7;
const WORD = 1e7;
const TWO_WORDS = 100_000_000_000_000n;

/** A finite decimal, exactly, without trailing zeros. */
export function scaledFromDecimal(x: Decimal): Scaled {
  const words = x.d;
  const last = words.length - 1;
  let tail = words[last]!;
  if (last === 0 && tail === 0) return { m: 0n, twos: 0, tens: 0 };
  let dropped = 0;
  for (; tail % 10 === 0; dropped++) tail /= 10;
  let m = 0n;
  let i = 0;
  for (; i + 1 < last; i += 2) m = m * TWO_WORDS + BigInt(words[i]! * WORD + words[i + 1]!);
  if (i < last) m = m * BigInt(WORD) + BigInt(words[i]!);
  m = m * powerOfTen(WORD_DIGITS - dropped) + BigInt(tail);
  return { m: x.s < 0 ? -m : m, twos: 0, tens: WORD_DIGITS * (Math.floor(x.e / WORD_DIGITS) - last) + dropped };
}

/** A finite double, exactly. */
export function scaledFromNumber(x: number): Scaled {
  const { significand, exponent } = toDyadic(x);
  return { m: significand, twos: exponent, tens: 0 };
}

/** Every digit of a scaled integer, of any length, as a numeral. */
export function numeralOfScaled(x: Scaled): string {
  // 2^-k = 5^k 10^-k.
  return x.twos >= 0 ? `${x.m << BigInt(x.twos)}e${x.tens}` : `${x.m * 5n ** BigInt(-x.twos)}e${x.tens + x.twos}`;
}

/**
 * The lower end rounded down and the upper end rounded up to the digits of the context. Ends that fit are kept.
 * Out of range, the largest or smallest number on that side, infinity, or 0.
 */
export function outward(x: Enclosure, context: DecimalContext): Bounds {
  return {
    lo: endOf(x.lo, x.twos, x.tens, context, ROUND_FLOOR),
    hi: endOf(x.hi, x.twos, x.tens, context, ROUND_CEIL),
  };
}

function endOf(
  m: bigint,
  twos: number,
  tens: number,
  context: DecimalContext,
  rounding: typeof ROUND_CEIL | typeof ROUND_FLOOR,
): Decimal {
  if (m === 0n) return context.zero;
  const down = rounding === ROUND_FLOOR;
  const places = context.digits + 3 - Math.floor((bitLength(m) + twos) * LOG10_OF_TWO);
  // Floors of floors are floors, so the short integer rounds like the number itself; a ceiling is a floor negated.
  const floor = scaleFloor(down ? m : -m, twos, places);
  const short = new context.Floor(`${down ? floor : -floor}e${tens - places}`).toSD(context.digits, rounding);
  return down ? saturateDown(short, context) : saturateUp(short, context);
}

/** `⌊m · 2^twos · 10^places⌋`. */
function scaleFloor(m: bigint, twos: number, places: number): bigint {
  if (places >= 0) return shiftFloor(m * powerOfTen(places), twos);
  const power = powerOfTen(-places);
  return twos >= 0 ? divideFloor(m << BigInt(twos), power) : divideFloor(m, power << BigInt(-twos));
}

/** Bounds of the exact value of a double; NaN and the infinities are the caller's. */
export function boundsOfNumber(x: number, context: DecimalContext): Bounds {
  const { m, twos, tens } = scaledFromNumber(x);
  return outward({ lo: m, hi: m, twos, tens }, context);
}

const DECIMAL_LITERAL = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;

/** Splits a decimal literal into its number, exactly; throws `NumericError` `invalid-literal` for anything else. */
export function scaledFromLiteral(text: string): Scaled {
  const match = DECIMAL_LITERAL.exec(text);
  if (match === null) throw new NumericError('invalid-literal', `"${text}" is not a decimal literal`);
  const [, sign, mantissa, exponent] = match;
  const point = mantissa!.indexOf('.');
  const fraction = point < 0 ? '' : mantissa!.slice(point + 1);
  const m = BigInt(point < 0 ? mantissa! : mantissa!.slice(0, point) + fraction);
  const tens = Number(exponent ?? 0) - fraction.length;
  return { m: sign === '-' ? -m : m, twos: 0, tens: m === 0n ? 0 : tens };
}

/** Beyond this, up or down, an exponent no longer matters: every system but the exact one has long overflowed. */
export const LARGEST_EXPONENT = 1e12;

/** The same number, or one beyond the range on the same side. */
export function limitExponent(x: Scaled): Scaled {
  return { ...x, tens: Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, x.tens)) };
}

/** Bounds of the exact value of a decimal literal. */
export function boundsOfLiteral(text: string, context: DecimalContext): Bounds {
  const { m, tens } = limitExponent(scaledFromLiteral(text));
  return outward({ lo: m, hi: m, twos: 0, tens }, context);
}

/** Compares exactly: nothing is computed with it. */
const Exact = privateDecimal(20, ROUND_FLOOR);

/** The largest double at most `x`; NaN for NaN. */
export function doubleBelow(x: Decimal): number {
  // Engines convert to one of the two neighbours; one step down is enough where it was the upper one.
  const near = x.toNumber();
  if (!x.isFinite()) return near;
  const isAbove = Number.isFinite(near) ? new Exact(numeralOfScaled(scaledFromNumber(near))).gt(x) : near > 0;
  return isAbove ? nextDown(near) : near + 0;
}

/** The smallest double at least `x`; NaN for NaN. */
export function doubleAbove(x: Decimal): number {
  return 0 - doubleBelow(x.neg());
}
