import { evaluate } from '../expression/evaluate.js';
import { float64System } from '../numeric/float64.js';
import { buildTarget } from './build-target.js';
import type { TargetDescription } from './description.js';

/**
 * The described function in double precision, without a bound of the rounding errors: for tests of code that works with
 * doubles itself. One number per scalar input, in vec order; one per entry of the value.
 */
export function approxFunction(description: TargetDescription): (x: readonly number[]) => readonly number[] {
  const { expression } = buildTarget(description);
  return (x) => {
    if (x.length !== expression.inputs) throw new RangeError(`${expression.inputs} inputs expected, not ${x.length}`);
    return evaluate(expression, float64System, x);
  };
}
