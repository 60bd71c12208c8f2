/**
 * Truncated attention `T` of one number, and its error `T(y) − clamp(y)`, `clamp(y) = min(b, max(a, y))`.
 *
 * With the weights `w_k ∝ exp(−β(y − L_k)²)` of all keys and their values `V_k = clamp(L_k)`, let `S = Σ w_k V_k`. A head `h` reads
 * a part of the keys; the values of some of these count, and every key's counts in one head. With `W_h` the sum of the `w_k`
 * of its keys, its weights are the `w_k/W_h`, so that `S = Σ W_h out_h` and
 *
 *     T = Σ out_h = S + Σ (1 − W_h) out_h.
 *
 * `S` does not decrease, as keys and values do not: its range is found at the ends.
 */
import type { CertificateBand, CertificateHead, CertificateTruncation } from '../certificate/certificate.js';
import { decimal, textInterval } from './decimal.js';
import { exp } from './functions.js';
import {
  add,
  bounded,
  divDown,
  divUp,
  hull,
  max,
  maxOf,
  min,
  minOf,
  mul,
  shiftUp,
  sub,
  type Interval,
} from './interval.js';
import { Rejection, type Deadline } from './rejection.js';

/** Ranges of the weights of keys `first`, `first + 1`, …; all further ones on either side weigh at most `left`, `right`. */
interface Weights {
  readonly first: number;
  readonly ranges: readonly Interval[];
  readonly left: bigint;
  readonly right: bigint;
}

interface Band {
  readonly to: bigint;
  readonly error: Interval;
}

/** Numbers of size 2^2048 and more are not truncated: this is the line. */
const LINE = 1n << 2048n;

/** Enclosures that are kept, and such that bands are shown by, at most. */
const MOST_KEPT = 2 ** 16;
const MOST_SHOWN = 2 ** 22;

/** An error of a step divided by 2^20 counts as none. */
const NEGLIGIBLE = 20n;

/** Weights over an interval that differ by more than a factor of exp(1000) are not looked at. */
const MOST_EXPONENT = 1000n;

const at = (y: bigint): Interval => ({ lo: y, hi: y });
const touches = (x: Interval): Interval => ({ lo: minOf(0n, x.lo), hi: maxOf(0n, x.hi) });

/** Are both ends the same number? */
const isPoint = ({ lower, upper }: CertificateTruncation): boolean =>
  [lower[1], ...upper].every((text) => text === lower[0]);

export class Truncation {
  /** `a`, `b`. */
  private readonly a: Interval;
  private readonly b: Interval;
  /** `b − a`, `(b − a)/cells` and `β` times that. */
  private readonly width: Interval;
  private readonly step: Interval;
  private readonly slope: Interval;
  /** `exp(−2βΔ²)`. */
  private readonly decay: Interval;
  private readonly cells: bigint;
  private readonly offset: number;
  private readonly heads: readonly CertificateHead[];
  private readonly last: number;
  private readonly line: bigint;
  private readonly bands: readonly Band[];
  private readonly p: bigint;
  private readonly deadline: Deadline;
  private readonly means = new Map<bigint, Interval>();
  private readonly errors = new Map<string, Interval>();
  private readonly apartnesses = new Map<bigint, Interval>();
  private shown = 0;

  /** Throws unless the bands are shown. */
  constructor(data: CertificateTruncation, bands: readonly CertificateBand[], p: bigint, deadline: Deadline) {
    this.p = p;
    this.deadline = deadline;
    this.a = textInterval(data.lower, p);
    this.b = textInterval(data.upper, p);
    if (this.a.lo > this.b.hi) throw new Rejection('the range of a truncation is empty');
    const beta = textInterval(data.inverseTemperature, p);
    if (beta.lo <= 0n) throw new Rejection('an inverse temperature is not shown to be positive');
    this.cells = BigInt(data.cells);
    this.offset = data.offset;
    this.heads = data.heads;
    this.last = data.heads.at(-1)!.values[1];
    this.width = isPoint(data) ? at(0n) : max(at(0n), sub(this.b, this.a));
    this.step = { lo: divDown(this.width.lo, this.cells), hi: divUp(this.width.hi, this.cells) };
    this.slope = mul(beta, this.step, p);
    this.decay = this.exp({ lo: -2n * this.step.hi, hi: -2n * this.step.lo });
    this.line = LINE << p;
    let from = -this.line;
    this.bands = bands.map(({ to, lower, upper }, i) => {
      const band = { to: to === undefined ? this.line : decimal(to, p).lo, error: textInterval([lower, upper], p) };
      if (band.to < from || band.to > this.line)
        throw new Rejection(`the bands of a truncation are not in order at ${i}`);
      this.show({ lo: from, hi: band.to }, band.error, i === 0 || i === bands.length - 1);
      from = band.to;
      return band;
    });
  }

