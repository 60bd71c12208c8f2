/**
 * The named constants as tightest pairs of doubles.
 *
 * All are irrational. Each is computed in fixed point with an error below 2^−130, and none is that close to a double,
 * so truncation decides on which side of the exact value the nearest double lies.
 */
import { nextDown, nextUp } from './directed.js';
import {
  TABLE_BITS,
  fixedArtanh,
  fixedLn2,
  fixedPi,
  integerSquareRoot,
  nearestDouble,
} from './elementary/fixed-point.js';
import type { ConstantName } from './number-system.js';

const ONE = 1n << BigInt(TABLE_BITS);

/** `Σ 1/n!`; each term is less than two units off. */
function fixedE(): bigint {
  let sum = 0n;
  for (let term = ONE, n = 1n; term > 0n; term /= n, n++) sum += term;
  return sum;
}

const LN2 = fixedLn2(TABLE_BITS);
/** `ln 10 = 3 ln 2 + ln(5/4)`. */
const LN10 = 3n * LN2 + 2n * fixedArtanh(1n, 9n, TABLE_BITS);
const SQRT2 = integerSquareRoot(2n * ONE * ONE);

const FIXED: Readonly<Record<ConstantName, bigint>> = {
  PI: fixedPi(TABLE_BITS),
  E: fixedE(),
  LN2,
  LN10,
  LOG2E: (ONE * ONE) / LN2,
  LOG10E: (ONE * ONE) / LN10,
  SQRT2,
  SQRT1_2: SQRT2 / 2n,
};

/** The double nearest to a constant. */
export function constantNearest(name: ConstantName): number {
  return nearestDouble(FIXED[name], TABLE_BITS);
}

function isBelow(x: number, name: ConstantName): boolean {
  return BigInt(x * 2 ** TABLE_BITS) <= FIXED[name];
}

/** The largest double below a constant. */
export function constantDown(name: ConstantName): number {
  const nearest = constantNearest(name);
  return isBelow(nearest, name) ? nearest : nextDown(nearest);
}

/** The smallest double above a constant. */
export function constantUp(name: ConstantName): number {
  const nearest = constantNearest(name);
  return isBelow(nearest, name) ? nextUp(nearest) : nearest;
}
