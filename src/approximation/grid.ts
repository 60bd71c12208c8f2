/**
 * Product grids of cells over a box, and their centres.
 *
 * Axis `t` of the domain, [lo_t, hi_t], is cut into `P_t` cells of width `s_t = (hi_t − lo_t)/P_t`; cell `k` (0-based)
 * has centre `c_{t,k} = lo_t + (k + ½)s_t`. A one-point axis has width 0 and all its centres at that point.
 * Cell `j = (j_1, …, j_g)` of the grid has the flat index with the *last* axis running fastest.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { DomainAxis } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

export interface GridAxis {
  readonly axis: DomainAxis;
  /** `P_t ≥ 1`. */
  readonly cells: number;
}

export interface ProductGrid {
  readonly axes: readonly GridAxis[];
}

/** The ends, cell width and cell count of one axis in a number system. */
export interface AxisValues<T> {
  readonly lower: T;
  readonly upper: T;
  readonly width: T;
  readonly cells: number;
}

/** Ends and cell width `s_t` of an axis, each exact, enclosed or approximate as the number system is. */
export function axisValues<T>(system: NumberSystem<T>, { axis, cells }: GridAxis): AxisValues<T> {
  const lower = evaluateConstant(axis.lower.expression, system);
  const upper = evaluateConstant(axis.upper.expression, system);
  const width = system.div(system.sub(upper, lower), system.fromNumber(cells));
  return { lower, upper, width, cells };
}

/** Centre `lo + (k + ½)s` of cell `k`. */
export function cellCentre<T>(system: NumberSystem<T>, axis: AxisValues<T>, k: number): T {
  return system.add(axis.lower, system.mul(system.fromNumber(k + 0.5), axis.width));
}

/** Number of cells `G = Π P_t`, exactly. */
export function cellCount(grid: ProductGrid): bigint {
  return grid.axes.reduce((count, { cells }) => count * BigInt(cells), 1n);
}
