/**
 * The keys of one axis and their weights near a box, relative to the key `m` next to it:
 *
 *     ρ_δ(x) = exp(R s δ (x − a − (m + (1 + δ)/2) s)).
 *
 * Monotone in x: the range over the box is found at its ends.
 */
import type { DomainAxis } from './domain-axis.js';
import { exp } from './functions.js';
import { divDown, divUp, maxOf, minOf, mul, shiftUp, sub, type Interval } from './interval.js';
import { Rejection, type Deadline } from './rejection.js';
import type { Side } from './tree.js';

/** Keys `first`, `first + 1`, … with the ranges of their weights; the others of the axis weigh at most `tail`. */
export interface Window {
  readonly first: number;
  readonly low: readonly bigint[];
  readonly high: readonly bigint[];
  /** Σ of `high`. */
  readonly total: bigint;
  readonly tail: bigint;
}

/** Where a box lies on an axis, and the window there. */
export interface Place {
  readonly x: Interval;
  readonly window: Window;
}

/** Weights that are kept, at most. */
const MOST_KEPT = 2 ** 18;

/** All weights of an axis together; of a box worth looking at they are about as many as its keys. */
const LARGEST_WEIGHT = 1n << 512n;

export interface GridAxis {
  /** Its ends `a` and `b`; the same interval twice for a single point. */
  readonly grid: readonly [Interval, Interval];
  /** 1 for a single point. */
  readonly cells: number;
}

export class AxisKeys {
  readonly cells: number;
  private readonly grid: GridAxis['grid'];
  private readonly domain: DomainAxis;
  private readonly p: bigint;
  private readonly deadline: Deadline;
  /** `s`, and `R s`. */
  private readonly step: Interval;
  private readonly slope: Interval;
  private readonly places = new Map<string, Place>();
  private kept = 0;

  constructor(grid: GridAxis, domain: DomainAxis, inverseTemperature: Interval, p: bigint, deadline: Deadline) {
    const [a, b] = grid.grid;
    const cells = BigInt(grid.cells);
    const width = a === b ? { lo: 0n, hi: 0n } : sub(b, a);
    this.grid = grid.grid;
    this.domain = domain;
    this.cells = grid.cells;
    this.p = p;
    this.deadline = deadline;
    this.step = { lo: divDown(width.lo, cells), hi: divUp(width.hi, cells) };
    this.slope = mul(inverseTemperature, this.step, p);
    if (a !== b && this.slope.lo <= 0n) throw new Rejection('a grid is too fine for the precision');
  }

  /** The centre of cell `k`. */
  centre(k: number): Interval {
    return this.at(2 * k + 1);
  }

  /** `a + (half/2) s`, for `half ≥ 0`. */
  private at(half: number): Interval {
    const [a] = this.grid;
    const n = BigInt(half);
    return { lo: a.lo + ((this.step.lo * n) >> 1n), hi: a.hi + shiftUp(this.step.hi * n, 1n) };
  }

  /** Where the side of a leaf lies; kept, because sides recur. */
  place(side: Side, reach: number): Place {
    const name = `${side.lo} ${side.hi} ${side.k}`;
    let place = this.places.get(name);
    if (place === undefined) {
      const x = this.domain.over(side);
      place = { x, window: this.window(x, reach) };
      this.kept += place.window.low.length;
      if (this.kept > MOST_KEPT) {
        this.places.clear();
        this.kept = place.window.low.length;
      }
      this.places.set(name, place);
    }
    return place;
  }

  /**
   * The parts of an interval in the cells of the grid, at most `most`: cut about at borders, which is as good as anywhere.
   */
  cut(x: Interval, most: number): Interval[] {
    const [first, last] = [x.lo, x.hi].map((end) => this.approxCell({ lo: end, hi: end }));
    const cells = last! - first! + 1;
    const count = Math.min(cells, most);
    const cuts = Array.from({ length: count - 1 }, (_, i) => {
      const border = this.at(2 * (first! + Math.ceil(((i + 1) * cells) / count)));
      return minOf(maxOf(border.lo, x.lo), x.hi);
    });
    return [x.lo, ...cuts].map((lo, i) => ({ lo, hi: cuts[i] ?? x.hi }));
  }

  /**
   * The cell next to the middle of `x`. Any would do, so nothing is proved of it: half the digits decide, which makes
   * the upper cell of a middle on the border of two, however the rounding went.
   */
  private approxCell(x: Interval): number {
    if (this.cells === 1) return 0;
    const [a] = this.grid;
    const offset = (x.lo + x.hi - a.lo - a.hi) << this.p;
    const cell = (divDown(offset, this.step.lo + this.step.hi) + (1n << (this.p >> 1n))) >> this.p;
    return Number(maxOf(0n, minOf(cell, BigInt(this.cells - 1))));
  }

  /** Weights over `x` of the keys at most `reach` cells from the one next to its middle. */
  window(x: Interval, reach: number): Window {
    const m = this.approxCell(x);
    const first = Math.max(0, m - reach);
    const last = Math.min(this.cells - 1, m + reach);
    const one = 1n << this.p;
    const low: bigint[] = [];
    const high: bigint[] = [];
    for (let k = first; k <= last; k++) {
      this.deadline.step();
      const delta = k - m;
      low.push(delta === 0 ? one : this.weight(delta > 0 ? x.lo : x.hi, m, delta).lo);
      high.push(delta === 0 ? one : this.weight(delta > 0 ? x.hi : x.lo, m, delta).hi);
    }
    const tail =
      this.tailBeyond(x.hi, m, 1, last - m + 1, this.cells - 1 - last) +
      this.tailBeyond(x.lo, m, -1, m - first + 1, first);
    const total = high.reduce((sum, weight) => sum + weight, 0n);
    if (total + tail > LARGEST_WEIGHT << this.p) throw new Rejection('the weights of a window are larger than 2^512');
    return { first, low, high, total, tail };
  }

  /** `x − a − (half/2) s`. */
  private offset(x: bigint, half: number): Interval {
    return sub({ lo: x, hi: x }, this.at(half));
  }

  /** ρ_δ at `x`. */
  private weight(x: bigint, m: number, delta: number): Interval {
    const n = BigInt(delta);
    const slope = delta > 0 ? this.slope : { lo: this.slope.hi, hi: this.slope.lo };
    return exp(mul({ lo: slope.lo * n, hi: slope.hi * n }, this.offset(x, 2 * m + 1 + delta), this.p), this.p);
  }

  /**
   * Bounds Σ ρ_δ(x) over the `count` keys δ = ±d, ±(d + 1), … by the first times their number, or by a series. Both need
   * that weights do not grow from key to key: a box that reaches beyond its window is refused.
   */
  private tailBeyond(x: bigint, m: number, side: 1 | -1, d: number, count: number): bigint {
    if (count === 0) return 0n;
    const largest = this.weight(x, m, side * d).hi;
    const most = largest * BigInt(count);
    // side·(x − a − (m + ½)s) − (d + ½)s, in one: the axis is mirrored at the key for side −1.
    const offset = this.offset(x, 2 * m + 1);
    const n = BigInt(2 * d + 1);
    const near = side > 0 ? offset : { lo: -offset.hi, hi: -offset.lo };
    const shifted = { lo: near.lo - shiftUp(n * this.step.hi, 1n), hi: near.hi - ((n * this.step.lo) >> 1n) };
    const rest = (1n << this.p) - exp(mul(this.slope, shifted, this.p), this.p).hi;
    if (rest < 0n) throw new Rejection('the box is too wide for its window');
    return rest > 0n ? minOf(most, divUp(largest << this.p, rest)) : most;
  }
}
