/**
 * Proves an upper end of a sup-norm error again, by leaves of one kind and cuts that anyone can name: the tree of a
 * certificate (docs/certificate.md).
 *
 * Boxes are held in cells of the grid: `[u, u']` on axis `t` stands for `lo_t + s_t·[u, u']`, and cuts are integers or
 * dyadic, hence exact. A leaf is bounded over doubles around the exact box, so a checker of higher precision finds no more.
 */
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';
import { TreeWriter } from '../certificate/tree-writer.js';
import type { ErrorBounds } from './error-bounds.js';
import { axisThatMatters } from './split-axis.js';

/** A tree whose leaves show `error ≤ upper`. */
export interface UpperEndProof {
  readonly upper: number;
  readonly leaves: number;
  readonly tree: string;
}

export interface ProofLimits {
  /** Most leaves. */
  readonly leaves: number;
  /** Asked now and then, with the share of the domain that is proved: true gives up. */
  readonly stop?: (done: number) => boolean;
}

/** Leaves between two questions whether to stop. */
const PATIENCE = 512;

/**
 * Proves that the error is at most `goal` on the domain, which the cells of the grid fill; undefined if the limits do not
 * suffice. `gradientAt` encloses the target's gradient over a box and only guides the splits. Depth first: memory grows
 * with the depth alone.
 */
export function proveUpperEnd(
  bounds: ErrorBounds,
  gradientAt: (box: Float64Array, out: Float64Array) => void,
  goal: number,
  limits: ProofLimits,
): UpperEndProof | undefined {
  const { axes, least } = bounds;
  const dimension = axes.length;
  const writer = new TreeWriter(dimension);
  const gradients = new Float64Array(2 * least.length * dimension);
  const box = new Float64Array(2 * dimension);
  const pending = [Float64Array.from(axes.flatMap(({ cells }) => [0, cells]))];
  const volume = axes.reduce((product, { cells }) => product * cells, 1);
  let [upper, done] = [0, 0];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    let axis = widest(part);
    if (axis === undefined) {
      place(bounds, part, box);
      const bound = bounds.enclose(box);
      if (bound <= goal) {
        upper = Math.max(upper, bound);
        writer.leaf();
        done += shareOf(part) / volume;
        if (writer.leaves % PATIENCE === 0 && limits.stop?.(done) === true) return undefined;
        continue;
      }
      gradientAt(box, gradients);
      axis = divisible(part, axisThatMatters(bounds, box, gradients));
    }
    const cut = cutOf(part, axis);
    if (cut === undefined || writer.leaves + pending.length >= limits.leaves) return undefined;
    writer.split(axis);
    const [lower, higher] = [part, Float64Array.from(part)];
    lower[2 * axis + 1] = cut;
    higher[2 * axis] = cut;
    pending.push(higher, lower);
  }
  return { upper, leaves: writer.leaves, tree: writer.text() };
}

/** The axis on which a box holds most cells; undefined for a box within one cell. */
function widest(part: Float64Array): number | undefined {
  let axis: number | undefined;
  let most = 1;
  for (let t = 0; 2 * t < part.length; t++) {
    const cells = part[2 * t + 1]! - part[2 * t]!;
    if (cells > most) [axis, most] = [t, cells];
  }
  return axis;
}

/** The axis, or the widest other one if doubles allow no cut of it. */
function divisible(part: Float64Array, axis: number): number {
  if (cutOf(part, axis) !== undefined) return axis;
  const width = (t: number): number => (cutOf(part, t) === undefined ? 0 : part[2 * t + 1]! - part[2 * t]!);
  return Array.from({ length: part.length / 2 }, (_, t) => t).reduce((a, b) => (width(b) > width(a) ? b : a), axis);
}

/** Where the format cuts a side; undefined when that is no double. */
function cutOf(part: Float64Array, axis: number): number | undefined {
  const [from, to] = [part[2 * axis]!, part[2 * axis + 1]!];
  const cut = to - from >= 2 ? from + Math.floor((to - from) / 2) : from + (to - from) / 2;
  return from < cut && cut < to && (to - from >= 2 || cut - from === to - cut) ? cut : undefined;
}

function shareOf(part: Float64Array): number {
  let share = 1;
  for (let i = 0; i < part.length; i += 2) share *= part[i + 1]! - part[i]!;
  return share;
}

/** Doubles around the part of the domain: of the cells, and no further than the domain's ends. */
function place({ axes }: ErrorBounds, part: Float64Array, box: Float64Array): void {
  axes.forEach(({ lower, upper, step }, t) => {
    const from = addDown(lower[0], mulDown(part[2 * t]!, step[0]));
    const to = addUp(lower[1], mulUp(part[2 * t + 1]!, step[1]));
    box[2 * t] = Math.max(from, lower[0]);
    box[2 * t + 1] = Math.min(to, upper[1]);
  });
}
