/**
 * Certified ranges of expressions over boxes, by branch and bound.
 *
 * A box is enclosed by the natural interval extension and, where the function is known to be defined, by the mean value
 * form `f(c) + G·(X − c)` with an enclosure `G` of the gradient (see `differentiate.ts`); the box that sticks out most
 * beyond the values seen so far is cut next.
 */
import { addDown, addUp, subDown, subUp } from '../numeric/directed.js';
import { mulLower, mulUpper } from '../numeric/kernels.js';
import { compileInterval } from './compile/index.js';
import { decideDefinedness, type Definedness } from './definedness.js';
import { withGradient } from './differentiate.js';
import type { Expression } from './expression.js';
import { normalise } from './normalise.js';
import { sharpen } from './sharpen.js';
import { axisToSplit, boxOfPoint, halves, landmarks, midpoint, UrgencyQueue, widths } from './subdivision.js';

export interface RangeOptions {
  /** How many boxes may be enclosed; also the budget for the question where the function is defined. */
  readonly boxes?: number;
  /** Stop when no end is further out than this part of the range seen. */
  readonly tolerance?: number;
  /** Boxes for single points: by default `[x, x]`; for exact domains whose ends are no doubles, see `approximation`. */
  readonly pointBox?: (point: Float64Array) => Float64Array;
}

/** The range of one output: everything is in [lower, upper], and it reaches from `attainedLower` to `attainedUpper`. */
export interface OutputRange {
  readonly lower: number;
  readonly upper: number;
  /** A double that some value does not exceed; `+∞` when no value was seen. */
  readonly attainedLower: number;
  /** A double that some value is at least; `−∞` when no value was seen. */
  readonly attainedUpper: number;
}

export interface RangeEnclosure {
  readonly outputs: readonly OutputRange[];
  readonly definedEverywhere: Definedness;
  readonly boxes: number;
}

/** A box, the ends of all outputs over it, and how much each input moves them. */
interface Part {
  readonly box: Float64Array;
  readonly ends: Float64Array;
  readonly slopes: Float64Array;
}

class RangeSearch {
  private readonly expression: Expression;
  private readonly value: (box: Float64Array, out: Float64Array) => void;
  private readonly joint: (box: Float64Array, out: Float64Array) => void;
  private readonly jointOut: Float64Array;
  private readonly pointBox: (point: Float64Array) => Float64Array;
  private readonly isDefined: boolean;
  readonly attained: { lower: number; upper: number }[];
  boxes = 0;

  constructor(expression: Expression, isDefined: boolean, pointBox: (point: Float64Array) => Float64Array) {
    this.expression = expression;
    this.isDefined = isDefined;
    this.pointBox = pointBox;
    this.value = compileInterval(sharpen(expression));
    this.joint = compileInterval(sharpen(withGradient(normalise(expression))));
    this.jointOut = new Float64Array(2 * expression.outputs.length * (1 + expression.inputs));
    this.attained = expression.outputs.map(() => ({ lower: Infinity, upper: -Infinity }));
  }

  /** Enclosures of the values at a point, which widen what is known to be attained. */
  visit(point: Float64Array): Float64Array {
    const ends = new Float64Array(2 * this.expression.outputs.length);
    this.value(this.pointBox(point), ends);
    this.attained.forEach((seen, r) => {
      // NaN, where the function is undefined, leaves both as they are.
      if (ends[2 * r + 1]! < seen.lower) seen.lower = ends[2 * r + 1]!;
      if (ends[2 * r]! > seen.upper) seen.upper = ends[2 * r]!;
    });
    return ends;
  }

