/** The keys of a max-affine layer one by one: what the literal weights store. */
import { axisValues, cellCentre } from '../approximation/grid.js';
import { keyValue } from '../attention/key-values.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { NumberSystem } from '../numeric/number-system.js';

export interface Key<T> {
  readonly centre: readonly T[];
  /** `−‖v_j‖²/2`. */
  readonly bias: T;
  readonly value: readonly T[];
}

/** Keys of the first `cells` cells, cell `j` with the last axis running fastest. Cost: one evaluation of the values each. */
export function keyTable<T>(system: NumberSystem<T>, layer: MaxAffineLayer, cells: number): Key<T>[] {
  const axes = layer.grid.axes.map((axis) => axisValues(system, axis));
  return Array.from({ length: cells }, (_, j) => {
    let rest = j;
    const cell = axes.map(() => 0);
    for (let t = axes.length - 1; t >= 0; t--) {
      cell[t] = rest % axes[t]!.cells;
      rest = Math.floor(rest / axes[t]!.cells);
    }
    const centre = axes.map((axis, t) => cellCentre(system, axis, cell[t]!));
    const square = centre.reduce((sum, v) => system.add(sum, system.powInteger(v, 2)), system.literal('0'));
    const bias = system.neg(system.div(square, system.literal('2')));
    return { centre, bias, value: keyValue(system, layer, cell, centre) };
  });
}
