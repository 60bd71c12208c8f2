/**
 * Is a function defined, with values in the range of doubles, on a whole box?
 */
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { evaluate } from './evaluate.js';
import type { Expression } from './expression.js';
import { sharpen } from './sharpen.js';
import { axisToSplit, boxOfPoint, halves, landmarks, midpoint, widths } from './subdivision.js';

export type Definedness =
  | { readonly verdict: 'yes' }
  /** A point at which an output is undefined. */
  | { readonly verdict: 'no'; readonly witness: Float64Array }
  /** A box on which neither was shown: too small to go on, or the last one of the budget. */
  | { readonly verdict: 'unknown'; readonly box: Float64Array };

export interface DefinednessOptions {
  /** How many boxes may be looked at. */
  readonly boxes?: number;
  /** Small boxes to leave out, such as neighbourhoods of declared singularities. */
  readonly isExempt?: (box: Float64Array) => boolean;
}

/** Boxes of less than this part of the whole in every direction are not cut further. */
const SMALLEST_PART = 2 ** -36;

type Status = 'fine' | 'undefined' | 'unclear';

/** The inputs of the interval system for a box. */
export function boxIntervals(box: Float64Array): Interval[] {
  return Array.from({ length: box.length / 2 }, (_, axis) => {
    const [lo, hi] = [box[2 * axis]!, box[2 * axis + 1]!];
    return intervalSystem.hull(intervalSystem.fromNumber(lo), intervalSystem.fromNumber(hi));
  });
}

function statusOn(expression: Expression, box: Float64Array): Status {
  const values = evaluate(expression, intervalSystem, boxIntervals(box));
  if (values.some((value) => Number.isNaN(intervalSystem.lower(value)))) return 'undefined';
  const isFine = (value: Interval): boolean =>
    intervalSystem.isDefined(value) &&
    Number.isFinite(intervalSystem.lower(value)) &&
    Number.isFinite(intervalSystem.upper(value));
  return values.every(isFine) ? 'fine' : 'unclear';
}

/**
 * Decides whether every output of `expression` is defined and finite on all of `box` (a finite one).
 *
 * `yes` and `no` are proved. Midpoint, corners and centres of faces are tried first; then the box is cut, depth first,
 * until every part is fine, a part is undefined, a part is too small to go on or the budget is spent. Values beyond the
 * largest double count as not shown.
 */
export function decideDefinedness(
  expression: Expression,
  box: Float64Array,
  { boxes = 20_000, isExempt = () => false }: DefinednessOptions = {},
): Definedness {
  const sharp = sharpen(expression);
  const isUndefinedAt = (point: Float64Array): boolean =>
    !isExempt(boxOfPoint(point)) && statusOn(sharp, boxOfPoint(point)) === 'undefined';
  const witness = landmarks(box).find(isUndefinedAt);
  if (witness !== undefined) return { verdict: 'no', witness };
  const whole = widths(box);
  const pending = [box];
  for (let looked = 0; pending.length > 0; looked++) {
    const part = pending.pop()!;
    if (isExempt(part)) continue;
    const status = statusOn(sharp, part);
    if (status === 'fine') continue;
    const centre = midpoint(part);
    if (status === 'undefined' || isUndefinedAt(centre)) return { verdict: 'no', witness: centre };
    const axis = axisToSplit(part, (i) => 1 / whole[i]!);
    const isSmall = widths(part).every((width, i) => width <= whole[i]! * SMALLEST_PART);
    if (axis === undefined || isSmall || looked >= boxes) return { verdict: 'unknown', box: part };
    pending.push(...halves(part, axis));
  }
  return { verdict: 'yes' };
}
