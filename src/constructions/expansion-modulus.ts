/**
 * Moduli of continuity as the error bounds of ReLU expansions take them.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { DeclaredModulus } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

/**
 * `ω̂_f(radius)` for a radius ≥ 0: the least concave majorant of the modulus of continuity of `f` (Euclidean norm of
 * the inputs, largest entry of the outputs). Of it the proofs use that it is concave, does not decrease and is at least
 * `ω_f`; any function with these properties may stand in for it, and then stands in the bound as well. In enclosure
 * systems an enclosure.
 */
export type ConcaveModulus = <T>(system: NumberSystem<T>, radius: T) => T;

/** `C·r^α`, `0 < α ≤ 1`, as declared; whether it holds is the caller's knowledge. */
export function powerModulus({ constant, exponent }: DeclaredModulus): ConcaveModulus {
  return (system, radius) => {
    const [C, alpha] = [constant, exponent].map(({ expression }) => evaluateConstant(expression, system));
    const isLipschitz = system.equal(alpha!, system.literal('1')) === true;
    return system.mul(C!, isLipschitz ? radius : system.pow(radius, alpha!));
  };
}
