/**
 * How far a point of the domain is from the nearest key of a partition at most: `ρ² = sup_{x ∈ U} min_j D_j(x)` for the power
 * distances `D_j(x) = ‖x − a_j‖² + h_j`, `h_j = max ω − ω_j ≥ 0`. Of a Voronoi diagram `ρ` is the covering radius of its keys.
 */
import type { DomainBoxes } from '../approximation/box.js';
import { addUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { approxKeysPerAxis } from './approx-spacing.js';
import type { BoxError } from './box-error.js';
import { branchAndBound } from './branch-and-bound.js';
import { ErrorExaminer } from './error-examiner.js';
import type { PartitionKeys } from './partition-keys.js';
import type { SupNormOptions } from './sup-norm.js';

const RELATIVE = 0.005;
const MOST_BOXES = 200_000;

/** Ends of `ρ²`. Cost: a search in the tree for each of up to 200,000 boxes. */
export function encloseCovering(
  keys: PartitionKeys,
  domain: DomainBoxes,
  early: Pick<SupNormOptions, 'seconds' | 'stop'> = {},
): { readonly lower: number; readonly upper: number } {
  const parts = domain.fixed.map(() => approxKeysPerAxis(keys.count, keys.inputs));
  const examiner = new ErrorExaminer(new NearestDistance(keys), domain, parts);
  return branchAndBound(examiner, { ...early, relative: RELATIVE, boxes: MOST_BOXES });
}

/** `min_j D_j` over boxes: at most the distance of any key, at a point at least that of the nearest but for rounding. */
class NearestDistance implements BoxError {
  readonly dimension: number;
  readonly least = new Float64Array(1);
  readonly greatest = new Float64Array(1);
  private readonly keys: PartitionKeys;
  private readonly centre: Float64Array;

  constructor(keys: PartitionKeys) {
    this.keys = keys;
    this.dimension = keys.inputs;
    this.centre = new Float64Array(keys.inputs);
  }

  enclose(box: Float64Array): number {
    const { keys, centre } = this;
    const { inputs, search, tree } = keys;
    let isPoint = true;
    for (let t = 0; t < inputs; t++) {
      const [lo, hi] = [box[2 * t]!, box[2 * t + 1]!];
      centre[t] = lo + (hi - lo) / 2;
      isPoint &&= lo === hi;
    }
    search.find(centre, 0);
    const at = search.nearest * inputs;
    // h_m at most: the greatest ω at most, less this ω at least.
    let most = subUp(keys.nodeWeight[0]!, keys.weightLow[search.nearest]!);
    for (let t = 0; t < inputs; t++) {
      const a = tree.points[at + t]!;
      const reach = Math.max(subUp(box[2 * t + 1]!, a), subUp(a, box[2 * t]!));
      most = addUp(most, mulUp(reach, reach));
    }
    this.greatest[0] = most;
    this.least[0] = isPoint ? this.nearestDown(search.least) : 0;
    return most;
  }

  /**
   * The least of all distances is that which the search computed, but for `g + 8` roundings of what they are made of: squares
   * of differences, and heights.
   */
  private nearestDown(found: number): number {
    const { inputs, tree, nodeWeight } = this.keys;
    let size = mulUp(4, Math.abs(nodeWeight[0]!));
    for (let t = 0; t < inputs; t++) {
      const reach = Math.max(Math.abs(tree.boxes[t]!), Math.abs(tree.boxes[inputs + t]!), Math.abs(this.centre[t]!));
      // (|x| + |a|)², and |a|² twice in the heights of two keys.
      size = addUp(size, mulUp(8, mulUp(reach, reach)));
    }
    const offsets = this.keys.offsets?.reduce((most, b) => Math.max(most, Math.abs(b)), 0) ?? 0;
    size = addUp(size, mulUp(8, offsets));
    return subDown(found, mulUp(size, (inputs + 8) * 2 ** -52));
  }
}
