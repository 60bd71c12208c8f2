import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisValues, cellCentre, cellCount, type ProductGrid } from '../approximation/grid.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { keyBoxes } from './key-boxes.js';

const system = decimalIntervalSystem(20);

const gridOf = (cells: readonly number[]): ProductGrid => ({
  axes: cells.map((count) => ({ axis: { lower: decimalConstant('0'), upper: decimalConstant('1') }, cells: count })),
});

describe('the boxes that cover the keys', () => {
  it('contain every centre, for every grid, and are at most 4096', () => {
    const cells = fc.array(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 2 ** 31 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        cells,
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (counts, places) => {
          const grid = gridOf(counts);
          const boxes = [...keyBoxes(system, grid)];
          expect(boxes.length).toBeLessThanOrEqual(4096);
          const centre = grid.axes.map((axis, t) =>
            cellCentre(system, axisValues(system, axis), Math.floor(places[t]! * axis.cells)),
          );
          const isInside = (box: (typeof boxes)[number]): boolean =>
            box.every((side, t) => system.equal(side, centre[t]!) !== false);
          expect(boxes.some(isInside)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are the keys themselves, one each, where these are few', () => {
    for (const cells of [[1], [4096], [64, 64], [3, 5, 7], [1, 2, 1, 2]]) {
      const boxes = [...keyBoxes(system, gridOf(cells))];
      expect(BigInt(boxes.length)).toBe(cellCount(gridOf(cells)));
      expect(boxes.every((box) => box.every((side) => system.upper(side) - system.lower(side) < 1e-15))).toBe(true);
      expect(new Set(boxes.map((box) => box.map(system.toText).join())).size).toBe(boxes.length);
    }
  });
});
