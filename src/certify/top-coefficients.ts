/**
 * Taylor coefficients of one degree over large parts of a box: enclosures on tiles, computed when first needed.
 */
import type { Expression } from '../expression/expression.js';
import { TaylorEnclosure } from '../expression/taylor/taylor-enclosure.js';

/** Tiles per axis unless asked otherwise, by the number of axes. */
const tilesIn = (dimension: number): number => [1, 96, 32, 8][dimension] ?? 2;

export class TopCoefficients {
  /** After `enclose`: ends of the hull of coefficient `i` of output `r` at `2(r·count + i)`; infinite where unknown. */
  readonly hull: Float64Array;
  /** How many coefficients of the degree there are; their numbers begin at `first`. */
  readonly count: number;
  readonly first: number;
  private readonly taylor: TaylorEnclosure;
  private readonly box: Float64Array;
  private readonly outputs: number;
  private readonly perAxis: number;
  private readonly tiles = new Map<number, Float64Array>();

  constructor(expression: Expression, degree: number, box: Float64Array, tiles = tilesIn(box.length / 2)) {
    this.taylor = new TaylorEnclosure(expression, degree);
    this.box = box;
    this.outputs = expression.outputs.length;
    this.perAxis = tiles;
    const { start } = this.taylor.indices;
    this.first = start[degree]!;
    this.count = start[degree + 1]! - this.first;
    this.hull = new Float64Array(2 * this.outputs * this.count);
  }

  /** Hulls over all tiles that meet a part of the box. */
  enclose(part: Float64Array): void {
    const { box, perAxis, hull } = this;
    const ranges = Array.from({ length: box.length / 2 }, (_, t) => {
      const [lower, width] = [box[2 * t]!, box[2 * t + 1]! - box[2 * t]!];
      const at = (x: number): number => Math.min(perAxis - 1, Math.max(0, Math.floor(((x - lower) / width) * perAxis)));
      // A neighbour more on either side, whatever was rounded.
      return [Math.max(0, at(part[2 * t]!) - 1), Math.min(perAxis - 1, at(part[2 * t + 1]!) + 1)] as const;
    });
    for (let i = 0; i < hull.length; i += 2) [hull[i], hull[i + 1]] = [Infinity, -Infinity];
    const index = ranges.map(([from]) => from);
    for (;;) {
      const tile = this.tile(index);
      for (let i = 0; i < hull.length; i += 2) {
        if (!(tile[i]! >= hull[i]!)) hull[i] = tile[i]!;
        if (!(tile[i + 1]! <= hull[i + 1]!)) hull[i + 1] = tile[i + 1]!;
      }
      let t = index.length - 1;
      while (t >= 0 && ++index[t]! > ranges[t]![1]) {
        index[t] = ranges[t]![0];
        t--;
      }
      if (t < 0) return;
    }
  }

  private tile(index: readonly number[]): Float64Array {
    const name = index.reduce((flat, i) => flat * this.perAxis + i, 0);
    const known = this.tiles.get(name);
    if (known !== undefined) return known;
    const { box, perAxis } = this;
    const part = Float64Array.from(box, (_, i) => {
      const [lower, upper, place] = [box[i - (i % 2)]!, box[i - (i % 2) + 1]!, index[i >> 1]! + (i % 2)];
      return place === 0 ? lower : place === perAxis ? upper : lower + (upper - lower) * (place / perAxis);
    });
    this.taylor.enclose(part);
    const made = new Float64Array(this.hull.length);
    for (let r = 0; r < this.outputs; r++) {
      const { lo, hi } = this.taylor.coefficients(r);
      for (let i = 0; i < this.count; i++) {
        const at = 2 * (r * this.count + i);
        const isKnown = lo[this.first + i]! <= hi[this.first + i]!;
        made[at] = isKnown ? lo[this.first + i]! : -Infinity;
        made[at + 1] = isKnown ? hi[this.first + i]! : Infinity;
      }
    }
    this.tiles.set(name, made);
    return made;
  }
}
