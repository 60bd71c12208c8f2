import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { AxisWindow } from './axis-window.js';
import { MarginSet } from './margin-set.js';

const axis = { lower: decimalConstant('0'), upper: decimalConstant('1') };

/** The margin at u with P cells on [0, 1]: the two best of c·u − c²/2 (dyadic P and u: exact in doubles). */
function margin(cells: number, u: number): number {
  const scores = Array.from({ length: cells }, (_, k) => {
    const c = (k + 0.5) / cells;
    return c * u - (c * c) / 2;
  }).sort((a, b) => b - a);
  return cells === 1 ? Infinity : scores[0] - scores[1];
}

const cases = fc.record({
  cells: fc.constantFrom(1, 2, 4, 8),
  u: fc.integer({ min: 0, max: 4096 }).map((k) => k / 4096),
  delta: fc.integer({ min: 0, max: 512 }).map((k) => k / 4096),
});

describe('MarginSet', () => {
  it('for every point with margin at least δ, the clipped box of its cell keeps it', () => {
    fc.assert(
      fc.property(cases, ({ cells, u, delta }) => {
        const window = new AxisWindow({ axis, cells }, [1, 1]);
        const set = new MarginSet([window], delta);
        if (margin(cells, u) < delta) return;
        const k = window.approxCell(u);
        const box = Float64Array.of(k / cells, (k + 1) / cells);
        expect(set.clip(box)).toBe(true);
        expect(box[0] <= u && u <= box[1]).toBe(true);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('for every point, entering the set gives margin at least δ, or the cell has none', () => {
    fc.assert(
      fc.property(cases, ({ cells, u, delta }) => {
        const set = new MarginSet([new AxisWindow({ axis, cells }, [1, 1])], delta);
        const x = Float64Array.of(u);
        // Scores of the moved point round in doubles: three roundings of numbers below 1.
        if (set.enter(x)) expect(margin(cells, x[0])).toBeGreaterThanOrEqual(delta - 4 * 2 ** -53);
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  it('its share of the volume is that of the shrunken cells', () => {
    const set = new MarginSet([new AxisWindow({ axis, cells: 4 }, [1, 1])], 0.125 * 0.25 * 0.5);
    expect(set.approxShare()).toBeCloseTo((2 * 0.125 + 2 * (0.0625 + 0.125)) / 1, 12);
  });
});
