/**
 * The error `out(y) − Range(y)` of a layer of truncated attention over intervals of `y`, ready for hot loops.
 *
 * In units of the step Δ, with `t = (y − a)/Δ − o` the distance from the first key (`o = 0`, or ½ for centred keys), the
 * error is that of `truncated-single-error.ts` or `truncated-multi-error.ts`. Four things save work without losing rigour:
 *
 * - beyond some distance on either side of the keys the error is constant up to 2^−50 Δ, and enclosed once;
 * - it is nowhere larger than a certified supremum, which serves where an interval is much wider than a step;
 * - for left keys a smaller supremum holds up to the last key: only behind it does the error reach a whole step;
 * - within the range, intervals that are no points are given the faster `UnitMean`, whose error is far below their width.
 */
import { certifyFunction, type IntervalExtension } from '../certify/certify-function.js';
import { LEAD_ERROR, UnitMean } from '../certify/unit-mean.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { addUp, divUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { point, type Interval } from '../numeric/interval.js';
import { divLower, divUpper, mulLower, mulUpper } from '../numeric/kernels.js';
import { encloseSharpness } from './truncated-range.js';
import { truncatedMultiError } from './truncated-multi-error.js';
import { keyOffset, truncatedSingleError } from './truncated-single-error.js';
import { truncationBound, truncationCells, truncationStep, type Truncation } from './truncation.js';

/** Parameters are taken at this many digits: doubles would lose the length of a short range far from 0. */
const exact = decimalIntervalSystem(40);
/** Beyond the keys the error counts as constant where it varies by less than this, in steps. */
const CONSTANT = 2 ** -50;
/** Intervals of at least as many steps are given the supremum. */
const WIDE = 1.5;
/** Intervals of at least as many steps may be given an error of 2^−41 steps more. */
const NO_POINT = 2 ** -30;
/** Most enclosures spent on one supremum, and its relative accuracy. */
const SUPREMUM = { boxes: 1000, relative: 0.01 };

/** Distance from the keys, in steps, beyond which nothing is looked for. */
const FARTHEST = 2 ** 40;

/** The error in steps on an interval that ends `to` steps from `a`. */
export interface ErrorBand extends Pick<Interval, 'lo' | 'hi'> {
  readonly to: number;
}

/** Mutable: `lo` and `hi` describe the interval enclosed last. */
export class TruncationError {
  /** The ends of the error over the last interval, in the units of `y`. */
  lo = 0;
  hi = 0;
  /** At least `|out(y) − Range(y)|` for every real `y`, in the units of `y`; at most the layer's bound, rounded up. */
  readonly largest: number;

  /** The error in steps; undefined where they are no finite number, or the sharpness is none. */
  private readonly unit: IntervalExtension | undefined;
  private readonly mean: UnitMean | undefined;
  /** Where `Range(t) = t`. */
  private readonly rangeLow: number;
  private readonly rangeHigh: number;
  private readonly a: Interval;
  private readonly step: Interval;
  /** `o`. */
  private readonly offset: number;
  private readonly increases: boolean;
  /** Suprema in steps: everywhere, and for `t` at most `interior`. */
  private readonly supremum: number;
  private readonly interiorSupremum: number;
  private readonly interior: number;
  /** From the ends `t ≤ farLeft` and `t ≥ farRight` on, these intervals hold the error in steps. */
  private farLeft = -Infinity;
  private farRight = Infinity;
  private left: Interval = point(0);
  private right: Interval = point(0);

  constructor(truncation: Truncation) {
    const cells = truncationCells(truncation);
    const step = truncationStep(exact, truncation);
    this.a = endsOf(evaluateConstant(truncation.lower.expression, exact));
    this.step = endsOf(step);
    this.offset = truncation.kind === 'single' ? keyOffset(truncation.keys) : 0;
    this.increases = truncation.kind === 'single';
    [this.rangeLow, this.rangeHigh] = [-this.offset, cells - this.offset];
    const isShifted = truncation.kind === 'single' || truncation.shiftInvariant;
    // On a range of one point all keys coincide there, and so does the output if values are relative to it.
    const bound = isShifted && exact.upper(step) <= 0 ? 0 : exact.upper(truncationBound(exact, truncation));
    const sharpness = encloseSharpness(truncation, cells, truncation.inverseTemperature);
    const isUsable = sharpness.hi < Infinity && this.step.lo > 0;
    this.unit = isUsable ? unitError(truncation, sharpness) : undefined;
    const mean = truncation.kind === 'single' && isUsable ? new UnitMean(cells, sharpness) : undefined;
    this.mean = mean?.isUsable === true ? mean : undefined;
    const cuts = [this.rangeLow, this.rangeHigh];
    const inSteps = this.step.lo > 0 ? divUp(bound, this.step.lo) : Infinity;
    this.supremum = this.supremumTo(Infinity, inSteps, cuts);
    this.interior = isUsable && truncation.kind === 'single' && truncation.keys === 'left' ? cells - 1 : -Infinity;
    this.interiorSupremum = this.interior > -Infinity ? this.supremumTo(this.interior, this.supremum, []) : 0;
    this.findFarEnds(cells);
    this.largest = isUsable ? Math.min(bound, mulUp(this.supremum, this.step.hi)) : bound;
  }

