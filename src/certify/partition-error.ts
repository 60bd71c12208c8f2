/**
 * The error of attention over any max-affine partition, enclosed over boxes. Relative to key `m`, a key weighs
 *
 *     ρ_j(x) = exp(R σ_j(x)),    σ_j(x) = (a_j − a_m)ᵀx + b_j − b_m = ½(‖x − a_m‖² − ‖x − a_j‖² + ω_j − ω_m),
 *
 * and `σ_j` is affine: its range over a box is found at two corners, one axis at a time. Keys whose `Rσ` stays below a
 * cutoff `−L` on the box are left out, whole nodes of a tree at a time: together they weigh at most `G e^{−L}`, and `ρ_m = 1`.
 * The extreme weighted means of `V_j − f` over the interval weights of the others bound the error.
 *
 * *A node.* Its keys lie in a box `A`, so on each axis `2σ ≤ (u − a_m)² − dist(u, A)²`, which is convex in `u` (it is once
 * differentiable, and its slope `2(clamp(u, A) − a_m)` rises): the greatest value is at an end of the box of queries.
 *
 * Where a box holds many keys, their values alone bound the mean: weights then say nothing more.
 */
import type { AffinePartition } from '../attention/affine-partition.js';
import { compileInterval } from '../expression/compile/index.js';
import { sharpen } from '../expression/sharpen.js';
import type { Target } from '../expression/target.js';
import { addUp, mulDown, mulUp, subUp } from '../numeric/directed.js';
import { logUpper } from '../numeric/kernels.js';
import { approxSpacing } from './approx-spacing.js';
import type { BoxError } from './box-error.js';
import { PartitionKeys, type ValueEnds } from './partition-keys.js';
import { weightDown, weightUp } from './positive-exp.js';
import { boundWeightedMean } from './weighted-mean.js';

/** Covers a difference, a sum, a product and the sum of up to four such terms, each rounded. */
const ROUNDING = 2 ** -49;
const UNDERFLOW = 2 ** -1000;
/** Boxes more than so many mean distances of keys wide are bounded by values alone. */
const WIDE = 2;
/** Most keys whose weights are enclosed for one box. */
const MOST_NEAR = 2 ** 12;

export class PartitionError implements BoxError {
  readonly dimension: number;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  readonly keys: PartitionKeys;
  private readonly target: (box: Float64Array, out: Float64Array) => void;
  private readonly range: Float64Array;
  private readonly spacing: number;
  private readonly centre: Float64Array;
  private readonly stack = new Int32Array(64);
  /** `−L`, and at most `e^{−L}`. */
  private cutoff = 0;
  private cutoffWeight = 1;
  /** Of the near keys: place, and ends of the weight. */
  private readonly places = new Int32Array(MOST_NEAR);
  private readonly lowWeights = new Float64Array(MOST_NEAR);
  private readonly highWeights = new Float64Array(MOST_NEAR);
  private readonly differences = new Float64Array(MOST_NEAR);
  private near = 0;
  /** Keys left out, and the hull of the values of the others, where the box is wide. */
  private left = 0;
  private readonly hull: { readonly least: Float64Array; readonly greatest: Float64Array };

  /** `values` encloses the `V_j`, in the order of the keys. */
  constructor(partition: AffinePartition, values: ValueEnds, target: Pick<Target, 'expression'>, box: Float64Array) {
    this.keys = new PartitionKeys(partition, values);
    const { inputs, outputs } = partition;
    this.dimension = inputs;
    this.least = new Float64Array(outputs);
    this.greatest = new Float64Array(outputs);
    this.hull = { least: new Float64Array(outputs), greatest: new Float64Array(outputs) };
    this.target = compileInterval(sharpen(target.expression));
    this.range = new Float64Array(2 * outputs);
    this.centre = new Float64Array(inputs);
    this.spacing = approxSpacing(this.keys.count, box);
    this.chooseCutoff(1e-9);
  }

  /** Leaves out keys of about this relative weight in all. */
  chooseCutoff(mass: number): void {
    const share = this.keys.count / mass;
    this.cutoff = -logUpper(share, share);
    this.cutoffWeight = weightUp(this.cutoff);
  }

