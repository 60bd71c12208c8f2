/** The error of attention over any max-affine partition as branch and bound sees it. */
import type { DomainBoxes } from '../approximation/box.js';
import { approxKeysPerAxis } from './approx-spacing.js';
import { ErrorExaminer } from './error-examiner.js';
import type { PartitionError } from './partition-error.js';
import { DEFAULT_RELATIVE, type SupNormOptions } from './sup-norm.js';

/** Points of the first sample: some for every key, so that few cells are missed, within limits. */
const [FEWEST_SAMPLES, MOST_SAMPLES] = [256, 4096];

export type PartitionAccuracy = Pick<SupNormOptions, 'goal' | 'relative'>;

export class PartitionExaminer extends ErrorExaminer {
  override readonly oneByOne = 2 ** 10;
  private readonly own: PartitionError;
  private readonly accuracy: PartitionAccuracy;

  constructor(error: PartitionError, domain: DomainBoxes, accuracy: PartitionAccuracy) {
    const { count, inputs } = error.keys;
    const parts = Array.from({ length: inputs }, () => approxKeysPerAxis(count, inputs));
    super(error, domain, parts, Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, 4 * count)));
    this.own = error;
    this.accuracy = accuracy;
  }

  /** Leaves out only keys whose weight cannot matter at the accuracy asked for. */
  settle(lower: number): void {
    const { outputs, nodeValues } = this.own.keys;
    let spread = 0;
    for (let r = 0; r < outputs; r++) spread = Math.max(spread, nodeValues.greatest[r]! - nodeValues.least[r]!);
    const { goal, relative = DEFAULT_RELATIVE } = this.accuracy;
    const mass = spread > 0 ? (1e-3 * (goal ?? relative * lower)) / spread : 1e-9;
    this.own.chooseCutoff(Math.min(1e-6, Math.max(mass, 1e-18)));
  }
}
