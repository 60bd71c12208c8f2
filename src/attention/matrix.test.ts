import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSystem } from '../numeric/exact.js';
import { AttentionError } from './attention-error.js';
import { addMatrices, columnOf, entryOf, matrixFrom, multiply, transpose, type Matrix } from './matrix.js';

type Exact = ReturnType<typeof exactSystem.literal>;

const size = fc.integer({ min: 1, max: 4 });

/** Integer matrices in exact arithmetic: sums and products have no rounding. */
function integerMatrix(rows: number, columns: number): fc.Arbitrary<Matrix<Exact>> {
  return fc
    .array(fc.integer({ min: -99, max: 99 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((entries) => matrixFrom(rows, columns, (i, j) => exactSystem.fromNumber(entries[i * columns + j]!)));
}

const texts = (matrix: Matrix<Exact>): string[] => matrix.entries.map((entry) => exactSystem.toText(entry));

const chain = fc
  .tuple(size, size, size, size)
  .chain(([a, b, c, d]) => fc.tuple(integerMatrix(a, b), integerMatrix(b, c), integerMatrix(c, d)));

describe('matrices', () => {
  it('multiply associatively, for every three of fitting shapes', () => {
    fc.assert(
      fc.property(chain, ([A, B, C]) => {
        const left = multiply(exactSystem, multiply(exactSystem, A, B), C);
        const right = multiply(exactSystem, A, multiply(exactSystem, B, C));
        expect(texts(left)).toEqual(texts(right));
      }),
      { numRuns: 50 },
    );
  });

  it('reverse their order under transposition, for every two of fitting shapes', () => {
    fc.assert(
      fc.property(chain, ([A, B]) => {
        const product = multiply(exactSystem, A, B);
        expect(texts(transpose(product))).toEqual(texts(multiply(exactSystem, transpose(B), transpose(A))));
        expect(transpose(transpose(A))).toEqual(A);
      }),
      { numRuns: 50 },
    );
  });

  it('distribute over addition, for every two of one shape', () => {
    const pair = fc
      .tuple(size, size, size)
      .chain(([a, b, c]) => fc.tuple(integerMatrix(a, b), integerMatrix(a, b), integerMatrix(b, c)));
    fc.assert(
      fc.property(pair, ([A, B, C]) => {
        const sums = multiply(exactSystem, addMatrices(exactSystem, A, B), C);
        const products = addMatrices(exactSystem, multiply(exactSystem, A, C), multiply(exactSystem, B, C));
        expect(texts(sums)).toEqual(texts(products));
      }),
      { numRuns: 50 },
    );
  });

  it('are read by rows and by columns', () => {
    const matrix = matrixFrom(2, 3, (i, j) => 10 * i + j);
    expect(matrix.entries).toEqual([0, 1, 2, 10, 11, 12]);
    expect(entryOf(matrix, 1, 2)).toBe(12);
    expect(columnOf(matrix, 1)).toEqual([1, 11]);
  });

  it('give zeros when the inner dimension is 0', () => {
    const empty = matrixFrom(2, 0, () => exactSystem.literal('1'));
    expect(texts(multiply(exactSystem, empty, transpose(empty)))).toEqual(['0', '0', '0', '0']);
  });

  it('of shapes that do not fit are refused, with both shapes', () => {
    const wide = matrixFrom(1, 3, () => exactSystem.literal('1'));
    expect(() => multiply(exactSystem, wide, wide)).toThrow(AttentionError);
    expect(() => multiply(exactSystem, wide, wide)).toThrow('1 × 3 and 1 × 3');
    expect(() => addMatrices(exactSystem, wide, transpose(wide))).toThrow('1 × 3 and 3 × 1');
  });
});