  /** `T(y)` for every y of the interval. */
  range(y: Interval): Interval {
    const rough = add(this.clamp(y), this.band(y));
    if (this.heads.length > 1 && this.isWide(y)) return rough;
    const range = this.direct(y);
    return { lo: maxOf(range.lo, rough.lo), hi: minOf(range.hi, rough.hi) };
  }

  /** `T(y) − clamp(y)`. */
  error(y: Interval): Interval {
    const band = this.band(y);
    if (this.isWide(y)) return band;
    // A little wider, to ends that recur.
    const digits = BigInt(maxOf(0n, (y.hi - y.lo) >> 4n).toString(16).length - 1) * 4n;
    const [from, to] = [y.lo >> digits, shiftUp(y.hi, digits)];
    const name = `${from} ${to} ${digits}`;
    let error = this.errors.get(name);
    if (error === undefined) {
      error = this.directError({ lo: from << digits, hi: to << digits });
      if (this.errors.size >= MOST_KEPT) this.errors.clear();
      this.errors.set(name, error);
    }
    return { lo: maxOf(error.lo, band.lo), hi: minOf(error.hi, band.hi) };
  }

  clamp(y: Interval): Interval {
    return min(this.b, max(this.a, y));
  }

  /** `(clamp(y') − clamp(y))/(y' − y)` for y and y' of the interval: 1 within the range, 0 beyond it. */
  slopes(y: Interval): Interval {
    const one = 1n << this.p;
    if (y.hi <= this.a.lo || y.lo >= this.b.hi) return at(0n);
    return y.lo >= this.a.hi && y.hi <= this.b.lo ? at(one) : { lo: 0n, hi: one };
  }

  /** `y − clamp(y)`, which does not decrease. */
  beyond(y: Interval): Interval {
    const part = (x: bigint, a: bigint, b: bigint): bigint => maxOf(x - b, 0n) + minOf(x - a, 0n);
    return { lo: part(y.lo, this.a.hi, this.b.hi), hi: part(y.hi, this.a.lo, this.b.lo) };
  }

  /** A step or more: too wide for anything but the bands. Without a step nothing is. */
  private isWide({ lo, hi }: Interval): boolean {
    return this.step.lo > 0n && hi - lo >= this.step.lo;
  }

  /** What the bands say of an interval. */
  private band(y: Interval): Interval {
    if (y.lo < -this.line || y.hi > this.line) throw new Rejection('an argument of a truncation exceeds 2^2048');
    let first = 0;
    while (this.bands[first]!.to < y.lo) first++;
    let { error } = this.bands[first]!;
    for (let i = first; this.bands[i]!.to < y.hi; i++) error = hull(error, this.bands[i + 1]!.error);
    return error;
  }

  /** Shows that the error over an interval lies in `band`, by halves where need be; the ends of the line are never halved. */
  private show(y: Interval, band: Interval, isEnd: boolean): void {
    this.deadline.step();
    this.shown++;
    // Wide intervals among the keys are hopeless.
    if (isEnd || !this.isWide(y) || y.hi <= this.key(0).lo || y.lo >= this.key(this.last).hi) {
      const error = this.directError(y);
      if (band.lo <= error.lo && error.hi <= band.hi) return;
      const isOver = isEnd || this.shown > MOST_SHOWN || y.hi - y.lo < 2n;
      if (isOver) throw new Rejection('the error of a truncation is not shown to lie in its band');
    }
    const middle = (y.lo + y.hi) >> 1n;
    this.show({ lo: y.lo, hi: middle }, band, false);
    this.show({ lo: middle, hi: y.hi }, band, false);
  }