  enclose(box: Float64Array): number {
    const { centre, keys, dimension } = this;
    this.target(box, this.range);
    let isWide = false;
    for (let t = 0; t < dimension; t++) {
      const [lo, hi] = [box[2 * t]!, box[2 * t + 1]!];
      centre[t] = lo + (hi - lo) / 2;
      isWide ||= hi - lo > WIDE * this.spacing;
    }
    keys.search.find(centre, 0);
    const reference = keys.search.nearest;
    if (isWide || !this.weigh(box, reference)) {
      this.gatherValues(box, reference);
      return this.boundByValues();
    }
    return this.boundByWeights();
  }

  /** Encloses the weights of the near keys; false if they are too many. */
  private weigh(box: Float64Array, reference: number): boolean {
    const { inverseTemperature } = this.keys;
    this.near = 0;
    return this.visit(box, reference, undefined, (place, low, high) => {
      if (this.near === MOST_NEAR) return false;
      this.places[this.near] = place;
      const isReference = place === reference;
      this.lowWeights[this.near] = isReference ? 1 : weightDown(mulDown(inverseTemperature, low));
      this.highWeights[this.near] = isReference ? 1 : weightUp(mulUp(inverseTemperature, high));
      this.near++;
      return true;
    });
  }

  /** The hull of the values of the near keys. */
  private gatherValues(box: Float64Array, reference: number): void {
    const { keys, hull } = this;
    hull.least.fill(Infinity);
    hull.greatest.fill(-Infinity);
    const include = (values: ValueEnds, at: number): void => {
      for (let r = 0; r < keys.outputs; r++) {
        hull.least[r] = Math.min(hull.least[r]!, values.least[at * keys.outputs + r]!);
        hull.greatest[r] = Math.max(hull.greatest[r]!, values.greatest[at * keys.outputs + r]!);
      }
    };
    this.visit(
      box,
      reference,
      (node) => include(keys.nodeValues, node),
      (place) => {
        include(keys.values, place);
        return true;
      },
    );
  }

  /**
   * Visits the keys that are not left out, with ends of their `σ`; counts the others. Nodes within the box go to `whole`, if
   * given, and no further. False as soon as `key` says so.
   */
  private visit(
    box: Float64Array,
    reference: number,
    whole: ((node: number) => void) | undefined,
    key: (place: number, low: number, high: number) => boolean,
  ): boolean {
    const { stack, keys, cutoff } = this;
    const { ranges } = keys.tree;
    const limit = cutoff / keys.inverseTemperature;
    this.left = 0;
    let depth = 1;
    stack[0] = 0;
    while (depth > 0) {
      const node = stack[--depth]!;
      const [from, to] = [ranges[2 * node]!, ranges[2 * node + 1]!];
      if (this.boundNode(node, box, reference) < limit) {
        this.left += to - from;
      } else if (whole !== undefined && this.isWithin(node, box)) {
        whole(node);
      } else if (node < keys.inner) {
        stack[depth++] = 2 * node + 1;
        stack[depth++] = 2 * node + 2;
      } else {
        for (let place = from; place < to; place++) {
          const high = this.boundKey(place, box, reference, 1);
          if (high < limit && place !== reference) this.left++;
          else if (!key(place, -this.boundKey(place, box, reference, -1), high)) return false;
        }
      }
    }
    return true;
  }

  /** At least `σ_j(x)` for every key of the node and every `x` of the box. */
  private boundNode(node: number, box: Float64Array, reference: number): number {
    const { inputs, tree, nodeWeight, weightLow, offsets } = this.keys;
    let [sum, size] = [0, 0];
    const at = 2 * node * inputs;
    for (let t = 0; t < inputs; t++) {
      const c = tree.points[reference * inputs + t]!;
      const [low, high] = [tree.boxes[at + t]!, tree.boxes[at + inputs + t]!];
      let [most, scale] = [-Infinity, 0];
      for (let end = 0; end < 2; end++) {
        const u = box[2 * t + end]!;
        const a = Math.min(Math.max(u, low), high);
        const value = (a - c) * (u - (a + c) / 2);
        most = Math.max(most, value);
        scale = Math.max(scale, Math.abs(a - c) * (Math.abs(u) + Math.abs(a) + Math.abs(c)));
      }
      sum += most;
      size += scale;
    }
    if (offsets !== undefined) {
      const [own, other] = [nodeWeight[node]!, weightLow[reference]!];
      sum += (own - other) / 2;
      size += Math.abs(own) + Math.abs(other);
    }
    return sum + size * ROUNDING + UNDERFLOW;
  }

