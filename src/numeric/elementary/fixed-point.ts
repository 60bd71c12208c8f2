/**
 * Constants and tables to any precision, in scaled integers: `n` stands for `n / 2^bits`.
 *
 * Every function states how far its result may be from the exact one, in units of the last place, `2^−bits`. Divisions
 * truncate, so each costs less than one unit.
 */

/** Bits after the binary point in the tables built at start-up; far more than a pair of doubles holds. */
export const TABLE_BITS = 160;

/**
 * `Σ sign^i z^(2i+1)/(2i+1)` for `z = p/q`, `0 ≤ z ≤ 1/2`: the arctangent (`sign = −1`) or its hyperbolic twin (`+1`).
 *
 * Error at most `2·bits + 4` units: at most `bits/2 + 1` terms, each below 3 units off (the power below 2, as its
 * errors shrink by `z² ≤ 1/4`), and a rest smaller than the last power dropped.
 */
function oddSeries(p: bigint, q: bigint, bits: number, sign: 1n | -1n): bigint {
  let power = (p << BigInt(bits)) / q;
  let sum = 0n;
  let signOfTerm = 1n;
  for (let odd = 1n; power > 0n; odd += 2n) {
    sum += (signOfTerm * power) / odd;
    signOfTerm *= sign;
    power = (power * p * p) / (q * q);
  }
  return sum;
}

/** `atan(p/q)` for `0 ≤ p/q ≤ 1/2`; error at most `2·bits + 4` units. */
export function fixedAtan(p: bigint, q: bigint, bits: number): bigint {
  return oddSeries(p, q, bits, -1n);
}

/** `½ ln((q + p)/(q − p)) = artanh(p/q)` for `0 ≤ p/q ≤ 1/2`; error at most `2·bits + 4` units. */
export function fixedArtanh(p: bigint, q: bigint, bits: number): bigint {
  return oddSeries(p, q, bits, 1n);
}

/** `ln 2 = 2 artanh(1/3)`; error at most `4·bits + 8` units. */
export function fixedLn2(bits: number): bigint {
  return 2n * fixedArtanh(1n, 3n, bits);
}

/** `π = 16 atan(1/5) − 4 atan(1/239)` (Machin); error at most `40·bits + 80` units. */
export function fixedPi(bits: number): bigint {
  return 16n * fixedAtan(1n, 5n, bits) - 4n * fixedAtan(1n, 239n, bits);
}

/** The double nearest to `n/2^bits`; `n < 2^1000`, and the result must be a normal number or 0. */
export function nearestDouble(n: bigint, bits: number): number {
  return Number(n) * 2 ** -bits;
}

/** The double nearest to `n/2^bits − high`, for a double `high`: what is left of a constant after its leading part. */
export function nearestRest(n: bigint, bits: number, high: number): number {
  return nearestDouble(n - BigInt(high * 2 ** bits), bits);
}

/** `n/2^bits` truncated to a multiple of `2^−kept`. */
export function leadingPart(n: bigint, bits: number, kept: number): number {
  return nearestDouble((n >> BigInt(bits - kept)) << BigInt(bits - kept), bits);
}

/** `⌊√n⌋` by Newton's iteration from above. */
export function integerSquareRoot(n: bigint): bigint {
  if (n === 0n) return 0n;
  let x = 1n << BigInt((n.toString(16).length + 1) * 2);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
