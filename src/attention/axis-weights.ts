/**
 * The one-dimensional softmax of one axis of a product grid, with far keys dropped and their mass bounded.
 *
 * Notation: cell `k` (0-based) of `P` has centre `c_k = lo + (k + ½)s`; `κ = Rs²`; `m` is the nearest cell. Relative to
 * key `m`, key `k` weighs
 *
 *     e_k = exp(−(R/2)((u − c_k)² − (u − c_m)²)) = exp(R (k − m)s (u − lo − (k + m + 1)s/2)),    e_m = 1,
 *
 * one factor of which is small near the keys, so neither large squares nor large scores are ever subtracted.
 *
 * Dropped mass. `e` is log-concave in `k`: its ratios `e_{k+1}/e_k` fall. So for `h > m` the keys `k ≥ h` weigh together
 * `Σ_{i≥0} e_{h+i} ≤ e_h Σ_{i≥0} e_{m+i}`, which is at most the share `e_h` of the mass of all keys, wherever `u` and
 * `m` are. The same on the left.
 */
import { axisValues, type AxisValues, type GridAxis } from '../approximation/grid.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { AttentionError } from './attention-error.js';

/** Most keys of one axis whose weights are computed for one point. */
export const MAX_KEPT_PER_AXIS = 2 ** 20;

/** What stays the same from point to point. */
export interface AxisKernel<T> {
  readonly axis: AxisValues<T>;
  readonly inverseTemperature: T;
  /** Approximate copies, which choose the window and decide nothing. */
  readonly approx: { readonly width: number; readonly curvature: number };
}

export interface AxisWeights<T> {
  /** First kept cell; the kept cells are consecutive. */
  readonly first: number;
  /** The reference cell `m`, one of the kept. */
  readonly nearest: number;
  /** Softmax weights of the kept cells among themselves: they sum to 1. */
  readonly weights: readonly T[];
  /** Encloses the share of all mass that the dropped cells carry (enclosure systems); absent when none is dropped. */
  readonly dropped?: T;
}

/**
 * Is the axis a single point, so that all its centres coincide? Merging equal keys changes no average. `false` may also
 * mean that the number system cannot tell.
 */
export function isPointAxis<T>(system: NumberSystem<T>, { axis }: GridAxis, values: AxisValues<T>): boolean {
  const isSameExpression = JSON.stringify(axis.lower.expression) === JSON.stringify(axis.upper.expression);
  return isSameExpression || system.equal(values.lower, values.upper) === true;
}

/** The axis in a number system; the cells of a one-point axis count as one. */
export function axisKernel<T>(system: NumberSystem<T>, gridAxis: GridAxis, inverseTemperature: T): AxisKernel<T> {
  const values = axisValues(system, gridAxis);
  const axis = isPointAxis(system, gridAxis, values) ? { ...values, width: system.literal('0'), cells: 1 } : values;
  const width = system.toNumber(axis.width);
  const curvature = system.toNumber(inverseTemperature) * width * width;
  return { axis, inverseTemperature, approx: { width, curvature } };
}

/**
 * Softmax weights of the keys near `u` (dimensionless, sum 1), and the mass of those left out.
 *
 * `negligible ≥ 0`: the far cells of a side may be dropped when together their share of the mass is below it; 0 keeps
 * every cell. In enclosure systems everything is rigorous for every `u`, inside the domain or not, and every
 * `negligible`. In approximate systems the share is estimated. Cost: one exponential per kept cell, plus two. Throws `AttentionError`: `input` unless `u` is near a finite
 * double, `too-large` when more than `MAX_KEPT_PER_AXIS` cells matter.
 */
