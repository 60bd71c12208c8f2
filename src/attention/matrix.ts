/** Dense matrices over any number system: only what the literal evaluation of an attention layer needs. */
import type { NumberSystem } from '../numeric/number-system.js';
import { AttentionError } from './attention-error.js';

export interface Matrix<T> {
  readonly rows: number;
  readonly columns: number;
  /** Row by row: entry `(i, j)`, 0-based, is `entries[i·columns + j]`. */
  readonly entries: readonly T[];
}

/** The `rows × columns` matrix whose entry `(i, j)` is `entry(i, j)`. */
export function matrixFrom<T>(rows: number, columns: number, entry: (i: number, j: number) => T): Matrix<T> {
  const entries: T[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) entries.push(entry(i, j));
  }
  return { rows, columns, entries };
}

/** Entry `(i, j)`, 0-based; both indices must lie inside the matrix. */
export function entryOf<T>(matrix: Matrix<T>, i: number, j: number): T {
  return matrix.entries[i * matrix.columns + j]!;
}

export function columnOf<T>(matrix: Matrix<T>, j: number): T[] {
  return Array.from({ length: matrix.rows }, (_, i) => entryOf(matrix, i, j));
}

export function transpose<T>(matrix: Matrix<T>): Matrix<T> {
  return matrixFrom(matrix.columns, matrix.rows, (i, j) => entryOf(matrix, j, i));
}

/** `A + B`, entry by entry. Throws `AttentionError` (`shape`) unless the shapes agree. */
export function addMatrices<T>(system: NumberSystem<T>, a: Matrix<T>, b: Matrix<T>): Matrix<T> {
  if (a.rows !== b.rows || a.columns !== b.columns) throw mismatch('add', a, b);
  return matrixFrom(a.rows, a.columns, (i, j) => system.add(entryOf(a, i, j), entryOf(b, i, j)));
}

/**
 * `A·B`, each entry summed in order of the inner index; 0 when the inner dimension is 0.
 *
 * An enclosure, approximation or exact result as the number system is. Cost: `rows·inner·columns` multiplications.
 * Throws `AttentionError` (`shape`) unless `A` has as many columns as `B` has rows.
 */
export function multiply<T>(system: NumberSystem<T>, a: Matrix<T>, b: Matrix<T>): Matrix<T> {
  if (a.columns !== b.rows) throw mismatch('multiply', a, b);
  return matrixFrom(a.rows, b.columns, (i, j) => {
    let sum: T | undefined;
    for (let k = 0; k < a.columns; k++) {
      const product = system.mul(entryOf(a, i, k), entryOf(b, k, j));
      sum = sum === undefined ? product : system.add(sum, product);
    }
    return sum ?? system.literal('0');
  });
}

function mismatch<T>(verb: string, a: Matrix<T>, b: Matrix<T>): AttentionError {
  const shapes = `${a.rows} × ${a.columns} and ${b.rows} × ${b.columns}`;
  return new AttentionError('shape', `cannot ${verb} matrices of shapes ${shapes}`);
}
