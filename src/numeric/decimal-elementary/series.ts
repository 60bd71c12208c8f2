/**
 * Power series in fixed point, with the error counted.
 *
 * A table holds coefficients `c_k = ⌊γ_k 2^p⌋` of a series with decreasing `γ_k ≥ 0`. `sumSeries` returns
 * `Σ s^k c_k t^k` by Horner's rule. For a fixed-point argument `|T| · 2^-p ≤ τ < 1` its error against the whole infinite
 * series at exactly `T · 2^-p` is at most `2/(1 − τ) + 1` ulps:
 *
 * - Horner: each step `S ← c_k ± ((S · T) >> p)` adds one ulp from the shift and one from the coefficient and
 *   multiplies what it inherits by τ, so at most `2/(1 − τ)`;
 * - remainder: the last power kept is chosen so that the dropped terms sum to at most one ulp (see `termCount`).
 */
import { bitLength } from './scaled.js';

interface Table {
  readonly coefficients: readonly bigint[];
  /** `γ_k 2^p < 2^lengths[k]`. */
  readonly lengths: readonly number[];
}

function tabulate(coefficients: readonly bigint[]): Table {
  return { coefficients, lengths: coefficients.map((c) => bitLength(c + 1n)) };
}

function perPrecision(build: (bits: number) => Table): (bits: number) => Table {
  const tables = new Map<number, Table>();
  return (bits) => {
    let table = tables.get(bits);
    if (table === undefined) {
      table = build(bits);
      tables.set(bits, table);
    }
    return table;
  };
}

/**
 * `γ_k = 1/(first + step·k)!`. The first coefficient left out is below `2^-(p+2)` and each further one smaller by a
 * factor of at least 2, so all that is missing from the table sums to less than half an ulp for `|t| ≤ 1`.
 */
function factorialTable(first: number, step: number): (bits: number) => Table {
  return perPrecision((bits) => {
    const coefficients: bigint[] = [];
    const unit = 1n << BigInt(bits);
    let factorial = 1n;
    for (let n = 2; n <= first; n++) factorial *= BigInt(n);
    for (let n = first; factorial <= unit * 4n; n += step) {
      coefficients.push(unit / factorial);
      for (let i = 1; i <= step; i++) factorial *= BigInt(n + i);
    }
    return tabulate(coefficients);
  });
}

/** `γ_k = 1/(2k+1)`, long enough for `|t| ≤ 2^-8`. */
const oddReciprocalTable = perPrecision((bits) => {
  const unit = 1n << BigInt(bits);
  return tabulate(Array.from({ length: Math.ceil(bits / 8) + 2 }, (_, k) => unit / BigInt(2 * k + 1)));
});

/**
 * How many terms to keep for `|t| < 2^b`, `b ≤ 0`: term `k` is the first to go when `γ_k 2^(bk) ≤ 2^-p / 2`.
 *
 * For `b < 0` every later term is at most half the one before, so the dropped ones sum to at most one ulp; for `b = 0`
 * the table is a factorial one, whose ratios are at most one half too (`k ≥ 1`).
 */
function termCount(table: Table, b: number): number {
  const { lengths } = table;
  for (let k = 1; k < lengths.length; k++) if (lengths[k]! + b * k <= -1) return k;
  return lengths.length;
}

function sumSeries(table: Table, t: bigint, bits: number, alternating: boolean): bigint {
  const { coefficients } = table;
  const shift = BigInt(bits);
  let k = termCount(table, Math.min(0, bitLength(t) - bits)) - 1;
  let sum = coefficients[k]!;
  if (alternating) while (k > 0) sum = coefficients[--k]! - ((sum * t) >> shift);
  else while (k > 0) sum = coefficients[--k]! + ((sum * t) >> shift);
  return sum;
}

const exponentialTable = factorialTable(0, 1);
const exponentialQuotientTable = factorialTable(1, 1);
const sineQuotientTable = factorialTable(1, 2);
const cosineTable = factorialTable(0, 2);

/** `e^t` for `|t| ≤ 1/4`; error at most 4 ulps. */
export function exponentialSeries(t: bigint, bits: number): bigint {
  return sumSeries(exponentialTable(bits), t, bits, false);
}

/** `(e^t − 1)/t` for `|t| ≤ 1/2`; error at most 5 ulps. */
export function exponentialQuotientSeries(t: bigint, bits: number): bigint {
  return sumSeries(exponentialQuotientTable(bits), t, bits, false);
}

/** `sin(√t)/√t` for `0 ≤ t ≤ 0.63`; error at most 7 ulps. */
export function sineQuotientSeries(t: bigint, bits: number): bigint {
  return sumSeries(sineQuotientTable(bits), t, bits, true);
}

/** `cos √t` for `0 ≤ t ≤ 0.63`; error at most 7 ulps. */
export function cosineSeries(t: bigint, bits: number): bigint {
  return sumSeries(cosineTable(bits), t, bits, true);
}

/** `arctan(√t)/√t` for `0 ≤ t ≤ 2^-8`; error at most 4 ulps. */
export function arctangentQuotientSeries(t: bigint, bits: number): bigint {
  return sumSeries(oddReciprocalTable(bits), t, bits, true);
}

/** `artanh(√t)/√t` for `0 ≤ t ≤ 2^-8`; error at most 4 ulps. */
export function hyperbolicArctangentQuotientSeries(t: bigint, bits: number): bigint {
  return sumSeries(oddReciprocalTable(bits), t, bits, false);
}