export function axisWeights<T>(
  system: NumberSystem<T>,
  kernel: AxisKernel<T>,
  u: T,
  negligible: number,
): AxisWeights<T> {
  const { cells } = kernel.axis;
  if (!Number.isFinite(system.toNumber(u))) {
    throw new AttentionError('input', `the coordinate ${system.toText(u)} is not a finite number`);
  }
  // Differences from the axis's lower end: far from 0 the doubles of `u` and of the centres may all be the same.
  const offset = system.sub(u, kernel.axis.lower);
  const nearest = nearestCell(system, kernel, offset);
  const relative = (k: number): T => relativeWeight(system, kernel, offset, nearest, k);
  const reach = approxReach(system, kernel, offset, nearest, negligible);
  const first = Math.max(0, nearest - reach.left);
  const last = Math.min(cells - 1, nearest + reach.right);
  if (last - first >= MAX_KEPT_PER_AXIS) {
    throw new AttentionError(
      'too-large',
      `${last - first + 1} of the ${cells} keys of one axis matter near ${system.toText(u)}; ` +
        `at most ${MAX_KEPT_PER_AXIS} are summed. Use fewer cells or a larger inverse temperature.`,
    );
  }
  const terms: T[] = [];
  for (let k = first; k <= last; k++) terms.push(k === nearest ? system.literal('1') : relative(k));
  const sum = terms.reduce((total, term) => system.add(total, term));
  const weights = terms.map((term) => system.div(term, sum));
  const kept = { first, nearest, weights };
  if (system.kind !== 'enclosure') return kept;
  const beyond = [first - 1, last + 1].filter((k) => k >= 0 && k < cells).map(relative);
  const bound = sumOf(system, beyond);
  if (bound === undefined) return kept;
  return { ...kept, dropped: system.hull(system.literal('0'), system.min(bound, system.literal('1'))) };
}

/** The cell of the nearest centre, or near it, for a query at `offset` from the axis's lower end; any cell may be a reference. */
export function nearestCell<T>(system: NumberSystem<T>, { axis, approx }: AxisKernel<T>, offset: T): number {
  const cell = Math.floor(system.toNumber(offset) / approx.width);
  // NaN (0/0 on an axis too narrow for doubles) becomes 0: every cell is a valid reference.
  return cell > 0 ? Math.min(cell, axis.cells - 1) : 0;
}

/** `e_k` of cell `k` for the reference `m`, and a query at `offset` from the axis's lower end. */
export function relativeWeight<T>(
  system: NumberSystem<T>,
  { axis, inverseTemperature }: AxisKernel<T>,
  offset: T,
  m: number,
  k: number,
): T {
  const distance = system.mul(system.fromNumber(k - m), axis.width);
  const middle = system.mul(system.fromNumber((k + m + 1) / 2), axis.width);
  return system.exp(system.mul(inverseTemperature, system.mul(distance, system.sub(offset, middle))));
}

/**
 * How many cells on either side of `m` weigh more than `negligible`, about: the solution `i` of
 * `κ i (i/2 − d) = −ln negligible`, where `d = (u − c_m)/s`. An estimate only; what it leaves out is bounded apart.
 */
function approxReach<T>(
  system: NumberSystem<T>,
  { approx }: AxisKernel<T>,
  offset: T,
  m: number,
  negligible: number,
): { left: number; right: number } {
  const level = approxLogarithm(1 / negligible);
  const centre = (m + 0.5) * approx.width;
  const reach = (d: number): number => {
    const cells = d + Math.sqrt(d * d + (2 * level) / approx.curvature);
    return Number.isNaN(cells) ? Infinity : Math.max(0, Math.floor(cells));
  };
  return {
    left: reach((centre - system.lower(offset)) / approx.width),
    right: reach((system.upper(offset) - centre) / approx.width),
  };
}

/** The logarithm of the least power of two that is at least `ratio`, and at least 0; the same on every engine. */
function approxLogarithm(ratio: number): number {
  if (ratio === Infinity) return Infinity;
  let doublings = 0;
  while (2 ** doublings < ratio) doublings++;
  return doublings * Math.LN2;
}

/** The sum of a list; undefined of the empty list. */
export function sumOf<T>(system: NumberSystem<T>, terms: readonly T[]): T | undefined {
  return terms.length === 0 ? undefined : terms.reduce((sum, term) => system.add(sum, term));
}
