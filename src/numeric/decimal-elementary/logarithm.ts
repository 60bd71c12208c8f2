/**
 * The natural logarithm of a positive decimal or dyadic number.
 *
 * `x = 10^K 2^J y` with `y` between 0.7 and 1.42, and `i/64` the fraction nearest to `y`:
 *
 *     ln x = K ln 10 + J ln 2 + ln(i/64) + 2 artanh z,    z = (64y − i)/(64y + i),   |z| < 1/170.
 *
 * Where `x` itself lies between 0.7 and 1.42, `K = J = 0`. There, for `i = 64`, `z = (x − 1)/(x + 1)` is formed from the
 * exact `x − 1` with as many bits as it needs, so the relative precision survives next to 1.
 */
import { lnTen, lnTwo, logarithmTable } from './constants.js';
import {
  bitLength,
  divideFloor,
  estimateLog2,
  exactly,
  powerOfTen,
  workingBits,
  type Enclosure,
  type Scaled,
} from './scaled.js';
import { hyperbolicArctangentQuotientSeries } from './series.js';

/** Numbers further than this from 1, in binary orders, have their power of ten split off, not multiplied out. */
const FAR_FROM_ONE = 1200;
/** Covers multiples `K`, `J` up to 2^40. */
const MULTIPLE_GUARD = 64;

interface Reduced {
  /** `x = 10^K · 2^J · numerator / denominator`. */
  readonly K: number;
  readonly J: number;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function reduce(x: Scaled): Reduced {
  const K = Math.abs(estimateLog2(x)) > FAR_FROM_ONE ? x.tens : 0;
  const tens = x.tens - K;
  let numerator = tens > 0 ? x.m * powerOfTen(tens) : x.m;
  let denominator = tens < 0 ? powerOfTen(-tens) : 1n;
  // 2^(shift − 1) < numerator / denominator < 2^(shift + 1).
  const shift = bitLength(numerator) - bitLength(denominator);
  let J = x.twos + shift;
  if (shift > 0) denominator <<= BigInt(shift);
  else numerator <<= BigInt(-shift);
  // Now the quotient is between 1/2 and 2: bring it between 1/√2 and √2, as decided on a 7/10 and 10/7.
  if (10n * numerator < 7n * denominator) {
    numerator <<= 1n;
    J -= 1;
  } else if (7n * numerator > 10n * denominator) {
    denominator <<= 1n;
    J += 1;
  }
  return { K, J, numerator, denominator };
}

/**
 * Enclosure of `ln x`, of relative width at most `2^-bits`; exact at 1. Domain: `x > 0`, exponents below 2^40.
 *
 * Error of the sum in ulps: less than 2 for the multiples of ln 10 and ln 2, 1 for the table, and for `2 z A(z²)`:
 * 0.1 for 4 ulps of `A`, 2.1 for one of `z`, 1 for the shift. The logarithm is above 1/130 in that branch, which costs
 * 8 bits. About 4 µs at 170 bits.
 */
export function encloseLog(x: Scaled, bits: number): Enclosure {
  const { K, J, numerator, denominator } = reduce(x);
  if (K === 0 && J === 0) {
    if (numerator === denominator) return exactly({ m: 0n, twos: 0, tens: 0 });
    const i = nearestFraction(numerator, denominator);
    if (i === 64n) return encloseLogNearOne(numerator, denominator, bits);
  }
  const p = workingBits(bits + 13);
  const i = nearestFraction(numerator, denominator);
  const z = divideFloor((64n * numerator - i * denominator) << BigInt(p), 64n * numerator + i * denominator);
  const t = (z * z) >> BigInt(p);
  const twice = (2n * z * hyperbolicArctangentQuotientSeries(t, p)) >> BigInt(p);
  let value = twice + logarithmTable(p)(Number(i));
  if (K !== 0 || J !== 0) {
    const q = p + MULTIPLE_GUARD;
    value += (BigInt(K) * lnTen(q) + BigInt(J) * lnTwo(q)) >> BigInt(MULTIPLE_GUARD);
  }
  return { lo: value - 8n, hi: value + 8n, twos: -p, tens: 0 };
}

/** The `i` with `i/64` nearest to the quotient. */
function nearestFraction(numerator: bigint, denominator: bigint): bigint {
  return (128n * numerator + denominator) / (2n * denominator);
}

/**
 * `2 artanh z`, `z = (n − d)/(n + d)`, `|z| < 1/127`, as a product of `z`, to `p` significant bits, and the series.
 * `artanh z / z > 1`, so a result is never closer to 0 than `2z`.
 */
function encloseLogNearOne(numerator: bigint, denominator: bigint, bits: number): Enclosure {
  const p = workingBits(bits + 6);
  const difference = numerator - denominator;
  const sum = numerator + denominator;
  // 2^(extra) |z| lies between 1/2 and 2.
  const extra = bitLength(sum) - bitLength(difference);
  const z = divideFloor(difference << BigInt(p + extra), sum);
  const t = (z * z) >> BigInt(p + 2 * extra);
  const series = hyperbolicArctangentQuotientSeries(t, p);
  const one = 1n << BigInt(p);
  const low = series - 5n < one ? one : series - 5n;
  const high = series + 5n;
  const lo = 2n * z * (z < 0n ? high : low);
  const hi = 2n * (z + 1n) * (z < 0n ? low : high);
  return { lo, hi, twos: -2 * p - extra, tens: 0 };
}
