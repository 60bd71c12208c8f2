/**
 * Pairs of points of a domain with large differences of the target: a deterministic search in float64, judged by
 * rigorous differences.
 */
import { compileFloat64 } from '../expression/compile/index.js';
import { landmarks } from '../expression/subdivision.js';
import { clampToDomain, largestExtent, type DomainBoxes, type FunctionOnBox } from './box.js';
import { pairDifferences, type Pair, type PairDifference } from './pair-difference.js';
import { haltonPoint, patternSearch, steepPair, SteepestSearch, type SteepPoint } from './steepest.js';

/** What a search makes large, from approximate `|f(p) − f(q)|` and `‖p − q‖₂`. */
export type Score = (difference: number, distance: number) => number;

export class PairSearch {
  readonly boxes: DomainBoxes;
  readonly differences: (p: Float64Array, q: Float64Array) => PairDifference;
  private readonly value: (x: Float64Array, out: Float64Array) => void;
  private readonly atP: Float64Array;
  private readonly atQ: Float64Array;
  private readonly axes: number;
  private readonly steepest: readonly SteepPoint[];

  constructor(target: FunctionOnBox, boxes: DomainBoxes) {
    this.boxes = boxes;
    this.differences = pairDifferences(target, boxes);
    this.value = compileFloat64(target.expression);
    this.atP = new Float64Array(target.expression.outputs.length);
    this.atQ = this.atP.slice();
    this.axes = target.domain.length;
    this.steepest = new SteepestSearch(target, boxes).run();
  }

  private split(joint: Float64Array): Pair {
    return { p: joint.subarray(0, this.axes), q: joint.subarray(this.axes) };
  }

  private distance({ p, q }: Pair): number {
    let square = 0;
    for (let i = 0; i < this.axes; i++) if (!this.boxes.fixed[i]) square += (p[i]! - q[i]!) ** 2;
    return Math.sqrt(square);
  }

  private score(joint: Float64Array, score: Score): number {
    const { p, q } = this.split(joint);
    this.value(p, this.atP);
    this.value(q, this.atQ);
    let difference = 0;
    this.atP.forEach((y, r) => {
      difference = Math.max(difference, Math.abs(y - this.atQ[r]!));
    });
    const value = score(difference, this.distance({ p, q }));
    return Number.isNaN(value) ? -Infinity : value;
  }

  /** Both points in the inner box, `q` drawn toward `p` until the distance is at most `radius` (to rounding). */
  private project(joint: Float64Array, radius: number): Float64Array {
    const { p, q } = this.split(joint);
    const [inP, inQ] = [clampToDomain(this.boxes, p), clampToDomain(this.boxes, q)];
    const distance = this.distance({ p: inP, q: inQ });
    // Shortened a little more than rounding needs, so that the rigorous distance stays within the radius.
    const part = distance > radius * (1 - 2 ** -40) ? (radius / distance) * (1 - 2 ** -40) : 1;
    const drawn = inQ.map((x, i) => inP[i]! + (x - inP[i]!) * part);
    const result = new Float64Array(2 * this.axes);
    result.set(inP);
    result.set(clampToDomain(this.boxes, part === 1 ? inQ : drawn), this.axes);
    return result;
  }

  private starts(length: number): readonly Pair[] {
    const { inner } = this.boxes;
    const corners = landmarks(inner).slice(1, 9);
    const across = corners.flatMap((p) => [{ p, q: corners[corners.length - 1]! }]);
    const scattered = Array.from({ length: 8 }, (_, n) => ({
      p: haltonPoint(inner, 2 * n + 1),
      q: haltonPoint(inner, 2 * n + 2),
    }));
    return [...this.steepest.map((steep) => steepPair(this.boxes, steep, length)), ...across, ...scattered];
  }

  /** The pair within `radius` that scores best, with its rigorous difference. */
  best(radius: number, score: Score, length = radius): PairDifference {
    const step = new Float64Array(2 * this.axes).fill(Math.min(radius, length, largestExtent(this.boxes)) / 4);
    const project = (joint: Float64Array): Float64Array => this.project(joint, radius);
    const objective = (joint: Float64Array): number => this.score(joint, score);
    const joints = this.starts(length).map(({ p, q }) => project(Float64Array.from([...p, ...q])));
    const ranked = joints.sort((a, b) => objective(b) - objective(a)).slice(0, 6);
    let winner = { point: ranked[0]!, value: -Infinity };
    for (const start of ranked) {
      const found = patternSearch(objective, start, step, project);
      if (found.value > winner.value) winner = found;
    }
    const { p, q } = this.split(winner.point);
    return this.differences(p, q);
  }
}
