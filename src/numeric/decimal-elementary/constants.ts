/**
 * The mathematical constants in fixed point, and tables of logarithms and arctangents of small rationals.
 *
 * Everything here is a rational combination of the two alternating or positive series (`s = −1` or `+1`)
 *
 *     A_s(a/b) = Σ_{k≥0} s^k (a/b)^(2k+1) / (2k+1)        (arctangent for s = −1, its hyperbolic twin for s = +1)
 *
 * summed in BigInt with a counted error:
 *
 *     π = 16 arctan(1/5) − 4 arctan(1/239)                                   (Machin)
 *     ln 2 = 14 a + 10 b + 6 c,  ln 10 = 46 a + 34 b + 20 c,   a, b, c = artanh 1/31, artanh 1/49, artanh 1/161
 *     ln((i+1)/i) = 2 artanh(1/(2i+1)),   arctan((i+1)/n) − arctan(i/n) = arctan(n / (n² + i(i+1)))
 */
import { bitLength } from './scaled.js';

/**
 * `A_s(a/b)` at `bits` fixed-point bits, for integers `0 < 4a ≤ b`; in error by less than `bits + 6` ulps.
 *
 * With `q = (a/b)² ≤ 1/16` the stored powers obey `T_{k+1} = ⌊T_k q⌋`, so each is low by less than `1/(1 − q) < 1.07`
 * ulps; dividing by `2k+1` and truncating loses one more, 2.07 a term. A term divides the power by at least 16, so
 * fewer than `bits/4 + 2` terms are nonzero, and what follows the first power below one ulp sums to less than 1.2 ulps.
 */
function arctangentSeries(a: bigint, b: bigint, s: 1 | -1, bits: number): bigint {
  const aSquared = a * a;
  const bSquared = b * b;
  let power = (a << BigInt(bits)) / b;
  let sum = 0n;
  for (let k = 0; power !== 0n; k++) {
    const term = power / BigInt(2 * k + 1);
    sum += s < 0 && k % 2 === 1 ? -term : term;
    power = (power * aSquared) / bSquared;
  }
  return sum;
}

/** Rounds a fixed-point number from `bits + extra` to `bits` bits, to nearest. */
function dropBits(x: bigint, extra: number): bigint {
  return (x + (1n << BigInt(extra - 1))) >> BigInt(extra);
}

/** How many further bits (at most 64) bring `multiplier · (bits + guard + 6)` ulps under a quarter of an ulp. */
function guardBits(bits: number, multiplier: number): number {
  return bitLength(BigInt(multiplier * (bits + 64 + 6))) + 2;
}

/**
 * A constant at any number of bits, in error by at most one ulp: computed at a multiple of 64 bits, to within one ulp,
 * at least one bit further than asked, and rounded; the values are kept.
 */
function cached(compute: (bits: number) => bigint): (bits: number) => bigint {
  const stored = new Map<number, bigint>();
  const rounded = new Map<number, bigint>();
  return (bits) => {
    let value = rounded.get(bits);
    if (value === undefined) {
      const computedBits = 64 * Math.ceil((bits + 1) / 64);
      let wide = stored.get(computedBits);
      if (wide === undefined) {
        wide = compute(computedBits);
        stored.set(computedBits, wide);
      }
      value = dropBits(wide, computedBits - bits);
      // Reductions of large arguments ask for arbitrary precisions; only so many are worth keeping.
      if (rounded.size < 256) rounded.set(bits, value);
    }
    return value;
  };
}

/** `Σ weight · A_s(1/reciprocal)`, within one ulp. */
function combination(terms: readonly (readonly [weight: number, reciprocal: number])[], s: 1 | -1) {
  return cached((bits) => {
    const guard = guardBits(
      bits,
      terms.reduce((total, [weight]) => total + Math.abs(weight), 0),
    );
    let sum = 0n;
    for (const [weight, reciprocal] of terms) {
      sum += BigInt(weight) * arctangentSeries(1n, BigInt(reciprocal), s, bits + guard);
    }
    return dropBits(sum, guard);
  });
}

/** π at `bits` fixed-point bits, within one ulp. */
export const pi = combination(
  [
    [16, 5],
    [-4, 239],
  ],
  -1,
);

/** ln 2 at `bits` fixed-point bits, within one ulp. */
export const lnTwo = combination(
  [
    [14, 31],
    [10, 49],
    [6, 161],
  ],
  1,
);

/** ln 10 at `bits` fixed-point bits, within one ulp. */
export const lnTen = combination(
  [
    [46, 31],
    [34, 49],
    [20, 161],
  ],
  1,
);

/**
 * e at `bits` fixed-point bits, within one ulp: each truncated reciprocal factorial is low by less than 1.6 ulps
 * (`T_{k+1} = ⌊T_k/(k+1)⌋`), and there are fewer than `bits + 3` of them; the terms left out sum to less than 2 ulps: `2 (bits + 6)` in all.
 */
export const euler = cached((bits) => {
  const guard = guardBits(bits, 2);
  let term = 1n << BigInt(bits + guard);
  let sum = 0n;
  for (let k = 1; term !== 0n; k++) {
    sum += term;
    term /= BigInt(k);
  }
  return dropBits(sum, guard);
});

/** Values at `first, first + 1, …, last`, in error by at most one ulp, kept per precision. */
function cachedTable(
  first: number,
  last: number,
  start: number,
  step: (index: number, bits: number) => bigint,
): (bits: number) => (index: number) => bigint {
  const tables = new Map<number, (index: number) => bigint>();
  return (bits) => {
    let table = tables.get(bits);
    if (table === undefined) {
      const guard = guardBits(bits, 2 * (last - first + 1));
      const values = new Array<bigint>(last - first + 1).fill(0n);
      for (let i = start; i < last; i++) values[i + 1 - first] = values[i - first]! + step(i, bits + guard);
      for (let i = start; i > first; i--) values[i - 1 - first] = values[i - first]! - step(i - 1, bits + guard);
      const roundedValues = values.map((value) => dropBits(value, guard));
      table = (index) => roundedValues[index - first]!;
      tables.set(bits, table);
    }
    return table;
  };
}

/** `ln(i/64)` for `i = 44 … 92`, within one ulp. */
export const logarithmTable = cachedTable(
  44,
  92,
  64,
  (i, bits) => 2n * arctangentSeries(1n, BigInt(2 * i + 1), 1, bits),
);

/** `arctan(i/32)` for `i = 0 … 32`, within one ulp. */
export const arctangentTable = cachedTable(0, 32, 0, (i, bits) =>
  arctangentSeries(32n, BigInt(1024 + i * (i + 1)), -1, bits),
);
