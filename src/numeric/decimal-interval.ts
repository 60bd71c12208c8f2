/**
 * The number system of intervals with decimal ends, at any precision from 2 to 1000 digits.
 *
 * Guaranteed: every operation encloses the exact result for every choice of members of its arguments (see
 * `NumberSystem`, kind `enclosure`). + − × ÷ are decimal.js rounded down and up; all else is this folder's own, with
 * counted errors. Ends are within two units in the last place of the tightest ones. Where decimal.js would overflow or
 * underflow (beyond 10^(±5 · 10^8)) ends saturate outward. Sine, cosine and tangent of numbers beyond 10^4990 are
 * [−1, 1] and the whole line.
 */
import type { Decimal } from 'decimal.js';
import { decimalContext } from './decimal-context.js';
import { boundsOfLiteral, boundsOfNumber, doubleAbove, doubleBelow } from './decimal-conversion.js';
import { decimalEnds } from './decimal-ends.js';
import { constantBounds } from './decimal-point-functions.js';
import type { EndInterval } from './ends/sets.js';
import { intervalsBetween } from './ends/system.js';
import type { NumberSystem } from './number-system.js';

export type DecimalInterval = EndInterval<Decimal>;

const systems = new Map<number, NumberSystem<DecimalInterval>>();

/**
 * The system of a precision, the same object every time. Throws `NumericError` `invalid-precision` unless `digits` is an
 * integer from 2 to 1000.
 */
export function decimalIntervalSystem(digits: number): NumberSystem<DecimalInterval> {
  let system = systems.get(digits);
  if (system === undefined) {
    system = build(digits);
    systems.set(digits, system);
  }
  return system;
}

function build(digits: number): NumberSystem<DecimalInterval> {
  const c = decimalContext(digits);
  const exactText = (x: Decimal): string => x.toString();
  return intervalsBetween(decimalEnds(c), {
    name: `decimal-interval-${digits}`,
    literal: (text) => boundsOfLiteral(text, c),
    fromNumber: (value) => boundsOfNumber(value, c),
    constant: (name) => constantBounds(name, c),
    doubleBelow,
    doubleAbove,
    toNumber: (x) => x.toNumber(),
    textBelow: exactText,
    textAbove: exactText,
  });
}
