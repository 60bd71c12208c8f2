/**
 * Attention over any max-affine partition in doubles: keys near a query through a tree, the others dropped with their mass
 * bounded. Averages without any bound of rounding.
 *
 * In power distances `D_j = ‖x − a_j‖² + h_j`, `h_j = max ω − ω_j`, a key weighs `exp(−(R/2)(D_j − D_m))` relative to the
 * nearest one. Keys with `D_j > D_m + T` weigh together less than `G e^{−RT/2}`, whatever `x` is.
 */
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { partitionKeys, type AffinePartition } from './affine-partition.js';
import { buildPowerTree, PowerSearch, type PowerTree } from './power-tree.js';
import type { Float64Evaluator } from './product-float64.js';

/** A partition ready for queries. */
export interface PartitionFloat64 {
  readonly tree: PowerTree;
  readonly inverseTemperature: number;
  readonly outputs: number;
  /** Of the keys in the order of the tree. */
  readonly values: Float64Array;
  /** `T`: keys this much farther than the nearest are dropped. */
  readonly excess: number;
}

/**
 * `values`: `V_j`, `outputs` doubles each, in the order of the keys; `negligible`: the share of the mass that may be dropped.
 * `allocate` gives zeroed memory, which threads may share.
 */
export function partitionFloat64(
  partition: AffinePartition,
  values: Float64Array,
  negligible: number,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): PartitionFloat64 {
  const { inverseTemperature, inputs, outputs, keys } = partition;
  const tree = buildPowerTree(inputs, keys, powerHeights(partition), allocate);
  const ordered = new Float64Array(allocate(8 * values.length));
  tree.order.forEach((j, place) => ordered.set(values.subarray(j * outputs, (j + 1) * outputs), place * outputs));
  const excess = (2 * Math.log(partitionKeys(partition) / negligible)) / inverseTemperature;
  return { tree, inverseTemperature, outputs, values: ordered, excess };
}

/** `h_j`, in doubles; all 0 for a Voronoi diagram. */
export function powerHeights(partition: AffinePartition): Float64Array {
  const { inputs, keys, offsets } = partition;
  const heights = new Float64Array(partitionKeys(partition));
  if (offsets === undefined) return heights;
  let greatest = -Infinity;
  for (let j = 0; j < heights.length; j++) {
    let weight = 2 * offsets[j]!;
    for (let t = 0; t < inputs; t++) weight += keys[j * inputs + t]! ** 2;
    heights[j] = weight;
    greatest = Math.max(greatest, weight);
  }
  return heights.map((weight) => greatest - weight);
}

/** Approximates the output in float64; no error bound. Cost of a call: the search, and one exponential for each near key. */
export function partitionEvaluator(ready: PartitionFloat64): Float64Evaluator {
  const { tree, inverseTemperature, outputs, values, excess } = ready;
  const search = new PowerSearch(tree);
  return (x, out) => {
    search.find(x, excess);
    const { places, distances, count, nearest, least } = search;
    const reference = nearest * outputs;
    let total = 0;
    for (let r = 0; r < outputs; r++) out[r] = 0;
    for (let i = 0; i < count; i++) {
      const weight = Math.exp((-inverseTemperature / 2) * (distances[i]! - least));
      const at = places[i]! * outputs;
      total += weight;
      for (let r = 0; r < outputs; r++) out[r]! += weight * (values[at + r]! - values[reference + r]!);
    }
    for (let r = 0; r < outputs; r++) out[r] = values[reference + r]! + out[r]! / total;
  };
}

const { fromNumber, literal, add, sub, mul, neg, exp, min } = intervalSystem;

/**
 * At most this share of the mass is dropped at any query in a box (lo0, hi0, lo1, hi1, …). Guaranteed: power distances are
 * sums of `g + 1` doubles, each with fewer than `g + 8` roundings of relative size 2⁻⁵³ of what they are made of, which
 * moves the threshold by as much.
 */
export function boundDroppedShare(partition: AffinePartition, { excess }: PartitionFloat64, box: Float64Array): number {
  const { inputs, keys, offsets, inverseTemperature } = partition;
  if (excess === Infinity) return 0;
  const squared = (x: Interval): Interval => mul(x, x);
  let largest = literal('0');
  for (let t = 0; t < inputs; t++) {
    let magnitude = Math.max(Math.abs(box[2 * t]!), Math.abs(box[2 * t + 1]!));
    for (let j = t; j < keys.length; j += inputs) magnitude = Math.max(magnitude, Math.abs(keys[j]!));
    // (|x| + |a|)² + |a|² each, and once more for the height of another key.
    largest = add(largest, mul(literal('6'), squared(fromNumber(magnitude))));
  }
  const offset = offsets?.reduce((most, b) => Math.max(most, Math.abs(b)), 0) ?? 0;
  largest = add(largest, mul(literal('4'), fromNumber(offset)));
  const rounding = mul(fromNumber((inputs + 8) * 2 ** -52), largest);
  const exponent = mul(fromNumber(inverseTemperature / 2), sub(fromNumber(excess), rounding));
  const share = mul(fromNumber(partitionKeys(partition)), exp(neg(exponent)));
  return min(share, literal('1')).hi;
}
