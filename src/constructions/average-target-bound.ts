/**
 * The right-hand side for a max-affine layer with the cell averages of a target, whatever is known of the target:
 *
 *     sup:  ω̂_f(τ) + leak,
 *     L_p:  min( ω̂_f(τ)|U|^{1/p}, (1 + C^{1/p})‖f‖_p ) + leak|U|^{1/p},      τ² = Σ_t (s_t²/3 + μ_t/R).
 *
 * *Proof.* The first is Jensen at every point, `|A(x) − f(x)| ≤ E ω̂_f(‖x − y‖)` with `y` uniform in a random cell; the second
 * is items 1 and 3 (with φ = 0) of `average-bound.ts`. An unbounded target has no modulus, and the second term alone.
 *
 * Of `ω̂_f` the lower end rests on differences that were found, or on a declared modulus that was checked; of `‖f‖_p` on
 * integration. Source: arXiv:2504.19901 (existence); constants ours.
 */
import type { ErrorNorm } from '../approximation/error-norm.js';
import { encloseModulus } from '../approximation/modulus.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { certifyLpNorm } from '../certify/certify-lp-norm.js';
import { functionLpProblem } from '../certify/function-lp-problem.js';
import type { LpNormOptions } from '../certify/lp-norm.js';
import type { Target } from '../expression/target.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { approximateAverageBound, averageMaskLeakage, averageRadius, continuousAverageBound } from './average-bound.js';
import type { BoundEnclosure } from './bound-enclosure.js';
import { layerMaskLeakage } from './mask-leakage.js';
import { declaredModulusAt } from './max-affine-bound.js';

/** Work and accuracy of an enclosure of `‖f‖_p`; a looser one only lowers the bound. */
const NORM = { relative: 1e-3, boxes: 20_000 };

interface Part {
  readonly ends: Interval;
  readonly apart: BoundEnclosure['apart'];
}

/**
 * Encloses the right-hand side. `isBounded`: the target is finite on its domain, and so has a modulus; needed for the
 * supremum. `limits` may end the enclosure of `‖f‖_p` early; both ends stay true.
 */
export function averageTargetBound(
  layer: MaxAffineLayer,
  target: Target,
  { exponent }: ErrorNorm,
  isBounded: boolean,
  limits: Pick<LpNormOptions, 'seconds' | 'stop'> = {},
): BoundEnclosure {
  const modulus = isBounded ? modulusPart(layer, target) : undefined;
  if (exponent === undefined) {
    if (modulus === undefined) throw new RangeError('no bound holds at every point for a target that is unbounded');
    return plus(modulus, layerMaskLeakage(system, layer));
  }
  const norm = certifyLpNorm(functionLpProblem(target), exponent, { ...NORM, ...limits });
  const distance = { lo: norm.lower, hi: norm.upper, defined: true };
  const near: Part = {
    ends: approximateAverageBound(layer, exponent, { distance, modulus: system.literal('0') }),
    apart: 'distance',
  };
  const parts =
    modulus === undefined
      ? [near]
      : [{ ...modulus, ends: continuousAverageBound(layer, exponent, modulus.ends) }, near];
  return plus(smallest(parts), averageMaskLeakage(layer, exponent));
}

/** `ω̂_f(τ)`. */
function modulusPart(layer: MaxAffineLayer, target: Target): Part {
  const radius = averageRadius(system, layer);
  const declared = declaredModulusAt(target, radius);
  if (declared !== undefined) return { ends: declared, apart: 'rounding' };
  const lo = encloseModulus(target, radius.lo).concaveLower;
  const hi = encloseModulus(target, radius.hi).upper;
  return { ends: { lo, hi, defined: true }, apart: 'modulus' };
}

/** The smallest of several right-hand sides, each of which is one: the ends are the smallest ends. */
function smallest(parts: readonly Part[]): Part {
  const best = parts.reduce((a, b) => (b.ends.lo < a.ends.lo ? b : a));
  const hi = Math.min(...parts.map(({ ends }) => ends.hi));
  return { ...best, ends: { lo: best.ends.lo, hi, defined: true } };
}

function plus({ ends, apart }: Part, leakage: Interval): BoundEnclosure {
  const { lo, hi } = system.add(ends, leakage);
  return { lower: lo, upper: hi, apart };
}
