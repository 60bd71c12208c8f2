/**
 * The hyperbolic tangent of a decimal or dyadic number.
 *
 * With `M(x) = (e^x − 1)/x`, `tanh x = x M(2x) / (1 + x M(2x))` close to 0, where nothing may cancel, and
 * `1 − 2/(e^(2x) + 1)` elsewhere. Never above 1: far out the enclosure is `[1 − 2^-p, 1]`.
 */
import { encloseExp, encloseExponentialQuotient } from './exponential.js';
import {
  bitLength,
  estimateLog2,
  exactly,
  floorFixed,
  negate,
  powerOfTen,
  quotient,
  scale,
  workingBits,
  type Enclosure,
  type Scaled,
} from './scaled.js';

/** Enclosure of `tanh x`, of relative width at most `2^-bits`; exact at 0. Every real `x`. */
export function encloseTanh(x: Scaled, bits: number): Enclosure {
  if (x.m === 0n) return exactly(x);
  if (x.m < 0n) return negate(encloseTanh({ ...x, m: -x.m }, bits));
  const magnitude = estimateLog2(x);
  return magnitude < -3.02 ? encloseSmall(x, bits) : encloseLarge(x, magnitude, bits);
}

/** `0 < x ≤ 1/4`. The factor `M/(1 + x M)` lies in (0.97, 1]; its enclosure is at most 20 ulps wide. */
function encloseSmall(x: Scaled, bits: number): Enclosure {
  const p = workingBits(bits + 6);
  const shift = BigInt(p);
  const one = 1n << shift;
  const M = encloseExponentialQuotient({ ...x, twos: x.twos + 1 }, p);
  const X = floorFixed(x, p);
  // M/(1 + xM) increases with M and decreases with x.
  const denominatorHi = one + (((X + 1n) * M.lo) >> shift) + 1n;
  const denominatorLo = one + ((X * M.hi) >> shift);
  const { lo } = quotient(M.lo, M.lo, denominatorHi, denominatorHi, p);
  const { hi } = quotient(M.hi, M.hi, denominatorLo, denominatorLo, p);
  return scale({ lo, hi: hi > one ? one : hi, twos: -p, tens: 0 }, x);
}

/** `x ≥ 0.12`, where `tanh x = 1 − 2/(e^(2x) + 1)` is above 0.12: less than four bits cancel. */
function encloseLarge(x: Scaled, magnitude: number, bits: number): Enclosure {
  const p = workingBits(bits + 6);
  const one = 1n << BigInt(p);
  // 2/(e^(2x) + 1) < 2^(1 − 2x) < 2^-p for x > p.
  if (magnitude > bitLength(BigInt(p)) + 0.02) return { lo: one - 1n, hi: one, twos: -p, tens: 0 };
  const { lo, hi, twos, tens } = encloseExp({ ...x, twos: x.twos + 1 }, bits + 6);
  const power = powerOfTen(tens);
  const unit = 1n << BigInt(-twos);
  const tail = quotient(2n * unit, 2n * unit, lo * power + unit, hi * power + unit, p);
  return { lo: one - tail.hi, hi: one - tail.lo, twos: -p, tens: 0 };
}
