/**
 * One ridge of a sum of ReLUs, ready for enclosures over intervals of its argument `u`.
 *
 * The network computes `Σ_i α_i Range_{[0,1]}(u − u_i)` where the proof has `Σ_i α_i ReLU(u − u_i)`. Both agree for `u ≤ 1`; to
 * be right for every real `u`, the profile here is the former: piecewise linear with the knots `u_0 … u_{K−1}` and
 * `1 + u_0 … 1 + u_{K−1}`, constant before the first and behind the last. Its range over an interval is found at the ends
 * and the knots inside, its slopes are those of the pieces touched: summing ReLUs one by one would lose both.
 */
import { addDown, addUp, subDown, subUp } from '../numeric/directed.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { mulLower, mulUpper } from '../numeric/kernels.js';
import type { RidgeNumbers } from './relu-expansion.js';

/** Numbers are taken at this many digits first, so that differences of near ones keep theirs. */
export const ridgeSystem = decimalIntervalSystem(40);

/** Lower and upper ends of real numbers, as doubles. */
interface Ends {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function endsOf(values: readonly DecimalInterval[]): Ends {
  return {
    low: Float64Array.from(values, (value) => ridgeSystem.lower(value)),
    high: Float64Array.from(values, (value) => ridgeSystem.upper(value)),
  };
}

/** Mutable: it describes the interval of `u` that was located last. */
export class RidgeProfile {
  /** `K`. */
  readonly pieces: number;
  readonly direction: Ends;
  readonly offset: Ends;
  /** The `2K` knots of the truncated profile. */
  readonly knots: Ends;
  /** Per output `r`, entry `r·K + i`: `α_i`, the coefficient of the ReLU at knot `i`. */
  readonly coefficients: Ends;
  /** The interval of `u`. */
  low = 0;
  high = 0;
  /** After `range` or `slopes`. */
  least = 0;
  most = 0;

  /** Per output `r`, entry `r(2K + 1) + i`: slope of piece `i`, which ends at knot `i`. */
  private readonly slope: Ends;
  /** Per output `r`, entry `2Kr + i`: value at knot `i`. */
  private readonly value: Ends;
  /** Pieces that may contain `low`: from `first` to `lowLast`; `high`: from `highFirst` to `last`. */
  private first = 0;
  private lowLast = 0;
  private highFirst = 0;
  private last = 0;

  constructor({ direction, offset, knots, slopes }: RidgeNumbers<DecimalInterval>) {
    const system = ridgeSystem;
    const [zero, one] = [system.literal('0'), system.literal('1')];
    const starts = knots.slice(0, -1);
    this.pieces = starts.length;
    this.direction = endsOf(direction);
    this.offset = endsOf([offset]);
    const all = [...starts, ...starts.map((knot) => system.add(one, knot))];
    this.knots = endsOf(all);
    this.coefficients = endsOf(
      slopes.flatMap((row) => row.map((slope, i) => (i === 0 ? slope : system.sub(slope, row[i - 1]!)))),
    );
    // Behind 1 + u_i the ReLUs up to i no longer rise; their coefficients sum to slope_i.
    const extended = slopes.map((row) => [zero, ...row, ...row.map((slope) => system.sub(row.at(-1)!, slope))]);
    for (const row of extended) row[row.length - 1] = zero;
    this.slope = endsOf(extended.flat());
    this.value = endsOf(
      extended.flatMap((row) => {
        const values = [zero];
        for (let i = 1; i < all.length; i++) {
          const rise = system.mul(row[i]!, system.sub(all[i]!, all[i - 1]!));
          values.push(system.add(values[i - 1]!, rise));
        }
        return values;
      }),
    );
  }

  /** Sets the interval of `u` to what the affine function does over a box (lo0, hi0, lo1, hi1, …). */
  locate(box: Float64Array): void {
    let low = this.offset.low[0]!;
    let high = this.offset.high[0]!;
    const { low: w, high: W } = this.direction;
    for (let t = 0; t < w.length; t++) {
      low = addDown(low, mulLower(w[t]!, W[t]!, box[2 * t]!, box[2 * t + 1]!));
      high = addUp(high, mulUpper(w[t]!, W[t]!, box[2 * t]!, box[2 * t + 1]!));
    }
    this.low = low;
    this.high = high;
    this.first = countUpTo(this.knots.high, low);
    this.lowLast = countUpTo(this.knots.low, low);
    this.highFirst = countUpTo(this.knots.high, high);
    this.last = countUpTo(this.knots.low, high);
  }

  /** Encloses output `output` of the profile over the interval: `least`, `most`. */
  range(output: number): void {
    this.least = Infinity;
    this.most = -Infinity;
    for (let piece = this.first; piece <= this.lowLast; piece++) this.include(output, piece, this.low);
    for (let piece = this.highFirst; piece <= this.last; piece++) this.include(output, piece, this.high);
    const start = 2 * this.pieces * output;
    for (let i = this.first; i < this.last; i++) {
      this.least = Math.min(this.least, this.value.low[start + i]!);
      this.most = Math.max(this.most, this.value.high[start + i]!);
    }
  }

  /** Encloses the slopes of that output between any two points of the interval. */
  slopes(output: number): void {
    const start = (2 * this.pieces + 1) * output;
    this.least = Infinity;
    this.most = -Infinity;
    for (let i = start + this.first; i <= start + this.last; i++) {
      this.least = Math.min(this.least, this.slope.low[i]!);
      this.most = Math.max(this.most, this.slope.high[i]!);
    }
  }

  private include(output: number, piece: number, u: number): void {
    let low = 0;
    let high = 0;
    if (piece > 0) {
      const i = 2 * this.pieces * output + piece - 1;
      const s = (2 * this.pieces + 1) * output + piece;
      const before = subDown(u, this.knots.high[piece - 1]!);
      const behind = subUp(u, this.knots.low[piece - 1]!);
      low = addDown(this.value.low[i]!, mulLower(this.slope.low[s]!, this.slope.high[s]!, before, behind));
      high = addUp(this.value.high[i]!, mulUpper(this.slope.low[s]!, this.slope.high[s]!, before, behind));
    }
    this.least = Math.min(this.least, low);
    this.most = Math.max(this.most, high);
  }
}

/** How many of the sorted numbers are at most `x`. */
function countUpTo(sorted: Float64Array, x: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! <= x) from = middle + 1;
    else to = middle;
  }
  return from;
}
