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
import { cell, HIGH, words } from '../numeric/elementary/bits.js';
import { float64System } from '../numeric/float64.js';
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
  /** `exp(−κ(i + ½))` for `i = 0, 1, …`, of approximate systems, as far as they were needed. */
  readonly steps: T[];
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
  return { axis, inverseTemperature, approx: { width, curvature }, steps: [] };
}

/**
 * Softmax weights of the keys near `u` (dimensionless, sum 1), and the mass of those left out.
 *
 * `negligible ≥ 0`: the far cells of a side may be dropped when together their share of the mass is below it; 0 keeps
 * every cell. In enclosure systems everything is rigorous for every `u`, inside the domain or not, and every
 * `negligible`. In approximate systems the share is estimated. Cost: that of `relativeWeights`, plus two. Throws `AttentionError`: `input` unless `u` is near a finite
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
  const weights = normalised(system, relativeWeights(system, kernel, offset, nearest, first, last));
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

/** Beyond, two cells are kept at most, and `E` may overflow. */
const LARGEST_EXPONENT = 600;

/**
 * `e_k` of the cells from `first` to `last`, `first ≤ m ≤ last`. Cost: one exponential for each; in approximate systems of many
 * digits one in all, because with `E = exp(κd)`, `d` the distance of the query from the centre of `m` in cells, neighbours have the ratios
 *
 *     e_{m+i+1}/e_{m+i} = E exp(−κ(i + ½)),    e_{m−i−1}/e_{m−i} = E⁻¹ exp(−κ(i + ½)).
 */
export function relativeWeights<T>(
  system: NumberSystem<T>,
  kernel: AxisKernel<T>,
  offset: T,
  m: number,
  first: number,
  last: number,
): T[] {
  const one = system.literal('1');
  const { width, curvature } = kernel.approx;
  const exponent = curvature * (Math.abs(system.toNumber(offset) / width - m) + 1);
  if (!isLong(system) || last === first || !(exponent < LARGEST_EXPONENT)) {
    return Array.from({ length: last - first + 1 }, (_, i) =>
      first + i === m ? one : relativeWeight(system, kernel, offset, m, first + i),
    );
  }
  const { axis, inverseTemperature } = kernel;
  const distance = system.sub(offset, system.mul(system.fromNumber(m + 0.5), axis.width));
  const up = system.exp(system.mul(system.mul(inverseTemperature, axis.width), distance));
  const terms = new Array<T>(last - first + 1);
  terms[m - first] = one;
  for (let k = m; k < last; k++) {
    terms[k + 1 - first] = system.mul(terms[k - first]!, system.mul(up, stepOf(system, kernel, k - m)));
  }
  const down = m > first ? system.div(one, up) : one;
  for (let k = m; k > first; k--) {
    terms[k - 1 - first] = system.mul(terms[k - first]!, system.mul(down, stepOf(system, kernel, m - k)));
  }
  return terms;
}

function stepOf<T>(system: NumberSystem<T>, { axis, inverseTemperature, steps }: AxisKernel<T>, i: number): T {
  for (let j = steps.length; j <= i; j++) {
    const curvature = system.mul(inverseTemperature, system.mul(axis.width, axis.width));
    steps.push(system.exp(system.neg(system.mul(curvature, system.fromNumber(j + 0.5)))));
  }
  return steps[i]!;
}

/** Without bounds to keep, in numbers whose exponential and quotient cost many products. */
function isLong<T>(system: NumberSystem<T>): boolean {
  return system.kind === 'approximate' && system.name !== float64System.name;
}

/** The terms over their sum. */
export function normalised<T>(system: NumberSystem<T>, terms: readonly T[]): T[] {
  const sum = terms.reduce((total, term) => system.add(total, term));
  if (!isLong(system)) return terms.map((term) => system.div(term, sum));
  const inverse = system.div(system.literal('1'), sum);
  return terms.map((term) => system.mul(term, inverse));
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
  if (!(ratio > 1)) return 0;
  if (ratio === Infinity) return Infinity;
  cell[0] = ratio;
  const octave = (words[HIGH]! >>> 20) - 1023;
  return (2 ** octave === ratio ? octave : octave + 1) * Math.LN2;
}

/** The sum of a list; undefined of the empty list. */
export function sumOf<T>(system: NumberSystem<T>, terms: readonly T[]): T | undefined {
  return terms.length === 0 ? undefined : terms.reduce((sum, term) => system.add(sum, term));
}
