/**
 * Where a target is steepest: a deterministic search in float64, without a bound. Whatever it finds is only a candidate
 * for the rigorous enclosures.
 */
import { compileFloat64 } from '../expression/compile/index.js';
import { gradient } from '../expression/differentiate.js';
import { normalise } from '../expression/normalise.js';
import { landmarks, widths } from '../expression/subdivision.js';
import { clampToDomain, type DomainBoxes, type FunctionOnBox } from './box.js';
import type { Pair } from './pair-difference.js';

/** A point with the direction and length of the steepest output's gradient there. */
export interface SteepPoint {
  readonly point: Float64Array;
  /** Unit vector; zero where the gradient vanishes or is not finite. */
  readonly direction: Float64Array;
  readonly slope: number;
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/** The radical inverse of `n`: its digits in the base, mirrored at the point. */
function radicalInverse(n: number, base: number): number {
  let [result, scale] = [0, 1 / base];
  for (let rest = n; rest > 0; rest = Math.floor(rest / base), scale /= base) result += (rest % base) * scale;
  return result;
}

/** Point `n ≥ 1` of the Halton sequence in a box (bases repeat, shifted, beyond 16 axes). */
export function haltonPoint(box: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: box.length / 2 }, (_, axis) => {
    const [lo, hi] = [box[2 * axis]!, box[2 * axis + 1]!];
    const part = radicalInverse(n + 7 * Math.floor(axis / PRIMES.length), PRIMES[axis % PRIMES.length]!);
    return lo + part * (hi - lo);
  });
}

/**
 * Climbs `objective` from `start` by a pattern search: steps along the axes, halved when none improves; `step` is the
 * first step per coordinate, `project` makes a trial point admissible. Returns the best point and its value.
 */
export function patternSearch(
  objective: (point: Float64Array) => number,
  start: Float64Array,
  step: Float64Array,
  project: (point: Float64Array) => Float64Array,
  rounds = 40,
): { readonly point: Float64Array; readonly value: number } {
  let point = project(start);
  let value = objective(point);
  let scale = 1;
  for (let round = 0; round < rounds; round++) {
    let improved = false;
    for (let i = 0; i < point.length; i++) {
      for (const sign of [1, -1]) {
        const trial = point.slice();
        trial[i] = trial[i]! + sign * scale * step[i]!;
        const admissible = project(trial);
        const trialValue = objective(admissible);
        if (trialValue > value) [point, value, improved] = [admissible, trialValue, true];
      }
    }
    if (!improved) scale /= 2;
  }
  return { point, value };
}

export class SteepestSearch {
  private readonly boxes: DomainBoxes;
  private readonly outputs: number;
  private readonly gradient: (x: Float64Array, out: Float64Array) => void;
  private readonly values: Float64Array;

  constructor(target: FunctionOnBox, boxes: DomainBoxes) {
    this.boxes = boxes;
    this.outputs = target.expression.outputs.length;
    this.gradient = compileFloat64(gradient(normalise(target.expression)));
    this.values = new Float64Array(this.outputs * target.domain.length);
  }

  /** The steepest output's gradient at a point of the domain. */
  at(point: Float64Array): SteepPoint {
    const axes = point.length;
    this.gradient(point, this.values);
    let [slope, best] = [0, -1];
    for (let r = 0; r < this.outputs; r++) {
      let square = 0;
      for (let i = 0; i < axes; i++) if (!this.boxes.fixed[i]) square += this.values[r * axes + i]! ** 2;
      const norm = Math.sqrt(square);
      if (norm > slope && Number.isFinite(norm)) [slope, best] = [norm, r];
    }
    const direction = new Float64Array(axes);
    if (best >= 0) {
      for (let i = 0; i < axes; i++) if (!this.boxes.fixed[i]) direction[i] = this.values[best * axes + i]! / slope;
    }
    return { point, direction, slope };
  }

  /** The steepest point that a local search reaches from `start`. */
  climb(start: Float64Array): SteepPoint {
    const { inner } = this.boxes;
    const project = (point: Float64Array): Float64Array => clampToDomain(this.boxes, point);
    const step = widths(inner).map((width) => width / 16);
    return this.at(patternSearch((x) => this.at(x).slope, start, step, project).point);
  }

  /** Steep points of the whole domain, steepest first: the best of a sample, each improved by a local search. */
  run(samples = 256, starts = 4): readonly SteepPoint[] {
    const { inner } = this.boxes;
    const candidates = [
      ...landmarks(inner),
      ...Array.from({ length: samples }, (_, n) => haltonPoint(inner, n + 1)),
    ].map((point) => this.at(clampToDomain(this.boxes, point)));
    candidates.sort((a, b) => b.slope - a.slope);
    const improved = candidates.slice(0, starts).map(({ point }) => this.climb(point));
    return improved.sort((a, b) => b.slope - a.slope);
  }
}

/** A segment inside the domain, as near as possible to one of length `length` around a steep point along its slope. */
export function steepPair({ inner, fixed }: DomainBoxes, { point, direction }: SteepPoint, length: number): Pair {
  let half = length / 2;
  const room = (i: number): number => inner[2 * i + 1]! - inner[2 * i]!;
  direction.forEach((d, i) => {
    if (d !== 0 && !fixed[i]) half = Math.min(half, room(i) / (2 * Math.abs(d)));
  });
  const ends = [1, -1].map((sign) =>
    Float64Array.from(point, (x, i) => {
      if (fixed[i]) return x;
      const reach = half * Math.abs(direction[i]!);
      const [lo, hi] = [inner[2 * i]!, inner[2 * i + 1]!];
      const centre = Math.min(hi - reach, Math.max(lo + reach, x));
      return Math.min(hi, Math.max(lo, centre + sign * half * direction[i]!));
    }),
  );
  return { p: ends[0]!, q: ends[1]! };
}
