/** `∫ ‖x − c‖₂^{−a} dx` over boxes: what a power law says about an integral. */
import type { RealConstant } from '../expression/target.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { divUp, mulUp, subDown } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';
import { powUpper } from '../numeric/kernels.js';

/** Upper bounds of the area of the unit sphere in 1, 2, 3, … dimensions: 2π^{g/2}/Γ(g/2), which is largest for g = 7. */
const SPHERES = [2, 6.2831854, 12.566371, 19.739209, 26.318946, 31.006277, 33.073362];

/**
 * An upper bound of `∫_B ‖x − c‖^{−a} dx` over a box all of whose points are within `radius` of `c`: the integral over the
 * ball, `S radius^{g−a}/(g − a)`, and only half of it for each axis on which the box lies on one side of `c`.
 *
 * `exponent` = a; +Infinity unless `a < g`. `radius > 0`.
 */
export function boundPowerIntegral(
  point: readonly RealConstant[],
  exponent: number,
  box: Float64Array,
  radius: number,
): number {
  const g = point.length;
  const sphere = SPHERES[Math.min(g, SPHERES.length) - 1]!;
  const left = subDown(g, exponent);
  if (!(left > 0)) return Infinity;
  let integral = divUp(mulUp(sphere, powUpper(radius, radius, left, left)), left);
  // The power of the radius was taken with the exponent rounded down: right for radii up to 1.
  if (radius > 1) integral = mulUp(integral, 1 + 2 ** -40);
  point.forEach((coordinate, t) => {
    const { lo, hi } = evaluateConstant(coordinate.expression, intervalSystem);
    if (box[2 * t]! >= hi || box[2 * t + 1]! <= lo) integral /= 2;
  });
  return integral;
}
