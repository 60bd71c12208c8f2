import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { ModulusDescription } from './description.js';
import { expressLogProfile } from './families/log-modulus.js';

/**
 * The value `ω(r)` of a declared modulus of continuity at `r ≥ 0`, in the units of the function's value.
 *
 * Exact, enclosed or approximate as the number system is; in an enclosure system the upper end for `r` enclosed is a
 * bound of `|f(x) − f(y)|` for all `x`, `y` at distance at most `r`. Cost: at most some ten operations per modulus.
 */
export function evaluateModulus<T>(modulus: ModulusDescription, system: NumberSystem<T>, r: T): T {
  switch (modulus.kind) {
    case 'lipschitz':
      return system.mul(system.literal(modulus.constant), r);
    case 'hoelder':
      return system.mul(system.literal(modulus.constant), system.pow(r, system.literal(modulus.exponent)));
    case 'logarithmic': {
      const builder = new ExpressionBuilder();
      const profile = expressLogProfile(builder, builder.input(0), modulus.radius, modulus.floor);
      const [value] = evaluate(builder.finish(1, [profile]), system, [r]);
      return system.mul(system.literal(modulus.height), value!);
    }
    case 'largest':
      return modulus.of.map((part) => evaluateModulus(part, system, r)).reduce((a, b) => system.max(a, b));
  }
}
