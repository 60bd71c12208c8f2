/**
 * Softmax weights of keys at the integers 0, 1, …, N − 1, over an interval of queries, relative to a key near it.
 *
 * The score of key `k` at `u` is, up to a shift, `−κ(u − k)²`; relative to key `m` the weight of key `m + δ` is
 *
 *     ρ_δ(u) = exp( κδ(2(u − m) − δ) ),
 *
 * which rises in `u` for δ > 0 and falls for δ < 0: its range over an interval is found at the ends, infinite ones
 * included. Keys outside a window around `m` are left out; their weight is bounded by a geometric series, because
 * `ρ_{δ+1}/ρ_δ = exp(κ(2(u − m) − 2δ − 1))` falls as δ grows.
 */
import { addUp, divUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import type { Interval } from '../numeric/interval.js';
import { boundWeightedMean } from './weighted-mean.js';

/** About the relative weight, seen from the reference key, below which keys are left out. */
const NEGLIGIBLE_EXPONENT = 46;

/** Mutable: it describes the weights over the interval that was enclosed last. */
export class UnitKeys {
  readonly keys: number;
  /** Index of the reference key, whose weight is exactly 1; first key and number of keys of the window. */
  reference = 0;
  first = 0;
  count = 0;
  /** Range of the relative weight of each key of the window. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Upper bounds of the total relative weights of the keys left out on either side. */
  tailLeft = 0;
  tailRight = 0;

  private readonly kappa: Interval;
  private readonly reach: number;
  private readonly values: Float64Array;

  /** `N ≥ 1` keys; `kappa ≥ 0` is finite. With `all`, no key is ever left out. */
  constructor(keys: number, kappa: Interval, all = false) {
    this.keys = keys;
    this.kappa = kappa;
    let reach = 1;
    while (reach < keys - 1 && (all || kappa.lo * reach * (reach - 1) < NEGLIGIBLE_EXPONENT)) reach++;
    this.reach = Math.min(reach, keys - 1);
    this.low = new Float64Array(Math.min(keys, 2 * this.reach + 1));
    this.high = new Float64Array(this.low.length);
    this.values = new Float64Array(this.low.length);
  }

  /** Computes the window for `u` in [lower, upper], whose ends may be infinite. Cost: two exponentials per key. */
  enclose(lower: number, upper: number): void {
    const m = this.nearest(lower, upper);
    this.reference = m;
    this.first = Math.max(0, m - this.reach);
    const last = Math.min(this.keys - 1, m + this.reach);
    this.count = last - this.first + 1;
    for (let i = 0; i < this.count; i++) {
      const delta = this.first + i - m;
      this.low[i] = delta === 0 ? 1 : expDown(this.exponentDown(delta > 0 ? lower : upper, delta));
      this.high[i] = delta === 0 ? 1 : expUp(this.exponentUp(delta > 0 ? upper : lower, delta));
    }
    this.tailRight = this.tailBeyond(upper, last - m + 1, this.keys - 1 - last, 1);
    this.tailLeft = this.tailBeyond(lower, m - this.first + 1, this.first, -1);
  }

  /**
   * Encloses the mean position `Σ w_k k` minus `origin` over all `u` of the interval enclosed last. It increases with `u`,
   * and the weights of larger keys relative to smaller ones do so too: the extremes, at the ends, are met up to rounding
   * (as far as the reference key lies between the two means).
   */
  meanPosition(origin: number): Interval {
    for (let i = 0; i < this.count; i++) this.values[i] = this.first + i - origin;
    return this.mean(this.values, -origin, this.keys - 1 - origin);
  }

  /**
   * Encloses `Σ w_k values_k` over the interval, the values given key by key of the window, those of the keys left out
   * lying in [farLeast, farMost].
   */
  mean(values: Float64Array, farLeast: number, farMost: number): Interval {
    const far = addUp(this.tailLeft, this.tailRight);
    const hi = boundWeightedMean(this.count, this.low, this.high, values, far, farMost, 0);
    for (let i = 0; i < this.count; i++) this.values[i] = -values[i]!;
    const lo = -boundWeightedMean(this.count, this.low, this.high, this.values, far, -farLeast, 0);
    if (values === this.values) for (let i = 0; i < this.count; i++) this.values[i] = -values[i]!;
    return { lo, hi, defined: true };
  }

  /** The key nearest to the middle; on a half line the end key. Any key is a valid reference. */
  private nearest(lower: number, upper: number): number {
    if (upper === Infinity) return lower === -Infinity ? 0 : this.keys - 1;
    const middle = lower / 2 + upper / 2;
    return Math.min(this.keys - 1, Math.max(0, Math.round(middle)));
  }

  /** An upper bound of `κδ(2(u − m) − δ)`. */
  private exponentUp(u: number, delta: number): number {
    const offset =
      delta > 0 ? subUp(2 * subUp(u, this.reference), delta) : subDown(2 * subDown(u, this.reference), delta);
    const product = mulUp(delta, offset);
    return mulUp(product >= 0 ? this.kappa.hi : this.kappa.lo, product);
  }

  private exponentDown(u: number, delta: number): number {
    const offset =
      delta > 0 ? subDown(2 * subDown(u, this.reference), delta) : subUp(2 * subUp(u, this.reference), delta);
    const product = mulDown(delta, offset);
    return mulDown(product >= 0 ? this.kappa.lo : this.kappa.hi, product);
  }

  /** Bounds the total weight at `u` of the `remaining` keys δ = side·start, side·(start + 1), … */
  private tailBeyond(u: number, start: number, remaining: number, side: 1 | -1): number {
    if (remaining <= 0) return 0;
    const head = expUp(this.exponentUp(u, side * start));
    const byCount = mulUp(head, remaining);
    // The factor from δ = start to start + 1: exp(κ(2·side·(u − m) − 2·start − 1)).
    const distance = side > 0 ? subUp(u, this.reference) : -subDown(u, this.reference);
    const offset = subUp(2 * distance, 2 * start + 1);
    const ratio = expUp(mulUp(offset >= 0 ? this.kappa.hi : this.kappa.lo, offset));
    return ratio < 1 ? Math.min(byCount, divUp(head, subDown(1, ratio))) : byCount;
  }
}
