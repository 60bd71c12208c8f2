/**
 * Suprema over a box of the magnitudes of many derivatives at once, from both sides.
 *
 * A quantity is a linear combination of partial derivatives, such as `∂^α Δ^q f`. Upper ends: the largest enclosure among
 * boxes that cover the domain; the box that holds up the weighted sum of all suprema is split next. Lower ends: enclosures
 * at points, the best of which are moved uphill.
 */
import { clampToDomain, pointBox, type DomainBoxes } from '../approximation/box.js';
import { haltonPoint, patternSearch } from '../approximation/steepest.js';
import type { Expression } from '../expression/expression.js';
import { axisToSplit, halves, landmarks, midpoint, widths } from '../expression/subdivision.js';
import { above } from '../expression/taylor/interval-series.js';
import { TaylorEnclosure } from '../expression/taylor/taylor-enclosure.js';

/** `Σ_i factors_i · ∂^{α_i} f/α_i!`, the `α_i` by their numbers, the factors positive and exact or off by an ulp. */
export interface DerivativeSum {
  readonly places: readonly number[];
  readonly factors: readonly number[];
}

interface Part {
  readonly box: Float64Array;
  /** Upper bounds of the magnitudes, quantity by quantity. */
  readonly sizes: Float64Array;
}

/** Operations on coefficients that narrowing may take, in all, and splits at most. */
const WORK = 6e7;
const MOST_SPLITS = 2000;
/** Points of the first sample; rounds of the search from the best point, for this many quantities. */
const SAMPLES = 24;
const ROUNDS = 8;
const CLIMBS = 3;

export class DerivativeSuprema {
  /** By quantity: `lower ≤ sup ≤ upper`, largest over the outputs; infinite where nothing is known. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  private readonly taylor: TaylorEnclosure;
  private readonly outputs: number;
  private readonly quantities: readonly DerivativeSum[];
  private readonly domain: DomainBoxes;
  private readonly places: Float64Array[] = [];
  private readonly parts: Part[] = [];
  private readonly least: Float64Array;
  private readonly most: Float64Array;
  private readonly widths: Float64Array;
  private splits: number;

  constructor(
    expression: Expression,
    order: number,
    quantities: readonly DerivativeSum[],
    domain: DomainBoxes,
    splits = MOST_SPLITS,
  ) {
    this.taylor = new TaylorEnclosure(expression, order);
    this.outputs = expression.outputs.length;
    this.quantities = quantities;
    this.domain = domain;
    this.lower = new Float64Array(quantities.length);
    this.upper = new Float64Array(quantities.length).fill(Infinity);
    this.least = new Float64Array(quantities.length);
    this.most = new Float64Array(quantities.length);
    this.widths = widths(domain.outer);
    const cost = 4 * expression.nodes.length * this.taylor.indices.left.length;
    this.splits = Math.min(splits, Math.ceil(WORK / cost));
    for (const point of landmarks(domain.inner)) this.tryPoint(point);
    for (let n = 1; n <= SAMPLES; n++) this.tryPoint(haltonPoint(domain.inner, n));
    this.parts.push(this.partOf(domain.outer));
    this.upper.set(this.upper.map((_, i) => this.largest(i)));
  }

  /** Until the sum is known to the relative accuracy `tolerance`: narrows what counts most in `Σ weights_i · sup_i`; `weights` not negative. */
  refine(weights: Float64Array, tolerance: number): void {
    this.climb(weights);
    const before = this.splits;
    for (; this.splits > 0; this.splits--) {
      const [total, gap, worst] = this.gapOf(weights);
      if (worst < 0 || gap <= tolerance * total || !this.split(worst)) break;
    }
    if (this.splits < before) this.climb(weights);
  }

