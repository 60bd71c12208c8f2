/** A function itself, as something to be integrated: the error of the approximation by 0. */
import { compileInterval } from '../expression/compile/index.js';
import { withGradient } from '../expression/differentiate.js';
import { normalise } from '../expression/normalise.js';
import { sharpen } from '../expression/sharpen.js';
import type { Target } from '../expression/target.js';
import { boundSingularPart } from './layer-lp-problem.js';
import type { LpProblem } from './lp-norm.js';
import { UnitFrame } from './unit-frame.js';

/**
 * The outputs of a function on its domain, with their slopes and what its declared singularities allow. Throws a
 * `RangeError` for an axis that is (or may be) a single point.
 */
export function functionLpProblem(target: Pick<Target, 'domain' | 'expression' | 'singularities'>): LpProblem {
  const { domain, expression } = target;
  const outputs = expression.outputs.length;
  const joint = compileInterval(sharpen(withGradient(normalise(expression))));
  const ends = new Float64Array(2 * outputs * (1 + domain.length));
  const least = new Float64Array(outputs);
  const greatest = new Float64Array(outputs);
  return {
    frame: new UnitFrame(domain.map((axis) => ({ axis, cells: 1 }))),
    error: {
      dimension: domain.length,
      least,
      greatest,
      enclose: (box) => {
        joint(box, ends);
        let largest = 0;
        for (let r = 0; r < outputs; r++) {
          least[r] = ends[2 * r]!;
          greatest[r] = ends[2 * r + 1]!;
          const size = Math.max(-least[r]!, greatest[r]!);
          if (!(size <= largest)) largest = size;
        }
        return Number.isNaN(largest) ? Infinity : largest;
      },
    },
    encloseSlopes: (_box, slopes) => {
      for (let i = 0; i < slopes.length; i++) {
        const end = ends[2 * outputs + i]!;
        slopes[i] = Number.isNaN(end) ? (i % 2 === 0 ? -Infinity : Infinity) : end;
      }
    },
    boundSingularPart: (box, p) => boundSingularPart(target, 0, box, p),
  };
}
