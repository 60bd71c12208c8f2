/**
 * Rigorous differences `|f(p) − f(q)|` between two points of a target's domain.
 */
import { compileInterval } from '../expression/compile/index.js';
import { sharpen } from '../expression/sharpen.js';
import { addUp, mulUp, sqrtUp, subDown, subUp } from '../numeric/directed.js';
import { pointBox, type DomainBoxes, type FunctionOnBox } from './box.js';

/** Two points of the domain (see `pointBox` for axes on which no double lies in it). */
export interface Pair {
  readonly p: Float64Array;
  readonly q: Float64Array;
}

export interface PairDifference extends Pair {
  /** A double at most the largest entry of `|f(p) − f(q)|`; 0 where nothing better is known. */
  readonly gap: number;
  /** A double at least `‖p − q‖₂`. */
  readonly distance: number;
}

/** `‖p − q‖₂` in the axes that are not fixed, rounded up. */
export function boundDistance({ fixed }: DomainBoxes, p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < p.length; axis++) {
    if (fixed[axis]) continue;
    const difference = Math.max(subUp(p[axis]!, q[axis]!), subUp(q[axis]!, p[axis]!));
    sum = addUp(sum, mulUp(difference, difference));
  }
  return sqrtUp(sum);
}

/**
 * `differences(p, q)` encloses the target at two points of its inner box and bounds their difference from below and
 * their Euclidean distance from above. Cost: two compiled interval evaluations.
 */
export function pairDifferences(
  target: FunctionOnBox,
  boxes: DomainBoxes,
): (p: Float64Array, q: Float64Array) => PairDifference {
  const value = compileInterval(sharpen(target.expression));
  const outputs = target.expression.outputs.length;
  const [atP, atQ] = [new Float64Array(2 * outputs), new Float64Array(2 * outputs)];
  return (p, q) => {
    value(pointBox(boxes, p), atP);
    value(pointBox(boxes, q), atQ);
    let gap = 0;
    for (let r = 0; r < outputs; r++) {
      const above = subDown(atP[2 * r]!, atQ[2 * r + 1]!);
      const below = subDown(atQ[2 * r]!, atP[2 * r + 1]!);
      // NaN or −∞, where an enclosure is empty or unbounded, is no evidence.
      if (above > gap) gap = above;
      if (below > gap) gap = below;
    }
    return { p, q, gap, distance: boundDistance(boxes, p, q) };
  };
}
