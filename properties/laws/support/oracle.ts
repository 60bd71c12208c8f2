/**
 * The truth about an operation at exact decimal arguments: from exact arithmetic where the result is a decimal, else
 * from decimal intervals of far more digits, which the vectors of an independent program anchor
 * (`src/numeric/decimal-interval-oracle.test.ts`).
 */
import { Decimal } from 'decimal.js';
import { expect } from 'vitest';
import { decimalIntervalSystem, type DecimalInterval } from '../../../src/numeric/decimal-interval.js';
import { exactDecimal } from '../../../src/numeric/decimal-text.js';
import { exactSystem } from '../../../src/numeric/exact.js';
import { NumericError } from '../../../src/numeric/number-system.js';
import type { Operation } from './operations.js';

/** The least and the greatest member; both NaN for the empty set. */
export interface Ends {
  readonly lo: Decimal;
  readonly hi: Decimal;
}

/** Differences of ends, to compare widths; comparisons themselves are exact. */
export const Exact = Decimal.clone({ precision: 1200, rounding: Decimal.ROUND_HALF_EVEN, minE: -9e15, maxE: 9e15 });

/** A decimal literal with all its digits. */
export const decimalOf = (text: string): Decimal => new Exact(text);

/** A double with all its digits; NaN and the infinities too. */
export const decimalOfDouble = (x: number): Decimal => new Exact(exactDecimal(x));

export const endsOfDoubles = (lo: number, hi: number): Ends => ({ lo: decimalOfDouble(lo), hi: decimalOfDouble(hi) });

const point = (x: Decimal): DecimalInterval => ({ lo: x, hi: x, defined: true });

/** Longer arguments are left to the enclosures, whose 1000 digits hold what is exact of them in doubles. */
const LONGEST = 800;

/** The exact result, or undefined where it is no decimal of manageable length. Arguments inside the domain. */
export function exactValue(operation: Operation, x: Decimal, y: Decimal): Decimal | undefined {
  if (!operation.isAlgebraic && !(x.isZero() || x.eq(1))) return undefined;
  if (x.sd() + y.sd() > LONGEST) return undefined;
  try {
    const [a, b] = [exactSystem.literal(x.toString()), exactSystem.literal(y.toString())];
    return decimalOf(operation.apply(exactSystem, a, b).toString());
  } catch (error) {
    if (error instanceof NumericError && error.code === 'not-exact') return undefined;
    throw error;
  }
}

/** An enclosure of the result at exact arguments inside the domain. */
export function truth(operation: Operation, x: Decimal, y: Decimal, digits: number): Ends {
  const exact = exactValue(operation, x, y);
  if (exact !== undefined) return { lo: exact, hi: exact };
  return operation.apply(decimalIntervalSystem(digits), point(x), point(y));
}

export type Containment = 'inside' | 'outside' | 'undecided';

/** Does the set contain the exact result? Decided with more and more digits, up to 1000. */
export function containsTruth(set: Ends, operation: Operation, x: Decimal, y: Decimal, digits: number): Containment {
  for (let precision = digits; ; precision = Math.min(1000, 4 * precision)) {
    const value = truth(operation, x, y, precision);
    if (set.lo.lte(value.lo) && value.hi.lte(set.hi)) return 'inside';
    if (!(set.lo.lte(value.hi) && value.lo.lte(set.hi))) return 'outside';
    if (precision === 1000) return 'undecided';
  }
}

export const isEmpty = (x: Ends): boolean => x.lo.isNaN();
export const containsNumber = (x: Ends, value: Decimal): boolean => x.lo.lte(value) && value.lte(x.hi);
export const isSubset = (x: Ends, y: Ends): boolean => isEmpty(x) || (y.lo.lte(x.lo) && x.hi.lte(y.hi));
export const intersects = (x: Ends, y: Ends): boolean => x.lo.lte(y.hi) && y.lo.lte(x.hi);
export const widthOf = (x: Ends): Decimal => Exact.sub(x.hi, x.lo);
export const showEnds = (x: Ends): string => (isEmpty(x) ? 'empty' : `[${x.lo.toString()}, ${x.hi.toString()}]`);

/** Fails with a message that is written only then: numerals here have hundreds of digits. */
export function check(holds: boolean, message: () => string): void {
  if (!holds) expect.fail(message());
}
