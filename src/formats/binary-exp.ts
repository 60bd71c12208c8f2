/**
 * The exponential, correctly rounded: enclosed ever more narrowly until both ends round to the same number. This ends, because
 * `e^x` is irrational for every number `x ≠ 0` of a format.
 */
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { EXP_DELTA, expDown, expPair, expUp } from '../numeric/elementary/exp.js';
import { pair } from '../numeric/elementary/outward.js';
import { powerOfTwo } from '../numeric/elementary/powers-of-two.js';
import { nearestOfDecimal } from './nearest-double.js';
import { decimalToOdd } from './odd-rounding.js';

const FIRST_DIGITS = 30;
/** Where the exponential is a normal double, with room to spare. */
const NORMAL = 700;
/** Beyond, the exponential overflows, or is less than half the smallest double. */
const OVERFLOWS = 710;
const UNDERFLOWS = -746;

/** For a format whose rounding of doubles is `round`. */
export function roundedExp(round: (x: number) => number): (x: number) => number {
  return (x) => {
    if (x === 0) return 1;
    const low = round(expDown(x));
    const high = round(expUp(x));
    if (low === high || x !== x) return low;
    for (let digits = FIRST_DIGITS; ; digits *= 2) {
      const { lo, hi } = encloseExp(x, digits);
      const odd = decimalToOdd(lo, hi);
      if (odd !== undefined) return round(odd);
    }
  };
}

/** For doubles themselves. */
export function exp64(x: number): number {
  if (x === 0) return 1;
  if (x !== x || x > OVERFLOWS) return x > 0 ? Infinity : x;
  if (x < UNDERFLOWS) return 0;
  if (Math.abs(x) < NORMAL) {
    const m = expPair(x, 0);
    const [high, low] = [pair[0]!, pair[1]!];
    // Twice the error of the pair covers rounding in these sums.
    const slack = high * (4 * EXP_DELTA);
    const rounded = high + (low + slack);
    if (rounded === high + (low - slack)) return rounded * powerOfTwo(m);
  }
  for (let digits = FIRST_DIGITS; ; digits *= 2) {
    const { lo, hi } = encloseExp(x, digits);
    const rounded = nearestOfDecimal(lo);
    if (rounded === nearestOfDecimal(hi)) return rounded;
  }
}

function encloseExp(x: number, digits: number) {
  const system = decimalIntervalSystem(digits);
  return system.exp(system.fromNumber(x));
}
