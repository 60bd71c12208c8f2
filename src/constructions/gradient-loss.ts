/**
 * Losses of a residual `r`, through their derivative `ψ = ℓ'`: all that gradient descent, and the layer, see of them.
 *
 * - squared: `ℓ = r²/2`, `ψ = r`;
 * - Huber, threshold `δ > 0`: `ψ = max(−δ, min(δ, r))`;
 * - logistic: `ℓ = ln(1 + e^{−r})`, `ψ = −1/(1 + e^r)`, where `r = y·xᵀw` is the margin of an example with label ±1.
 *
 * All three are convex: `ψ` does not decrease. *Modulus of continuity* of `ψ` on `[−B, B]`: the largest change over a
 * distance `h ≤ 2B` is found around 0, where the slope is largest; it is `min(h, 2B)`, `min(h, 2B, 2δ)` and
 * `tanh(min(h, 2B)/4)`. These are concave in `h`, so each is its own least concave majorant `ω̂_ψ`.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

export type GradientLoss =
  | { readonly kind: 'squared' }
  /** `threshold > 0`. */
  | { readonly kind: 'huber'; readonly threshold: RealConstant }
  | { readonly kind: 'logistic' };

/** `ψ(r)`, in the units of `r` (squared, Huber) or dimensionless; an enclosure is tight up to rounding. */
export function lossDerivative<T>(system: NumberSystem<T>, loss: GradientLoss, r: T): T {
  switch (loss.kind) {
    case 'squared':
      return r;
    case 'huber': {
      const threshold = evaluateConstant(loss.threshold.expression, system);
      return system.max(system.neg(threshold), system.min(threshold, r));
    }
    case 'logistic': {
      const one = system.literal('1');
      return system.neg(system.div(one, system.add(one, system.exp(r))));
    }
  }
}

/** `ω̂_ψ(h)` on `[−B, B]`, for `B ≥ 0` and `h ≥ 0`: exact in `h` and `B`, whatever their order. */
export function lossDerivativeModulus<T>(system: NumberSystem<T>, loss: GradientLoss, bound: T, distance: T): T {
  const within = system.min(distance, system.add(bound, bound));
  switch (loss.kind) {
    case 'squared':
      return within;
    case 'huber': {
      const threshold = evaluateConstant(loss.threshold.expression, system);
      return system.min(within, system.add(threshold, threshold));
    }
    case 'logistic':
      return system.tanh(system.div(within, system.literal('4')));
  }
}

/** The Lipschitz constant of `ψ` on the whole line: 1, 1 and ¼. */
export function lossDerivativeLipschitz<T>(system: NumberSystem<T>, loss: GradientLoss): T {
  return system.literal(loss.kind === 'logistic' ? '0.25' : '1');
}
