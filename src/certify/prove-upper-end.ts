/**
 * Proves an upper end of a sup-norm error again, by leaves of one kind and cuts that anyone can name: the tree of a
 * certificate (docs/certificate.md).
 *
 * Boxes are held in equal parts of the domain's axes: `[u, u']` on axis `t` stands for `lo_t + s_t·[u, u']`, `s_t` the width
 * of a part, and cuts are integers or dyadic, hence exact. A leaf is bounded over doubles around the exact box, so a checker
 * of higher precision finds no more.
 */
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';
import { TreeWriter } from '../certificate/tree-writer.js';
import type { AxisWindow } from './axis-window.js';
import type { ErrorBounds } from './error-bounds.js';
import { axisThatMatters } from './split-axis.js';

/** How an axis of the domain is divided. */
export interface AxisParts {
  readonly count: number;
  /** Doubles around the width of one. */
  readonly width: readonly [number, number];
}

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
 * Proves that the error is at most `goal` on the domain; undefined if the limits do not suffice. Boxes of several parts are
 * split without a look. `gradientAt` encloses the target's gradient over a box and only guides the splits. Depth first: memory grows
 * with the depth alone.
 */
export function proveUpperEnd(
  bounds: ErrorBounds,
  parts: readonly AxisParts[],
  gradientAt: (box: Float64Array, out: Float64Array) => void,
  goal: number,
  limits: ProofLimits,
): UpperEndProof | undefined {
  const { axes, least } = bounds;
  const dimension = axes.length;
  const writer = new TreeWriter(dimension);
  const gradients = new Float64Array(2 * least.length * dimension);
  const box = new Float64Array(2 * dimension);
  const pending = [Float64Array.from(parts.flatMap(({ count }) => [0, count]))];
  const volume = parts.reduce((product, { count }) => product * count, 1);
  let [upper, done] = [0, 0];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    let axis = widest(part);
    if (axis === undefined) {
      place(bounds, parts, part, box);
      const bound = bounds.enclose(box);
      if (bound <= goal && axes.every(isWithinWindow)) {
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
