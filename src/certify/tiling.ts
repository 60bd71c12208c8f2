/**
 * Certified integrals by adaptive tiling: a box of cells is cut where the uncertainty of the integral is largest.
 *
 * A tile contributes (its share of the volume) × (an enclosure of the mean over it); the contributions are summed with
 * outward rounding. Tiles are boxes in cell units (`UnitFrame`), cut at cell borders first and in halves then, so they
 * tile the whole exactly.
 */
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';
import { BoxQueue } from './box-queue.js';

/** What is integrated: several real functions at once. */
export interface Integrand {
  /** Number of functions. */
  readonly size: number;
  /**
   * Writes the ends of an enclosure of the mean of every function over a box in units (lower, upper, …; infinite where
   * nothing is known, never NaN) and returns the axis along which to cut the box if need be.
   */
  readonly encloseMeans: (units: Float64Array, ends: Float64Array) => number;
}

export class Tiling {
  /** Boxes looked at. */
  boxes = 0;
  /** Tiles whose uncertainty per volume is at most this are never looked at again. */
  settleBelow = 0;
  private readonly integrand: Integrand;
  private readonly dimension: number;
  private readonly queue: BoxQueue;
  private readonly settled: Float64Array;
  private readonly ends: Float64Array;
  private readonly child: Float64Array;
  private readonly entry: Float64Array;
  /** Sums over the queue that rounding may have moved a little; unbounded tiles are counted apart. */
  private readonly approxSums: Float64Array;
  private unbounded = 0;

  /** Starts with one tile, `units`. */
  constructor(integrand: Integrand, units: Float64Array) {
    this.integrand = integrand;
    this.dimension = units.length / 2;
    this.queue = new BoxQueue(this.dimension + integrand.size + 1);
    this.settled = new Float64Array(2 * integrand.size);
    this.ends = new Float64Array(2 * integrand.size);
    this.approxSums = new Float64Array(2 * integrand.size);
    this.child = Float64Array.from(units);
    this.entry = new Float64Array(this.queue.box.length);
    this.add();
  }

  /** Is there a tile that can be looked at more closely? */
  get isOpen(): boolean {
    return this.queue.size > 0;
  }

  /** Cuts the tile of the largest uncertainty. */
  refine(): void {
    const { queue, dimension, child } = this;
    queue.pop();
    const parent = queue.box;
    const start = 2 * dimension;
    const axis = parent[start + 2 * this.integrand.size]!;
    this.count(parent, start, -1);
    const [from, to] = [parent[2 * axis]!, parent[2 * axis + 1]!];
    const cut = to - from > 1 ? Math.round((from + to) / 2) : (from + to) / 2;
    if (!(from < cut && cut < to)) {
      // Units beyond the resolution of doubles: what is known of the tile stands.
      this.settle(parent, start);
      return;
    }
    child.set(parent.subarray(0, start));
    child[2 * axis + 1] = cut;
    this.add();
    child.set(parent.subarray(0, start));
    child[2 * axis] = cut;
    this.add();
  }

  /** About the sums' ends (lower, upper, …), in units of volume. */
  approxTotals(totals: Float64Array): void {
    for (let i = 0; i < totals.length; i++) totals[i] = this.settled[i]! + this.approxSums[i]!;
    if (this.unbounded > 0) for (let i = 1; i < totals.length; i += 2) totals[i] = Infinity;
  }

  /** The ends of enclosures of the integrals over all tiles, in units of volume, rounded outward. */
  totals(): Float64Array {
    const sums = Float64Array.from(this.settled);
    const offset = 2 * this.dimension;
    this.queue.each((boxes, start) => addOutward(sums, boxes, start + offset));
    return sums;
  }

  /** Looks at the box in `child`. */
  private add(): void {
    const { child, ends, entry, dimension } = this;
    this.boxes++;
    const axis = this.integrand.encloseMeans(child, ends);
    let [shareDown, shareUp] = [1, 1];
    for (let t = 0; t < dimension; t++) {
      const width = child[2 * t + 1]! - child[2 * t]!;
      shareDown = mulDown(shareDown, width);
      shareUp = mulUp(shareUp, width);
    }
    entry.set(child);
    const start = 2 * dimension;
    let gap = 0;
    for (let i = 0; i < ends.length; i += 2) {
      const [low, high] = [ends[i]!, ends[i + 1]!];
      entry[start + i] = mulDown(low < 0 ? shareUp : shareDown, low);
      entry[start + i + 1] = mulUp(high < 0 ? shareDown : shareUp, high);
      gap = Math.max(gap, entry[start + i + 1]! - entry[start + i]!);
    }
    if (gap <= this.settleBelow * shareDown) {
      this.settle(entry, start);
      return;
    }
    entry[start + ends.length] = axis;
    entry[start + ends.length + 1] = 0;
    this.count(entry, start, 1);
    this.queue.push(gap, entry);
  }

  private settle(entry: Float64Array, start: number): void {
    addOutward(this.settled, entry, start);
  }

  /** Enters (1) or takes off (−1) a tile in the running sums. */
  private count(entry: Float64Array, start: number, sign: 1 | -1): void {
    const { approxSums } = this;
    let isBounded = true;
    for (let i = 0; i < approxSums.length; i++) isBounded &&= Number.isFinite(entry[start + i]!);
    if (!isBounded) this.unbounded += sign;
    else for (let i = 0; i < approxSums.length; i++) approxSums[i]! += sign * entry[start + i]!;
  }
}

/** Adds the ends at `terms[start…]` to `sums`, lower ends down and upper ends up. */
function addOutward(sums: Float64Array, terms: Float64Array, start: number): void {
  for (let i = 0; i < sums.length; i += 2) {
    sums[i] = addDown(sums[i]!, terms[start + i]!);
    sums[i + 1] = addUp(sums[i + 1]!, terms[start + i + 1]!);
  }
}

/** The axis on which a box in units is widest. */
export function widestAxis(units: Float64Array): number {
  return axisToCut(units, undefined);
}

/**
 * The axis of the largest uncertainty. Where some are infinite or not numbers, the widest of those: along the others the
 * function is known well enough, as beside a jump. Without uncertainties the widest of all.
 */
export function axisToCut(units: Float64Array, uncertainty: Float64Array | undefined): number {
  let [axis, most] = [0, -1];
  let [unknownAxis, widest] = [-1, -1];
  for (let t = 0; 2 * t < units.length; t++) {
    const width = units[2 * t + 1]! - units[2 * t]!;
    const size = uncertainty?.[t] ?? width;
    if (size < Infinity) {
      if (size > most) [axis, most] = [t, size];
    } else if (width > widest) [unknownAxis, widest] = [t, width];
  }
  if (unknownAxis >= 0) return unknownAxis;
  return most > 0 ? axis : widestAxis(units);
}
