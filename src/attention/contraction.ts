/**
 * A grid layer at a product grid of queries, in any number system: the contraction of `contraction-float64.ts`, entry by
 * entry. Values at keys are computed when a query first needs them, and kept.
 */
import { cellCentre } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { RowFunction } from '../expression/row-function.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { firstKept, type AxisBand } from './axis-band.js';
import {
  axisKernel,
  nearestCell,
  normalised,
  relativeWeights,
  type AxisKernel,
  type AxisWeights,
} from './axis-weights.js';
import { tabulatedValue } from './key-values.js';
import { mixTokens } from './mask-mixing.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

type BandWeights<T> = Omit<AxisWeights<T>, 'dropped'>;

/** Rows and columns as in `ContractionFloat64`. What the bands drop is bounded by `boundDroppedKeys`. */
export class Contraction<T> {
  private readonly system: NumberSystem<T>;
  private readonly layer: MaxAffineLayer;
  private readonly bands: readonly AxisBand[];
  private readonly kernels: readonly AxisKernel<T>[];
  private readonly mask: T;
  private readonly values: RowFunction<T>;
  /** Weights of the last axis, one entry for each column. */
  private columns: readonly BandWeights<T>[] = [];
  /** Cells of the last axis that some column needs. */
  private needed: readonly number[] = [];
  /** By the flat index of the cells of the outer axes: values at the needed cells of the last. */
  private readonly known = new Map<number, readonly (readonly T[])[]>();
  /** The layer contracted over all axes but the last, by the cell of the last. */
  private row: readonly (readonly T[])[] = [];

  constructor(system: NumberSystem<T>, layer: MaxAffineLayer, bands: readonly AxisBand[]) {
    this.system = system;
    this.layer = layer;
    this.bands = bands;
    const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, system);
    this.kernels = layer.grid.axes.map((axis) => axisKernel(system, axis, inverseTemperature));
    this.mask = evaluateConstant(layer.mask.expression, system);
    this.values = new RowFunction(system, layer.values);
  }

  /** The last coordinates of the queries; before the first row. */
  setColumns(x: readonly T[]): void {
    const t = this.bands.length - 1;
    this.columns = x.map((u) => bandWeights(this.system, this.kernels[t]!, this.bands[t]!, u));
    const needed = new Set(this.columns.flatMap(({ first, weights }) => weights.map((_, i) => first + i)));
    this.needed = [...needed].toSorted((a, b) => a - b);
    this.known.clear();
    this.values.setColumns(this.needed.map((k) => cellCentre(this.system, this.kernels[t]!.axis, k)));
  }

  /** The first `g − 1` coordinates. */
  setRow(x: readonly T[]): void {
    const weights = x.map((u, t) => bandWeights(this.system, this.kernels[t]!, this.bands[t]!, u));
    const sums = this.contract(weights, []);
    const row: (readonly T[])[] = [];
    this.needed.forEach((k, position) => (row[k] = sums[position]!));
    this.row = row;
  }

  /** The layer's outputs in a column of the row, in vec order. */
  value(column: number): T[] {
    const { first, nearest, weights } = this.columns[column]!;
    return this.average(weights, nearest - first, (i) => this.row[first + i]!);
  }

  /** `V_m + Σ_{i≠m} w_i (V_i − V_m)`. */
  private average(weights: readonly T[], m: number, value: (i: number) => readonly T[]): T[] {
    const { system } = this;
    const reference = value(m);
    const sum = [...reference];
    weights.forEach((weight, i) => {
      if (i === m) return;
      value(i).forEach((entry, r) => {
        sum[r] = system.add(sum[r]!, system.mul(weight, system.sub(entry, reference[r]!)));
      });
    });
    return sum;
  }

  /** For each needed cell of the last axis, the average over the axes that `cells` does not fix. */
  private contract(weights: readonly BandWeights<T>[], cells: readonly number[]): readonly (readonly T[])[] {
    const axis = weights[cells.length];
    if (axis === undefined) return this.valuesAt(cells);
    const parts = axis.weights.map((_, i) => this.contract(weights, [...cells, axis.first + i]));
    return this.needed.map((_, position) =>
      this.average(axis.weights, axis.nearest - axis.first, (i) => parts[i]![position]!),
    );
  }

  private valuesAt(cells: readonly number[]): readonly (readonly T[])[] {
    const flat = cells.reduce((index, cell, t) => index * this.bands[t]!.cells + cell, 0);
    let values = this.known.get(flat);
    if (values === undefined) {
      values = this.findValues(cells, flat);
      this.known.set(flat, values);
    }
    return values;
  }

  private findValues(cells: readonly number[], flat: number): (readonly T[])[] {
    const { system, layer, kernels } = this;
    const { averages, shape } = layer;
    const mixed = (value: readonly T[]): T[] => mixTokens(system, shape, value, this.mask);
    if (averages === undefined) {
      this.values.setRow(cells.map((cell, t) => cellCentre(system, kernels[t]!.axis, cell)));
      return this.needed.map((_, position) => mixed(this.values.value(position)));
    }
    const outputs = shape.width * shape.tokens;
    return this.needed.map((k) => {
      const key = flat * this.bands.at(-1)!.cells + k;
      return mixed(Array.from({ length: outputs }, (_, r) => tabulatedValue(system, averages, key * outputs + r)));
    });
  }
}

/**
 * Softmax weights of the cells of a band around `u` among themselves. Cost: that of `relativeWeights`.
 */
function bandWeights<T>(system: NumberSystem<T>, kernel: AxisKernel<T>, band: AxisBand, u: T): BandWeights<T> {
  const offset = system.sub(u, kernel.axis.lower);
  const nearest = nearestCell(system, kernel, offset);
  const first = firstKept(band, nearest);
  const terms = relativeWeights(system, kernel, offset, nearest, first, first + band.kept - 1);
  return { first, nearest, weights: normalised(system, terms) };
}
