/**
 * The domain of a target as boxes of doubles: one that surely contains it, one that it surely contains.
 *
 * The ends of a domain are exact reals (`0.1`, `Math.PI`), which need not be doubles.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import { widths } from '../expression/subdivision.js';
import type { Target } from '../expression/target.js';
import { addUp, mulUp, sqrtUp, subUp } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';

/** What the enclosures of this folder need of a target. */
export type FunctionOnBox = Pick<Target, 'expression' | 'domain' | 'modulus'>;

/** Boxes are arrays lo0, hi0, lo1, hi1, … */
export interface DomainBoxes {
  /** The smallest box of doubles that is known to contain the domain. */
  readonly outer: Float64Array;
  /** Points with coordinates in here lie in the domain; a `fixed` axis has the enclosure of its lower end instead. */
  readonly inner: Float64Array;
  /** Axes on which no double is known to lie in the domain: points there have the exact lower end as coordinate. */
  readonly fixed: readonly boolean[];
  /** Axes on which the domain is known to be a single point. */
  readonly degenerate: readonly boolean[];
}

/** The boxes around and inside the domain of a target. */
export function domainBoxes({ domain }: FunctionOnBox): DomainBoxes {
  const outer = new Float64Array(2 * domain.length);
  const inner = new Float64Array(2 * domain.length);
  const fixed = domain.map(({ lower, upper }, axis) => {
    const lo = evaluateConstant(lower.expression, intervalSystem);
    const hi = evaluateConstant(upper.expression, intervalSystem);
    const [first, last] = [intervalSystem.upper(lo), intervalSystem.lower(hi)];
    outer.set([intervalSystem.lower(lo), intervalSystem.upper(hi)], 2 * axis);
    const isFixed = !(first <= last);
    inner.set(isFixed ? [intervalSystem.lower(lo), first] : [first, last], 2 * axis);
    return isFixed;
  });
  const degenerate = domain.map(({ lower, upper }, axis) => {
    const isSame = JSON.stringify(lower.expression) === JSON.stringify(upper.expression);
    return isSame || outer[2 * axis] === outer[2 * axis + 1];
  });
  return { outer, inner, fixed, degenerate };
}

/** The outward hull of the domain: lo0, hi0, lo1, hi1, … */
export function domainBox(target: FunctionOnBox): Float64Array {
  return domainBoxes(target).outer;
}

/** Moves `point` into the inner box, coordinate by coordinate. */
export function clampToDomain({ inner }: DomainBoxes, point: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: inner.length / 2 }, (_, axis) =>
    Math.min(inner[2 * axis + 1]!, Math.max(inner[2 * axis]!, point[axis]!)),
  );
}

/**
 * A box that contains a point of the domain: `[x, x]` on each axis after moving `x` into the inner box, the enclosure of
 * the lower end on fixed axes.
 */
export function pointBox(boxes: DomainBoxes, point: ArrayLike<number>): Float64Array {
  const inside = clampToDomain(boxes, point);
  return Float64Array.from(boxes.inner, (end, i) => (boxes.fixed[i >> 1] ? end : inside[i >> 1]!));
}

/** The Euclidean diameter of the domain, rounded up. */
export function boundDiameter({ outer, degenerate }: DomainBoxes): number {
  let square = 0;
  degenerate.forEach((isPoint, axis) => {
    if (isPoint) return;
    const width = subUp(outer[2 * axis + 1]!, outer[2 * axis]!);
    square = addUp(square, mulUp(width, width));
  });
  return sqrtUp(square);
}

/** The largest width of the inner box among the axes that are not fixed. */
export function largestExtent({ inner, fixed }: DomainBoxes): number {
  return Math.max(0, ...widths(inner).filter((_, axis) => !fixed[axis]));
}
