/**
 * Boxes as arrays lo0, hi0, lo1, hi1, …: halves, midpoints, and a queue that hands out the most urgent box.
 */

/** A double in [lo, hi], near the middle; finite for finite ends. */
export function middle(lo: number, hi: number): number {
  const half = lo / 2 + hi / 2;
  return Math.min(hi, Math.max(lo, half));
}

/** The box that is one point. */
export function boxOfPoint(point: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: 2 * point.length }, (_, i) => point[i >> 1]!);
}

export function midpoint(box: Float64Array): Float64Array {
  return Float64Array.from({ length: box.length / 2 }, (_, i) => middle(box[2 * i]!, box[2 * i + 1]!));
}

/** Width of each axis, rounded to nearest. */
export function widths(box: Float64Array): Float64Array {
  return Float64Array.from({ length: box.length / 2 }, (_, i) => box[2 * i + 1]! - box[2 * i]!);
}

/** Can the axis be cut into two boxes that are both smaller? */
export function isSplittable(box: Float64Array, axis: number): boolean {
  const [lo, hi] = [box[2 * axis]!, box[2 * axis + 1]!];
  const cut = middle(lo, hi);
  return lo < cut && cut < hi;
}

/** The two halves of a box along an axis; they share the cut, so together they cover it. */
export function halves(box: Float64Array, axis: number): readonly [Float64Array, Float64Array] {
  const cut = middle(box[2 * axis]!, box[2 * axis + 1]!);
  const [left, right] = [box.slice(), box.slice()];
  left[2 * axis + 1] = cut;
  right[2 * axis] = cut;
  return [left, right];
}

/** The splittable axis with the largest `width · weight`; `undefined` when the box cannot be split. */
export function axisToSplit(box: Float64Array, weight: (axis: number) => number): number | undefined {
  let best: number | undefined;
  let largest = -Infinity;
  for (let axis = 0; 2 * axis < box.length; axis++) {
    const size = (box[2 * axis + 1]! - box[2 * axis]!) * weight(axis);
    if (size > largest && isSplittable(box, axis)) [best, largest] = [axis, size];
  }
  return best;
}

/** At most this many corners are looked at: the first ones in binary order of lower and upper ends. */
const MAX_CORNERS = 64;

/** Midpoint, centres of faces and corners of a box: where functions fail first. */
export function landmarks(box: Float64Array): readonly Float64Array[] {
  const centre = midpoint(box);
  const faces = Array.from(box, (end, i) => {
    const face = centre.slice();
    face[i >> 1] = end;
    return face;
  });
  const corners = Array.from({ length: Math.min(2 ** centre.length, MAX_CORNERS) }, (_, bits) =>
    Float64Array.from(centre, (_middle, axis) => box[2 * axis + (Math.floor(bits / 2 ** axis) % 2)]!),
  );
  return [centre, ...corners, ...faces];
}

/** Largest key first; among equal keys the youngest, so that boxes without a finite bound are pursued in depth. */
export class UrgencyQueue<Item> {
  private readonly heap: { readonly key: number; readonly age: number; readonly item: Item }[] = [];
  private born = 0;

  get size(): number {
    return this.heap.length;
  }

  /** The largest key; −Infinity when empty. */
  get topKey(): number {
    return this.heap[0]?.key ?? -Infinity;
  }

  private before(i: number, j: number): boolean {
    const [a, b] = [this.heap[i]!, this.heap[j]!];
    return a.key > b.key || (a.key === b.key && a.age > b.age);
  }

  private swap(i: number, j: number): void {
    [this.heap[i], this.heap[j]] = [this.heap[j]!, this.heap[i]!];
  }

  push(key: number, item: Item): void {
    let i = this.heap.push({ key, age: this.born++, item }) - 1;
    while (i > 0 && this.before(i, (i - 1) >> 1)) {
      this.swap(i, (i - 1) >> 1);
      i = (i - 1) >> 1;
    }
  }

  /** Takes the item with the largest key; `undefined` when empty. */
  pop(): Item | undefined {
    const top = this.heap[0];
    const last = this.heap.pop();
    if (top === undefined || last === undefined || top === last) return top?.item;
    this.heap[0] = last;
    for (let i = 0; ;) {
      let child = 2 * i + 1;
      if (child >= this.heap.length) break;
      if (child + 1 < this.heap.length && this.before(child + 1, child)) child++;
      if (!this.before(child, i)) break;
      this.swap(i, child);
      i = child;
    }
    return top.item;
  }

  items(): readonly Item[] {
    return this.heap.map(({ item }) => item);
  }
}
