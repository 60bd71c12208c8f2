/**
 * The keys of a max-affine partition in a tree, with what enclosures over boxes need of them: rigorous ends of their power
 * weights `ω_j = 2b_j + ‖a_j‖²`, and of their values, for each key and each node.
 */
import { partitionKeys, type AffinePartition } from '../attention/affine-partition.js';
import { powerHeights } from '../attention/partition-float64.js';
import { buildPowerTree, PowerSearch, type PowerTree } from '../attention/power-tree.js';
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';

/** Enclosures of `V_j`, `outputs` of them for each key. */
export interface ValueEnds {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

export class PartitionKeys {
  readonly inputs: number;
  readonly outputs: number;
  readonly count: number;
  readonly inverseTemperature: number;
  readonly tree: PowerTree;
  /** Finds a key that is nearest to a point, up to rounding. */
  readonly search: PowerSearch;
  readonly inner: number;
  /** By place in the tree: `b_j` where offsets are given, and enclosures of `ω_j` and `V_j`. */
  readonly offsets: Float64Array | undefined;
  readonly weightLow: Float64Array;
  readonly weightHigh: Float64Array;
  readonly values: ValueEnds;
  /** By node: the greatest `ω`, and the hull of the values. The root's are those of all keys. */
  readonly nodeWeight: Float64Array;
  readonly nodeValues: ValueEnds;

  constructor(partition: AffinePartition, { least, greatest }: ValueEnds) {
    const { inputs, outputs, keys, offsets, inverseTemperature } = partition;
    this.inputs = inputs;
    this.outputs = outputs;
    this.count = partitionKeys(partition);
    this.inverseTemperature = inverseTemperature;
    const tree = buildPowerTree(inputs, keys, powerHeights(partition));
    this.tree = tree;
    this.search = new PowerSearch(tree);
    const nodes = tree.leastHeights.length;
    this.inner = (nodes - 1) / 2;
    this.weightLow = new Float64Array(this.count);
    this.weightHigh = new Float64Array(this.count);
    this.offsets = offsets && Float64Array.from(tree.order, (j) => offsets[j]!);
    this.values = { least: new Float64Array(least.length), greatest: new Float64Array(least.length) };
    tree.order.forEach((j, place) => {
      for (let r = 0; r < outputs; r++) {
        this.values.least[place * outputs + r] = least[j * outputs + r]!;
        this.values.greatest[place * outputs + r] = greatest[j * outputs + r]!;
      }
      if (offsets !== undefined) this.weigh(place, 2 * offsets[j]!);
    });
    this.nodeWeight = new Float64Array(nodes).fill(-Infinity);
    this.nodeValues = {
      least: new Float64Array(nodes * outputs).fill(Infinity),
      greatest: new Float64Array(nodes * outputs).fill(-Infinity),
    };
    for (let node = nodes - 1; node >= 0; node--) this.gather(node);
  }

  /** Encloses `ω` of a key from `2b`, which is exact. Without offsets all are 0. */
  private weigh(place: number, doubled: number): void {
    const { points } = this.tree;
    let [low, high] = [doubled, doubled];
    for (let t = 0; t < this.inputs; t++) {
      const a = points[place * this.inputs + t]!;
      low = addDown(low, mulDown(a, a));
      high = addUp(high, mulUp(a, a));
    }
    this.weightLow[place] = low;
    this.weightHigh[place] = high;
  }

  private gather(node: number): void {
    const { outputs, nodeWeight, nodeValues, inner } = this;
    const take = (from: ValueEnds, weight: number, at: number): void => {
      nodeWeight[node] = Math.max(nodeWeight[node]!, weight);
      for (let r = 0; r < outputs; r++) {
        const own = node * outputs + r;
        nodeValues.least[own] = Math.min(nodeValues.least[own]!, from.least[at * outputs + r]!);
        nodeValues.greatest[own] = Math.max(nodeValues.greatest[own]!, from.greatest[at * outputs + r]!);
      }
    };
    if (node < inner) for (const child of [2 * node + 1, 2 * node + 2]) take(nodeValues, nodeWeight[child]!, child);
    else {
      const { ranges } = this.tree;
      for (let place = ranges[2 * node]!; place < ranges[2 * node + 1]!; place++) {
        take(this.values, this.weightHigh[place]!, place);
      }
    }
  }
}
