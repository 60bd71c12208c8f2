/** An interval of inputs in parts, the unit of a tree's coordinates. */
import { divDown, divUp, type Interval } from './interval.js';
import type { Side } from './tree.js';

export class DomainAxis {
  /** Both ends; the same interval twice for a single point. */
  readonly ends: readonly [Interval, Interval];
  private readonly parts: bigint;

  constructor(ends: readonly [Interval, Interval], parts: number) {
    this.ends = ends;
    this.parts = BigInt(parts);
  }

  over({ lo, hi, k }: Side): Interval {
    return { lo: this.at(lo, k).lo, hi: this.at(hi, k).hi };
  }

  middle({ lo, hi, k }: Side): Interval {
    return this.at(lo + hi, k + 1n);
  }

  /** `l + (h − l)u/N` for `u = n/2^k`, as a weighted mean of both ends. */
  private at(n: bigint, k: bigint): Interval {
    const [l, h] = this.ends;
    if (l === h) return l;
    const all = this.parts << k;
    return { lo: divDown(l.lo * (all - n) + h.lo * n, all), hi: divUp(l.hi * (all - n) + h.hi * n, all) };
  }
}
