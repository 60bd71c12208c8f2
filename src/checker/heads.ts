/**
 * The sum `T` of the heads of truncated attention.
 *
 * With the weights `w_k` of all keys and their values `V_k`, let `S = Σ w_k V_k`. A head `h` reads a part of the keys; the values
 * of some of these count, and every key's counts in one head. With `W_h` the sum of the `w_k` of its keys, its weights are the
 * `w_k/W_h`, so that `S = Σ W_h out_h` and
 *
 *     T = Σ out_h = S + Σ (1 − W_h) out_h.
 *
 * `S` does not decrease, as keys and values do not: its range is found at the ends. The rest is small where weights are
 * sharp, although heads that meet are not.
 */
import type { CertificateHead } from '../certificate/certificate.js';
import { add, divDown, divUp, maxOf, minOf, mul, sub, type Interval } from './interval.js';
import { at, type LatticeKeys, type Weights } from './lattice-keys.js';

/** Enclosures that are kept, at most. */
const MOST_KEPT = 2 ** 16;

/**
 * Results by multiples of 2^digits. Maps hash no more than the last digits of a `bigint`, which are all 0 here: what they are
 * multiples of is a key by itself.
 */
class Kept {
  private readonly results = new Map<bigint, Map<number | string, Interval>>();
  private size = 0;

  of(y: bigint, digits: bigint, compute: (y: bigint) => Interval): Interval {
    const multiple = Number(y >> digits);
    const name = Number.isSafeInteger(multiple) ? multiple : y.toString(32);
    if (this.size >= MOST_KEPT) {
      this.results.clear();
      this.size = 0;
    }
    let results = this.results.get(digits);
    if (results === undefined) this.results.set(digits, (results = new Map()));
    let result = results.get(name);
    if (result === undefined) {
      result = compute(y);
      results.set(name, result);
      this.size++;
    }
    return result;
  }
}

const touches = (x: Interval): Interval => ({ lo: minOf(0n, x.lo), hi: maxOf(0n, x.hi) });

/** In units of 2^−2p, exactly, for a weight of at least 0. */
const weighted = (weight: Interval, value: Interval): Interval => ({
  lo: (value.lo < 0n ? weight.hi : weight.lo) * value.lo,
  hi: (value.hi > 0n ? weight.hi : weight.lo) * value.hi,
});

/** The quotient of a sum of such by a positive mass, in units of 2^−p. */
const quotient = (sum: Interval, mass: Interval): Interval => ({
  lo: divDown(sum.lo, sum.lo < 0n ? mass.lo : mass.hi),
  hi: divUp(sum.hi, sum.hi > 0n ? mass.lo : mass.hi),
});

export class Heads {
  /** Does one head read all keys? */
  readonly isOne: boolean;
  private readonly heads: readonly CertificateHead[];
  private readonly keys: LatticeKeys;
  private readonly p: bigint;
  private readonly means = new Kept();
  private readonly apartnesses = new Kept();

  constructor(heads: readonly CertificateHead[], keys: LatticeKeys, p: bigint) {
    this.isOne = heads.length === 1;
    this.heads = heads;
    this.keys = keys;
    this.p = p;
  }

  /** `T(y)` for every y of the interval, whose ends are multiples of 2^digits. */
  range(y: Interval, digits = 0n): Interval {
    const mean = (end: bigint): Interval => this.means.of(end, digits, (y) => this.mean(y));
    const means = { lo: mean(y.lo).lo, hi: mean(y.hi).hi };
    return this.isOne ? means : add(means, this.apart(y));
  }

  /** `S(y)`. */
  private mean(y: bigint): Interval {
    const { first, ranges, left, right } = this.keys.weights(at(y), 0, this.keys.last);
    // Relative to the value of a key near y, so that large values cost nothing.
    const origin = this.keys.value(this.keys.approxNearest(at(y), 0, this.keys.last));
    let sum = {
      lo: left * (this.keys.value(0).lo - origin.hi),
      hi: right * (this.keys.value(this.keys.last).hi - origin.lo),
    };
    let mass = { lo: 0n, hi: left + right };
    ranges.forEach((weight, i) => {
      sum = add(sum, weighted(weight, sub(this.keys.value(first + i), origin)));
      mass = add(mass, weight);
    });
    return add(origin, quotient(sum, mass));
  }

  /**
   * `Σ (1 − W_h) out_h` over an interval: over one of an eighth of a step or two around it, where that is sharp enough for
   * an interval of its width.
   */
  private apart(y: Interval): Interval {
    const width = y.hi - y.lo;
    const digits = BigInt(this.keys.step.lo.toString(2).length - 4);
    if (digits > 0n && width < 1n << digits) {
      const around = (lo: bigint): Interval => this.sumApart({ lo, hi: lo + (2n << digits) });
      const sum = this.apartnesses.of((y.lo >> digits) << digits, digits, around);
      if ((sum.hi - sum.lo) << 8n <= width) return sum;
    }
    return this.sumApart(y);
  }

  private sumApart(y: Interval): Interval {
    // Weights that are too far apart say nothing, and 1 − W_h is at most 1.
    if (this.keys.isSteep(y)) return this.heads.reduce((sum, head) => add(sum, this.span(head)), at(0n));
    const all = this.keys.weights(y, 0, this.keys.last);
    return this.heads.reduce((sum, head) => {
      const outside = this.outside(all, head);
      return add(sum, mul(outside, this.output(y, head), this.p));
    }, at(0n));
  }

  /** `1 − W_h`. */
  private outside({ first, ranges, left, right }: Weights, { keys }: CertificateHead): Interval {
    let inside = at(0n);
    let outside = { lo: 0n, hi: left + right };
    ranges.forEach((weight, i) => {
      if (first + i >= keys[0] && first + i <= keys[1]) inside = add(inside, weight);
      else outside = add(outside, weight);
    });
    // x/(x + z) rises with x and falls with z; what lies beyond the window may be inside, too.
    const most = inside.hi + left + right;
    return {
      lo: divDown(outside.lo << this.p, outside.lo + most),
      hi: divUp(outside.hi << this.p, outside.hi + inside.lo),
    };
  }

  /** The values of a head's keys lie between those of its first and its last, and 0. */
  private span({ values }: CertificateHead): Interval {
    return touches({ lo: this.keys.value(values[0]).lo, hi: this.keys.value(values[1]).hi });
  }

  /** `out_h`. */
  private output(y: Interval, head: CertificateHead): Interval {
    const { keys, values } = head;
    const { first, ranges, left, right } = this.keys.weights(y, ...keys);
    const span = this.span(head);
    const rest = left + right;
    let sum = { lo: rest * span.lo, hi: rest * span.hi };
    let mass = { lo: 0n, hi: rest };
    ranges.forEach((weight, i) => {
      mass = add(mass, weight);
      if (first + i < values[0] || first + i > values[1]) return;
      sum = add(sum, weighted(weight, this.keys.value(first + i)));
    });
    const mean = quotient(sum, mass);
    return { lo: maxOf(mean.lo, span.lo), hi: minOf(mean.hi, span.hi) };
  }
}
