/**
 * Terms `α_m T(w·x + t_m)` with the same weights `w`: together a function of `w·x`, a ridge.
 *
 * In the order of their offsets, the clamps of the first are constant, then some may bend, then follow those that are `w·x + t_m`.
 * What the first add with their errors, and the others without, are differences of sums that are made once.
 */
import { add, coarsen, hull, mul, products, type Interval } from './interval.js';
import type { Deadline } from './rejection.js';
import { isSharp, type Truncation } from './truncation.js';

export const ZERO: Interval = { lo: 0n, hi: 0n };

export interface Term {
  readonly offset: Interval;
  /** One for each sum. */
  readonly coefficients: readonly Interval[];
}

/** What a ridge adds to one sum over a range of `w·x`: with clamps for truncations at the centre, slopes by `w·x`, and errors. */
export interface Part {
  readonly atCentre: Interval;
  readonly steep: Interval;
  readonly errors: Interval;
}

/** Of the first so many terms and one sum: `Σ α` and `Σ α t`, and at their start `Σ α clamp` and `Σ α error`; in units of 2^−2p but for `Σ α`. */
interface Totals {
  readonly coefficients: Interval;
  readonly offsets: Interval;
  readonly clamps: Interval;
  readonly errors: Interval;
}

/** Sums are exact, so the ends of a sum of some terms are differences of those of more and fewer. */
const between = (more: Interval, fewer: Interval): Interval => ({ lo: more.lo - fewer.lo, hi: more.hi - fewer.hi });

export class Ridge {
  readonly weights: readonly Interval[];
  /** With the least offset first. */
  readonly terms: readonly Term[];
  private readonly truncation: Truncation;
  private readonly p: bigint;
  private readonly deadline: Deadline;
  /** Of no term, of the first, … */
  private readonly totals: readonly (readonly Totals[])[];

  constructor(
    weights: readonly Interval[],
    terms: readonly Term[],
    truncation: Truncation,
    p: bigint,
    deadline: Deadline,
  ) {
    this.weights = weights;
    this.terms = [...terms].sort((one, other) => (one.offset.hi < other.offset.hi ? -1 : 1));
    this.truncation = truncation;
    this.p = p;
    this.deadline = deadline;
    const { clamp, error } = truncation.start;
    const none: Totals = { coefficients: ZERO, offsets: ZERO, clamps: ZERO, errors: ZERO };
    const totals = [terms[0]!.coefficients.map(() => none)];
    for (const { offset, coefficients } of this.terms) {
      const before = totals.at(-1)!;
      totals.push(
        coefficients.map((coefficient, r) => ({
          coefficients: add(before[r]!.coefficients, coefficient),
          offsets: add(before[r]!.offsets, products(coefficient, offset)),
          clamps: add(before[r]!.clamps, products(coefficient, clamp)),
          errors: add(before[r]!.errors, products(coefficient, error)),
        })),
      );
    }
    this.totals = totals;
  }

  /** `w·x`. */
  product(x: readonly Interval[]): Interval {
    return this.weights.reduce((sum, weight, t) => add(sum, mul(weight, x[t]!, this.p)), ZERO);
  }

  /** What is added to every sum while `w·x` is in `u`, and about `centre` in it. */
  over(u: Interval, centre: Interval): Part[] {
    const { truncation, terms, totals, p } = this;
    const { start } = truncation;
    let first = 0;
    if (isSharp(start.error, u)) while (first < terms.length && u.hi + terms[first]!.offset.hi <= start.to) first++;
    const sums = totals[first]!.map(({ clamps, errors }) => ({ atCentre: clamps, steep: ZERO, errors }));
    // Terms whose clamps do not bend and that are neighbours: from the first of them to before `end`.
    let [begin, end] = [first, first];
    for (let m = first; m < terms.length; m++) {
      this.deadline.step();
      const { offset, coefficients } = terms[m]!;
      const y = add(u, offset);
      const error = truncation.error(y);
      const isLinear = truncation.isLinear(y) && (begin === end || end === m);
      if (isLinear) [begin, end] = [begin === end ? m : begin, m + 1];
      const clamped = isLinear ? ZERO : truncation.clamp(add(centre, offset));
      const slope = isLinear ? ZERO : truncation.slopes(y);
      for (let r = 0; r < coefficients.length; r++) {
        const [coefficient, sum] = [coefficients[r]!, sums[r]!];
        sum.errors = add(sum.errors, products(coefficient, error));
        if (isLinear) continue;
        sum.atCentre = add(sum.atCentre, products(coefficient, clamped));
        if (slope.hi > 0n) sum.steep = add(sum.steep, slope.lo > 0n ? coefficient : hull(ZERO, coefficient));
      }
    }
    return sums.map(({ atCentre, steep, errors }, r) => {
      const [more, fewer] = [totals[end]![r]!, totals[begin]![r]!];
      const coefficient = between(more.coefficients, fewer.coefficients);
      const linear = add(products(coefficient, centre), between(more.offsets, fewer.offsets));
      return {
        atCentre: coarsen(add(atCentre, linear), p),
        steep: add(steep, coefficient),
        errors: coarsen(errors, p),
      };
    });
  }
}
