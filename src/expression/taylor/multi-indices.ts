/**
 * Multi-indices `α ∈ N^g` with `|α| = Σ α_t ≤ n`, numbered by degree, and the ways to write each as a sum of two.
 */

/** All multi-indices of a dimension up to an order. Immutable; shared by all users of the same sizes. */
export class MultiIndices {
  readonly dimension: number;
  readonly order: number;
  readonly count: number;
  /** Exponent `α_t` of index `i` at `i·dimension + t`. */
  readonly exponents: Uint8Array;
  /** `|α|` of every index; it never falls. */
  readonly degree: Uint8Array;
  /** Those of degree `d` are `start[d] ≤ i < start[d + 1]`. */
  readonly start: Uint32Array;
  /** Pairs with `left + right = k` are those at `pairs[k] ≤ p < pairs[k + 1]`, `left` in ascending order. */
  readonly pairs: Uint32Array;
  readonly left: Uint16Array;
  readonly right: Uint16Array;
  private readonly places: ReadonlyMap<string, number>;

  private constructor(dimension: number, order: number) {
    this.dimension = dimension;
    this.order = order;
    const all: number[][] = [];
    this.start = new Uint32Array(order + 2);
    for (let degree = 0; degree <= order; degree++) {
      this.start[degree] = all.length;
      all.push(...compositions(dimension, degree));
    }
    this.start[order + 1] = all.length;
    this.count = all.length;
    this.exponents = Uint8Array.from(all.flat());
    this.degree = Uint8Array.from(all, (exponents) => exponents.reduce((sum, exponent) => sum + exponent, 0));
    this.places = new Map(all.map((exponents, i) => [exponents.join(), i]));
    const left: number[] = [];
    const right: number[] = [];
    this.pairs = new Uint32Array(this.count + 1);
    all.forEach((sum, k) => {
      this.pairs[k] = left.length;
      for (let i = 0; i <= k; i++) {
        const rest = sum.map((exponent, t) => exponent - all[i]![t]!);
        if (rest.some((exponent) => exponent < 0)) continue;
        left.push(i);
        right.push(this.place(rest));
      }
    });
    this.pairs[this.count] = left.length;
    this.left = Uint16Array.from(left);
    this.right = Uint16Array.from(right);
  }

  private static readonly known = new Map<string, MultiIndices>();

  /** Those of `g ≥ 1` entries and sum at most `order ≥ 0`. Throws a `RangeError` beyond 65,535 of them. */
  static of(dimension: number, order: number): MultiIndices {
    const name = `${dimension},${order}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const count = multiIndexCount(dimension, order);
    if (count > 0xffff) throw new RangeError(`${count} derivatives of order up to ${order} in ${dimension} inputs`);
    const made = new MultiIndices(dimension, order);
    this.known.set(name, made);
    return made;
  }

  /** The number of a multi-index; −1 for one that is not in the list. */
  place(exponents: readonly number[]): number {
    return this.places.get(exponents.join()) ?? -1;
  }

  /** The exponents of index `i`. */
  at(i: number): number[] {
    return Array.from(this.exponents.subarray(i * this.dimension, (i + 1) * this.dimension));
  }
}

/** `C(n + g, g)`: how many multi-indices of `g` entries have a sum of at most `n`. */
export function multiIndexCount(dimension: number, order: number): number {
  let count = 1;
  for (let t = 1; t <= dimension; t++) count = (count * (order + t)) / t;
  return Math.round(count);
}

/** All ways to write `sum` as a sum of `parts` ordered terms of at least 0. */
export function compositions(parts: number, sum: number): number[][] {
  if (parts === 1) return [[sum]];
  return Array.from({ length: sum + 1 }, (_, i) => sum - i).flatMap((first) =>
    compositions(parts - 1, sum - first).map((rest) => [first, ...rest]),
  );
}
