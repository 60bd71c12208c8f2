/** What the solvers ask of an approximation error `E = Y − f`: enclosures of it over boxes. */

export interface BoxError {
  /** Number of inputs. */
  readonly dimension: number;
  /** After `enclose`: per output, `least ≤ E_r ≤ greatest` everywhere in the box. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /**
   * Encloses every `E_r` over a box of doubles (lo0, hi0, lo1, hi1, …; equal ends are a point). Returns an upper bound of
   * the largest `|E_r|`, never NaN; +Infinity where nothing is known, and then the ends say nothing either.
   */
  readonly enclose: (box: Float64Array) => number;
}

/** After `enclose`: a lower bound of `max_r |E_r|` at every point of the box, and the output that has it. */
export function leastMagnitude({ least, greatest }: Pick<BoxError, 'least' | 'greatest'>): {
  readonly magnitude: number;
  readonly output: number;
} {
  let magnitude = 0;
  let output = 0;
  for (let r = 0; r < least.length; r++) {
    const size = Math.max(least[r]!, -greatest[r]!);
    // NaN is larger than nothing.
    if (size > magnitude) {
      magnitude = size;
      output = r;
    }
  }
  return { magnitude, output };
}
