/**
 * Certified suprema of the moments of one axis's keys, by search over one variable: what stands for the closed forms of
 * `lattice-moments.ts` where those are weak (large κ) or unknown (few ghosts).
 *
 * In units of `R^{−1/2}`, at `v` cells from the key of its own cell, |v| ≤ ½, the `r`-th moment is
 * `Σ ρ_δ (√κ(δ − v))^r / Σ ρ_δ`, `ρ_δ = e^{κδ(v − δ/2)}`. Cells with more than `W` keys on both sides differ only in the keys
 * beyond, whose part is bounded; by symmetry half of the other cells suffice.
 */
import { addUp, divUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { certifyFunction } from './certify-function.js';
import { gaussianMoment } from './hermite.js';
import { UNKNOWN, type LatticeAxis, type MomentBounds } from './lattice-moments.js';
import { boundWeightedMean } from './weighted-mean.js';

/** Most keys on either side that are looked at one by one; smaller κ would need more. */
const MOST_REACH = 40;
/** Keys left out weigh about e^−80 of the nearest. */
const NEGLIGIBLE_EXPONENT = 80;
const SEARCH = { relative: 2e-3, absolute: 1e-300, boxes: 400 };

class CellMoments {
  private readonly kappa: Interval;
  private readonly root: Interval;
  private readonly left: number;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly least: Float64Array;
  private readonly greatest: Float64Array;

  /** Keys δ = −left … right around that of the cell. */
  constructor(kappa: Interval, left: number, right: number) {
    this.kappa = kappa;
    this.root = system.sqrt(kappa);
    this.left = left;
    const keys = left + right + 1;
    this.low = new Float64Array(keys);
    this.high = new Float64Array(keys);
    this.least = new Float64Array(keys);
    this.greatest = new Float64Array(keys);
  }

  private exponent(delta: number, v: number): Interval {
    return system.mul(
      this.kappa,
      system.mul(system.fromNumber(delta), system.sub(system.fromNumber(v), system.fromNumber(delta / 2))),
    );
  }

  /** Encloses `E y^r − shift`, or `E|y|^r`, for `v` in [a, b]. */
  enclose(a: number, b: number, r: number, shift: number, isAbsolute: boolean): Interval {
    const { low, high, least, greatest } = this;
    for (let i = 0; i < low.length; i++) {
      const delta = i - this.left;
      low[i] = delta === 0 ? 1 : expDown(this.exponent(delta, delta > 0 ? a : b).lo);
      high[i] = delta === 0 ? 1 : expUp(this.exponent(delta, delta > 0 ? b : a).hi);
      const distance = { lo: subDown(delta, b), hi: subUp(delta, a), defined: true };
      const y = system.mul(this.root, distance);
      const power = system.powInteger(isAbsolute ? system.abs(y) : y, r);
      const value = system.sub(power, system.fromNumber(shift));
      greatest[i] = value.hi;
      least[i] = -value.lo;
    }
    const most = boundWeightedMean(low.length, low, high, greatest, 0, 0, 1);
    const fewest = -boundWeightedMean(low.length, low, high, least, 0, 0, 1);
    return { lo: fewest, hi: most, defined: true };
  }
}

/** Upper bound of `Σ_{δ > reach} ρ_δ (√κ(δ + ½))^r` on both sides together. */
function farPart(r: number, kappa: Interval, reach: number): number {
  let total = 0;
  for (let delta = reach + 1; ; delta++) {
    const exponent = -(kappa.lo * delta * (delta - 1)) / 2 / (1 + 2 ** -50);
    const size = system.powInteger(system.mul(system.sqrt(kappa), system.fromNumber(delta + 0.5)), r).hi;
    const term = mulUp(expUp(exponent), size);
    const growth = ((delta + 1.5) / (delta + 0.5)) ** r * (1 + 2 ** -40);
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
  const supremum = (r: number, shift: number, isAbsolute: boolean): number => {
    let largest = 0;
    const places = new Set<string>();
    for (let k = 0; k < Math.min(Math.ceil(cells / 2), reach + 1); k++) {
      const left = Math.min(reach, ghosts + k);
      const right = Math.min(reach, cells - 1 - k + ghosts);
      if (places.has(`${left},${right}`)) continue;
      places.add(`${left},${right}`);
      const moments = new CellMoments(kappa, left, right);
      const g = (a: number, b: number): Interval => moments.enclose(a, b, r, shift, isAbsolute);
      // Cells far from the border are seldom the worst: that is soon shown.
      const shown = largest > 0 ? certifyFunction(g, -0.5, 0.5, { ...SEARCH, goal: largest }) : undefined;
      if (shown?.status === 'goal-met') continue;
      largest = Math.max(largest, certifyFunction(g, -0.5, 0.5, SEARCH).upper);
    }
    if (!isFar) return largest;
    // (N + n)/(D + d) differs from N/D by at most (|n| + |N/D|·d)/D, and D ≥ 1.
    const lost = addUp(farPart(r, kappa, reach), mulUp(addUp(largest, Math.abs(shift)), farPart(0, kappa, reach)));
    return divUp(addUp(largest, lost), 1);
  };
  const exactly = (value: number): Interval => ({ lo: value, hi: value, defined: true });
  return {
    deviation: Array.from({ length: order + 1 }, (_, r) =>
      exactly(r === 0 ? 0 : supremum(r, gaussianMoment(r), false)),
    ),
    absolute: Array.from({ length: order + 1 }, (_, r) => exactly(r === 0 ? 1 : supremum(r, 0, true))),
  };
}