  /** At least `side · σ_j(x)` for every `x` of the box; `side` is 1 or −1. */
  private boundKey(place: number, box: Float64Array, reference: number, side: 1 | -1): number {
    const { inputs, tree, offsets } = this.keys;
    const { points } = tree;
    let [sum, size] = [0, 0];
    for (let t = 0; t < inputs; t++) {
      const [a, c] = [points[place * inputs + t]!, points[reference * inputs + t]!];
      const difference = a - c;
      const u = box[2 * t + (side * difference > 0 ? 1 : 0)]!;
      if (offsets === undefined) {
        sum += difference * (u - (a + c) / 2);
        size += Math.abs(difference) * (Math.abs(u) + Math.abs(a) + Math.abs(c));
      } else {
        sum += difference * u;
        size += Math.abs(difference) * Math.abs(u);
      }
    }
    if (offsets !== undefined) {
      const [own, other] = [offsets[place]!, offsets[reference]!];
      sum += own - other;
      size += Math.abs(own) + Math.abs(other);
    }
    return side * sum + size * ROUNDING + UNDERFLOW;
  }

  private isWithin(node: number, box: Float64Array): boolean {
    const { inputs, tree } = this.keys;
    const at = 2 * node * inputs;
    for (let t = 0; t < inputs; t++) {
      if (tree.boxes[at + t]! < box[2 * t]! || tree.boxes[at + inputs + t]! > box[2 * t + 1]!) return false;
    }
    return true;
  }

  private farWeight(): number {
    return mulUp(this.left, this.cutoffWeight);
  }

  private boundByWeights(): number {
    const { keys, near, places, lowWeights, highWeights, differences, range } = this;
    const { outputs, values, nodeValues } = keys;
    const far = this.farWeight();
    return this.fill((r, side) => {
      const end = side === 1 ? range[2 * r]! : range[2 * r + 1]!;
      for (let i = 0; i < near; i++) {
        const at = places[i]! * outputs + r;
        differences[i] = side === 1 ? subUp(values.greatest[at]!, end) : subUp(end, values.least[at]!);
      }
      const beyond = side === 1 ? subUp(nodeValues.greatest[r]!, end) : subUp(end, nodeValues.least[r]!);
      return boundWeightedMean(near, lowWeights, highWeights, differences, far, beyond, 1);
    });
  }

  /** The keys left out have at most their weight's share of the mass, as the reference key weighs 1. */
  private boundByValues(): number {
    const { keys, hull, range } = this;
    const { nodeValues } = keys;
    const far = Math.min(1, this.farWeight());
    return this.fill((r, side) => {
      const [own, all, end] =
        side === 1
          ? [hull.greatest[r]!, nodeValues.greatest[r]!, range[2 * r]!]
          : [-hull.least[r]!, -nodeValues.least[r]!, -range[2 * r + 1]!];
      const largest = addUp(own, mulUp(far, Math.max(0, subUp(all, own))));
      return subUp(largest, end);
    });
  }

  /** From an upper bound of `E_r` (side 1) and of `−E_r` (side −1) for each output. */
  private fill(above: (output: number, side: 1 | -1) => number): number {
    let largest = 0;
    for (let r = 0; r < this.least.length; r++) {
      const [most, least] = [above(r, 1), above(r, -1)];
      this.greatest[r] = most;
      this.least[r] = -least;
      if (!(most <= largest)) largest = most;
      if (!(least <= largest)) largest = least;
    }
    return Number.isNaN(largest) ? Infinity : largest;
  }
}
