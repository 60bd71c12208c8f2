/**
 * Sine, cosine and tangent of a decimal or dyadic number, and the quadrant it lies in.
 *
 * `x = n π/2 + r` with `|r| ≤ 0.79`, π taken with as many more bits as `x` has before its point; then the series of
 * `sin r / r` and `cos r` in `r²`. Where `r` turns out short (`x` next to a multiple of π/2) the reduction is repeated
 * with more bits, so the relative precision survives. Below 1/2 nothing is reduced, and `sin x = x · S(x²)`.
 */
import { pi } from './constants.js';
import {
  bitLength,
  divideFloor,
  estimateLog2,
  exactly,
  floorFixed,
  negate,
  quotient,
  scale,
  workingBits,
  type Enclosure,
  type Scaled,
} from './scaled.js';
import { cosineSeries, sineQuotientSeries } from './series.js';

/** Arguments up to `2^TRIGONOMETRIC_ARGUMENT_BITS` (about 10^5000) are reduced; π is computed to that many bits. */
export const TRIGONOMETRIC_ARGUMENT_BITS = 16_600;

interface Reduction {
  /** `x = n π/2 + r`, `|r − R · 2^-bits| ≤ 2` ulps, `|r| ≤ 0.79`. */
  readonly n: bigint;
  readonly R: bigint;
  readonly bits: number;
}

/**
 * One reduction. Error in ulps: `x` is truncated at `g` further bits, and π/2 is in error by one ulp there, times
 * `|n| < 2^(g − 6)`: together less than 0.1; the shift adds less than 1.
 */
function reduceOnce(x: Scaled, bits: number): Reduction {
  const g = Math.max(0, Math.ceil(estimateLog2(x))) + 8;
  const fine = bits + g;
  // π at one bit less is π/2 with the point moved.
  const halfPi = pi(fine - 1);
  const X = floorFixed(x, fine);
  const n = divideFloor(2n * X + halfPi, 2n * halfPi);
  return { n, R: (X - n * halfPi) >> BigInt(g), bits };
}

/** A reduction with `|R|` at least `2^significantBits`. `x ≠ 0` is rational, so `r ≠ 0` and the loop ends. */
function reduce(x: Scaled, bits: number, significantBits: number): Reduction {
  let reduction = reduceOnce(x, bits);
  while (bitLength(reduction.R) <= significantBits) {
    bits = workingBits(bits + significantBits - bitLength(reduction.R) + 32);
    reduction = reduceOnce(x, bits);
  }
  return reduction;
}

/** The integer `q` with `q π/2 ≤ x < (q + 1) π/2`. Domain: `|x| < 2^16600`. */
export function quadrant(x: Scaled): bigint {
  if (x.m === 0n) return 0n;
  if (estimateLog2(x) < -1) return x.m > 0n ? 0n : -1n;
  // |R| ≥ 8 settles the sign of r.
  const { n, R } = reduce(x, 96, 3);
  return R > 0n ? n : n - 1n;
}

interface SineAndCosine {
  readonly sinLo: bigint;
  readonly sinHi: bigint;
  readonly cosLo: bigint;
  readonly cosHi: bigint;
}

/**
 * Enclosures at `bits` bits of `sin r` and `cos r` for every `r` within `slack` ulps of `R`, `|r| ≤ 0.79`.
 *
 * The series are in error by at most 7 ulps, 0.5 more for the truncated square; `sin r = r S` has 1 ulp of shift; both
 * functions have slope at most 1. `|sin r| ≤ |r|` and `cos r ≤ 1` bound the ends on the other side.
 */
function sineAndCosine(R: bigint, slack: bigint, bits: number): SineAndCosine {
  const shift = BigInt(bits);
  const one = 1n << shift;
  const t = (R * R) >> shift;
  const sin = (R * sineQuotientSeries(t, bits)) >> shift;
  const cos = cosineSeries(t, bits);
  const error = 8n + slack;
  const cosHi = cos + error;
  return { sinLo: sin - error - 1n, sinHi: sin + error + 1n, cosLo: cos - error, cosHi: cosHi > one ? one : cosHi };
}

/** `sin x / x` at `bits` bits for `0 < |x| ≤ 1/2`: at most 16 ulps wide, never above 1. */
function sineQuotient(x: Scaled, bits: number): { lo: bigint; hi: bigint } {
  const X = floorFixed(x, bits);
  const value = sineQuotientSeries((X * X) >> BigInt(bits), bits);
  const one = 1n << BigInt(bits);
  // X is in error by one ulp, so X² by 1 and its truncation by 1; S has slope at most 1/6.
  return { lo: value - 8n, hi: value + 8n > one ? one : value + 8n };
}

const isSmall = (x: Scaled): boolean => estimateLog2(x) < -2.02;

/** `sin(x + shift · π/2)` from a reduction. */
function sineOfReduced(x: Scaled, quarterTurns: bigint, bits: number): Enclosure {
  const reduction = reduce(x, workingBits(bits + 7), bits + 6);
  const turn = Number(BigInt.asUintN(2, reduction.n + quarterTurns));
  const values = sineAndCosine(reduction.R, 2n, reduction.bits);
  const twos = -reduction.bits;
  const magnitude: Enclosure =
    turn % 2 === 0
      ? { lo: values.sinLo, hi: values.sinHi, twos, tens: 0 }
      : { lo: values.cosLo, hi: values.cosHi, twos, tens: 0 };
  return turn >= 2 ? negate(magnitude) : magnitude;
}

/** Enclosure of `sin x`, of relative width at most `2^-bits`; exact at 0. Domain: `|x| < 2^16600`. */
export function encloseSin(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly(x);
  if (!isSmall(x)) return sineOfReduced(x, 0n, bits);
  const p = workingBits(bits + 6);
  return scale({ ...sineQuotient(x, p), twos: -p, tens: 0 }, x);
}

/** Enclosure of `cos x`, of relative width at most `2^-bits`; exact at 0. Domain: `|x| < 2^16600`. */
export function encloseCos(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly({ m: 1n, twos: 0, tens: 0 });
  if (!isSmall(x)) return sineOfReduced(x, 1n, bits);
  const p = workingBits(bits + 6);
  const { cosLo, cosHi } = sineAndCosine(floorFixed(x, p), 1n, p);
  return { lo: cosLo, hi: cosHi, twos: -p, tens: 0 };
}

/** Enclosure of `tan x`, of relative width at most `2^-bits`; exact at 0. Domain: `|x| < 2^16600`. */
export function encloseTan(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly(x);
  if (isSmall(x)) {
    const p = workingBits(bits + 8);
    const { lo, hi } = sineQuotient(x, p);
    const { cosLo, cosHi } = sineAndCosine(floorFixed(x, p), 1n, p);
    const ratio = quotient(lo, hi, cosLo, cosHi, p);
    const one = 1n << BigInt(p);
    return scale(ratio.lo < one ? { ...ratio, lo: one } : ratio, x);
  }
  const reduction = reduce(x, workingBits(bits + 9), bits + 8);
  const { sinLo, sinHi, cosLo, cosHi } = sineAndCosine(reduction.R, 2n, reduction.bits);
  if (BigInt.asUintN(1, reduction.n) === 0n) return quotient(sinLo, sinHi, cosLo, cosHi, reduction.bits);
  // tan(r + π/2) = −cos r / sin r; both signs of sin r are brought to the positive one.
  return reduction.R > 0n
    ? negate(quotient(cosLo, cosHi, sinLo, sinHi, reduction.bits))
    : quotient(cosLo, cosHi, -sinHi, -sinLo, reduction.bits);
}
