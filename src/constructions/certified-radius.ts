/**
 * The radius of the max-affine bound with certified one-dimensional second moments in place of the moment lemma:
 * `|A(x) − f(x)| ≤ ω̂_f((Σ_t sup_u E(u − c_J)²)^{1/2})`. It costs `g` one-dimensional problems in any dimension `g`.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { isPointAxis } from '../attention/axis-weights.js';
import { axisValues } from '../approximation/grid.js';
import { boundSecondMoment } from '../certify/moments.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { addDown, addUp, divDown, mulUp, sqrtUp } from '../numeric/directed.js';

/** One axis that is not a point: its cells, an enclosure of κ = Rs², an upper bound of s². */
interface SharpAxis {
  readonly cells: number;
  readonly kappa: readonly [number, number];
  readonly square: number;
}

function sharpAxes(layer: MaxAffineLayer): SharpAxis[] {
  const system = decimalIntervalSystem(40);
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  return layer.grid.axes.flatMap((axis) => {
    const values = axisValues(system, axis);
    if (isPointAxis(system, axis, values)) return [];
    const square = system.mul(values.width, values.width);
    const kappa = system.mul(r, square);
    return [
      { cells: values.cells, kappa: [system.lower(kappa), system.upper(kappa)] as const, square: system.upper(square) },
    ];
  });
}

/** Upper bound, in units of x, of `(Σ_t sup_u E(u − c_J)²)^{1/2}`; at most the lemma's radius, up to rounding. */
export function certifiedRadius(layer: MaxAffineLayer): number {
  const moments = sharpAxes(layer).map(({ cells, kappa, square }) => mulUp(square, boundSecondMoment(cells, kappa)));
  return sqrtUp(moments.reduce(addUp, 0));
}

/**
 * Is the certified second moment below the lemma's `s²/4 + min(1, 2 ln P)/R` on every axis of several cells? (With one
 * cell both are s²/4.) Then the certified radius is at most the lemma's, exactly.
 */
export function momentsImprove(layer: MaxAffineLayer): boolean {
  return sharpAxes(layer).every(
    ({ cells, kappa }) => cells === 1 || boundSecondMoment(cells, kappa) <= addDown(0.25, divDown(1, kappa[1])),
  );
}