  /** The weighted sum of the lower ends, how far the upper ends are from it, and the quantity that contributes most to that. */
  private gapOf(weights: Float64Array): readonly [total: number, gap: number, worst: number] {
    let [total, gap, worst, most] = [0, 0, -1, 0];
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue;
      total += weights[i]! * this.lower[i]!;
      const excess = weights[i]! * (this.upper[i]! - this.lower[i]!);
      gap += excess;
      if (excess > most) [worst, most] = [i, excess];
    }
    return [total, gap, worst];
  }

  /** Moves from the best points of the heaviest quantities to better ones. */
  private climb(weights: Float64Array): void {
    const order = Array.from(weights.keys()).sort(
      (i, j) => weights[j]! * this.lower[j]! - weights[i]! * this.lower[i]!,
    );
    for (const i of order.slice(0, CLIMBS)) {
      const start = this.places[i];
      if (start === undefined || !(weights[i]! > 0)) continue;
      const step = Float64Array.from(this.widths, (width) => width / 16);
      patternSearch(
        (point) => {
          this.tryPoint(point);
          return this.least[i]!;
        },
        start,
        step,
        (point) => clampToDomain(this.domain, point),
        ROUNDS,
      );
    }
  }

  /** Encloses all quantities over a box: `least` and `most` are bounds of their magnitudes, largest over the outputs. */
  private enclose(box: Float64Array): void {
    const { taylor, least, most, quantities } = this;
    taylor.enclose(box);
    least.fill(0);
    most.fill(0);
    for (let r = 0; r < this.outputs; r++) {
      const { lo, hi } = taylor.coefficients(r);
      quantities.forEach(({ places, factors }, i) => {
        let [low, high, size] = [0, 0, 0];
        places.forEach((place, n) => {
          low += factors[n]! * lo[place]!;
          high += factors[n]! * hi[place]!;
          size += factors[n]! * Math.max(-lo[place]!, hi[place]!, 0);
        });
        const slack = places.length === 1 && factors[0] === 1 ? 0 : size * (places.length + 4) * 2 ** -52;
        const [from, to] = [low - slack, high + slack];
        most[i] = Math.max(most[i]!, -from, to);
        if (from > least[i]!) least[i] = from;
        if (-to > least[i]!) least[i] = -to;
        if (Number.isNaN(most[i]!)) most[i] = Infinity;
      });
    }
  }

  private tryPoint(x: Float64Array): void {
    const point = pointBox(this.domain, x);
    this.enclose(point);
    for (let i = 0; i < this.lower.length; i++) {
      if (!(this.least[i]! > this.lower[i]!) && this.places[i] !== undefined) continue;
      if (this.least[i]! < Infinity) this.lower[i] = Math.max(this.lower[i]!, this.least[i]!);
      this.places[i] = Float64Array.from(x);
    }
  }

  private partOf(box: Float64Array): Part {
    this.enclose(box);
    return { box, sizes: Float64Array.from(this.most, above) };
  }

  private largest(i: number): number {
    // What was seen at a point may be known better than over any box.
    return this.parts.reduce((most, { sizes }) => (sizes[i]! <= most ? most : sizes[i]!), this.lower[i]!);
  }

  /** Halves the box on which quantity `i` is largest. False where doubles allow no split. */
  private split(i: number): boolean {
    const position = this.parts.reduce((best, { sizes }, p) => (sizes[i]! > this.parts[best]!.sizes[i]! ? p : best), 0);
    const { box, sizes } = this.parts[position]!;
    const axis = axisToSplit(box, (t) => (this.widths[t]! > 0 ? 1 / this.widths[t]! : 0));
    if (axis === undefined) return false;
    const [first, second] = halves(box, axis).map((half) => {
      this.tryPoint(midpoint(half));
      const part = this.partOf(half);
      // What bounds the whole bounds its parts.
      part.sizes.forEach((size, q) => {
        if (!(size <= sizes[q]!)) part.sizes[q] = sizes[q]!;
      });
      return part;
    });
    this.parts[position] = first!;
    this.parts.push(second!);
    for (let q = 0; q < this.upper.length; q++) {
      if (sizes[q]! < this.upper[q]!) this.upper[q] = Math.max(this.upper[q]!, this.lower[q]!);
      else this.upper[q] = this.largest(q);
    }
    return true;
  }
}
