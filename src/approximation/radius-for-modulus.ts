/**
 * The inverse of a modulus of continuity: how near points have to be.
 */
import { divDown, divUp } from '../numeric/directed.js';
import { powLower } from '../numeric/kernels.js';
import type { FunctionOnBox } from './box.js';
import { powerBounds, type PowerBound } from './declared-modulus.js';
import { knowledgeOf, type ModulusOptions } from './modulus-knowledge.js';

/** A radius at which `C·r^α ≤ epsilon`: `(epsilon/C)^{1/α}` rounded down. */
function radiusForPower({ constant, exponent }: PowerBound, epsilon: number): number {
  if (constant.upper === 0) return Infinity;
  const ratio = divDown(epsilon, constant.upper);
  return ratio > 0 ? powLower(ratio, ratio, divDown(1, exponent.upper), divUp(1, exponent.lower)) : 0;
}

/**
 * A radius `τ > 0` with `ω̂_f(τ) ≤ epsilon`, for `epsilon > 0` and a target that is defined on its whole domain: the
 * largest that the Lipschitz constant, the oscillation and the known Hölder bounds give. `Infinity` when any distance
 * will do; `undefined` when none was found (jumps). Guaranteed, by rounding down. Cost: as `encloseModulus`, without
 * searching pairs.
 */
export function radiusForModulus(
  target: FunctionOnBox,
  epsilon: number,
  options: ModulusOptions = {},
): number | undefined {
  if (!(epsilon > 0)) throw new RangeError(`an error has to be greater than 0, found ${epsilon}`);
  const { lipschitz, oscillation } = knowledgeOf(target, options);
  if (oscillation.upper <= epsilon || lipschitz.upper === 0) return Infinity;
  const radii = [
    divDown(epsilon, lipschitz.upper),
    ...powerBounds(target, options).map((bound) => radiusForPower(bound, epsilon)),
  ];
  const radius = Math.max(...radii);
  return radius > 0 ? radius : undefined;
}
