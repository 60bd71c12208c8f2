import { ExpressionBuilder } from '../expression/builder.js';
import type { Expression } from '../expression/expression.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildIntegrable } from './build-integrable.js';
import { clampsOf, largestConstant, type Clamp } from './engine/clamps.js';
import { exact, ZERO } from './engine/exact-decimal.js';
import type { IntegrableTargetDescription } from './integrable-description.js';

/** `f = φ + remainder` on the domain of `f`. */
export interface LipschitzApproximation {
  /** `φ`: valid on the whole space, with the declared Lipschitz constant there. */
  readonly approximation: Target;
  /** `f − φ`, unbounded where `f` is. Enclosures over boxes on which the two agree are 0 alone, but at their border. */
  readonly remainder: Target;
}

/**
 * A Lipschitz function `φ` that differs from an integrable target only near its jumps or its singularity, up to a width
 * `w > 0` (decimal text, in units of the inputs):
 *
 * - `singular`: `φ = height · max(‖x − point‖, w)^(−α) + constant`, equal to `f` at distance `w` and farther from the point; its
 *   Lipschitz constant is `|height| α w^(−α−1)`, exactly;
 * - `ball`: a ramp in place of the jump, equal to `f` at distance `w/2` and farther from the sphere; `|height|/w`, exactly;
 * - `jumps`, `jump-sequence`: a ramp about each hyperplane, equal to `f` at distance `w/2` and farther from all of them;
 *   `L + (Σ_t s_t²)^(1/2)/w`, with `s_t` the largest total height of ramps of axis `t` that overlap, which is exact for a
 *   constant base;
 * - `continuous`: `f` itself, with the modulus that it has.
 *
 * Throws `RangeError` when `w` is not a positive decimal number.
 */
export function lipschitzApproximation(
  description: IntegrableTargetDescription,
  width: string,
): LipschitzApproximation {
  if (exact(width).lte(ZERO)) throw new RangeError(`width must be positive, not ${width}`);
  const target = buildIntegrable(description);
  const { domain } = description;
  const clamps = clampsOf(description, width);

  function expressionOf(part: 'approximation' | 'remainder', parts: readonly Clamp[]): Expression {
    const builder = new ExpressionBuilder();
    const inputs = domain.map((_, axis) => builder.input(axis));
    const outputs = parts.map((clamp) => clamp[part]({ builder, inputs, domain }));
    return builder.finish(inputs.length, outputs);
  }

  if (clamps === undefined) {
    const zero = new ExpressionBuilder();
    const expression = zero.finish(domain.length, [zero.literal('0')]);
    return { approximation: target, remainder: { ...target, name: `${target.name}-remainder`, expression } };
  }
  return {
    approximation: {
      ...target,
      name: `${target.name}-approximation`,
      expression: expressionOf('approximation', clamps),
      modulus: { constant: largestConstant(clamps), exponent: decimalConstant('1') },
      ghost: true,
      singularities: [],
    },
    remainder: { ...target, name: `${target.name}-remainder`, expression: expressionOf('remainder', clamps) },
  };
}
