/**
 * Doubles and decimal text, exactly: reading a literal as the tightest pair of doubles, printing a double with all its
 * digits or rounded in a chosen direction.
 */
import { nextDown, nextUp } from './directed.js';
import { toDyadic } from './dyadic.js';
import { NumericError } from './number-system.js';

/** `digits · 10^exponent`, exactly. */
interface DecimalValue {
  readonly digits: bigint;
  readonly exponent: number;
}

const LITERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Every finite double but 0 is between 10^−324 and 10^309 in magnitude. */
const LARGEST_ORDER = 310;
const SMALLEST_ORDER = -330;
/** Positional notation is used from 10^−6 up to 10^21, as JavaScript does: 0.1 ≤ digits < 1 times 10^order. */
const LARGEST_POSITIONAL_ORDER = 21;
const SMALLEST_POSITIONAL_ORDER = -5;

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/**
 * Reads a decimal literal such as `0.1`, `-12`, `1e-3`, `.5`; throws `NumericError` `invalid-literal` for other text.
 */
function parseDecimal(text: string): DecimalValue {
  const match = LITERAL.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') {
    throw new NumericError('invalid-literal', `'${text}' is not a decimal number; write it like 12, 0.1 or 1e-3`);
  }
  const magnitude = BigInt(whole + fraction);
  return { digits: sign === '-' ? -magnitude : magnitude, exponent: Number(exponent) - fraction.length };
}

/** `⌊log10 |value|⌋ + 1` for a nonzero value. */
function orderOf(value: DecimalValue): number {
  return value.digits.toString().replace('-', '').length + value.exponent;
}

/** The sign of `value − x`, for a finite double `x` and an order of magnitude that doubles have. */
function compare(value: DecimalValue, x: number): number {
  const { significand, exponent } = toDyadic(x);
  let left = value.digits;
  let right = significand;
  if (value.exponent >= 0) left *= powerOfTen(value.exponent);
  else right *= powerOfTen(-value.exponent);
  if (exponent >= 0) right <<= BigInt(exponent);
  else left <<= BigInt(-exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The largest double ≤ `value`; −∞ below all finite ones. */
function largestBelow(value: DecimalValue): number {
  const negative = value.digits < 0n;
  if (value.digits === 0n) return 0;
  const order = orderOf(value);
  if (order > LARGEST_ORDER) return negative ? -Infinity : Number.MAX_VALUE;
  if (order < SMALLEST_ORDER) return negative ? -Number.MIN_VALUE : 0;
  // ECMAScript lets an engine round a long literal badly: start there, but decide exactly.
  const near = Number(`${value.digits}e${value.exponent}`);
  let x = Math.min(Math.max(near, -Number.MAX_VALUE), Number.MAX_VALUE);
  while (x > -Infinity && compare(value, x) < 0) x = nextDown(x);
  while (nextUp(x) < Infinity && compare(value, nextUp(x)) >= 0) x = nextUp(x);
  return x;
}

/** A double next to a decimal literal, nearest in every known engine; throws `NumericError` `invalid-literal`. */
export function parseNear(text: string): number {
  parseDecimal(text);
  return Number(text);
}

/** The largest double ≤ a decimal literal, −∞ below all finite ones; throws `NumericError` `invalid-literal`. */
export function parseDown(text: string): number {
  return largestBelow(parseDecimal(text));
}

/** The smallest double ≥ a decimal literal, ∞ above all finite ones; throws `NumericError` `invalid-literal`. */
export function parseUp(text: string): number {
  const { digits, exponent } = parseDecimal(text);
  return 0 - largestBelow({ digits: -digits, exponent });
}

/** `0.digits × 10^order` as text, without trailing zeros after the point. */
export function layOut(negative: boolean, digits: string, order: number): string {
  const significant = digits.replace(/0+$/, '');
  const sign = negative ? '-' : '';
  if (order > LARGEST_POSITIONAL_ORDER || order < SMALLEST_POSITIONAL_ORDER) {
    const rest = significant.slice(1);
    return `${sign}${significant[0]!}${rest && '.'}${rest}e${order > 0 ? '+' : '-'}${Math.abs(order - 1)}`;
  }
  if (order <= 0) return `${sign}0.${'0'.repeat(-order)}${significant}`;
  const padded = significant.padEnd(order, '0');
  const fraction = padded.slice(order);
  return `${sign}${padded.slice(0, order)}${fraction && '.'}${fraction}`;
}

/** The magnitude of a finite nonzero double as decimal digits, all of them, and `order`: 0.d1d2… × 10^order. */
function allDigits(x: number): { digits: string; order: number } {
  const { significand, exponent } = toDyadic(Math.abs(x));
  const digits = (exponent >= 0 ? significand << BigInt(exponent) : significand * 5n ** BigInt(-exponent)).toString();
  return { digits, order: digits.length - Math.max(0, -exponent) };
}

/** Text of 0, NaN and the infinities; undefined for other numbers. */
function specialText(x: number): string | undefined {
  return x === 0 ? '0' : Number.isFinite(x) ? undefined : String(x);
}

/**
 * The exact value of a double in decimal: `exactDecimal(0.1)` has 55 digits. Exponent notation, as `1.5e+300`, from
 * 10^21 up and below 10^−6. `Infinity`, `-Infinity`, `NaN` so spelled; no minus sign for −0.
 */
export function exactDecimal(x: number): string {
  const special = specialText(x);
  if (special !== undefined) return special;
  const { digits, order } = allDigits(x);
  return layOut(x < 0, digits, order);
}

/** The value of `x` rounded away from 0 (or toward it) to at most `count` significant decimal digits, as text. */
function rounded(x: number, count: number, away: boolean): string {
  if (!Number.isInteger(count) || count < 1) {
    throw new NumericError('invalid-precision', `${count} is not a number of digits; give a positive integer`);
  }
  const special = specialText(x);
  if (special !== undefined) return special;
  const { digits, order } = allDigits(x);
  const kept = digits.slice(0, count);
  if (!away || /^0*$/.test(digits.slice(count))) return layOut(x < 0, kept, order);
  const increased = (BigInt(kept) + 1n).toString();
  return layOut(x < 0, increased, order + increased.length - kept.length);
}

/**
 * The largest decimal number with `count` significant digits (17 unless given) that is ≤ the double `x`, as text in
 * the notation of `exactDecimal`. Throws `NumericError` `invalid-precision` unless `count` is a positive integer.
 */
export function decimalDown(x: number, count = 17): string {
  return rounded(x, count, x < 0);
}

/** The smallest decimal number with `count` significant digits that is ≥ the double `x`; as `decimalDown`. */
export function decimalUp(x: number, count = 17): string {
  return rounded(x, count, x > 0);
}
