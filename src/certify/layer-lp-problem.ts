/** The error of a max-affine layer for a target, as something to be integrated. */
import { boundRadius, singularGrowth } from '../approximation/singular-growth.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { Target } from '../expression/target.js';
import { addUp, mulDown, mulUp, subUp } from '../numeric/directed.js';
import type { Interval } from '../numeric/interval.js';
import { powUpper } from '../numeric/kernels.js';
import { boundPowerIntegral } from './ball-integral.js';
import { ErrorBounds } from './error-bounds.js';
import { ErrorSlopes } from './error-slopes.js';
import type { LpProblem } from './lp-norm.js';
import { RegionBounds } from './region-bounds.js';
import { UnitFrame } from './unit-frame.js';

/** Relative weight, about, of the keys left out of the windows: far below any tolerance that boxes can meet. */
const NEGLIGIBLE = 1e-14;

/**
 * The error `Y − f` of a layer on the domain of its target, with its slopes, its bound over boxes of many cells, and what
 * the target's declared singularities allow.
 *
 * Throws a `RangeError` for an axis that is (or may be) a single point.
 */
export function layerLpProblem(layer: MaxAffineLayer, target: Target): LpProblem {
  const frame = new UnitFrame(target.domain.map((axis, t) => ({ axis, cells: layer.grid.axes[t]!.cells })));
  const error = new ErrorBounds(layer, target);
  error.chooseReach(NEGLIGIBLE);
  const region = new RegionBounds(layer, target, error.axes, error.values);
  const slopes = new ErrorSlopes(layer, target, error);
  const { least, greatest } = error.values;
  const largest = least.reduce((most, value, r) => Math.max(most, -value, greatest[r]!), 0);
  return {
    frame,
    error,
    encloseSlopes: (box, out) => slopes.enclose(box, out),
    boundRegion: (box) => region.bound(box),
    boundSingularPart: (box, p) => boundSingularPart(target, largest, box, p),
  };
}

/**
 * An upper bound of `∫_B max_r |Y_r − f_r|^p` for an approximation `|Y_r| ≤ largest` of a target with declared singularities:
 * where `|f_r| ≤ C r^{−a}` and `r ≤ ρ`, the error is at most `(largest·ρ^a + C) r^{−a}`. +Infinity where no power law is
 * known, or `ap` is not less than the dimension.
 */
export function boundSingularPart(
  target: Pick<Target, 'expression' | 'singularities'>,
  largest: number,
  box: Float64Array,
  p: Interval,
): number {
  let least = Infinity;
  for (const singularity of target.singularities) {
    const radius = boundRadius(
      singularity.point.map(({ expression }) => expression),
      box,
    );
    let [factor, exponent] = [0, 0];
    const laws = singularGrowth(target.expression, singularity, box);
    for (const law of laws) exponent = Math.max(exponent, law === undefined ? Infinity : law.exponent);
    if (exponent === Infinity) continue;
    for (const law of laws) {
      // r^{−a} ≤ ρ^{A − a} r^{−A} for the largest exponent A.
      const shift = exponent - law!.exponent;
      factor = Math.max(factor, mulUp(law!.factor, powerUp(radius, shift)));
    }
    const total = addUp(mulUp(largest, powerUp(radius, exponent)), factor);
    const power = powUpper(total, total, p.lo, p.hi);
    // The exponent ap is rounded up; where r > 1 that is paid for.
    const rounded = mulUp(exponent, p.hi);
    const paid = powUpper(Math.max(1, radius), Math.max(1, radius), 0, subUp(rounded, mulDown(exponent, p.lo)));
    const integral = boundPowerIntegral(singularity.point, rounded, box, radius);
    least = Math.min(least, mulUp(mulUp(power, paid), integral));
  }
  return Number.isNaN(least) ? Infinity : least;
}

/** `x^y` for `x > 0`, `y ≥ 0` that may be rounded either way: one step up covers it. */
function powerUp(x: number, y: number): number {
  if (y === 0) return 1;
  const slack = y * 2 ** -52;
  return powUpper(x, x, y - slack, y + slack);
}
