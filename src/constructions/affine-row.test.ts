import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLinearMap } from '../attention/linear-map.js';
import { entryOf, matrixFrom } from '../attention/matrix.js';
import { exactSystem as system, type ExactNumber } from '../numeric/exact.js';
import { affineRows } from './affine-row.js';

const integer = fc.integer({ min: -9, max: 9 });
const number = (x: number): ExactNumber => system.fromNumber(x);

describe('affine rows', () => {
  it('hold, for every sequence, functions of all its entries, zeros where there is none, and the constants below', () => {
    const cases = fc
      .record({
        width: fc.integer({ min: 1, max: 3 }),
        tokens: fc.integer({ min: 1, max: 3 }),
        columns: fc.integer({ min: 1, max: 4 }),
        rows: fc.integer({ min: 1, max: 3 }),
      })
      .chain((sizes) => {
        const inputs = sizes.width * sizes.tokens;
        const list = (length: number) => fc.array(integer, { minLength: length, maxLength: length });
        const affine = fc.option(fc.record({ weights: list(inputs), offset: integer }), { nil: undefined });
        const row = fc.array(affine, { maxLength: sizes.columns });
        return fc.record({
          sizes: fc.constant(sizes),
          x: list(inputs),
          functions: fc.array(row, { minLength: sizes.rows, maxLength: sizes.rows }),
          below: list(2 * sizes.columns),
        });
      });
    fc.assert(
      fc.property(cases, ({ sizes, x, functions, below }) => {
        const constants = matrixFrom(2, sizes.columns, (i, j) => number(below[i * sizes.columns + j]!));
        const map = affineRows(
          system,
          sizes,
          functions.map((row) => row.map((f) => f && { weights: f.weights.map(number), offset: number(f.offset) })),
          constants,
        );
        const X = matrixFrom(sizes.width, sizes.tokens, (a, token) => number(x[token * sizes.width + a]!));
        const Z = applyLinearMap(system, map, X);
        expect([Z.rows, Z.columns]).toEqual([sizes.rows + 2, sizes.columns]);
        expect(map.P_h).toHaveLength(sizes.rows * sizes.width);
        for (let column = 0; column < sizes.columns; column++) {
          functions.forEach((row, r) => {
            const f = row[column];
            const value = f === undefined ? 0 : f.weights.reduce((sum, w, t) => sum + w * x[t]!, f.offset);
            expect(system.toNumber(entryOf(Z, r, column))).toBe(value + 0);
          });
          for (const i of [0, 1]) {
            expect(system.toNumber(entryOf(Z, sizes.rows + i, column))).toBe(below[i * sizes.columns + column]! + 0);
          }
        }
      }),
      { numRuns: 60, seed: 71 },
    );
  });
});
