/**
 * Sums of truncated numbers, `z_r = c_r + Σ_m α_{m,r} T(y_m)` with `y_m = w_m·x + t_m`, over boxes.
 *
 * `T = clamp + error`. The sum of the clamps is near linear: with `s_m` the slopes of the clamp over the range of `y_m`,
 * and any point `c` of the box,
 *
 *     c_r + Σ α clamp(y_m(x)) = c_r + Σ α clamp(y_m(c)) + Σ_t (Σ_m α s_m w_{m,t})(x_t − c_t).
 */
import type { CertificateAttention, TextInterval } from '../certificate/certificate.js';
import { textInterval } from './decimal.js';
import { add, mul, sub, type Interval } from './interval.js';
import type { Deadline } from './rejection.js';
import { Ridge, ZERO, type Term } from './ridge.js';
import type { Truncation } from './truncation.js';

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
  private readonly ridges: readonly Ridge[];
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
    const numbers = (texts: readonly TextInterval[], where: string): Interval[] =>
      texts.map((text, i) => textInterval(text, `${where}[${i}]`, p));
    const ridges = new Map<string, { readonly weights: Interval[]; readonly terms: Term[] }>();
    terms.forEach(({ weights, offset, coefficients }, m) => {
      const where = `attention.terms[${m}]`;
      const name = JSON.stringify(weights);
      const ridge = ridges.get(name) ?? { weights: numbers(weights, `${where}.weights`), terms: [] };
      ridge.terms.push({
        offset: textInterval(offset, `${where}.offset`, p),
        coefficients: numbers(coefficients, `${where}.coefficients`),
      });
      ridges.set(name, ridge);
    });
    this.ridges = [...ridges.values()].map((ridge) => new Ridge(ridge.weights, ridge.terms, truncation, p, deadline));
    this.constants = numbers(constants, 'attention.constants');
    this.truncation = truncation;
    this.p = p;
    this.deadline = deadline;
  }

  over({ x, centre }: Box): Sum[] {
    const { p } = this;
    const zeros = x.map(() => ZERO);
    let sums: Sum[] = this.constants.map((atCentre) => ({ atCentre, slopes: zeros, errors: ZERO }));
    for (const ridge of this.ridges) {
      this.deadline.step();
      const parts = ridge.over(ridge.product(x), ridge.product(centre));
      sums = sums.map(({ atCentre, slopes, errors }, r) => {
        const part = parts[r]!;
        return {
          atCentre: add(atCentre, part.atCentre),
          slopes: slopes.map((slope, t) => add(slope, mul(part.steep, ridge.weights[t]!, p))),
          errors: add(errors, part.errors),
        };
      });
    }
    return sums;
  }

  /** The sums themselves, each term by itself: sharp where they have one term each. */
  ranges(x: readonly Interval[]): Interval[] {
    const sums = [...this.constants];
    for (const ridge of this.ridges) {
      const u = ridge.product(x);
      for (const { offset, coefficients } of ridge.terms) {
        this.deadline.step();
        const range = this.truncation.range(add(u, offset));
        coefficients.forEach((coefficient, r) => {
          sums[r] = add(sums[r]!, mul(coefficient, range, this.p));
        });
      }
    }
    return sums;
  }
}

/** What a function with the value `atCentre` and the slopes takes over the box. */
export function meanValue({ x, centre }: Box, atCentre: Interval, slopes: readonly Interval[], p: bigint): Interval {
  return slopes.reduce((sum, slope, t) => add(sum, mul(slope, sub(x[t]!, centre[t]!), p)), atCentre);
}
