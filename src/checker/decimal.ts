/** Decimal text, which is exact, and the interval around it. */
import type { TextInterval } from '../certificate/certificate.js';
import { divDown, divUp, type Interval } from './interval.js';
import { Rejection } from './rejection.js';

const MOST_CHARACTERS = 1000;
const LARGEST_EXPONENT = 1000;
const SHAPE = /^(-?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?$/;

/** Is it a decimal number of moderate length? `-` may stand before it only where `signed`. */
export function isDecimal(text: unknown, signed: boolean): text is string {
  if (typeof text !== 'string' || text.length > MOST_CHARACTERS) return false;
  const match = SHAPE.exec(text);
  if (match === null || (match[1] === '-' && !signed)) return false;
  return Math.abs(Number(match[3] ?? '0')) <= LARGEST_EXPONENT;
}

/** The value of a text for which `isDecimal` holds: its numerator over 2^p, cut at 10^−digits, down and up. */
export function decimal(text: string, p: bigint): Interval {
  const [, sign, digits, exponent] = SHAPE.exec(text)!;
  const [before, after = ''] = digits!.split('.');
  const ten = Number(exponent ?? '0') - after.length;
  const numerator = BigInt(`${sign}${before}${after}`) << p;
  const scale = 10n ** BigInt(Math.abs(ten));
  if (ten >= 0) return { lo: numerator * scale, hi: numerator * scale };
  return { lo: divDown(numerator, scale), hi: divUp(numerator, scale) };
}

/** The interval between two such texts. */
export function textInterval([lower, upper]: TextInterval, where: string, p: bigint): Interval {
  const interval = { lo: decimal(lower, p).lo, hi: decimal(upper, p).hi };
  if (interval.lo > interval.hi) throw new Rejection(`${where} is empty`);
  return interval;
}
