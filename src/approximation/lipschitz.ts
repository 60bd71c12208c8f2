/**
 * Certified Lipschitz constants: Euclidean norm of the inputs, largest entry of the outputs.
 *
 * `L = sup |f(p) − f(q)| / ‖p − q‖₂` over the domain. From above: `|f_r(q) − f_r(p)| ≤ sup ‖G_r‖₂ ‖q − p‖₂` with the
 * enclosure of the gradient of `differentiate.ts`, over boxes that cover the domain (a segment is cut where it leaves
 * a box, and the pieces add up). From below: difference quotients of pairs of points.
 */
import { compileInterval } from '../expression/compile/index.js';
import { gradient, withGradient } from '../expression/differentiate.js';
import type { Expression } from '../expression/expression.js';
import { normalise } from '../expression/normalise.js';
import { sharpen } from '../expression/sharpen.js';
import { axisToSplit, boxOfPoint, halves, midpoint, UrgencyQueue, widths } from '../expression/subdivision.js';
import { addDown, addUp, divDown, mulUp, sqrtUp, subDown, subUp } from '../numeric/directed.js';
import { mulLower, mulUpper } from '../numeric/kernels.js';
import { domainBoxes, largestExtent, type DomainBoxes, type FunctionOnBox } from './box.js';
import { pairDifferences, type Pair, type PairDifference } from './pair-difference.js';
import { slopeNorm } from './slope-norm.js';
import { steepPair, SteepestSearch, type SteepPoint } from './steepest.js';

export interface LipschitzOptions {
  /** How many boxes may be enclosed. */
  readonly boxes?: number;
  /** Stop when `upper ≤ (1 + tolerance)·lower`. */
  readonly tolerance?: number;
  /** Stop as soon as `upper` is at most this. */
  readonly enough?: number;
}

export interface LipschitzEnclosure {
  readonly lower: number;
  /** `Infinity` where no finite constant was found: jumps, infinite slopes, or a function that is undefined. */
  readonly upper: number;
  /** The pair of points whose difference quotient is `lower`; absent when `lower` is 0. */
  readonly witness?: Pair;
  readonly boxes: number;
}

/** Second derivatives are used where their tape has at most this many operations. */
const MAX_HESSIAN_NODES = 4000;

/** Boxes without a finite bound are not cut below this part of the domain. */
const SMALLEST_PART = 2 ** -40;

/** Bounds `max_r ‖∇f_r‖₂` over boxes, without the axes that are one point. */
class GradientBound {
  private readonly degenerate: readonly boolean[];
  private readonly rows: number;
  private readonly axes: number;
  private readonly natural: (box: Float64Array, out: Float64Array) => void;
  /** The gradient and its own derivatives on one tape, for the mean value form. */
  private readonly centred: ((box: Float64Array, out: Float64Array) => void) | undefined;
  /** Bounds by composition, where minima, choices or distances make them better. */
  private readonly composed: ((box: Float64Array, out: Float64Array) => void) | undefined;
  private readonly composedEnds: Float64Array;
  private readonly ends: Float64Array;
  private readonly atCentre: Float64Array;

  constructor(expression: Expression, { degenerate }: DomainBoxes) {
    this.degenerate = degenerate;
    this.rows = expression.outputs.length;
    this.axes = expression.inputs;
    const normal = normalise(expression);
    const slopes = gradient(normal);
    const norms = slopeNorm(normal, degenerate);
    this.composed = norms === undefined ? undefined : compileInterval(sharpen(norms));
    this.composedEnds = new Float64Array(2 * this.rows);
    this.natural = compileInterval(sharpen(slopes));
    const isSmall = slopes.nodes.length * this.axes <= MAX_HESSIAN_NODES;
    const curvatures = isSmall ? sharpen(withGradient(slopes)) : undefined;
    this.centred = curvatures === undefined ? undefined : compileInterval(curvatures);
    const size = 2 * this.rows * this.axes;
    this.ends = new Float64Array(size * (1 + (curvatures === undefined ? 0 : this.axes)));
    this.atCentre = new Float64Array(size);
  }

  /** A bound of `max_r ‖∇f_r‖₂` over the box; infinite where the enclosure of a slope is empty or unbounded. */
  over(box: Float64Array): number {
    (this.centred ?? this.natural)(box, this.ends);
    if (this.centred !== undefined) this.tighten(box);
    this.composed?.(box, this.composedEnds);
    let largest = 0;
    for (let r = 0; r < this.rows; r++) {
      const norm = this.lengthOfRow(r);
      const composed = this.composed === undefined ? NaN : this.composedEnds[2 * r + 1]!;
      // NaN, for nothing known, must not win.
      largest = Math.max(largest, Math.min(norm, Number.isNaN(composed) ? Infinity : composed));
    }
    return largest;
  }

