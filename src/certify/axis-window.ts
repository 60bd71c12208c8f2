/**
 * One-dimensional softmax weights near a box, relative to the key nearest to it.
 *
 * On one axis with centres `c_k = lo + (k + ½)s`, the weight of key `m + δ` relative to that of key `m` is
 *
 *     ρ_δ(u) = exp(−(R/2)((u − c_{m+δ})² − (u − c_m)²)) = exp( Rsδ·(u − b_δ) ),   b_δ = lo + (m + (1 + δ)/2)s,
 *
 * which is monotone in `u` (increasing for δ > 0, decreasing for δ < 0), so its range over an interval is found at the
 * ends. Keys outside a window around `m` are left out; their total relative weight is bounded by a geometric series,
 * because ρ_{δ+1}/ρ_δ = exp(Rs(u − c_m) − κ(δ + ½)) falls as δ grows (κ = Rs²).
 */
import { axisValues } from '../approximation/grid.js';
import type { GridAxis } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { DomainAxis, RealConstant } from '../expression/target.js';
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';
import { isPointAxis } from '../attention/axis-weights.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { weightDown, weightUp } from './positive-exp.js';

/** Covers up to six roundings to nearest of the quantity it multiplies. */
const SLACK = 2 ** -50;

/** The weights of one axis of a max-affine layer; mutable scratch of the current box. */
export class AxisWindow {
  /** Keys of the axis that differ from one another: 1 on a one-point axis, where all centres coincide. */
  readonly cells: number;
  /** Double enclosures of the ends of the domain, between which `u` lies. */
  readonly lower: readonly [number, number];
  readonly upper: readonly [number, number];
  /** Double enclosures of the ends of the grid, which the cells fill, and of their width `s`. */
  readonly gridLower: readonly [number, number];
  readonly gridUpper: readonly [number, number];
  readonly step: readonly [number, number];
  /** κ = Rs², approximately: for choices that need no proof. */
  readonly approxKappa: number;

  /** Index of the reference key, first key of the window, and number of keys in it, for the current box. */
  reference = 0;
  first = 0;
  count = 0;
  /** Range of the relative weight of each key of the window. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Upper bound of the total relative weight of the keys outside the window. */
  tail = 0;
  /** Do weights, up to rounding, still grow where the window ends, because the box is wider? */
  grows = false;

  private readonly s: number;
  private readonly lo: number;
  /** `Rs` and its relative error bound. */
  private readonly slope: number;
  private readonly slopeError: number;
  /** Absolute error bound of the computed `u − b_δ`, for `u` in the domain. */
  private readonly offsetError: number;
  private reach: number;

  /** The keys of `axis`, seen from points of `domain`: the axis's own interval unless ghost cells or shifts differ. */
  constructor(axis: GridAxis, inverseTemperature: readonly [number, number], domain: DomainAxis = axis.axis) {
    // Ends and width are taken at 40 digits first: on a short axis far from 0 doubles would lose the width.
    const system = decimalIntervalSystem(40);
    const ends = (constant: RealConstant): readonly [number, number] => {
      const value = evaluateConstant(constant.expression, system);
      return [system.lower(value), system.upper(value)];
    };
    const values = axisValues(system, axis);
    this.lower = ends(domain.lower);
    this.upper = ends(domain.upper);
    this.gridLower = ends(axis.axis.lower);
    this.gridUpper = ends(axis.axis.upper);
    const isPoint = isPointAxis(system, axis, values);
    this.step = isPoint ? [0, 0] : [Math.max(0, system.lower(values.width)), system.upper(values.width)];
    this.cells = this.step[1] > 0 ? axis.cells : 1;
    this.s = this.step[0] + (this.step[1] - this.step[0]) / 2;
    this.lo = this.gridLower[0] + (this.gridLower[1] - this.gridLower[0]) / 2;
    const [rLow, rHigh] = inverseTemperature;
    const r = rLow + (rHigh - rLow) / 2;
    this.slope = r * this.s;
    this.slopeError = (rHigh - rLow) / r + (this.s > 0 ? (this.step[1] - this.step[0]) / this.s : 0) + SLACK;
    this.approxKappa = this.slope * this.s;
    const sizes = [...this.lower, ...this.upper, ...this.gridLower, ...this.gridUpper].map(Math.abs);
    const reachOfAxis = Math.max(...sizes) + this.s;
    this.offsetError =
      (this.gridLower[1] - this.gridLower[0] + (this.cells + 1) * (this.step[1] - this.step[0])) * 2 +
      SLACK * reachOfAxis;
    this.reach = this.cells - 1;
    this.low = new Float64Array(2 * this.cells > 4096 ? 4096 : 2 * this.cells + 1);
    this.high = new Float64Array(this.low.length);
  }

  /** Do all keys of this axis coincide? */
  get isPoint(): boolean {
    return this.step[1] === 0;
  }

