/**
 * Truncated attention `T` of one number, and its error `T(y) − clamp(y)`, `clamp(y) = min(b, max(a, y))`: over short intervals by
 * its heads, over long ones by bands that are shown once.
 */
import type { CertificateBand, CertificateTruncation } from '../certificate/certificate.js';
import { decimal, textInterval } from './decimal.js';
import { Heads } from './heads.js';
import { add, hull, maxOf, minOf, widened, type Interval } from './interval.js';
import { at, LatticeKeys } from './lattice-keys.js';
import { Rejection, type Deadline } from './rejection.js';

interface Band {
  readonly to: bigint;
  readonly error: Interval;
}

/** Numbers of size 2^2048 and more are not truncated: this is the line. */
const LINE = 1n << 2048n;

/** Enclosures that bands are shown by, at most. */
const MOST_SHOWN = 2 ** 22;

/** Is what a band says good enough for an interval? */
export const isSharp = (band: Interval, y: Interval): boolean => (band.hi - band.lo) << 4n <= y.hi - y.lo;

export class Truncation {
  private readonly keys: LatticeKeys;
  private readonly heads: Heads;
  private readonly line: bigint;
  private readonly bands: readonly Band[];
  private readonly p: bigint;
  private readonly deadline: Deadline;
  private shown = 0;

  /** Throws unless the bands are shown. */
  constructor(data: CertificateTruncation, bands: readonly CertificateBand[], p: bigint, deadline: Deadline) {
    this.p = p;
    this.deadline = deadline;
    this.keys = new LatticeKeys(data, p, deadline);
    this.heads = new Heads(data.heads, this.keys, p);
    this.line = LINE << p;
    let from = -this.line;
    this.bands = bands.map(({ to, lower, upper }, i) => {
      const band = {
        to: to === undefined ? this.line : decimal(to, p).lo,
        error: textInterval([lower, upper], `band ${i} of a truncation`, p),
      };
      if (band.to < from || band.to > this.line) throw new Rejection(`band ${i} of a truncation is not in order`);
      this.show({ lo: from, hi: band.to }, band.error, i === 0 || i === bands.length - 1);
      from = band.to;
      return band;
    });
  }

  /** `T(y)` for every y of the interval. */
  range(y: Interval): Interval {
    const rough = add(this.clamp(y), this.band(y));
    if (!this.heads.isOne && this.isWide(y)) return rough;
    const range = this.heads.range(y);
    return { lo: maxOf(range.lo, rough.lo), hi: minOf(range.hi, rough.hi) };
  }

  /** `T(y) − clamp(y)`. */
  error(y: Interval): Interval {
    const band = this.band(y);
    if (isSharp(band, y) || this.isWide(y)) return band;
    const wider = widened(y);
    const error = this.directError(wider, wider.digits);
    return { lo: maxOf(error.lo, band.lo), hi: minOf(error.hi, band.hi) };
  }

  /** What is said of all numbers up to `to`: their clamp, and the error. */
  get start(): { readonly to: bigint; readonly clamp: Interval; readonly error: Interval } {
    const { to, error } = this.bands[0]!;
    return { to: minOf(to, this.keys.a.lo), clamp: this.keys.a, error };
  }

  clamp(y: Interval): Interval {
    return this.keys.clamp(y);
  }

  /** Does it hold that `clamp(y) = y` on the interval? */
  isLinear(y: Interval): boolean {
    return y.lo >= this.keys.a.hi && y.hi <= this.keys.b.lo;
  }

  /** `(clamp(y') − clamp(y))/(y' − y)` for y and y' of the interval: 1 within the range, 0 beyond it. */
  slopes(y: Interval): Interval {
    const one = 1n << this.p;
    if (y.hi <= this.keys.a.lo || y.lo >= this.keys.b.hi) return at(0n);
    return this.isLinear(y) ? at(one) : { lo: 0n, hi: one };
  }

  /** `y − clamp(y)`, which does not decrease. */
  beyond(y: Interval): Interval {
    const part = (x: bigint, a: bigint, b: bigint): bigint => maxOf(x - b, 0n) + minOf(x - a, 0n);
    return { lo: part(y.lo, this.keys.a.hi, this.keys.b.hi), hi: part(y.hi, this.keys.a.lo, this.keys.b.lo) };
  }

  /** A step or more: too wide for anything but the bands. Without a step nothing is. */
  private isWide({ lo, hi }: Interval): boolean {
    return this.keys.step.lo > 0n && hi - lo >= this.keys.step.lo;
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
    if (isEnd || !this.isWide(y) || y.hi <= this.keys.key(0).lo || y.lo >= this.keys.key(this.keys.last).hi) {
      const error = this.directError(y);
      if (band.lo <= error.lo && error.hi <= band.hi) return;
      const isOver = isEnd || this.shown > MOST_SHOWN || y.hi - y.lo < 2n;
      if (isOver) throw new Rejection('the error of a truncation is not shown to lie in its band');
    }
    const middle = (y.lo + y.hi) >> 1n;
    this.show({ lo: y.lo, hi: middle }, band, false);
    this.show({ lo: middle, hi: y.hi }, band, false);
  }

  private directError(y: Interval, digits?: bigint): Interval {
    const [range, clamped] = [this.heads.range(y, digits), this.clamp(y)];
    return { lo: range.lo - clamped.hi, hi: range.hi - clamped.lo };
  }
}
