/**
 * Grows the split tree of a certificate: cuts that anyone can name, until a rule holds on every leaf.
 *
 * Boxes are held in equal parts of the domain's axes (u0, u0', u1, u1', …); cuts are integers or dyadic, hence exact. Depth
 * first: memory grows with the depth alone.
 */
import { TreeWriter } from '../certificate/tree-writer.js';

export interface ProofLimits {
  /** Most leaves. */
  readonly leaves: number;
  /** Asked now and then, with the share of the domain that is proved: true gives up. */
  readonly stop?: (done: number) => boolean;
}

export interface TreeRule {
  /** May the box be a leaf? */
  readonly holds: (part: Float64Array) => boolean;
  /** The axis on which it is cut, unless doubles allow no cut there. */
  readonly axis: (part: Float64Array) => number;
  /** Leaves between two questions whether to stop. */
  readonly patience: number;
}

export interface Tree {
  readonly leaves: number;
  readonly tree: string;
}

/** The tree over a domain of so many parts per axis; undefined if the limits do not suffice. */
export function growTree(counts: readonly number[], rule: TreeRule, limits: ProofLimits): Tree | undefined {
  const writer = new TreeWriter(counts.length);
  const pending = [Float64Array.from(counts.flatMap((count) => [0, count]))];
  const volume = counts.reduce((product, count) => product * count, 1);
  let [done, looks] = [0, 0];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (++looks % rule.patience === 0 && limits.stop?.(done / volume) === true) return undefined;
    if (rule.holds(part)) {
      writer.leaf();
      done += sizeOf(part);
      continue;
    }
    const axis = divisible(part, rule.axis(part));
    const cut = cutOf(part, axis);
    if (cut === undefined || writer.leaves + pending.length >= limits.leaves) return undefined;
    writer.split(axis);
    const [lower, higher] = [part, Float64Array.from(part)];
    lower[2 * axis + 1] = cut;
    higher[2 * axis] = cut;
    pending.push(higher, lower);
  }
  return { leaves: writer.leaves, tree: writer.text() };
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

function sizeOf(part: Float64Array): number {
  let size = 1;
  for (let i = 0; i < part.length; i += 2) size *= part[i + 1]! - part[i]!;
  return size;
}
