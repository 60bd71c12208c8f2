/**
 * Certified suprema of the moments of one axis's keys, by search over one variable: what stands for the closed forms of
 * `lattice-moments.ts` where those are weak (large κ) or unknown (few ghosts).
 *
 * In units of `R^{−1/2}`, at `v` cells from the key of its own cell, |v| ≤ ½, the `r`-th moment is
 * `Σ ρ_δ (√κ(δ − v))^r / Σ ρ_δ`, `ρ_δ = e^{κδ(v − δ/2)}`. Cells with more than `W` keys on both sides differ only in the keys
 * beyond, whose part is bounded; by symmetry half of the other cells suffice.
 */
import { addUp, mulUp, subUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { gaussianMoment } from './hermite.js';
import { UNKNOWN, type LatticeAxis, type MomentBounds } from './lattice-moments.js';
import { boundWeightedMean } from './weighted-mean.js';

/** Most keys on either side that are looked at one by one; smaller κ would need more. */
const MOST_REACH = 40;
/** Keys left out weigh about e^−80 of the nearest. */
const NEGLIGIBLE_EXPONENT = 80;
/** Parts of a cell over which moments are enclosed: more where fewer do not show that the cell is not the worst. */
const PARTS = [8, 32, 128];

/** Largest magnitudes by order, of `E y^r − γ_r` and of `|y|^r`. */
interface Largest {
  readonly deviation: Float64Array;
  readonly absolute: Float64Array;
}

const integer = (value: number): Interval => system.fromNumber(value);

const nothing = (order: number): Largest => ({
  deviation: new Float64Array(order + 1),
  absolute: new Float64Array(order + 1),
});

/** The keys δ = −left … right around that of a cell. */
class CellMoments {
  private readonly kappa: Interval;
  private readonly root: Interval;
  private readonly left: number;
  private readonly order: number;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly distances: Interval[] = [];
  private readonly values: Float64Array;

  constructor(kappa: Interval, left: number, right: number, order: number) {
    this.kappa = kappa;
    this.root = system.sqrt(kappa);
    this.left = left;
    this.order = order;
    const keys = left + right + 1;
    this.low = new Float64Array(keys);
    this.high = new Float64Array(keys);
    this.values = new Float64Array(keys);
  }

  /** Bounds for the whole cell, from so many parts of it. */
  bound(parts: number): Largest {
    const largest = nothing(this.order);
    for (let part = 0; part < parts; part++)
      this.include((part - parts / 2) / parts, (part + 1 - parts / 2) / parts, largest);
    return largest;
  }

  /** Raises `largest` to what may be met for `v` in [a, b], dyadic numbers. */
  private include(a: number, b: number, largest: Largest): void {
    const { low, high } = this;
    for (let i = 0; i < low.length; i++) {
      const delta = i - this.left;
      low[i] = delta === 0 ? 1 : expDown(this.exponent(delta, delta > 0 ? a : b).lo);
      high[i] = delta === 0 ? 1 : expUp(this.exponent(delta, delta > 0 ? b : a).hi);
      this.distances[i] = system.mul(this.root, { lo: delta - b, hi: delta - a, defined: true });
    }
    for (let r = 1; r <= this.order; r++) {
      const upper = this.mean((y) => system.powInteger(y, r).hi);
      const lower = -this.mean((y) => -system.powInteger(y, r).lo);
      const gamma = gaussianMoment(r);
      const deviation = Math.max(subUp(upper, gamma), subUp(gamma, lower));
      const absolute = r % 2 === 0 ? upper : this.mean((y) => system.powInteger(system.abs(y), r).hi);
      // NaN, of which nothing is known, is kept.
      if (!(deviation <= largest.deviation[r]!)) largest.deviation[r] = deviation;
      if (!(absolute <= largest.absolute[r]!)) largest.absolute[r] = absolute;
    }
  }

  /** κδ(v − δ/2); `v − δ/2` is exact. */
  private exponent(delta: number, v: number): Interval {
    return system.mul(this.kappa, system.fromNumber(delta * (v - delta / 2)));
  }

  private mean(value: (y: Interval) => number): number {
    const { low, high, values } = this;
    for (let i = 0; i < values.length; i++) values[i] = value(this.distances[i]!);
    return boundWeightedMean(low.length, low, high, values, 0, 0, 1);
  }
}

/** Upper bound of `Σ_{δ > reach} ρ_δ (√κ(δ + ½))^r` on both sides together. */
function farPart(r: number, kappa: Interval, reach: number): number {
  let total = 0;
  for (let delta = reach + 1; ; delta++) {
    const exponent = -(kappa.lo * delta * (delta - 1)) / 2 / (1 + 2 ** -50);
    const size = system.powInteger(system.mul(system.sqrt(kappa), system.fromNumber(delta + 0.5)), r).hi;
    const term = mulUp(expUp(exponent), size);
    const growth = system.powInteger(system.div(integer(delta + 1.5), integer(delta + 0.5)), r).hi;
    const ratio = mulUp(expUp((-kappa.lo * delta) / (1 + 2 ** -50)), growth);
    if (ratio <= 0.5) return mulUp(2, addUp(total, mulUp(2, term)));
    total = addUp(total, term);
  }
}

/** `e_r` and `ν_r`, `r ≤ order`, as certified upper bounds of the suprema themselves; unknown where κ is too small for a search. */
export function momentSuprema({ cells, ghosts, kappa }: LatticeAxis, order: number): MomentBounds {
  let reach = 1;
  while (reach <= MOST_REACH && (kappa.lo * reach * (reach + 1)) / 2 < NEGLIGIBLE_EXPONENT) reach++;
  const isFar = reach < cells + 2 * ghosts - 1;
  if (reach > MOST_REACH && isFar) {
    const unknown = Array.from({ length: order + 1 }, () => UNKNOWN);
    return { deviation: unknown, absolute: unknown };
  }
  const largest = nothing(order);
  const places = new Set<string>();
  for (let k = 0; k < Math.min(Math.ceil(cells / 2), reach + 1); k++) {
    const left = Math.min(reach, ghosts + k);
    const right = Math.min(reach, cells - 1 - k + ghosts);
    if (places.has(`${left},${right}`)) continue;
    places.add(`${left},${right}`);
    include(largest, new CellMoments(kappa, left, right, order), k === 0);
  }
  // (N + n)/(D + d) differs from N/D by at most (|n| + |N/D|·d)/D, and D ≥ 1.
  const withFar = (value: number, r: number, shift: number): Interval => {
    const lost = isFar ? addUp(farPart(r, kappa, reach), mulUp(addUp(value, shift), farPart(0, kappa, reach))) : 0;
    const total = addUp(value, lost);
    return { lo: total, hi: total, defined: true };
  };
  const exactly = (value: number): Interval => ({ lo: value, hi: value, defined: true });
  return {
    deviation: Array.from(largest.deviation, (value, r) =>
      r === 0 ? exactly(0) : withFar(value, r, gaussianMoment(r)),
    ),
    absolute: Array.from(largest.absolute, (value, r) => (r === 0 ? exactly(1) : withFar(value, r, 0))),
  };
}

/** Raises `largest` to the bounds of one cell, with no more work than shows that it is not the worst. */
function include(largest: Largest, moments: CellMoments, isFirst: boolean): void {
  let bound = nothing(0);
  for (const parts of isFirst ? PARTS.slice(-1) : PARTS) {
    bound = moments.bound(parts);
    const isCovered = (name: keyof Largest): boolean => bound[name].every((value, r) => value <= largest[name][r]!);
    if (isCovered('deviation') && isCovered('absolute')) return;
  }
  for (const name of ['deviation', 'absolute'] as const) {
    bound[name].forEach((value, r) => {
      if (!(value <= largest[name][r]!)) largest[name][r] = value;
    });
  }
}
