/** Which declared singularities an L_p norm allows. */
import { evaluateConstant } from '../expression/evaluate.js';
import type { Singularity, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';

const system = decimalIntervalSystem(40);

/**
 * The first declared singularity `‖x − c‖^{−α}` with `αp ≥ g`, or that 40 digits do not tell from it: with it the target is not
 * shown to be in L_p. `p` is decimal text.
 */
export function tooStrongSingularity(
  { domain, singularities }: Pick<Target, 'domain' | 'singularities'>,
  p: string,
): Singularity | undefined {
  const inputs = system.fromNumber(domain.length);
  return singularities.find(({ exponent }) => {
    const power = system.mul(evaluateConstant(exponent.expression, system), system.literal(p));
    return system.less(power, inputs) !== true;
  });
}
