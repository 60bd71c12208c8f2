/**
 * Keys of truncated attention: equally spaced, `L_k = a + (offset/2 + k)Δ`, with the values `clamp(L_k)`, and their weights
 * `∝ exp(−β(y − L_k)²)` over intervals of y.
 */
import type { CertificateTruncation } from '../certificate/certificate.js';
import { textInterval } from './decimal.js';
import { exp, expOfNarrow } from './functions.js';
import {
  bounded,
  coarsen,
  div,
  divDown,
  divUp,
  max,
  maxOf,
  min,
  minOf,
  mul,
  refine,
  sub,
  type Interval,
} from './interval.js';
import { Rejection, type Deadline } from './rejection.js';

/** Ranges of the weights of keys `first`, `first + 1`, …; all further ones on either side weigh at most `left`, `right`. */
export interface Weights {
  readonly first: number;
  readonly ranges: readonly Interval[];
  readonly left: bigint;
  readonly right: bigint;
}

/** Weights over an interval that differ by more than a factor of exp(1000) are not looked at. */
const MOST_EXPONENT = 1000n;

/** So many digits a quotient by a factor may lose. */
const MORE = 64n;

/** Keys whose places are kept, at most. */
const MOST_KEPT = 2 ** 16;

export const at = (y: bigint): Interval => ({ lo: y, hi: y });

/** Are both ends the same number? */
const isPoint = ({ lower, upper }: CertificateTruncation): boolean =>
  [lower[1], ...upper].every((text) => text === lower[0]);

export class LatticeKeys {
  /** `a`, `b`, and `Δ`. */
  readonly a: Interval;
  readonly b: Interval;
  readonly step: Interval;
  /** Of the last key. */
  readonly last: number;
  /** `b − a`. */
  private readonly width: Interval;
  private readonly cells: bigint;
  private readonly offset: number;
  /** `βΔ`, and `exp(−2βΔ²)`, also with `MORE` digits. */
  private readonly slope: Interval;
  private readonly decay: Interval;
  private readonly fineDecay: Interval;
  private readonly p: bigint;
  private readonly deadline: Deadline;
  private readonly places = new Map<number, Interval>();

  constructor(data: CertificateTruncation, p: bigint, deadline: Deadline) {
    this.p = p;
    this.deadline = deadline;
    this.a = textInterval(data.lower, 'the lower end of a truncation', p);
    this.b = textInterval(data.upper, 'the upper end of a truncation', p);
    if (this.a.lo > this.b.hi) throw new Rejection('the range of a truncation is empty');
    const beta = textInterval(data.inverseTemperature, 'an inverse temperature', p);
    if (beta.lo <= 0n) throw new Rejection('an inverse temperature is not shown to be positive');
    this.cells = BigInt(data.cells);
    this.offset = data.offset;
    this.last = data.heads.at(-1)!.values[1];
    this.width = isPoint(data) ? at(0n) : max(at(0n), sub(this.b, this.a));
    this.step = { lo: divDown(this.width.lo, this.cells), hi: divUp(this.width.hi, this.cells) };
    this.slope = mul(beta, this.step, p);
    const { step, slope } = this;
    const exponent = mul(slope, { lo: -2n * step.hi, hi: -2n * step.lo }, p);
    this.fineDecay = exp(refine(exponent, MORE), p + MORE);
    this.decay = coarsen(this.fineDecay, MORE);
  }

  clamp(y: Interval): Interval {
    return min(this.b, max(this.a, y));
  }

  /** `L_k`, whose place is `n` half steps from `a`. */
  key(k: number): Interval {
    const known = this.places.get(k);
    if (known !== undefined) return known;
    const { width } = this;
    const n = BigInt(this.offset + 2 * k);
    const all = 2n * this.cells;
    const place = {
      lo: this.a.lo + divDown((n > 0n ? width.lo : width.hi) * n, all),
      hi: this.a.hi + divUp((n > 0n ? width.hi : width.lo) * n, all),
    };
    if (this.places.size < MOST_KEPT) this.places.set(k, place);
    return place;
  }

  value(k: number): Interval {
    return this.clamp(this.key(k));
  }

  /** The key from `first` to `last` that is about the nearest to the middle; any would do. */
  approxNearest({ lo, hi }: Interval, first: number, last: number): number {
    if (this.step.hi === 0n) return first;
    const twice = lo + hi - this.a.lo - this.a.hi + BigInt(1 - this.offset) * this.step.hi;
    return Number(maxOf(BigInt(first), minOf(BigInt(last), twice / (2n * this.step.hi))));
  }

  /**
   * The weights of the keys from `first` to `last` over an interval, relative to the key `m` near it. From key to key they
   * change by a factor that is `exp(−2βΔ²)` times the one before; the first, `exp(βΔ(±2(y − L_m) − Δ))`, is monotone in y,
   * and so are they. Beyond a key behind y they fall.
   */
  weights(y: Interval, first: number, last: number): Weights {
    const { p } = this;
    const m = this.approxNearest(y, first, last);
    const origin = this.key(m);
    const isAmong = first < m && m < last;
    const steps = isAmong && y.lo === y.hi ? this.stepsAt(y.lo, origin) : undefined;
    const side = (sign: 1 | -1, count: number): { readonly ranges: Interval[]; readonly rest: bigint } => {
      const ranges: Interval[] = [];
      if (count === 0) return { ranges, rest: 0n };
      const [near, far] = sign > 0 ? [y.lo, y.hi] : [y.hi, y.lo];
      let factor = steps?.[sign > 0 ? 1 : 0] ?? {
        lo: this.factor(near, origin, sign).lo,
        hi: this.factor(far, origin, sign).hi,
      };
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

  /** The factors to the left and to the right of a number: their product is the decay. The larger one is computed. */
  private stepsAt(y: bigint, origin: Interval): readonly [Interval, Interval] {
    const isRight = 2n * y >= origin.lo + origin.hi;
    const one = this.factor(y, origin, isRight ? 1 : -1);
    const other =
      one.lo << MORE >= 1n << this.p
        ? coarsen(div(this.fineDecay, refine(one, MORE), this.p + MORE), MORE)
        : this.factor(y, origin, isRight ? -1 : 1);
    return isRight ? [other, one] : [one, other];
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
    return this.slope.hi === 0n ? at(1n << this.p) : expOfNarrow(bounded(mul(this.slope, x, this.p), this.p), this.p);
  }

  /** Do weights over an interval differ by more than can be worked with? */
  isSteep(y: Interval): boolean {
    const m = this.approxNearest(y, 0, this.last);
    const isSteepAt = (end: bigint, sign: 1 | -1): boolean =>
      mul(this.slope, this.advance(end, this.key(m), sign), this.p).hi > MOST_EXPONENT << this.p;
    return (m < this.last && isSteepAt(y.hi, 1)) || (m > 0 && isSteepAt(y.lo, -1));
  }
}
