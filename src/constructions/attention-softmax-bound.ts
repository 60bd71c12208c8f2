/**
 * The right-hand side of the theorem of attention followed by a softmax, for every x, every grid and every temperature:
 *
 *     ω̂_f(τ) + ω_f(ρ),   τ² = Σ_t (s_t²/4 + μ_t/R),   ρ = e (Σ_i D_i²)^{1/2}.
 *
 * The lower end is what a certified error must stay below: it rests on differences of f that were found, or on a declared
 * modulus that was checked. An upper bound of the Lipschitz constant gives the upper end only.
 */
import { encloseModulus } from '../approximation/modulus.js';
import type { Target } from '../expression/target.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { axisScale, type AttentionSoftmax } from './attention-softmax.js';
import { declaredModulusAt, type MaxAffineBound } from './max-affine-bound.js';
import { momentRadius } from './moment-bound.js';
import { truncationBound } from './truncation.js';

export interface AttentionSoftmaxRadii<T> {
  /** `τ`: how far the centres that are averaged lie from the point. */
  readonly partition: T;
  /** `ρ`: how far attention moves the point. */
  readonly truncation: T;
}

/** Both radii, in the units of `x`; rounded up they are safe. */
export function attentionSoftmaxRadii<T>(system: NumberSystem<T>, network: AttentionSoftmax): AttentionSoftmaxRadii<T> {
  const squares = network.axes.map((axis) => system.powInteger(axisScale(system, axis).length, 2));
  const diagonal = system.sqrt(squares.reduce((sum, square) => system.add(sum, square), system.literal('0')));
  return {
    partition: momentRadius(system, network.layer),
    truncation: system.mul(truncationBound(system, network.truncation), diagonal),
  };
}

/** Encloses the right-hand side for a network that interpolates `target`. */
export function attentionSoftmaxBound(network: AttentionSoftmax, target: Target): MaxAffineBound {
  const { partition, truncation } = attentionSoftmaxRadii(intervalSystem, network);
  const declared = [partition, truncation].map((radius) => declaredModulusAt(target, radius));
  if (declared[0] !== undefined && declared[1] !== undefined) {
    const total = intervalSystem.add(declared[0], declared[1]);
    return { lower: total.lo, upper: total.hi, modulus: 'declared' };
  }
  const lower = intervalSystem.add(
    intervalSystem.fromNumber(encloseModulus(target, partition.lo).concaveLower),
    intervalSystem.fromNumber(encloseModulus(target, truncation.lo).lower),
  ).lo;
  const upper = intervalSystem.add(
    intervalSystem.fromNumber(encloseModulus(target, partition.hi).upper),
    intervalSystem.fromNumber(encloseModulus(target, truncation.hi).upper),
  ).hi;
  return { lower, upper, modulus: 'searched' };
}
