/**
 * The value of a key of a max-affine layer, in any number system: the layer's function at the key's centre, or an entry
 * of a table of enclosures.
 */
import { evaluate } from '../expression/evaluate.js';
import { NumericError, type NumberSystem } from '../numeric/number-system.js';
import type { MaxAffineLayer } from './max-affine-layer.js';

/** Real numbers known by enclosures, such as averages over cells: one value vector per key. */
export interface KeyValues {
  /**
   * Cell `j = (j_1, …, j_g)` of the grid has the flat index with the last axis running fastest; its output `r`, in vec
   * order, lies between entries `2(j·outputs + r)` and the next, both finite.
   */
  readonly ends: Float64Array;
}

/** The number that an entry of a table stands for: its enclosure, or (approximate systems) a double near its middle. */
export function tabulatedValue<T>(system: NumberSystem<T>, { ends }: KeyValues, entry: number): T {
  const [lower, upper] = [ends[2 * entry]!, ends[2 * entry + 1]!];
  if (system.kind === 'enclosure') return system.hull(system.fromNumber(lower), system.fromNumber(upper));
  if (system.kind === 'exact' && lower !== upper) {
    throw new NumericError('not-exact', `a tabulated value is only known to lie in [${lower}, ${upper}]`);
  }
  return system.fromNumber(lower + (upper - lower) / 2);
}

/**
 * The value of the key of a cell, in vec order; `centre` is the cell's centre. Throws a `NumericError` (`not-exact`)
 * where an exact system cannot represent it.
 */
export function keyValue<T>(
  system: NumberSystem<T>,
  { grid, shape, values, averages }: Pick<MaxAffineLayer, 'grid' | 'shape' | 'values' | 'averages'>,
  cell: readonly number[],
  centre: readonly T[],
): readonly T[] {
  if (averages === undefined) return evaluate(values, system, centre);
  const outputs = shape.width * shape.tokens;
  const key = grid.axes.reduce((flat, { cells }, t) => flat * cells + cell[t]!, 0);
  return Array.from({ length: outputs }, (_, r) => tabulatedValue(system, averages, key * outputs + r));
}

/** The hull of all values of one output of a table, rounded outward. */
export function tabulatedRange({ ends }: KeyValues, outputs: number, output: number): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let entry = output; 2 * entry < ends.length; entry += outputs) {
    least = Math.min(least, ends[2 * entry]!);
    greatest = Math.max(greatest, ends[2 * entry + 1]!);
  }
  return [least, greatest];
}
