/**
 * Which keys of an axis are kept for every query of the domain, and how much mass the others carry at most.
 *
 * A query keeps the `reach` cells on either side of the nearest one. Notation as in `axis-weights.ts`: the first dropped
 * cell of a side, at `h = reach + 1` from the nearest, bounds the share of all that lies beyond by
 *
 *     e_h ≤ exp(−κ h (h/2 − d)),    κ = Rs²,    d the distance of the query from the nearest centre in cells,
 *
 * and `d ≤ ½ + δ` in the domain, where `δ` is what rounding the query and the ends of the axis moves it by.
 */
import { axisValues } from '../approximation/grid.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { isPointAxis } from './axis-weights.js';
import { tabulatedRange } from './key-values.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

export interface AxisBand {
  /** Cells; those of a one-point axis count as one. */
  readonly cells: number;
  /** Cells that are kept on either side of the nearest. */
  readonly reach: number;
  /** Cells that are kept in all: at the ends of the axis more on one side. */
  readonly kept: number;
  /** At most this share of the mass is dropped, for every query in the domain; 0 when all cells are kept. */
  readonly dropped: number;
}

/** Cells by which rounding may move a query: positions `(u − lo)/s` carry fewer than 8 roundings of relative size 2⁻⁵³. */
const ROUNDING = 2 ** -50;

const { literal, fromNumber, add, sub, mul, neg, div, exp, min, max, abs, hull } = intervalSystem;

/** The first of the kept cells around the nearest one. */
export function firstKept({ cells, reach, kept }: AxisBand, nearest: number): number {
  return Math.max(0, Math.min(nearest - reach, cells - kept));
}

/**
 * The bands of all axes. Guaranteed: `dropped`. `negligible ≥ 0` is the share wanted for each side of an axis; 0 keeps
 * every cell. Queries are doubles, or decimals, within two units in the last place of the domain.
 */
export function axisBands(layer: Pick<MaxAffineLayer, 'grid' | 'inverseTemperature'>, negligible: number): AxisBand[] {
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, intervalSystem);
  return layer.grid.axes.map((gridAxis) => {
    const values = axisValues(intervalSystem, gridAxis);
    const cells = isPointAxis(intervalSystem, gridAxis, values) ? 1 : gridAxis.cells;
    const rounded = axisValues(float64System, gridAxis);
    const curvature = mul(inverseTemperature, mul(values.width, values.width));
    // An end that is no double moves the query, and the width of all cells before it.
    const [lower, upper] = (['lower', 'upper'] as const).map((end) => abs(sub(values[end], fromNumber(rounded[end]))));
    const shift = div(mul(fromNumber(2), add(lower!, upper!)), values.width);
    const offCentre = add(literal('0.5'), add(shift, fromNumber(cells * ROUNDING)));
    const relative = (h: number): Interval =>
      exp(neg(mul(curvature, mul(fromNumber(h), sub(fromNumber(h / 2), offCentre)))));
    const reach = approxReach(relative, cells, negligible);
    const kept = Math.min(cells, 2 * reach + 1);
    if (kept === cells) return { cells, reach: cells - 1, kept, dropped: 0 };
    const share = min(mul(fromNumber(2), relative(reach + 1)), literal('1'));
    return { cells, reach, kept, dropped: Number.isNaN(share.hi) ? 1 : share.hi };
  });
}

/** The least reach whose dropped side is negligible, by bisection: `relative` falls beyond the first cells. */
function approxReach(relative: (h: number) => Interval, cells: number, negligible: number): number {
  const isEnough = (reach: number): boolean => relative(reach + 1).hi <= negligible;
  let [short, enough] = [-1, cells - 1];
  for (let step = 1; step < cells; step *= 2) {
    if (isEnough(step - 1)) {
      enough = step - 1;
      break;
    }
    short = step - 1;
  }
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else short = middle;
  }
  return enough;
}

/** What dropping keys adds to the output of a layer at most, at every query of the domain. */
export interface DroppedKeys {
  /** Share of the mass. */
  readonly mass: number;
  /** In the units of the output, rounded up. */
  readonly error: number;
}

/**
 * The bound for bands of a layer: with the share `η ≤ Σ_t η_t` dropped, an average over the kept keys and one over all
 * differ by `η` times the difference of two averages of values. Guaranteed. Infinite where the values are not known to be
 * bounded.
 */
export function boundDroppedKeys(layer: MaxAffineLayer, bands: readonly AxisBand[]): DroppedKeys {
  const mass = bands.reduce((sum, { dropped }) => add(sum, fromNumber(dropped)), literal('0'));
  if (mass.hi === 0) return { mass: 0, error: 0 };
  const spread = valueRanges(layer).reduce((largest, range) => max(largest, sub(range, range)), literal('0'));
  const error = mul(mass, spread);
  return { mass: Math.min(1, mass.hi), error: intervalSystem.isDefined(error) ? error.hi : Infinity };
}

/** Encloses the values of all keys, for each output: a table's, or those on the box that the centres span. */
function valueRanges({ grid, shape, values, averages }: MaxAffineLayer): Interval[] {
  if (averages === undefined) {
    const box = grid.axes.map((axis) => {
      const { lower, upper } = axisValues(intervalSystem, axis);
      return hull(lower, upper);
    });
    return evaluate(values, intervalSystem, box);
  }
  const outputs = shape.width * shape.tokens;
  return Array.from({ length: outputs }, (_, r) => {
    const [least, greatest] = tabulatedRange(averages, outputs, r);
    return hull(fromNumber(least), fromNumber(greatest));
  });
}
