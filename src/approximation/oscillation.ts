/**
 * Certified oscillations: `osc f = sup |f(p) − f(q)|`, largest entry of the outputs, so `sup − inf` of the worst one.
 */
import { encloseRange, type RangeOptions } from '../expression/range.js';
import { subDown, subUp } from '../numeric/directed.js';
import { domainBoxes, pointBox, type FunctionOnBox } from './box.js';

export interface Enclosure {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Encloses the oscillation of a target over its domain. Guaranteed: `lower ≤ osc f ≤ upper` for a target that is
 * defined on its whole domain. Options and cost as `encloseRange`.
 */
export function encloseOscillation(target: FunctionOnBox, options: Omit<RangeOptions, 'pointBox'> = {}): Enclosure {
  const boxes = domainBoxes(target);
  const { outputs } = encloseRange(target.expression, boxes.outer, {
    ...options,
    pointBox: (point) => pointBox(boxes, point),
  });
  let [lower, upper] = [0, 0];
  for (const output of outputs) {
    lower = Math.max(lower, subDown(output.attainedUpper, output.attainedLower));
    upper = Math.max(upper, subUp(output.upper, output.lower));
  }
  return { lower, upper };
}
