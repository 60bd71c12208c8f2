/**
 * The radius of the max-affine bound with certified one-dimensional second moments in place of the moment lemma:
 * `|A(x) − f(x)| ≤ ω̂_f((Σ_t sup_u E(u − c_J)²)^{1/2})`. It costs `g` one-dimensional problems in any dimension `g`.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { axisValues } from '../approximation/grid.js';
import { boundSecondMoment } from '../certify/moments.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { addUp, mulUp, sqrtUp } from '../numeric/directed.js';

/** Upper bound, in units of x, of `(Σ_t sup_u E(u − c_J)²)^{1/2}`; at most the lemma's radius, up to rounding. */
export function certifiedRadius(layer: MaxAffineLayer): number {
  const system = decimalIntervalSystem(40);
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  let sum = 0;
  for (const axis of layer.grid.axes) {
    const { width, cells } = axisValues(system, axis);
    const square = system.mul(width, width);
    const top = system.upper(square);
    if (top === 0) continue;
    const kappa = system.mul(r, square);
    sum = addUp(sum, mulUp(top, boundSecondMoment(cells, [system.lower(kappa), system.upper(kappa)])));
  }
  return sqrtUp(sum);
}
