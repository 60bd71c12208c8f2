/**
 * The rate at which errors fall, from enclosures of them: the slope of the least-squares line through `(ln N, ln error)`.
 *
 * The slope is linear in the logarithms of the errors, `Σ_i c_i ln e_i` with `c_i = (x_i − x̄)/Σ(x − x̄)²`; so if every `e_i` lies
 * in its enclosure, the slope lies between the sums with the ends that `sign c_i` chooses. That interval is what the
 * enclosures leave open (to rounding), not a statement about sizes that were not measured.
 */
import { decimalDown, decimalUp } from '../numeric/decimal-text.js';
import type { Budget, RatePoint, RateStudy } from '../theorems/claim.js';

export interface Rate {
  readonly family: string;
  /** Order of the bound along the family. */
  readonly predicted: number;
  /** Slope of the line through the middles of the enclosures, and the interval in which that of the errors lies. */
  readonly fitted: number;
  readonly low: number;
  readonly high: number;
  /** The errors measured are at most `constant · N^predicted`; about. */
  readonly constant: number;
  readonly points: readonly MeasuredPoint[];
}

/** Numbers as decimal text, enclosures rounded outward, the bound down. */
export interface MeasuredPoint {
  readonly size: number;
  readonly lower: string;
  readonly upper: string;
  readonly bound: string;
}

const DIGITS = 17;

/** Throws a `RangeError` where an error is not certainly positive and finite: there is no rate then. */
export function measureRate({ family, predicted, sizes, measure }: RateStudy, budget: Budget): Rate {
  const points = sizes.map((size) => ({ size, ...measure(size, budget) }));
  const useless = points.find(({ lower, upper }) => !(lower > 0 && lower <= upper && upper < Infinity));
  if (useless !== undefined) {
    throw new RangeError(`the error at size ${useless.size} lies in [${useless.lower}, ${useless.upper}]`);
  }
  return {
    family,
    predicted,
    ...fitSlope(points),
    constant: Math.max(...points.map(({ size, upper }) => upper * size ** -predicted)),
    points: points.map(({ size, lower, upper, bound }) => ({
      size,
      lower: decimalDown(lower, DIGITS),
      upper: decimalUp(upper, DIGITS),
      bound: decimalDown(bound, DIGITS),
    })),
  };
}

interface SizedPoint extends RatePoint {
  readonly size: number;
}

function fitSlope(points: readonly SizedPoint[]): Pick<Rate, 'fitted' | 'low' | 'high'> {
  const x = points.map(({ size }) => Math.log(size));
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const spread = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  let [fitted, low, high] = [0, 0, 0];
  points.forEach(({ lower, upper }, i) => {
    const weight = (x[i]! - mean) / spread;
    const [least, most] = [Math.log(lower), Math.log(upper)];
    fitted += (weight * (least + most)) / 2;
    low += weight * (weight > 0 ? least : most);
    high += weight * (weight > 0 ? most : least);
  });
  return { fitted, low, high };
}

/** The first point whose error certainly exceeds the bound. */
export function firstAbove({ points }: Rate): MeasuredPoint | undefined {
  return points.find(({ lower, bound }) => Number(lower) > Number(bound));
}

/** Are all errors certainly at most their bounds? */
export function isWithin({ points }: Rate): boolean {
  return points.every(({ upper, bound }) => Number(upper) <= Number(bound));
}
