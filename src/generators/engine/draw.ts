/**
 * Random draws from which descriptions are composed.
 *
 * All frequencies are fixed: they depend neither on the number of runs nor on fast-check's bias, so that what the
 * tests measure is what a user gets. Integer arithmetic only: one seed gives the same values on every engine.
 */
import type { Random } from 'fast-check';
import { ceilTo, Exact, floorTo, ONE, unitOf, ZERO, type ExactDecimal } from './exact-decimal.js';

export type { Random } from 'fast-check';

/** True in `wins` of `of` cases. */
export function chance(random: Random, wins: number, of: number): boolean {
  return random.nextInt(1, of) <= wins;
}

/** One of `choices`, all equally likely; `choices` is not empty. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.nextInt(0, choices.length - 1)]!;
}

/** `count` independent draws. */
export function repeat<T>(count: number, draw: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => draw(index));
}

export interface DecimalRange {
  readonly min: ExactDecimal;
  readonly max: ExactDecimal;
  /** Most fraction digits of an inner value; the ends are always possible. */
  readonly digits: number;
}

/** A decimal of the range: one in four is 0, ±1 or an end (if in the range), the others tend to have few digits. */
export function drawDecimal(random: Random, { min, max, digits }: DecimalRange): ExactDecimal {
  if (chance(random, 1, 4)) {
    return pick(random, [min, max, ...[ZERO, ONE, ONE.neg()].filter((x) => x.gte(min) && x.lte(max))]);
  }
  const fewest = Math.min(random.nextInt(0, digits), random.nextInt(0, digits));
  for (let places = fewest; places <= digits; places++) {
    const first = mantissa(ceilTo(min, places), places);
    const last = mantissa(floorTo(max, places), places);
    if (first <= last) return new Exact(random.nextBigInt(first, last)).times(unitOf(places));
  }
  return pick(random, [min, max]);
}

function mantissa(x: ExactDecimal, places: number): bigint {
  return BigInt(x.times(unitOf(-places)).toFixed());
}

/** Thirds of a decade, nearly equal in logarithm: [1, 2), [2, 5), [5, 10). */
const BRACKETS = [
  [1, 2],
  [2, 5],
  [5, 10],
] as const;

/**
 * A decimal of at most three significant digits, nearly log-uniform on [min, max], `0 < min ≤ max`; one in eight is an
 * end or 1.
 */
export function drawLogarithmic(random: Random, min: ExactDecimal, max: ExactDecimal): ExactDecimal {
  if (chance(random, 1, 8)) return pick(random, [min, max, ...[ONE].filter((x) => x.gte(min) && x.lte(max))]);
  const lastDecade = max.gt(min) && max.eq(unitOf(-max.e)) ? max.e - 1 : max.e;
  const decade = random.nextInt(min.e, lastDecade);
  const places = random.nextInt(0, 2);
  const [from, to] = pick(random, BRACKETS);
  const value = new Exact(random.nextInt(from * 10 ** places, to * 10 ** places - 1)).times(unitOf(places - decade));
  if (value.lt(min)) return min;
  return value.gt(max) ? max : value;
}
