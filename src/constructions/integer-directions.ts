/**
 * Integer vectors by direction: which frequencies of a cosine polynomial share a ridge.
 *
 * The frequencies are the `k ∈ Z^g`, `|k_t| ≤ N_t`, `k ≠ 0`, one of each pair `±k`. Each is `m·q` for one `m ≥ 1` and
 * one primitive `q` (its entries have no common divisor, the first that is not 0 is positive); the multiples of `q` in
 * the box are those with `m ≤ min_t ⌊N_t/|q_t|⌋`.
 */

export interface IntegerDirection {
  /** `q`. */
  readonly direction: readonly number[];
  /** The largest `m` with `m·q` in the box, at least 1. */
  readonly multiples: number;
  /** `‖q‖_1`. */
  readonly length: number;
}

/** How many frequencies there are, up to sign. */
export function frequencyCount(degrees: readonly number[]): number {
  return (degrees.reduce((count, degree) => count * (2 * degree + 1), 1) - 1) / 2;
}

/** The primitive directions of a box, in lexicographic order. Cost: one greatest common divisor per frequency. */
export function integerDirections(degrees: readonly number[]): IntegerDirection[] {
  const found: IntegerDirection[] = [];
  const visit = (prefix: readonly number[], divisor: number): void => {
    const axis = prefix.length;
    if (axis === degrees.length) {
      if (divisor !== 1) return;
      const multiples = Math.min(
        ...prefix.flatMap((entry, t) => (entry === 0 ? [] : [Math.floor(degrees[t]! / Math.abs(entry))])),
      );
      found.push({ direction: prefix, multiples, length: prefix.reduce((sum, entry) => sum + Math.abs(entry), 0) });
      return;
    }
    // As long as all entries are 0 the next must not be negative.
    const least = divisor === 0 ? 0 : 0 - degrees[axis]!;
    for (let entry = least; entry <= degrees[axis]!; entry++) {
      visit([...prefix, entry], greatestCommonDivisor(divisor, Math.abs(entry)));
    }
  };
  visit([], 0);
  return found;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
