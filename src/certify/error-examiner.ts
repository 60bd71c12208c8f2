/** Any error that can be enclosed over boxes, as branch and bound sees it. */
import { pointBox, type DomainBoxes } from '../approximation/box.js';
import { haltonPoint, patternSearch } from '../approximation/steepest.js';
import { landmarks, midpoint } from '../expression/subdivision.js';
import { leastMagnitude, type BoxError } from './box-error.js';
import type { BoxExaminer, Hunt } from './box-examiner.js';

/** Points of the first sample, and rounds of the search that starts from the best of them. */
const SAMPLES = 256;
const ROUNDS = 16;

export class ErrorExaminer implements BoxExaminer {
  readonly dimension: number;
  readonly tryInterval = 4;
  readonly oneByOne = 2 ** 7;
  readonly start: Float64Array;
  axis = 0;
  at = 0;
  readonly point: Float64Array;
  output = 0;
  private readonly error: BoxError;
  private readonly domain: DomainBoxes;
  /** Relative size of one part, per axis. */
  private readonly scale: readonly number[];
  private readonly samples: number;

  /** `parts`: about how many parts the error is made of along each axis, such as cells; 1 by default. Guides cuts only. */
  constructor(error: BoxError, domain: DomainBoxes, parts?: readonly number[], samples = SAMPLES) {
    this.samples = samples;
    this.error = error;
    this.domain = domain;
    this.dimension = error.dimension;
    this.start = midpoint(domain.inner);
    this.point = new Float64Array(error.dimension);
    this.scale = Array.from({ length: error.dimension }, (_, t) => {
      const width = domain.outer[2 * t + 1]! - domain.outer[2 * t]!;
      return domain.degenerate[t] || width === 0 ? 0 : (parts?.[t] ?? 1) / width;
    });
  }

  cover(box: Float64Array): void {
    box.set(this.domain.outer);
  }

  /** Landmarks, a well-spread sample, and a pattern search from the best of them. */
  explore(hunt: Hunt): void {
    const { inner } = this.domain;
    for (const point of landmarks(inner)) hunt.tryPoint(point);
    for (let n = 1; n <= this.samples; n++) hunt.tryPoint(haltonPoint(inner, n));
    const step = Float64Array.from(this.scale, (scale) => (scale > 0 ? 1 / (4 * scale) : 0));
    patternSearch(
      (point) => hunt.tryPoint(point),
      Float64Array.from(hunt.witness),
      step,
      (point) => point,
      ROUNDS,
    );
  }

  bound(box: Float64Array): number {
    return this.error.enclose(box);
  }

  /** On the axis on which the box holds most parts. */
  chooseCut(box: Float64Array): boolean {
    let most = -1;
    for (let t = 0; t < this.dimension; t++) {
      const [lo, hi] = [box[2 * t]!, box[2 * t + 1]!];
      const middle = lo / 2 + hi / 2;
      const size = (hi - lo) * this.scale[t]!;
      if (!(lo < middle && middle < hi && size > most)) continue;
      most = size;
      this.axis = t;
      this.at = middle;
    }
    return most >= 0;
  }

  tryPoint(x: Float64Array): number {
    const box = pointBox(this.domain, x);
    if (this.error.enclose(box) === Infinity) return 0;
    const { magnitude, output } = leastMagnitude(this.error);
    this.output = output;
    for (let t = 0; t < this.dimension; t++) this.point[t] = box[2 * t]!;
    return magnitude;
  }
}
