/** Boxes that cover the keys of a grid, for bounding what depends on the keys without visiting each of them. */
import { axisValues, cellCentre, type ProductGrid } from '../approximation/grid.js';
import type { NumberSystem } from '../numeric/number-system.js';

/** Most boxes that a grid's keys are gathered into. */
const MAX_BOXES = 4096;

/**
 * Boxes that together contain every centre `v_j`: one per key on grids of few cells, else hulls of neighbouring ones.
 *
 * `system` must be an enclosure system. At most 4096 boxes; each axis is cut into at most
 * `⌊4096^(1/g)⌋` runs of cells.
 */
export function* keyBoxes<T>(system: NumberSystem<T>, grid: ProductGrid): Generator<readonly T[]> {
  const perAxis = runsPerAxis(grid.axes.length);
  const runs = grid.axes.map((gridAxis) => {
    const axis = axisValues(system, gridAxis);
    const count = Math.min(axis.cells, perAxis);
    return Array.from({ length: count }, (_, i) => {
      const first = Math.floor((axis.cells * i) / count);
      const last = Math.floor((axis.cells * (i + 1)) / count) - 1;
      const start = cellCentre(system, axis, first);
      return first === last ? start : system.hull(start, cellCentre(system, axis, last));
    });
  });
  const total = runs.reduce((product, { length }) => product * length, 1);
  for (let j = 0; j < total; j++) {
    let rest = j;
    yield runs.map((run) => {
      const side = run[rest % run.length]!;
      rest = Math.floor(rest / run.length);
      return side;
    });
  }
}

/** The largest integer whose power `axes` is at most `MAX_BOXES`. */
function runsPerAxis(axes: number): number {
  let runs = 1;
  while (runs < MAX_BOXES && BigInt(runs + 1) ** BigInt(axes) <= BigInt(MAX_BOXES)) runs++;
  return runs;
}