  private lengthOfRow(r: number): number {
    let square = 0;
    for (let i = 0; i < this.axes; i++) {
      if (this.degenerate[i]) continue;
      const entry = 2 * (r * this.axes + i);
      const magnitude = Math.max(Math.abs(this.ends[entry]!), Math.abs(this.ends[entry + 1]!));
      square = addUp(square, mulUp(magnitude, magnitude));
    }
    return Number.isNaN(square) ? Infinity : sqrtUp(square);
  }

  /** Intersects with `g(c) + H·(X − c)`. */
  private tighten(box: Float64Array): void {
    const { ends, axes } = this;
    const entries = this.rows * axes;
    const centre = midpoint(box);
    this.natural(boxOfPoint(centre), this.atCentre);
    for (let entry = 0; entry < entries; entry++) {
      let [lower, upper] = [this.atCentre[2 * entry]!, this.atCentre[2 * entry + 1]!];
      for (let j = 0; j < axes; j++) {
        const h = 2 * (entries + entry * axes + j);
        const [below, above] = [subDown(box[2 * j]!, centre[j]!), subUp(box[2 * j + 1]!, centre[j]!)];
        lower = addDown(lower, mulLower(ends[h]!, ends[h + 1]!, below, above));
        upper = addUp(upper, mulUpper(ends[h]!, ends[h + 1]!, below, above));
      }
      // Comparisons with NaN are false: an empty or unknown slope never tightens anything.
      if (lower > ends[2 * entry]!) ends[2 * entry] = lower;
      if (upper < ends[2 * entry + 1]!) ends[2 * entry + 1] = upper;
    }
  }
}

/** The best difference quotient found so far, rounded down. */
class BestQuotient {
  lower = 0;
  witness: Pair | undefined;
  /** Steepest approximate slope for which pairs were tried. */
  private tried = 0;
  private readonly boxes: DomainBoxes;
  private readonly difference: (p: Float64Array, q: Float64Array) => PairDifference;
  private readonly size: number;

  constructor(target: FunctionOnBox, boxes: DomainBoxes) {
    this.boxes = boxes;
    this.difference = pairDifferences(target, boxes);
    this.size = largestExtent(boxes);
  }

  /** Tries pairs around a point, if it is steeper than those before. */
  offer(candidate: SteepPoint): void {
    if (!(candidate.slope > this.tried * (1 + 1e-6))) return;
    this.tried = candidate.slope;
    // Short segments lose to rounding of the values, long ones to curvature.
    for (let exponent = 0; exponent <= 24; exponent += 3) {
      const { p, q } = steepPair(this.boxes, candidate, this.size * 2 ** -exponent);
      const { gap, distance } = this.difference(p, q);
      const quotient = divDown(gap, distance);
      if (quotient > this.lower) [this.lower, this.witness] = [quotient, { p, q }];
    }
  }
}

/**
 * Encloses the Lipschitz constant of a target on its domain.
 *
 * Guaranteed: `lower ≤ L ≤ upper`, provided that the target is defined on its whole domain (see `requireFinite`). The
 * tolerance is met unless the budget ends first. Deterministic. Cost: at most `boxes` enclosures of the gradient (and
 * the Hessian, where that is short).
 */
export function encloseLipschitz(
  target: FunctionOnBox,
  { boxes: budget = 20_000, tolerance = 0.01, enough = -Infinity }: LipschitzOptions = {},
): LipschitzEnclosure {
  const boxes = domainBoxes(target);
  const bound = new GradientBound(target.expression, boxes);
  const best = new BestQuotient(target, boxes);
  const search = new SteepestSearch(target, boxes);
  for (const candidate of search.run()) best.offer(candidate);
  const whole = widths(boxes.outer);
  const queue = new UrgencyQueue<Float64Array>();
  queue.push(bound.over(boxes.outer), boxes.outer);
  let [looked, settled] = [1, 0];
  let steepest: SteepPoint | undefined;
  while (queue.size > 0) {
    const upper = queue.topKey;
    if (upper <= best.lower * (1 + tolerance) || upper <= enough || upper <= settled || looked >= budget) break;
    const box = queue.pop()!;
    const axis = axisToSplit(box, (i) => 1 / whole[i]!);
    const isSmall = widths(box).every((width, i) => width <= whole[i]! * SMALLEST_PART);
    if (axis === undefined || (isSmall && upper === Infinity)) {
      settled = Math.max(settled, upper);
      continue;
    }
    for (const half of halves(box, axis)) {
      queue.push(bound.over(half), half);
      looked++;
    }
    const centre = search.at(midpoint(box));
    best.offer(centre);
    if (centre.slope > (steepest?.slope ?? 0)) steepest = centre;
  }
  if (steepest !== undefined) best.offer(search.climb(steepest.point));
  const upper = Math.max(settled, queue.topKey, best.lower);
  return { lower: best.lower, upper, boxes: looked, ...(best.witness === undefined ? {} : { witness: best.witness }) };
}