  /** Encloses the error over all `y` of [lower, upper], whose ends may be infinite. Never NaN. */
  enclose(lower: number, upper: number): void {
    const { step } = this;
    if (this.unit === undefined) {
      this.lo = -this.largest;
      this.hi = this.largest;
      return;
    }
    const from = this.stepsTo(lower, false);
    const to = this.stepsTo(upper, true);
    let lo = -this.supremum;
    let hi = this.supremum;
    if (to <= this.interior) {
      lo = -this.interiorSupremum;
      hi = this.interiorSupremum;
    }
    const found = this.steps(from, to);
    if (found !== undefined) {
      if (found.lo > lo) lo = found.lo;
      if (found.hi < hi) hi = found.hi;
    }
    this.lo = Math.max(-this.largest, mulLower(lo, hi, step.lo, step.hi));
    this.hi = Math.min(this.largest, mulUpper(lo, hi, step.lo, step.hi));
  }

  /**
   * Encloses `out(y) − Range(y)` where it is read off at the ends of [lower, upper] if `out` increases: then
   * `out ∈ [Range(lower) + lo, Range(upper) + hi]`, and as narrow as that can be. For several heads the same holds with the
   * error over the whole interval.
   */
  encloseAtEnds(lower: number, upper: number): void {
    if (!this.increases || lower === upper) {
      this.enclose(lower, upper);
      return;
    }
    this.enclose(upper, upper);
    const { hi } = this;
    this.enclose(lower, lower);
    this.hi = hi;
  }

  /**
   * Intervals of `y` that cover the line, from the lowest on, up to `to`, and what the error lies in there, in steps, which
   * is also where the interval ends, counted from `a`. Undefined where no step or no sharpness is known.
   */
  bands(): readonly ErrorBand[] | undefined {
    const { unit, offset, supremum, interior, interiorSupremum } = this;
    if (unit === undefined) return undefined;
    const [first, last] = [Math.max(this.farLeft, -FARTHEST), Math.min(this.farRight, FARTHEST)];
    const within = (to: number, most: number): ErrorBand => ({ to: to + offset, lo: -most, hi: most });
    const [left, right] = [unit(-Infinity, first), unit(last, Infinity)];
    return [
      { to: first + offset, lo: left.lo, hi: left.hi },
      ...(interior > first ? [within(interior, interiorSupremum)] : []),
      within(last, supremum),
      { to: Infinity, lo: right.lo, hi: right.hi },
    ];
  }

  /** The error in steps for `t` of [from, to]; undefined where the supremum is to serve. */
  private steps(from: number, to: number): Interval | undefined {
    if (to <= this.farLeft) return this.left;
    if (from >= this.farRight) return this.right;
    const isBounded = from > -Infinity && to < Infinity;
    const width = subUp(to, from);
    if (isBounded && width >= WIDE) return undefined;
    if (this.mean === undefined || !(width >= NO_POINT) || from < this.rangeLow || to > this.rangeHigh) {
      return this.unit!(from, to);
    }
    // The mean increases: over the interval it leads t by at least what it leads `to` by at `from`.
    const lo = subDown(this.mean.lead(from), addUp(width, LEAD_ERROR));
    return { lo, hi: addUp(this.mean.lead(to), addUp(width, LEAD_ERROR)), defined: true };
  }

  /** `t` of `y`, rounded down or up. */
  private stepsTo(y: number, up: boolean): number {
    const { a, step } = this;
    if (up) {
      const distance = subUp(y, a.lo);
      return subUp(divUpper(distance, distance, step.lo, step.hi), this.offset);
    }
    const distance = subDown(y, a.hi);
    return subDown(divLower(distance, distance, step.lo, step.hi), this.offset);
  }

  /** Certifies the supremum of the magnitude in steps for `t ≤ end`; at most `known`, which holds. */
  private supremumTo(end: number, known: number, cuts: readonly number[]): number {
    const { unit } = this;
    if (unit === undefined) return known;
    const error: IntervalExtension = (from, to) => this.steps(from, to) ?? unit(from, to);
    return Math.min(known, certifyFunction(error, -Infinity, end, { ...SUPREMUM, cuts }).upper);
  }

  /** Doubles the distance from 0 and `last`, between which keys and range lie but for half a step, until nothing changes beyond. */
  private findFarEnds(last: number): void {
    const { unit } = this;
    if (unit === undefined) return;
    for (let distance = 1; distance <= FARTHEST; distance *= 2) {
      const [before, behind] = [-distance, last + distance];
      const left = unit(-Infinity, before);
      if (this.farLeft === -Infinity && subUp(left.hi, left.lo) <= CONSTANT) [this.farLeft, this.left] = [before, left];
      const right = unit(behind, Infinity);
      if (this.farRight === Infinity && subUp(right.hi, right.lo) <= CONSTANT) {
        [this.farRight, this.right] = [behind, right];
      }
      if (this.farLeft > -Infinity && this.farRight < Infinity) return;
    }
  }
}

function endsOf(value: DecimalInterval): Interval {
  return { lo: exact.lower(value), hi: exact.upper(value), defined: true };
}

function unitError(truncation: Truncation, sharpness: Interval): IntervalExtension {
  if (truncation.kind === 'single') return truncatedSingleError(truncation.cells, sharpness, truncation.keys);
  const { tokens, heads, shiftInvariant, lower } = truncation;
  const a = evaluateConstant(lower.expression, exact);
  const origin = shiftInvariant ? point(0) : endsOf(exact.div(a, truncationStep(exact, truncation)));
  return truncatedMultiError({ tokens, heads, sharpness, origin });
}
