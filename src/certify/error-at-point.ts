/** The error of a layer at single points, enclosed: what sampling sees. */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { Target } from '../expression/target.js';
import { leastMagnitude } from './box-error.js';
import { ErrorBounds } from './error-bounds.js';

/** Ends of `max_r |Y_r(x) − f_r(x)|`, rounded outward. */
export interface PointError {
  readonly lower: number;
  readonly upper: number;
}

/** A function that encloses the error at points given as exact doubles inside the domain, one coordinate per axis. */
export function errorAtPoint(layer: MaxAffineLayer, target: Target): (x: readonly number[]) => PointError {
  const bounds = new ErrorBounds(layer, target);
  bounds.chooseReach(1e-18);
  const box = new Float64Array(2 * bounds.axes.length);
  return (x) => {
    x.forEach((coordinate, t) => {
      box[2 * t] = coordinate;
      box[2 * t + 1] = coordinate;
    });
    const upper = bounds.enclose(box);
    return { lower: leastMagnitude(bounds).magnitude, upper };
  };
}
