/**
 * `e^x` and `e^x − 1` of a decimal or dyadic number.
 *
 * `x = n ln 10 + r` with `|r| ≤ 1.16`, and `e^r = (e^(r / 2^j))^(2^j)`: the power of ten is never multiplied out.
 * Close to 0, `e^x − 1 = x · M(x)` with the series `M(x) = Σ x^k / (k+1)!`, so no digit cancels.
 */
import { lnTen } from './constants.js';
import {
  divideFloor,
  estimateLog2,
  exactly,
  floorFixed,
  powerOfTen,
  scale,
  shiftFloor,
  workingBits,
  type Enclosure,
  type Scaled,
} from './scaled.js';
import { exponentialQuotientSeries, exponentialSeries } from './series.js';

/** Extra bits under which the multiples of ln 10 are formed; they cover multipliers up to 2^40. */
const REDUCTION_GUARD = 64;

/**
 * The exponential of a number whose `estimateLog2` is at least this is out of the range of every decimal system here:
 * `e^(2^30.9) > 10^(8 · 10^8)`. Below, the number is less than `2^33`.
 */
export const EXP_ARGUMENT_LIMIT = 31;

/**
 * Enclosure of `e^x` for every real `x` with `|x − X · 2^-bits| ≤ slack · 2^-bits`.
 *
 * Domain: `|x| < 2^33`, `slack · 2^-bits ≤ 1/64`, `bits ≥ 96`. Width: `8 slack + 16` ulps, of a value in
 * [0.31, 3.2] times a power of ten. Error, in ulps of `q = bits + j + 4` bits, relative:
 *
 * - the series: 4, for an argument `|r| / 2^j < 0.01` (`j ≥ 7`), so at most 4.2 relative to a value above 0.98;
 * - a squaring doubles the relative error and truncates one ulp of a value above 0.3, hence after `j` of them
 *   `2^j (4.2 + Σ_i 2^-i · 4) < 9 · 2^j`, less than `9/16` of `2^-bits`, times `e^1.16 < 3.2`: 1.8 ulps;
 * - dropping the extra bits: 1 ulp;
 * - the reduced argument: `slack` from the caller, 1 from the truncated multiple of ln 10, less than 1/4 from ln 10
 *   itself; each is magnified by less than `3.2 e^(1/64) < 3.4`.
 */
export function encloseExpFixed(X: bigint, slack: bigint, bits: number): Enclosure {
  const base = lnTen(bits);
  const n = divideFloor(2n * X + base, 2n * base);
  const R = X - ((n * lnTen(bits + REDUCTION_GUARD)) >> BigInt(REDUCTION_GUARD));

  const halvings = 3 + Math.floor(Math.sqrt(bits) / 2);
  const q = bits + halvings + 4;
  const shift = BigInt(q);
  // The same integer at `halvings` more bits is the argument divided by 2^halvings, exactly.
  let power = exponentialSeries(R << 4n, q);
  for (let i = 0; i < halvings; i++) power = (power * power) >> shift;

  const value = shiftFloor(power, bits - q);
  const error = 8n + 4n * slack;
  return { lo: value - error, hi: value + error, twos: -bits, tens: Number(n) };
}

/** Tightens an enclosure of `e^u` by `e^u > 1` for `u > 0` and `e^u < 1` for `u < 0`. */
export function onSideOfOne(x: Enclosure, argumentIsPositive: boolean): Enclosure {
  if (x.tens !== 0) return x;
  const one = 1n << BigInt(-x.twos);
  if (argumentIsPositive) return x.lo < one ? { ...x, lo: one } : x;
  return x.hi > one ? { ...x, hi: one } : x;
}

/**
 * Enclosure of `e^x`, of relative width at most `2^-bits`; exact at 0, and never on the wrong side of 1.
 * Domain: `|x| < 2^33`.
 */
export function encloseExp(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly({ m: 1n, twos: 0, tens: 0 });
  const p = workingBits(bits + 9);
  return onSideOfOne(encloseExpFixed(floorFixed(x, p), 1n, p), x.m > 0n);
}

/**
 * Enclosure at `bits` fixed-point bits of `M(x) = (e^x − 1)/x`, for `0 < |x| ≤ 1/2`; at most 14 ulps wide.
 *
 * The series has at most 5 ulps of error, and `M' < 0.8` turns the truncated argument into one more.
 * `M(x) > 1` exactly when `x > 0`.
 */
export function encloseExponentialQuotient(x: Scaled, bits: number): { lo: bigint; hi: bigint } {
  const value = exponentialQuotientSeries(floorFixed(x, bits), bits);
  const one = 1n << BigInt(bits);
  const lo = value - 7n;
  const hi = value + 7n;
  return x.m > 0n ? { lo: lo < one ? one : lo, hi } : { lo, hi: hi > one ? one : hi };
}

/**
 * Enclosure of `e^x − 1`, of relative width at most `2^-bits`; exact at 0. Domain: `|x| < 2^33`.
 */
export function encloseExpm1(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly({ m: 0n, twos: 0, tens: 0 });
  if (estimateLog2(x) < -2.02) {
    const p = workingBits(bits + 5);
    return scale({ ...encloseExponentialQuotient(x, p), twos: -p, tens: 0 }, x);
  }
  const { lo, hi, twos, tens } = encloseExp(x, bits + 4);
  // e^x < 3.4 · 10^tens is replaced by [0, 2^-(bits+1)] when it is smaller still; above, 1 is at most one unit.
  if (tens < -bits)
    return { lo: -1n << BigInt(bits + 1), hi: (-1n << BigInt(bits + 1)) + 1n, twos: -bits - 1, tens: 0 };
  if (tens > -twos) return { lo: lo - 1n, hi, twos, tens };
  const one = 1n << BigInt(-twos);
  if (tens >= 0) {
    const power = powerOfTen(tens);
    return { lo: lo * power - one, hi: hi * power - one, twos, tens: 0 };
  }
  const power = powerOfTen(-tens);
  return { lo: lo - one * power, hi: hi - one * power, twos, tens };
}
