/**
 * The right-hand side of the max-affine theorem for every x, every P and every R (M2), plus what the mask leaks:
 *
 *     ω̂_f(τ) + (n−1)e^{−M}/(1 + (n−1)e^{−M})·σ,   τ² = Σ_t (s_t²/4 + μ_t/R).
 *
 * The lower end is what a certified error must stay below. It rests on a lower bound of the modulus (differences of f
 * found at pairs of points) or on a declared modulus that was checked; an upper bound of the Lipschitz constant gives the
 * upper end only.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { checkDeclaredModulus, encloseModulus } from '../approximation/modulus.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { certifiedRadius } from './certified-radius.js';
import { layerMaskLeakage } from './mask-leakage.js';
import { momentRadius } from './moment-bound.js';

export interface MaxAffineBound {
  /** Ends of the right-hand side. */
  readonly lower: number;
  readonly upper: number;
  /** What the lower end rests on. */
  readonly modulus: 'declared' | 'searched';
}

/** `C·r^α` of the target's declared modulus if it was verified on boxes; undefined otherwise. */
export function declaredModulusAt(target: Target, radius: Interval): Interval | undefined {
  if (target.modulus === undefined || checkDeclaredModulus(target).verdict !== 'verified') return undefined;
  const constant = evaluateConstant(target.modulus.constant.expression, intervalSystem);
  const exponent = evaluateConstant(target.modulus.exponent.expression, intervalSystem);
  return intervalSystem.mul(constant, intervalSystem.pow(radius, exponent));
}

/** Encloses M2's right-hand side for a layer whose values are the target's at the centres. */
export function maxAffineBound(layer: MaxAffineLayer, target: Target): MaxAffineBound {
  const radius = momentRadius(intervalSystem, layer);
  const leakage = layerMaskLeakage(intervalSystem, layer);
  const declared = declaredModulusAt(target, radius);
  if (declared !== undefined) {
    const total = intervalSystem.add(declared, leakage);
    return { lower: total.lo, upper: total.hi, modulus: 'declared' };
  }
  const { lower } = encloseModulus(target, radius.lo);
  const { upper } = encloseModulus(target, radius.hi);
  const total = intervalSystem.add({ lo: lower, hi: upper, defined: true }, leakage);
  return { lower: total.lo, upper: total.hi, modulus: 'searched' };
}

/**
 * An upper bound of the error in any dimension: M2 with certified one-dimensional second moments in place of the moment
 * lemma. Costs `g` one-dimensional problems and one upper bound of the target's modulus.
 */
export function boundMaxAffineError(layer: MaxAffineLayer, target: Target): number {
  const radius = certifiedRadius(layer);
  const leakage = layerMaskLeakage(intervalSystem, layer);
  const declared = declaredModulusAt(target, { lo: 0, hi: radius, defined: true });
  const modulus = declared?.hi ?? encloseModulus(target, radius).upper;
  return intervalSystem.add({ lo: 0, hi: modulus, defined: true }, leakage).hi;
}
