/**
 * Sums of truncated numbers, `z_r = c_r + Σ_m α_{m,r} T(y_m)` with `y_m = w_m·x + t_m`, over boxes.
 *
 * `T = clamp + error`. The sum of the clamps is near linear: with `s_m` the slopes of the clamp over the range of `y_m`,
 * and any point `c` of the box,
 *
 *     c_r + Σ α clamp(y_m(x)) = c_r + Σ α clamp(y_m(c)) + Σ_t (Σ_m α s_m w_{m,t})(x_t − c_t).
 */
import type { CertificateAttention } from '../certificate/certificate.js';
import { textInterval } from './decimal.js';
import { add, mul, sub, type Interval } from './interval.js';
import type { Deadline } from './rejection.js';
import type { Truncation } from './truncation.js';

interface Term {
  readonly weights: readonly Interval[];
  readonly offset: Interval;
  readonly coefficients: readonly Interval[];
}

/** A box and a point of it. */
export interface Box {
  readonly x: readonly Interval[];
  readonly centre: readonly Interval[];
}

/** Of one sum over a box: with clamps for truncations at the centre, its slopes, and what truncations add to that. */
export interface Sum {
  readonly atCentre: Interval;
  readonly slopes: readonly Interval[];
  readonly errors: Interval;
}

export class Sums {
  private readonly terms: readonly Term[];
  private readonly constants: readonly Interval[];
  private readonly truncation: Truncation;
  private readonly p: bigint;
  private readonly deadline: Deadline;

  constructor(
    { terms, constants }: Pick<CertificateAttention, 'terms' | 'constants'>,
    truncation: Truncation,
    p: bigint,
    deadline: Deadline,
  ) {
    const numbers = (texts: CertificateAttention['constants']): Interval[] => texts.map((text) => textInterval(text, p));
    this.terms = terms.map(({ weights, offset, coefficients }) => ({
      weights: numbers(weights),
      offset: textInterval(offset, p),
      coefficients: numbers(coefficients),
    }));
    this.constants = numbers(constants);
    this.truncation = truncation;
    this.p = p;
    this.deadline = deadline;
  }

  over({ x, centre }: Box): Sum[] {
    const { truncation, p } = this;
    const zeros = x.map(() => ({ lo: 0n, hi: 0n }));
    const sums = this.constants.map((atCentre) => ({ atCentre, slopes: zeros, errors: { lo: 0n, hi: 0n } }));
    for (const term of this.terms) {
      this.deadline.step();
      const y = this.argument(term, x);
      const clamped = truncation.clamp(this.argument(term, centre));
      const slope = truncation.slopes(y);
      const error = truncation.error(y);
      const slopes = term.weights.map((weight) => mul(slope, weight, p));
      term.coefficients.forEach((coefficient, r) => {
        if (coefficient.lo === 0n && coefficient.hi === 0n) return;
        const sum = sums[r]!;
        sum.atCentre = add(sum.atCentre, mul(coefficient, clamped, p));
        sum.errors = add(sum.errors, mul(coefficient, error, p));
        if (slope.hi > 0n) sum.slopes = sum.slopes.map((s, t) => add(s, mul(coefficient, slopes[t]!, p)));
      });
    }
    return sums;
  }

  /** The sums themselves, each term by itself: sharp where they have one term each. */
  ranges(x: readonly Interval[]): Interval[] {
    const sums = [...this.constants];
    for (const term of this.terms) {
      this.deadline.step();
      const range = this.truncation.range(this.argument(term, x));
      term.coefficients.forEach((coefficient, r) => {
        sums[r] = add(sums[r]!, mul(coefficient, range, this.p));
      });
    }
    return sums;
  }

  private argument({ weights, offset }: Term, x: readonly Interval[]): Interval {
    return weights.reduce((sum, weight, t) => add(sum, mul(weight, x[t]!, this.p)), offset);
  }
}

/** What a function with the value `atCentre` and the slopes takes over the box. */
export function meanValue({ x, centre }: Box, atCentre: Interval, slopes: readonly Interval[], p: bigint): Interval {
  return slopes.reduce((sum, slope, t) => add(sum, mul(slope, sub(x[t]!, centre[t]!), p)), atCentre);
}
