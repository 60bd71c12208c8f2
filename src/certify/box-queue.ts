/**
 * A best-first queue of boxes: a binary heap in typed arrays, largest key first, ties by age (so the order, and with
 * it every result, is deterministic). A box of `dimension` axes takes 16·dimension + 20 bytes.
 */
export class BoxQueue {
  /** Ends of the box taken last: lo0, hi0, lo1, hi1, … */
  readonly box: Float64Array;
  private readonly stride: number;
  private keys = new Float64Array(64);
  private ages = new Float64Array(64);
  private slots = new Int32Array(64);
  private boxes: Float64Array;
  private free: number[] = [];
  private count = 0;
  private born = 0;

  constructor(dimension: number) {
    this.stride = 2 * dimension;
    this.box = new Float64Array(this.stride);
    this.boxes = new Float64Array(64 * this.stride);
  }

  get size(): number {
    return this.count;
  }

  /** The largest key; −Infinity when empty. */
  get top(): number {
    return this.count > 0 ? this.keys[0] : -Infinity;
  }

  private grow(): void {
    const enlarge = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.keys = enlarge(this.keys);
    this.ages = enlarge(this.ages);
    this.boxes = enlarge(this.boxes);
    const slots = new Int32Array(this.slots.length * 2);
    slots.set(this.slots);
    this.slots = slots;
  }

  /** Is entry (key a, age s) to be taken before (key b, age t)? */
  private static before(a: number, s: number, b: number, t: number): boolean {
    return a > b || (a === b && s < t);
  }

  push(key: number, box: Float64Array): void {
    if (this.count === this.keys.length) this.grow();
    const slot = this.free.pop() ?? this.count;
    this.boxes.set(box, slot * this.stride);
    const age = this.born++;
    let i = this.count++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!BoxQueue.before(key, age, this.keys[parent], this.ages[parent])) break;
      this.move(parent, i);
      i = parent;
    }
    this.place(i, key, age, slot);
  }

  /** Takes the entry with the largest key: its box is then in `box`. Returns its key; −Infinity when empty. */
  pop(): number {
    if (this.count === 0) return -Infinity;
    const taken = this.keys[0];
    const start = this.slots[0] * this.stride;
    for (let k = 0; k < this.stride; k++) this.box[k] = this.boxes[start + k];
    this.free.push(this.slots[0]);
    const last = --this.count;
    const key = this.keys[last];
    const age = this.ages[last];
    const slot = this.slots[last];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= last) break;
      if (
        child + 1 < last &&
        BoxQueue.before(this.keys[child + 1], this.ages[child + 1], this.keys[child], this.ages[child])
      ) {
        child++;
      }
      if (!BoxQueue.before(this.keys[child], this.ages[child], key, age)) break;
      this.move(child, i);
      i = child;
    }
    this.place(i, key, age, slot);
    return taken;
  }

  /** Shows every entry's box, in no particular order: `boxes` from index `start` on. */
  each(visit: (boxes: Float64Array, start: number) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.boxes, this.slots[i]! * this.stride);
  }

  private move(from: number, to: number): void {
    this.keys[to] = this.keys[from];
    this.ages[to] = this.ages[from];
    this.slots[to] = this.slots[from];
  }

  private place(at: number, key: number, age: number, slot: number): void {
    this.keys[at] = key;
    this.ages[at] = age;
    this.slots[at] = slot;
  }
}