  /** Centre `lo + (k + ½)s` of cell `k`, enclosed. */
  centre(k: number): readonly [number, number] {
    return [
      addDown(this.gridLower[0], mulDown(k + 0.5, this.step[0])),
      addUp(this.gridLower[1], mulUp(k + 0.5, this.step[1])),
    ];
  }

  /**
   * Sets how many keys on either side of the reference the window keeps: the fewest for which the relative weight of
   * those left out is about `mass` within the reference cell, and at most `limit`.
   */
  chooseReach(mass: number, limit: number): number {
    const cut = -Math.log(Math.max(mass, 1e-300));
    let reach = 1;
    while (reach < this.cells - 1 && reach < limit && (this.approxKappa * reach * (reach + 1)) / 2 < cut) reach++;
    this.reach = Math.min(reach, this.cells - 1);
    return this.reach;
  }

  /** The number of cells on each side outside of which a key's weight counts as tail. */
  get windowReach(): number {
    return this.reach;
  }

  /** Index of the cell that contains `u`, approximately (any index is a valid reference). */
  approxCell(u: number): number {
    if (this.cells === 1) return 0;
    const k = Math.floor((u - this.lo) / this.s);
    return k < 0 ? 0 : k >= this.cells ? this.cells - 1 : k;
  }

  /** Centre of cell `k`, approximately. */
  approxCentre(k: number): number {
    return this.lo + (k + 0.5) * this.s;
  }

  /** Upper bound of the exponent error when `u − b_δ` was computed as `offset`. */
  private exponentError(delta: number, offset: number): number {
    const size = this.slope * Math.abs(delta);
    return (size * this.offsetError + size * Math.abs(offset) * this.slopeError) * (1 + 2 ** -40) + 2 ** -1000;
  }

  private offset(u: number, delta: number): number {
    return u - (this.lo + (this.reference + (1 + delta) / 2) * this.s);
  }

  /** An upper bound of ρ_δ(u). */
  private ratioUp(u: number, delta: number): number {
    const offset = this.offset(u, delta);
    return weightUp(this.slope * delta * offset + this.exponentError(delta, offset));
  }

  /** A lower bound of ρ_δ(u), at least 0. */
  private ratioDown(u: number, delta: number): number {
    const offset = this.offset(u, delta);
    return weightDown(this.slope * delta * offset - this.exponentError(delta, offset));
  }

  /** An upper bound of ρ_δ(u) for every real δ: `exp(R(u − c_m)²/2)`, attained at δ = (u − c_m)/s. */
  private peakUp(u: number): number {
    const distance = Math.abs(u - this.approxCentre(this.reference)) + this.offsetError;
    const exponent = (this.slope * distance * (distance / this.s)) / 2;
    return weightUp(exponent * (1 + 2 * this.slopeError) * (1 + 2 ** -40));
  }

  /**
   * Computes the window for `u` in [low, high] (doubles of the domain).
   * Afterwards `first`, `count`, `low`, `high`, `tail` describe it; the reference key has weight exactly 1.
   */
  enclose(low: number, high: number): void {
    const m = this.approxCell(low + (high - low) / 2);
    this.reference = m;
    const first = Math.max(0, m - this.reach);
    const last = Math.min(this.cells - 1, m + this.reach);
    this.first = first;
    this.count = last - first + 1;
    for (let k = first; k <= last; k++) {
      const delta = k - m;
      const i = k - first;
      if (delta === 0) {
        this.low[i] = 1;
        this.high[i] = 1;
      } else if (delta > 0) {
        this.low[i] = this.ratioDown(low, delta);
        this.high[i] = this.ratioUp(high, delta);
      } else {
        this.low[i] = this.ratioDown(high, delta);
        this.high[i] = this.ratioUp(low, delta);
      }
    }
    this.grows = false;
    this.tail =
      this.tailBeyond(high, last - m + 1, this.cells - 1 - last, 1) + this.tailBeyond(low, m - first + 1, first, -1);
    this.tail *= 1 + SLACK;
  }

  /** Bounds Σ ρ_δ(u) over the `remaining` keys δ = ±start, ±(start + 1), … on one side (`side` = ±1). */
  private tailBeyond(u: number, start: number, remaining: number, side: 1 | -1): number {
    if (remaining <= 0) return 0;
    const head = this.ratioUp(u, side * start);
    // ρ_{δ+1}/ρ_δ = exp(Rs·side·(u − (lo + (m + ½)s) − side·(δ + ½)s)): the ratio of one more step at δ = start.
    const offset = side * (u - (this.lo + (this.reference + 0.5 + side * (start + 0.5)) * this.s));
    const ratio = weightUp(this.slope * offset + this.exponentError(1, offset));
    // A ratio above 1: the window ends before the weights begin to fall, as it may when a box is wide.
    if (!(ratio <= 1)) {
      this.grows ||= offset > 0;
      return Math.max(head, this.peakUp(u)) * remaining * (1 + SLACK);
    }
    const series = ratio < 1 ? head / ((1 - ratio) * (1 - SLACK)) : Infinity;
    return Math.min(head * remaining, series) * (1 + SLACK);
  }
}
