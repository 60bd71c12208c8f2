/**
 * The largest weighted mean that interval weights allow (a fractional linear program over a box).
 *
 *     λ* = sup { Σ ρ_j a_j / Σ ρ_j  :  lower_j ≤ ρ_j ≤ upper_j }
 *
 * λ* is the zero of g(λ) = Σ_j max(lower_j (a_j − λ), upper_j (a_j − λ)), which is convex and falls with slope at least
 * −Σ upper_j and at most −Σ lower_j. Dinkelbach's iteration finds it up to rounding. The result is made rigorous
 * afterwards: for any λ whatever, λ* ≤ λ + max(0, g(λ))/Σ lower_j, and the shifted form guarantees Σ lower_j ≥ 1,
 * because the reference key has weight exactly 1. So an upper bound of g(λ) with its rounding error suffices.
 */

const UNIT_ROUNDOFF = 2 ** -53;
/** Absorbs products of weights that underflow: each loses less than 2^-1074 in absolute terms. */
const UNDERFLOW = 2 ** -1000;
const MAX_ITERATIONS = 12;

/**
 * An upper bound of λ*.
 *
 * @param count number of keys; entries `0 … count − 1` of the arrays are read
 * @param lower lower ends of the weights, not below 0
 * @param upper upper ends, likewise
 * @param values upper bounds `a_j` of what is averaged
 * @param farWeight upper bound of the total weight of the keys left out (its lower end is 0)
 * @param farValue upper bound of what is averaged at those keys
 * @param roundings how many rounding errors each weight may carry besides its ends' direction
 * @returns a double ≥ λ*; never above the largest value; +Infinity if a value is not a number
 * Precondition: one of the keys has weight exactly 1 at both ends. Cost: O(count) per iteration.
 */
export function boundWeightedMean(
  count: number,
  lower: Float64Array,
  upper: Float64Array,
  values: Float64Array,
  farWeight: number,
  farValue: number,
  roundings: number,
): number {
  let largest = farWeight > 0 ? farValue : -Infinity;
  let smallest = Infinity;
  for (let j = 0; j < count; j++) {
    const a = values[j];
    if (a !== a) return Infinity;
    if (a > largest) largest = a;
    if (a < smallest) smallest = a;
  }
  if (farValue !== farValue) return Infinity;
  if (!(largest < Infinity) || !(smallest > -Infinity)) return Infinity;
  if (largest === smallest) return largest;

  let mean = smallest;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    let numerator = 0;
    let denominator = 0;
    for (let j = 0; j < count; j++) {
      const a = values[j];
      const weight = a > mean ? upper[j] : lower[j];
      numerator += weight * a;
      denominator += weight;
    }
    if (farWeight > 0 && farValue > mean) {
      numerator += farWeight * farValue;
      denominator += farWeight;
    }
    const next = numerator / denominator;
    if (!(next > mean + Math.abs(mean) * 1e-15)) break;
    mean = next;
  }
  if (!(mean <= largest)) return largest;

  let excess = 0;
  let magnitude = 0;
  for (let j = 0; j < count; j++) {
    const a = values[j];
    const weight = a > mean ? upper[j] : lower[j];
    excess += weight * (a - mean);
    magnitude += weight;
  }
  if (farWeight > 0 && farValue > mean) {
    excess += farWeight * (farValue - mean);
    magnitude += farWeight;
  }
  // Each term: `roundings` in the weight, 2 in the product and difference, at most count + 1 in the sum; every term is
  // at most weight·(largest − smallest) in size. The factor 2 covers the second order and these very operations.
  const size = magnitude * (largest - smallest);
  const slack = 2 * UNIT_ROUNDOFF * (count + roundings + 6) * size + UNDERFLOW * (count + 1) * (1 + size);
  const bound = mean + Math.max(0, excess + slack);
  const rounded = bound + Math.abs(bound) * (2 * UNIT_ROUNDOFF);
  return rounded <= largest ? rounded : largest;
}
