/**
 * The arctangent of a decimal or dyadic number.
 *
 * For `|x| > 1`, `arctan x = π/2 − arctan(1/x)`. For `0 < y ≤ 1` and `i/32` the fraction nearest to `y`,
 *
 *     arctan y = arctan(i/32) + arctan z,    z = (32y − i)/(32 + iy),   |z| ≤ 1/64,
 *
 * from a table and the series in `z²`. Below 1/64, `i = 0` and `arctan x = x · A(x²)`: no digit is lost.
 */
import { arctangentTable, pi } from './constants.js';
import {
  divideFloor,
  estimateLog2,
  exactly,
  floorFixed,
  negate,
  powerOfTen,
  scale,
  workingBits,
  type Enclosure,
  type Scaled,
} from './scaled.js';
import { arctangentQuotientSeries } from './series.js';

/** Enclosure of `arctan x`, of relative width at most `2^-bits`; exact at 0. Every real `x`. */
export function encloseAtan(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly(x);
  if (x.m < 0n) return negate(encloseAtan({ ...x, m: -x.m }, bits));
  const magnitude = estimateLog2(x);
  if (magnitude < -7.02) return encloseSmall(x, bits);
  const p = workingBits(bits + 11);
  // Further out than 2^(p+2), arctan(1/x) < 2^-p.
  if (magnitude > p + 2) return halfPiMinus(0n, 1n, p);
  const { numerator, denominator } = toFraction(x);
  if (numerator <= denominator) return encloseUnit(numerator, denominator, p);
  const rest = encloseUnit(denominator, numerator, p);
  return halfPiMinus(rest.lo, rest.hi, p);
}

/**
 * `x · A(x²)` for `0 < x < 2^-6`: the series is in error by 4 ulps, and its argument by 3 (slope 1/3); `A < 1`.
 */
function encloseSmall(x: Scaled, bits: number): Enclosure {
  const p = workingBits(bits + 5);
  const X = floorFixed(x, p);
  const value = arctangentQuotientSeries((X * X) >> BigInt(p), p);
  const one = 1n << BigInt(p);
  return scale({ lo: value - 6n, hi: value + 6n > one ? one : value + 6n, twos: -p, tens: 0 }, x);
}

function toFraction(x: Scaled): { numerator: bigint; denominator: bigint } {
  let numerator = x.m;
  let denominator = 1n;
  if (x.tens >= 0) numerator *= powerOfTen(x.tens);
  else denominator *= powerOfTen(-x.tens);
  if (x.twos >= 0) numerator <<= BigInt(x.twos);
  else denominator <<= BigInt(-x.twos);
  return { numerator, denominator };
}

/**
 * `arctan(n/d)` for `0 < n ≤ d`, at `bits` bits, 10 ulps wide. Error: 1 for the table, 1 for `z`, 0.2 for the series
 * and its argument, 1 for the shift.
 */
function encloseUnit(n: bigint, d: bigint, bits: number): Enclosure {
  const shift = BigInt(bits);
  const i = (64n * n + d) / (2n * d);
  const z = divideFloor((32n * n - i * d) << shift, 32n * d + i * n);
  const arctangent = (z * arctangentQuotientSeries((z * z) >> shift, bits)) >> shift;
  const value = arctangent + arctangentTable(bits)(Number(i));
  return { lo: value - 5n, hi: value + 5n, twos: -bits, tens: 0 };
}

/** `π/2` minus a number between `lo` and `hi`, with one ulp for π. */
function halfPiMinus(lo: bigint, hi: bigint, bits: number): Enclosure {
  const halfPi = pi(bits - 1);
  return { lo: halfPi - hi - 1n, hi: halfPi - lo + 1n, twos: -bits, tens: 0 };
}