  enclose(box: Float64Array): Part {
    this.boxes++;
    const { inputs, outputs } = this.expression;
    const out = this.jointOut;
    this.joint(box, out);
    const ends = out.slice(0, 2 * outputs.length);
    const slopes = new Float64Array(inputs);
    const centre = midpoint(box);
    const atCentre = this.visit(centre);
    outputs.forEach((_, r) => {
      let [lower, upper] = [atCentre[2 * r]!, atCentre[2 * r + 1]!];
      for (let i = 0; i < inputs; i++) {
        const g = 2 * (outputs.length + r * inputs + i);
        const [gLower, gUpper] = [out[g]!, out[g + 1]!];
        const [below, above] = [subDown(box[2 * i]!, centre[i]!), subUp(box[2 * i + 1]!, centre[i]!)];
        lower = addDown(lower, mulLower(gLower, gUpper, below, above));
        upper = addUp(upper, mulUpper(gLower, gUpper, below, above));
        slopes[i] = Math.max(slopes[i]!, Math.abs(gLower), Math.abs(gUpper));
      }
      if (!this.isDefined) return;
      // Comparisons with NaN are false: an empty or unknown slope never tightens anything.
      if (lower > ends[2 * r]!) ends[2 * r] = lower;
      if (upper < ends[2 * r + 1]!) ends[2 * r + 1] = upper;
    });
    return { box, ends, slopes };
  }

  /** How far the part's enclosure goes beyond what is attained, as a part of the range seen; 0 for empty ones. */
  excess({ ends }: Part): number {
    let largest = 0;
    this.attained.forEach(({ lower, upper }, r) => {
      const magnitude = Math.max(Math.abs(lower), Math.abs(upper));
      const scale = upper - lower + 1e-9 * magnitude + Number.MIN_VALUE;
      const beyond = Math.max(ends[2 * r + 1]! - upper, lower - ends[2 * r]!);
      // NaN for an empty enclosure, which cannot stick out.
      if (beyond > 0) largest = Math.max(largest, Number.isFinite(scale) ? beyond / scale : Infinity);
    });
    return largest;
  }
}

/**
 * Encloses the range of every output of `expression` over `box`, and says whether it is defined everywhere there.
 *
 * Guaranteed: every value at a point of the box where the function is defined lies in [lower, upper]; there are such
 * values ≤ `attainedLower` and ≥ `attainedUpper`. The tolerance is met unless the budget ends first. Ends may be
 * infinite. Cost: at most `boxes` enclosures of value and gradient, and as many decorated evaluations.
 */
export function encloseRange(
  expression: Expression,
  box: Float64Array,
  { boxes = 20_000, tolerance = 0.01, pointBox = boxOfPoint }: RangeOptions = {},
): RangeEnclosure {
  const definedEverywhere = decideDefinedness(expression, box, { boxes });
  const search = new RangeSearch(expression, definedEverywhere.verdict === 'yes', pointBox);
  for (const point of landmarks(box)) search.visit(point);
  const whole = widths(box);
  const queue = new UrgencyQueue<Part>();
  const settled: Part[] = [];
  const enter = (part: Part): void => queue.push(search.excess(part), part);
  enter(search.enclose(box));
  while (search.boxes < boxes && queue.topKey > tolerance) {
    const part = queue.pop()!;
    // What is attained has grown since the part was entered.
    if (search.excess(part) <= tolerance) {
      settled.push(part);
      continue;
    }
    const hasSlopes = part.slopes.every((slope) => Number.isFinite(slope));
    const axis = axisToSplit(part.box, (i) => (hasSlopes ? part.slopes[i]! : 1 / whole[i]!));
    if (axis === undefined) settled.push(part);
    else for (const half of halves(part.box, axis)) enter(search.enclose(half));
  }
  const parts = [...settled, ...queue.items()];
  const outputs = search.attained.map(({ lower: attainedLower, upper: attainedUpper }, r) => {
    let [lower, upper] = [Infinity, -Infinity];
    for (const { ends } of parts) {
      // An empty enclosure (NaN ends) holds no value.
      if (ends[2 * r]! < lower) lower = ends[2 * r]!;
      if (ends[2 * r + 1]! > upper) upper = ends[2 * r + 1]!;
    }
    return { lower, upper, attainedLower, attainedUpper };
  });
  return { outputs, definedEverywhere, boxes: search.boxes };
}
