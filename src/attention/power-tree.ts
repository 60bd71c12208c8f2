/**
 * A k-d tree of weighted points: which of them are near a query in the power distance `‖x − a_j‖² + h_j`, `h_j ≥ 0`.
 *
 * Each node has the bounding box of its points and their least `h`, so the distance to the box plus that is a lower bound
 * for all of them, in any dimension. Packages were looked at first: kdbush and flatbush are for two dimensions, and none of
 * the general ones has weights or shares its memory between threads.
 *
 * The tree is flat arrays, which threads can share. Leaves hold up to `LEAF` points; inner node `i` has the children
 * `2i + 1` and `2i + 2`.
 */

export interface PowerTree {
  readonly inputs: number;
  /** The points in the order of the leaves: `g` coordinates each, their `h`, and the number they were given with. */
  readonly points: Float64Array;
  readonly heights: Float64Array;
  readonly order: Int32Array;
  /** Of each node: lower ends of its box, then upper ends. */
  readonly boxes: Float64Array;
  readonly leastHeights: Float64Array;
  /** Of each node: first point, and the one after the last. */
  readonly ranges: Int32Array;
}

/** Fewer points cost less to look at than another level of boxes. */
const LEAF = 8;

/**
 * The tree of `G` points; `allocate` gives zeroed memory of so many bytes, by default of this thread. Cost: `G log G`
 * comparisons for each level of halving.
 */
export function buildPowerTree(
  inputs: number,
  keys: Float64Array,
  heights: Float64Array,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): PowerTree {
  const count = heights.length;
  let levels = 0;
  while (LEAF * 2 ** levels < count) levels++;
  const nodes = 2 ** (levels + 1) - 1;
  const doubles = (length: number): Float64Array => new Float64Array(allocate(8 * length));
  const integers = (length: number): Int32Array => new Int32Array(allocate(4 * length));
  const tree: PowerTree = {
    inputs,
    points: doubles(count * inputs),
    heights: doubles(count),
    order: integers(count),
    boxes: doubles(nodes * 2 * inputs),
    leastHeights: doubles(nodes),
    ranges: integers(2 * nodes),
  };
  const order = Int32Array.from({ length: count }, (_, j) => j);
  const halve = (node: number, from: number, to: number, level: number): void => {
    tree.ranges.set([from, to], 2 * node);
    const axis = boundNode(tree, node, order.subarray(from, to), keys, heights);
    if (level === 0) return;
    order.subarray(from, to).sort((i, j) => keys[i * inputs + axis]! - keys[j * inputs + axis]!);
    const middle = (from + to) >> 1;
    halve(2 * node + 1, from, middle, level - 1);
    halve(2 * node + 2, middle, to, level - 1);
  };
  halve(0, 0, count, levels);
  tree.order.set(order);
  order.forEach((j, place) => {
    tree.points.set(keys.subarray(j * inputs, (j + 1) * inputs), place * inputs);
    tree.heights[place] = heights[j]!;
  });
  return tree;
}

/** Writes box and least height of a node; returns the axis on which the box is longest. */
function boundNode(
  { inputs, boxes, leastHeights }: PowerTree,
  node: number,
  members: Int32Array,
  keys: Float64Array,
  heights: Float64Array,
): number {
  let longest = 0;
  let length = -1;
  for (let t = 0; t < inputs; t++) {
    let [lower, upper] = [Infinity, -Infinity];
    for (const j of members) {
      lower = Math.min(lower, keys[j * inputs + t]!);
      upper = Math.max(upper, keys[j * inputs + t]!);
    }
    boxes[node * 2 * inputs + t] = lower;
    boxes[node * 2 * inputs + inputs + t] = upper;
    if (upper - lower > length) [longest, length] = [t, upper - lower];
  }
  let least = Infinity;
  for (const j of members) least = Math.min(least, heights[j]!);
  leastHeights[node] = least;
  return longest;
}

/** The near points of queries of one tree; what it finds is valid until the next query. */
export class PowerSearch {
  /** Places of the near points in the tree, and their power distances; `count` of them. */
  readonly places: Int32Array;
  readonly distances: Float64Array;
  count = 0;
  /** Of the nearest point. */
  nearest = -1;
  least = Infinity;

  private readonly tree: PowerTree;
  private readonly inner: number;
  private readonly stack = new Int32Array(64);

  constructor(tree: PowerTree) {
    this.tree = tree;
    this.inner = (tree.leastHeights.length - 1) / 2;
    this.places = new Int32Array(tree.order.length);
    this.distances = new Float64Array(tree.order.length);
  }

  /** Finds the nearest point, and all whose power distance is at most `excess ≥ 0` above it. */
  find(x: Float64Array, excess: number): void {
    this.least = Infinity;
    this.findNearest(0, this.bound(0, x), x);
    this.collect(x, this.least + excess);
  }

  private bound(node: number, x: Float64Array): number {
    const { inputs, boxes, leastHeights } = this.tree;
    let sum = leastHeights[node]!;
    let at = node * 2 * inputs;
    for (let t = 0; t < inputs; t++, at++) {
      const [below, above] = [boxes[at]! - x[t]!, x[t]! - boxes[at + inputs]!];
      const beyond = below > 0 ? below : above > 0 ? above : 0;
      sum += beyond * beyond;
    }
    return sum;
  }

  private distance(place: number, x: Float64Array): number {
    const { inputs, points, heights } = this.tree;
    let sum = heights[place]!;
    let at = place * inputs;
    for (let t = 0; t < inputs; t++, at++) {
      const difference = x[t]! - points[at]!;
      sum += difference * difference;
    }
    return sum;
  }

  /** `bound` of the node, which its parent has computed. */
  private findNearest(node: number, bound: number, x: Float64Array): void {
    if (bound >= this.least) return;
    if (node >= this.inner) {
      const to = this.tree.ranges[2 * node + 1]!;
      for (let place = this.tree.ranges[2 * node]!; place < to; place++) {
        const distance = this.distance(place, x);
        if (distance < this.least) {
          this.least = distance;
          this.nearest = place;
        }
      }
      return;
    }
    const [left, right] = [2 * node + 1, 2 * node + 2];
    const [toLeft, toRight] = [this.bound(left, x), this.bound(right, x)];
    if (toLeft <= toRight) {
      this.findNearest(left, toLeft, x);
      this.findNearest(right, toRight, x);
    } else {
      this.findNearest(right, toRight, x);
      this.findNearest(left, toLeft, x);
    }
  }

  private collect(x: Float64Array, most: number): void {
    const { ranges } = this.tree;
    const { stack, inner } = this;
    let count = 0;
    let depth = 1;
    stack[0] = 0;
    while (depth > 0) {
      const node = stack[--depth]!;
      if (this.bound(node, x) > most) continue;
      if (node < inner) {
        stack[depth++] = 2 * node + 1;
        stack[depth++] = 2 * node + 2;
        continue;
      }
      const to = ranges[2 * node + 1]!;
      for (let place = ranges[2 * node]!; place < to; place++) {
        const distance = this.distance(place, x);
        if (distance > most) continue;
        this.places[count] = place;
        this.distances[count++] = distance;
      }
    }
    this.count = count;
  }
}
