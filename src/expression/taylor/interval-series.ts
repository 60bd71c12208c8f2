/**
 * Interval Taylor coefficients: one interval for each coefficient `∂^α w/α!`, `|α| ≤ n`, of a function `w` over a box.
 *
 * Every rule below is an identity between Taylor coefficients at one point, evaluated on sets that contain them for every
 * point of the box. Sums of products are taken in doubles and widened by a bound of all their rounding errors. An end that
 * is NaN stands for "nothing is known".
 */
import type { MultiIndices } from './multi-indices.js';

export interface Series {
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  /** Coefficients of higher degree are exactly 0; 0 for constants. */
  degree: number;
}

const UNIT_ROUNDOFF = 2 ** -53;
/** Absorbs products that underflow. */
const UNDERFLOW = 2 ** -1000;

/** A number below `x`, by at least the error of two operations that rounded it to nearest. */
export const below = (x: number): number => x - (Math.abs(x) * 2 ** -51 + UNDERFLOW);
/** A number above `x`, likewise. */
export const above = (x: number): number => x + (Math.abs(x) * 2 ** -51 + UNDERFLOW);

export function makeSeries({ count }: MultiIndices): Series {
  return { lo: new Float64Array(count), hi: new Float64Array(count), degree: 0 };
}

/** Which pairs enter a sum, and with which weight `slope·|α| + offset`, `α` the left index. */
export interface Weighting {
  readonly slope: number;
  readonly offset: number;
  /** Leaves out the pair whose left index is 0; the pair whose right index is 0. */
  readonly withoutFirst: boolean;
  readonly withoutLast: boolean;
}

export const PLAIN: Weighting = { slope: 0, offset: 1, withoutFirst: false, withoutLast: false };
export const BY_DEGREE: Weighting = { slope: 1, offset: 0, withoutFirst: true, withoutLast: false };

/** Operations on series of one size; `low` and `high` hold the last sum. */
export class SeriesAlgebra {
  readonly indices: MultiIndices;
  low = 0;
  high = 0;

  constructor(indices: MultiIndices) {
    this.indices = indices;
  }

  /** Encloses `Σ_{α + β = k} (slope·|α| + offset)·a_α·b_β` in `low`, `high`. */
  sum(k: number, a: Series, b: Series, { slope, offset, withoutFirst, withoutLast }: Weighting): void {
    const { pairs, left, right, degree } = this.indices;
    const { lo: al, hi: ah, degree: mostLeft } = a;
    const { lo: bl, hi: bh, degree: mostRight } = b;
    let [low, high, size, terms] = [0, 0, 0, 0];
    let underflows = false;
    const from = pairs[k]! + (withoutFirst ? 1 : 0);
    const end = pairs[k + 1]! - (withoutLast ? 1 : 0);
    for (let p = from; p < end; p++) {
      const i = left[p]!;
      if (degree[i]! > mostLeft) break;
      const j = right[p]!;
      if (degree[j]! > mostRight) continue;
      const weight = slope * degree[i]! + offset;
      const p1 = al[i]! * bl[j]!;
      const p2 = al[i]! * bh[j]!;
      const p3 = ah[i]! * bl[j]!;
      const p4 = ah[i]! * bh[j]!;
      const least = Math.min(p1, p2, p3, p4);
      const greatest = Math.max(p1, p2, p3, p4);
      low += weight * (weight > 0 ? least : greatest);
      high += weight * (weight > 0 ? greatest : least);
      // A weight is rounded relative to its terms, not to itself.
      const most = Math.max(-least, greatest);
      size += (Math.abs(slope) * degree[i]! + Math.abs(offset)) * most;
      underflows ||= most === 0 && (al[i]! !== 0 || ah[i]! !== 0) && (bl[j]! !== 0 || bh[j]! !== 0);
      terms++;
    }
    if (size === 0 && !underflows) {
      this.low = this.high = 0;
      return;
    }
    const slack = 2 * UNIT_ROUNDOFF * (terms + 6) * size + UNDERFLOW;
    this.low = low - slack;
    this.high = high + slack;
  }

  constant(out: Series, lower: number, upper: number): void {
    this.clear(out);
    out.lo[0] = lower;
    out.hi[0] = upper;
  }

  /** Nothing is known. */
  unknown(out: Series): void {
    out.lo.fill(NaN);
    out.hi.fill(NaN);
    out.degree = this.indices.order;
  }

  clear(out: Series): void {
    out.lo.fill(0);
    out.hi.fill(0);
    out.degree = 0;
  }

  copy(out: Series, x: Series): void {
    out.lo.set(x.lo);
    out.hi.set(x.hi);
    out.degree = x.degree;
  }

  negate(out: Series, x: Series): void {
    for (let k = 0; k < x.lo.length; k++) {
      const low = x.lo[k]!;
      out.lo[k] = 0 - x.hi[k]!;
      out.hi[k] = 0 - low;
    }
    out.degree = x.degree;
  }

  /** `x + sign·y`. */
  add(out: Series, x: Series, y: Series, sign: 1 | -1): void {
    const [yl, yh] = sign === 1 ? [y.lo, y.hi] : [y.hi, y.lo];
    for (let k = 0; k < x.lo.length; k++) {
      const [low, high] = [x.lo[k]!, x.hi[k]!];
      const [a, b] = [yl[k]!, yh[k]!];
      out.lo[k] = a === 0 ? low : low === 0 ? sign * a : below(low + sign * a);
      out.hi[k] = b === 0 ? high : high === 0 ? sign * b : above(high + sign * b);
    }
    out.degree = Math.max(x.degree, y.degree);
  }

  multiply(out: Series, x: Series, y: Series): void {
    // The factor of lower degree on the left: the sum over it ends early.
    const [a, b] = x.degree <= y.degree ? [x, y] : [y, x];
    const degree = Math.min(this.indices.order, x.degree + y.degree);
    this.fill(out, degree, (k) => this.sum(k, a, b, PLAIN));
  }

  /** Computes coefficients in order of degree, each by `compute`, up to `degree`; the others are 0. */
  fill(out: Series, degree: number, compute: (k: number) => void): void {
    const end = this.indices.start[degree + 1]!;
    // Recurrences read the coefficients that are there already.
    out.degree = degree;
    for (let k = 0; k < end; k++) {
      compute(k);
      out.lo[k] = this.low;
      out.hi[k] = this.high;
    }
    out.lo.fill(0, end);
    out.hi.fill(0, end);
  }

  /** The last sum times −1. */
  negateLast(): void {
    [this.low, this.high] = [0 - this.high, 0 - this.low];
  }

  /** The last sum plus `[lower, upper]`. */
  addToLast(lower: number, upper: number): void {
    if (lower === 0 && upper === 0) return;
    this.low = below(this.low + lower);
    this.high = above(this.high + upper);
  }

  /** The last sum over `[lower, upper]`, which does not contain 0. */
  divideLast(lower: number, upper: number): void {
    if (this.low === 0 && this.high === 0) return;
    const [a, b, c, d] = [this.low / lower, this.low / upper, this.high / lower, this.high / upper];
    this.low = below(Math.min(a, b, c, d));
    this.high = above(Math.max(a, b, c, d));
  }
}
