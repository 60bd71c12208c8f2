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
import { addDown, addUp, divDown, divUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import type { Interval } from '../numeric/interval.js';
import { boundWeightedMean } from './weighted-mean.js';

/** About the relative weight, seen from the reference key, below which keys are left out. */
const NEGLIGIBLE_EXPONENT = 46;

/** Weights below e^−630 < 2^−908 are enclosed as [0, 2^−900]: products with smaller numbers underflow, and are slow. */
const NEGLIGIBLE = -630;
const NEGLIGIBLE_WEIGHT = 2 ** -900;

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
      const exponent = delta === 0 ? 0 : this.exponentUp(delta > 0 ? upper : lower, delta);
      if (exponent < NEGLIGIBLE) {
        this.low[i] = 0;
        this.high[i] = NEGLIGIBLE_WEIGHT;
        continue;
      }
      this.low[i] = delta === 0 ? 1 : expDown(this.exponentDown(delta > 0 ? lower : upper, delta));
      this.high[i] = expUp(exponent);
    }
    this.tailRight = this.tailBeyond(upper, last - m + 1, this.keys - 1 - last, 1);
    this.tailLeft = this.tailBeyond(lower, m - this.first + 1, this.first, -1);
  }

  /**
   * Encloses the mean position `Σ w_k k` relative to the reference key over all `u` of the interval enclosed last.
   *
   * It increases with `u`. Where it is within 1 of the reference, its range is met up to the rounding of the terms of the
   * sums, whatever they cancel; elsewhere up to an absolute error of that order.
   */
  meanOffset(): Interval {
    for (let i = 0; i < this.count; i++) this.values[i] = this.first + i - this.reference;
    const [least, most] = [-this.reference, this.keys - 1 - this.reference];
    const upper = this.upperQuotient(this.low, this.high, 1, this.tailRight, most);
    const lower = this.upperQuotient(this.low, this.high, -1, this.tailLeft, -least);
    if (upper !== undefined && lower !== undefined) return { lo: -lower, hi: upper, defined: true };
    const wide = this.mean(this.values, least, most);
    return { lo: lower === undefined ? wide.lo : -lower, hi: upper ?? wide.hi, defined: true };
  }

  /**
   * The largest value of `side·Σ ρ_δ δ / Σ ρ_δ` that the weights' ranges allow, rounded up, if it is in [−1, 1]: then, and
   * only then, it is attained with the largest weights on that side of the reference key and the least on the other
   * (the derivative by ρ_δ has the sign of δ minus the mean). The keys left out on the other side count as weight 0.
   */
  private upperQuotient(
    low: Float64Array,
    high: Float64Array,
    side: 1 | -1,
    tail: number,
    farthest: number,
  ): number | undefined {
    let ahead = mulUp(tail, farthest);
    let behind = 0;
    let least = addDown(1, tail);
    let most = addUp(1, tail);
    for (let i = 0; i < this.count; i++) {
      const delta = side * (this.first + i - this.reference);
      if (delta === 0) continue;
      const weight = delta > 0 ? high[i]! : low[i]!;
      if (delta > 0) ahead = addUp(ahead, mulUp(delta, weight));
      else behind = addDown(behind, mulDown(-delta, weight));
      least = addDown(least, weight);
      most = addUp(most, weight);
    }
    const excess = subUp(ahead, behind);
    const quotient = divUp(excess, excess >= 0 ? least : most);
    // Rounding moved the quotient by at most 2^-50·count², as all terms are at most count times the sum of the weights.
    return quotient <= 1 && quotient >= -0.5 && this.count <= 2 ** 16 ? quotient : undefined;
  }

  /**
   * Encloses `Σ w_k values_k` over the interval, the values given key by key of the window, those of the keys left out
   * lying in [farLeast, farMost].
   */
  mean(values: Float64Array, farLeast: number, farMost: number): Interval {
    const far = addUp(this.tailLeft, this.tailRight);
    let hi = boundWeightedMean(this.count, this.low, this.high, values, far, farMost, 0);
    hi = smaller(hi, -this.naturalLower(values, -1, far, -farMost));
    const natural = this.naturalLower(values, 1, far, farLeast);
    for (let i = 0; i < this.count; i++) this.values[i] = -values[i]!;
    const lo = -boundWeightedMean(this.count, this.low, this.high, this.values, far, -farLeast, 0);
    if (values === this.values) for (let i = 0; i < this.count; i++) this.values[i] = -values[i]!;
    return { lo: -smaller(-lo, -natural), hi, defined: true };
  }

  /**
   * A lower bound of `sign·Σ ρ_δ v_δ / Σ ρ_δ`, sum by sum: wide where `v` is large, but with the relative accuracy of the
   * terms, so that it is sharp where only small weights have values, and at least 0 where it should be.
   */
  private naturalLower(values: Float64Array, sign: 1 | -1, far: number, farLeast: number): number {
    let sum = Math.min(0, mulDown(far, farLeast));
    let least = 0;
    let most = far;
    for (let i = 0; i < this.count; i++) {
      const value = sign * values[i]!;
      if (value !== 0) sum = addDown(sum, mulDown(value > 0 ? this.low[i]! : this.high[i]!, value));
      least = addDown(least, this.low[i]!);
      most = addUp(most, this.high[i]!);
    }
    return divDown(sum, sum >= 0 ? most : least);
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

/** The smaller of a bound and another that may be NaN, which says nothing. */
function smaller(bound: number, other: number): number {
  return other < bound ? other : bound;
}
