/**
 * Moduli of continuity as the error bounds of ReLU expansions take them.
 */
import type { FunctionOnBox } from '../approximation/box.js';
import { hasVerifiedModulus } from '../approximation/declared-modulus.js';
import { encloseModulus } from '../approximation/modulus.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { DeclaredModulus } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { ConstructionError } from './construction.js';

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

/**
 * `ω̂_f` as it is known of a target that is defined on its whole domain: its declared modulus if that is verified; else, in
 * enclosure systems, from differences that are found up to what derivatives allow, and that upper end in approximate ones.
 *
 * Asked for a radius, throws `ConstructionError` `accuracy` where no finite upper end is found. Cost: as `encloseModulus`.
 */
export function knownModulus(target: FunctionOnBox): ConcaveModulus {
  if (hasVerifiedModulus(target)) return powerModulus(target.modulus!);
  return (system, radius) => {
    const { upper } = encloseModulus(target, system.upper(radius));
    if (!(upper < Infinity)) {
      throw new ConstructionError({
        code: 'accuracy',
        found: `the modulus of continuity at the distance ${system.toText(radius)}`,
        required: 'no finite bound of it was found',
        remedy: 'Declare one: export const modulus = { holder: [C, alpha] };',
      });
    }
    if (system.kind !== 'enclosure') return system.fromNumber(upper);
    const { concaveLower } = encloseModulus(target, system.lower(radius));
    return system.hull(system.fromNumber(concaveLower), system.fromNumber(upper));
  };
}
