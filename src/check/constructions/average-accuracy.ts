/**
 * How accurate the averages of a layer have to be: it depends on the norm of the layer's error, which is not known beforehand.
 *
 * A short search measures it, and where the uncertainty of the averages would keep the tolerance from being met they are
 * computed again. All of this is choice: whatever the averages are, enclosures of the error are true.
 */
import { axisValues } from '../../approximation/grid.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { CellAverageOptions } from '../../certify/cell-averages.js';
import { withCellAverages } from '../../constructions/max-affine-average.js';
import { float64System } from '../../numeric/float64.js';
import {
  DEFAULT_RELATIVE,
  type CertifyProgress,
  type ErrorEnclosure,
  type Question,
  type SearchLimits,
} from './certifiable.js';

const DEFAULT_ABSOLUTE = 1e-12;
/** Uncertainty of an average, as a part of how much the target varies over its cell, in parts of the relative tolerance. */
const FIRST_PART = 1 / 16;
const LEAST_TOLERANCE = 2 ** -40;
/** The part of the tolerance that averages may take. */
const SHARE = 1 / 4;
const ROUNDS = 4;
const MEASURING_BOXES = 2000;
/** Where the error is only known from above, this part of that. */
const UNKNOWN_PART = 1 / 64;

/** How averages are computed at first: with a tolerance of their own where none is given for the error. */
export function averageOptions({ relative, stop, onProgress }: SearchLimits): CellAverageOptions {
  const tell = (done: number): void =>
    onProgress?.({ stage: 'averages', lower: 0, upper: Infinity, boxes: 0, done } satisfies CertifyProgress);
  return {
    ...(relative === undefined ? {} : { tolerance: Math.max(LEAST_TOLERANCE, relative * FIRST_PART) }),
    ...(stop === undefined ? {} : { stop }),
    ...(onProgress === undefined ? {} : { onProgress: tell }),
  };
}

/** The layer with averages accurate enough for the limits, as far as that can be had; `measure` searches for its error. */
export function withAccurateAverages(
  layer: MaxAffineLayer,
  { target, norm }: Question,
  limits: SearchLimits,
  measure: (layer: MaxAffineLayer, limits: SearchLimits) => ErrorEnclosure,
): MaxAffineLayer {
  const { relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE, boxes = Infinity, stop } = limits;
  let options = averageOptions({ ...limits, relative });
  let [current, uncertainty] = [layer, approxUncertainty(layer, norm.exponent?.lo)];
  for (let round = 0; round < ROUNDS && stop?.() !== true; round++) {
    const { lower, upper } = measure(current, { ...limits, boxes: Math.min(MEASURING_BOXES, boxes) });
    const wanted = SHARE * Math.max(relative * Math.max(lower, UNKNOWN_PART * upper), absolute);
    if (!(uncertainty > wanted) || options.tolerance === LEAST_TOLERANCE) break;
    options = { ...options, tolerance: Math.max(LEAST_TOLERANCE, (options.tolerance! * wanted) / (2 * uncertainty)) };
    current = withCellAverages(layer, target, options);
    const next = approxUncertainty(current, norm.exponent?.lo);
    if (next > 0.9 * uncertainty) break;
    uncertainty = next;
  }
  return current;
}

/** About the norm of what the averages' enclosures leave open: the largest width, or the `p`-th mean over the cells. */
function approxUncertainty({ averages, grid }: MaxAffineLayer, p: number | undefined): number {
  const ends = averages!.ends;
  const volume = grid.axes.reduce((product, axis) => product * axisValues(float64System, axis).width, 1);
  let [largest, sum] = [0, 0];
  for (let i = 0; i < ends.length; i += 2) largest = Math.max(largest, ends[i + 1]! - ends[i]!);
  if (p === undefined || largest === 0) return largest;
  for (let i = 0; i < ends.length; i += 2) sum += ((ends[i + 1]! - ends[i]!) / largest) ** p * volume;
  return largest * sum ** (1 / p);
}
