/**
 * Powers of positive numbers: `x^y = e^(y ln x)` for a real exponent, repeated multiplication for an integer one.
 */
import { EXP_ARGUMENT_LIMIT, encloseExpFixed, onSideOfOne } from './exponential.js';
import { encloseLog } from './logarithm.js';
import {
  bitLength,
  estimateLog2,
  exactly,
  floorFixed,
  powerOfTen,
  scale,
  workingBits,
  type Enclosure,
  type Scaled,
} from './scaled.js';

export type Power = Enclosure | 'overflow' | 'underflow';

/**
 * Enclosure of `x^y` for `x > 0`, of relative width at most `2^-bits`; exact for `x = 1` and for `y = 0`. `'overflow'`
 * and `'underflow'` stand for values above and below `10^(±8 · 10^8)`.
 *
 * The logarithm is taken 48 bits further; with `|y ln x| < 2^33` the exponent is known to `2^-(bits + 15)`.
 */
export function enclosePow(x: Scaled, y: Scaled, bits: number): Power {
  const logarithm = encloseLog(x, bits + 48);
  const { lo, hi, twos, tens } = scale(logarithm, y);
  if (lo === 0n && hi === 0n) return exactly({ m: 1n, twos: 0, tens: 0 });
  const positive = hi > 0n;
  if (estimateLog2({ m: positive ? lo : hi, twos, tens }) >= EXP_ARGUMENT_LIMIT) {
    return positive ? 'overflow' : 'underflow';
  }
  const p = workingBits(bits + 9);
  const X = floorFixed({ m: lo, twos, tens }, p);
  const slack = floorFixed({ m: hi, twos, tens }, p) - X + 1n;
  return onSideOfOne(encloseExpFixed(X, slack, p), positive);
}

/** Drops low decimal digits of both ends, outward, until the lower end has about `bits` bits. */
function shorten(x: Enclosure, bits: number): Enclosure {
  const drop = Math.floor((bitLength(x.lo) - bits) * 0.301);
  if (drop <= 0) return x;
  const unit = powerOfTen(drop);
  return { lo: x.lo / unit, hi: (x.hi + unit - 1n) / unit, twos: x.twos, tens: x.tens + drop };
}

/**
 * Enclosure of `x^n` for `x > 0` and an integer `n ≥ 1`, of relative width at most `2^-bits`; exact when the power has
 * no more than `bits` bits. Exponents are not limited; `|n · twos|` and `|n · tens|` must be safe integers.
 *
 * Each shortening loses at most `2^-(w − 1)` relatively at either end, `w = bits + bitLength(n) + 6`, and an error made
 * before `k` of the `n` factors are in is raised to the power `n/k`: in all less than `4 n 2^-(w − 1)`.
 * Cost: at most `2 log₂ n` multiplications.
 */
export function enclosePowInteger(x: Scaled, n: number, bits: number): Enclosure {
  const width = bits + n.toString(2).length + 6;
  const factor = exactly(x);
  let power = factor;
  for (const bit of n.toString(2).slice(1)) {
    power = shorten(multiply(power, power), width);
    if (bit === '1') power = shorten(multiply(power, factor), width);
  }
  return power;
}

function multiply(x: Enclosure, y: Enclosure): Enclosure {
  return { lo: x.lo * y.lo, hi: x.hi * y.hi, twos: x.twos + y.twos, tens: x.tens + y.tens };
}

/**
 * Enclosure of `1/x` for an enclosure of a positive number, with one unit in `bits` bits lost at either end; exact where
 * the quotient is a decimal of that length.
 */
export function reciprocal(x: Enclosure, bits: number): Enclosure {
  const places = Math.ceil((bits + bitLength(x.hi)) * 0.302) + 1;
  const unit = powerOfTen(places);
  return { lo: unit / x.hi, hi: (unit + x.lo - 1n) / x.lo, twos: -x.twos, tens: -x.tens - places };
}
