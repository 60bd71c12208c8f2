/**
 * Proves an upper end of a sup-norm error again, by leaves of one kind and cuts that anyone can name: the tree of a
 * certificate (docs/certificate.md).
 *
 * Boxes are held in equal parts of the domain's axes: `[u, u']` on axis `t` stands for `lo_t + s_t·[u, u']`, `s_t` the width
 * of a part, and cuts are integers or dyadic, hence exact. A leaf is bounded over doubles around the exact box, so a checker
 * of higher precision finds no more.
 */
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';
import type { AxisWindow } from './axis-window.js';
import type { ErrorBounds } from './error-bounds.js';
import { growTree, type ProofLimits, type Tree } from './grow-tree.js';
import { axisThatMatters } from './split-axis.js';

/** How an axis of the domain is divided. */
export interface AxisParts {
  readonly count: number;
  /** Doubles around the width of one. */
  readonly width: readonly [number, number];
}

/** A tree whose leaves show `error ≤ upper`. */
export interface UpperEndProof extends Tree {
  readonly upper: number;
}

/** Leaves and cuts between two questions whether to stop. */
const PATIENCE = 1024;

/**
 * Proves that the error is at most `goal` on the domain; undefined if the limits do not suffice. Boxes of several parts are
 * split without a look. `gradientAt` encloses the target's gradient over a box and only guides the splits.
 */
export function proveUpperEnd(
  bounds: ErrorBounds,
  parts: readonly AxisParts[],
  gradientAt: (box: Float64Array, out: Float64Array) => void,
  goal: number,
  limits: ProofLimits,
): UpperEndProof | undefined {
  const { axes, least } = bounds;
  const gradients = new Float64Array(2 * least.length * axes.length);
  const box = new Float64Array(2 * axes.length);
  let upper = 0;
  const holds = (part: Float64Array): boolean => {
    if (widest(part) !== undefined) return false;
    place(bounds, parts, part, box);
    const bound = bounds.enclose(box);
    if (!(bound <= goal && axes.every(isWithinWindow))) return false;
    upper = Math.max(upper, bound);
    return true;
  };
  /** Of the box that was enclosed last, unless it holds several parts. */
  const axis = (part: Float64Array): number => {
    const own = widest(part);
    if (own !== undefined) return own;
    gradientAt(box, gradients);
    return axisThatMatters(bounds, box, gradients);
  };
  const counts = parts.map(({ count }) => count);
  const tree = growTree(counts, { holds, axis, patience: PATIENCE }, limits);
  return tree === undefined ? undefined : { ...tree, upper };
}

/** The axis on which a box holds most parts; undefined for a box within one. */
function widest(part: Float64Array): number | undefined {
  let axis: number | undefined;
  let most = 1;
  for (let t = 0; 2 * t < part.length; t++) {
    const count = part[2 * t + 1]! - part[2 * t]!;
    if (count > most) [axis, most] = [t, count];
  }
  return axis;
}

/** Largest relative weight at a leaf: below the 2^512 of the format. */
const MOST_WEIGHT = 2 ** 500;

/** May the box that was enclosed last be a leaf of the format? It must not reach beyond its windows. */
function isWithinWindow({ grows, high, count }: AxisWindow): boolean {
  return !grows && high.subarray(0, count).every((weight) => weight <= MOST_WEIGHT);
}

/** Doubles around a box, and no further than the domain's ends. */
function place({ axes }: ErrorBounds, parts: readonly AxisParts[], part: Float64Array, box: Float64Array): void {
  axes.forEach(({ lower, upper }, t) => {
    const [least, most] = parts[t]!.width;
    const from = addDown(lower[0], mulDown(part[2 * t]!, least));
    const to = addUp(lower[1], mulUp(part[2 * t + 1]!, most));
    box[2 * t] = Math.max(from, lower[0]);
    box[2 * t + 1] = Math.min(to, upper[1]);
  });
}