  private directError(y: Interval): Interval {
    const [range, clamped] = [this.direct(y), this.clamp(y)];
    return { lo: range.lo - clamped.hi, hi: range.hi - clamped.lo };
  }

  private direct(y: Interval): Interval {
    const mean = { lo: this.mean(y.lo).lo, hi: this.mean(y.hi).hi };
    return this.heads.length === 1 ? mean : add(mean, this.apart(y));
  }

  /** `L_k`, whose place is `n` half steps from `a`. */
  private key(k: number): Interval {
    const { width } = this;
    const n = BigInt(this.offset + 2 * k);
    const all = 2n * this.cells;
    return {
      lo: this.a.lo + divDown((n > 0n ? width.lo : width.hi) * n, all),
      hi: this.a.hi + divUp((n > 0n ? width.hi : width.lo) * n, all),
    };
  }

  private value(k: number): Interval {
    return this.clamp(this.key(k));
  }

  /** The key from `first` to `last` that is about the nearest to the middle; any would do. */
  private approxNearest({ lo, hi }: Interval, first: number, last: number): number {
    if (this.step.hi === 0n) return first;
    const twice = lo + hi - this.a.lo - this.a.hi + BigInt(1 - this.offset) * this.step.hi;
    return Number(maxOf(BigInt(first), minOf(BigInt(last), twice / (2n * this.step.hi))));
  }

  /**
   * The weights of the keys from `first` to `last` over an interval, relative to the key `m` near it. From key to key they
   * change by a factor that is `exp(−2βΔ²)` times the one before; the first, `exp(βΔ(±2(y − L_m) − Δ))`, is monotone in y,
   * and so are they. Beyond a key behind y they fall.
   */
  private weights(y: Interval, first: number, last: number): Weights {
    const { p } = this;
    const m = this.approxNearest(y, first, last);
    const origin = this.key(m);
    const side = (sign: 1 | -1, count: number): { readonly ranges: Interval[]; readonly rest: bigint } => {
      const ranges: Interval[] = [];
      if (count === 0) return { ranges, rest: 0n };
      const [near, far] = sign > 0 ? [y.lo, y.hi] : [y.hi, y.lo];
      const most = this.factor(far, origin, sign);
      let factor = { lo: near === far ? most.lo : this.factor(near, origin, sign).lo, hi: most.hi };
      let weight = at(1n << p);
      for (let i = 1; i <= count; i++) {
        this.deadline.step();
        weight = bounded(mul(weight, factor, p), p);
        factor = mul(factor, this.decay, p);
        ranges.push(weight);
        const key = this.key(m + sign * i);
        const isBehind = sign > 0 ? key.lo >= far : key.hi <= far;
        if (weight.hi <= 1n && isBehind) return { ranges, rest: BigInt(count - i) * weight.hi };
      }
      return { ranges, rest: 0n };
    };
    const [left, right] = [side(-1, m - first), side(1, last - m)];
    const ranges = [...left.ranges.reverse(), at(1n << p), ...right.ranges];
    return { first: m - left.ranges.length, ranges, left: left.rest, right: right.rest };
  }

  /** The weight at `y` of the next key to that at `origin` on one side. */
  private factor(y: bigint, origin: Interval, sign: 1 | -1): Interval {
    return this.exp(this.advance(y, origin, sign));
  }

  /** `±2(y − L_m) − Δ`. */
  private advance(y: bigint, origin: Interval, sign: 1 | -1): Interval {
    const distance = sign > 0 ? sub(at(y), origin) : sub(origin, at(y));
    return sub({ lo: 2n * distance.lo, hi: 2n * distance.hi }, this.step);
  }

