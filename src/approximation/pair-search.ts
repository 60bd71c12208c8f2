/**
 * Pairs of points of a domain with large differences of the target: a deterministic search in float64, judged by
 * rigorous differences.
 */
import { compileFloat64 } from '../expression/compile/index.js';
import { landmarks, middle } from '../expression/subdivision.js';
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

  /** `known` are pairs of steep points found elsewhere, where the search starts too. */
  constructor(target: FunctionOnBox, boxes: DomainBoxes, known: readonly Pair[] = []) {
    this.boxes = boxes;
    this.differences = pairDifferences(target, boxes);
    this.value = compileFloat64(target.expression);
    this.atP = new Float64Array(target.expression.outputs.length);
    this.atQ = this.atP.slice();
    this.axes = target.domain.length;
    const search = new SteepestSearch(target, boxes);
    const between = known.map(({ p, q }) => search.at(p.map((x, i) => (x + q[i]!) / 2)));
    this.steepest = [...between, ...search.run()];
  }

  /** A search moves `p` and the offset `q − p`, so that a step of `p` carries the pair along. */
  private split(joint: Float64Array): Pair {
    const p = joint.slice(0, this.axes);
    return {
      p,
      q: clampToDomain(
        this.boxes,
        p.map((x, i) => x + joint[this.axes + i]!),
      ),
    };
  }

  private join({ p, q }: Pair): Float64Array {
    return Float64Array.from([...p, ...q.map((x, i) => x - p[i]!)]);
  }

  private distance({ p, q }: Pair): number {
    let square = 0;
    for (let i = 0; i < this.axes; i++) if (!this.boxes.fixed[i]) square += (p[i]! - q[i]!) ** 2;
    return Math.sqrt(square);
  }

  private score({ p, q }: Pair, score: Score): number {
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
  private project(pair: Pair, radius: number): Pair {
    const [p, q] = [clampToDomain(this.boxes, pair.p), clampToDomain(this.boxes, pair.q)];
    const distance = this.distance({ p, q });
    // Shortened a little more than rounding needs, so that the rigorous distance stays within the radius.
    const part = (radius / distance) * (1 - 2 ** -40);
    return part < 1 ? { p, q: q.map((x, i) => p[i]! + (x - p[i]!) * part) } : { p, q };
  }

  /** Halves a pair, keeping the half with the larger difference, until it is within `radius`: it ends on a jump. */
  private bisect(pair: Pair, radius: number): Pair {
    let { p, q } = pair;
    const difference = (a: Float64Array, b: Float64Array): number => this.score({ p: a, q: b }, (gap) => gap);
    while (this.distance({ p, q }) > radius) {
      const between = p.map((x, i) => middle(Math.min(x, q[i]!), Math.max(x, q[i]!)));
      if (between.every((x, i) => x === p[i] || x === q[i])) break;
      if (difference(p, between) >= difference(between, q)) q = between;
      else p = between;
    }
    return { p, q };
  }

  private starts(length: number): readonly Pair[] {
    const { inner } = this.boxes;
    const corners = landmarks(inner).slice(1, 9);
    const across = corners.flatMap((p) => [{ p, q: corners[corners.length - 1]! }]);
    const scattered = Array.from({ length: 8 }, (_, n) => ({
      p: haltonPoint(inner, 2 * n + 1),
      q: haltonPoint(inner, 2 * n + 2),
    }));
    const distant = [...across, ...scattered];
    return [
      ...this.steepest.map((steep) => steepPair(this.boxes, steep, length)),
      ...distant,
      ...distant.map((pair) => this.bisect(pair, length)),
    ];
  }

  /** The pair within `radius` that scores best, with its rigorous difference. */
  best(radius: number, score: Score, length = radius): PairDifference {
    const step = new Float64Array(2 * this.axes).fill(Math.min(radius, length, largestExtent(this.boxes)) / 4);
    const project = (joint: Float64Array): Float64Array => this.join(this.project(this.split(joint), radius));
    const objective = (joint: Float64Array): number => this.score(this.split(joint), score);
    const joints = this.starts(length).map((pair) => this.join(this.project(pair, radius)));
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