  /** `exp(βΔ·x)`; without a step all keys weigh the same. */
  private exp(x: Interval): Interval {
    return this.slope.hi === 0n ? at(1n << this.p) : exp(bounded(mul(this.slope, x, this.p), this.p), this.p);
  }

  /** `S(y)`. */
  private mean(y: bigint): Interval {
    const known = this.means.get(y);
    if (known !== undefined) return known;
    const { first, ranges, left, right } = this.weights(at(y), 0, this.last);
    // Relative to the value of a key near y, so that large values cost nothing.
    const origin = this.value(this.approxNearest(at(y), 0, this.last));
    let sum = {
      lo: left * (this.value(0).lo - origin.hi),
      hi: right * (this.value(this.last).hi - origin.lo),
    };
    let mass = { lo: 0n, hi: left + right };
    ranges.forEach((weight, i) => {
      const distance = sub(this.value(first + i), origin);
      sum = add(sum, {
        lo: (distance.lo < 0n ? weight.hi : weight.lo) * distance.lo,
        hi: (distance.hi > 0n ? weight.hi : weight.lo) * distance.hi,
      });
      mass = add(mass, weight);
    });
    const mean = add(origin, {
      lo: divDown(sum.lo, sum.lo < 0n ? mass.lo : mass.hi),
      hi: divUp(sum.hi, sum.hi > 0n ? mass.lo : mass.hi),
    });
    if (this.means.size >= MOST_KEPT) this.means.clear();
    this.means.set(y, mean);
    return mean;
  }

  /**
   * `Σ (1 − W_h) out_h` over an interval: over one of an eighth of a step or two around it, where that says that it is
   * next to nothing.
   */
  private apart(y: Interval): Interval {
    const digits = BigInt(this.step.lo.toString(2).length - 4);
    if (digits > 0n && y.hi - y.lo < 1n << digits) {
      const first = y.lo >> digits;
      const coarse = { lo: first << digits, hi: (first + 2n) << digits };
      const sum = this.apartnesses.get(first) ?? this.sumApart(coarse);
      if (this.apartnesses.size >= MOST_KEPT) this.apartnesses.clear();
      this.apartnesses.set(first, sum);
      if ((sum.hi - sum.lo) << NEGLIGIBLE <= this.step.lo) return sum;
    }
    return this.sumApart(y);
  }

  private sumApart(y: Interval): Interval {
    // Weights so far apart say nothing, and 1 − W_h is at most 1.
    const m = this.approxNearest(y, 0, this.last);
    const isSteep = (end: bigint, sign: 1 | -1): boolean =>
      mul(this.slope, this.advance(end, this.key(m), sign), this.p).hi > MOST_EXPONENT << this.p;
    if ((m < this.last && isSteep(y.hi, 1)) || (m > 0 && isSteep(y.lo, -1))) {
      return this.heads.reduce((sum, head) => add(sum, this.span(head)), at(0n));
    }
    const all = this.weights(y, 0, this.last);
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
    return touches({ lo: this.value(values[0]).lo, hi: this.value(values[1]).hi });
  }

  /** `out_h`. */
  private output(y: Interval, head: CertificateHead): Interval {
    const { keys, values } = head;
    const { first, ranges, left, right } = this.weights(y, ...keys);
    const span = this.span(head);
    const rest = left + right;
    let sum = { lo: rest * span.lo, hi: rest * span.hi };
    let mass = { lo: 0n, hi: rest };
    ranges.forEach((weight, i) => {
      mass = add(mass, weight);
      if (first + i < values[0] || first + i > values[1]) return;
      const value = this.value(first + i);
      sum = add(sum, {
        lo: (value.lo < 0n ? weight.hi : weight.lo) * value.lo,
        hi: (value.hi > 0n ? weight.hi : weight.lo) * value.hi,
      });
    });
    const mean = {
      lo: divDown(sum.lo, sum.lo < 0n ? mass.lo : mass.hi),
      hi: divUp(sum.hi, sum.hi > 0n ? mass.lo : mass.hi),
    };
    return { lo: maxOf(mean.lo, span.lo), hi: minOf(mean.hi, span.hi) };
  }
}
