import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSystem } from '../numeric/exact.js';
import { applyLinearMap, type LinearMap } from './linear-map.js';
import { matrixFrom, type Matrix } from './matrix.js';

type Exact = ReturnType<typeof exactSystem.literal>;

const small = fc.integer({ min: 1, max: 3 });

function integers(rows: number, columns: number): fc.Arbitrary<number[][]> {
  const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}

const exact = (rows: number[][]): Matrix<Exact> =>
  matrixFrom(rows.length, rows[0]!.length, (i, j) => exactSystem.fromNumber(rows[i]![j]!));

describe('a sum of linear transformations', () => {
  it('has the entries Σ_h Σ_{a,b} P_h[i,a] X[a,b] Q_h[b,j] + B[i,j], for every shape', () => {
    const cases = fc
      .record({ d: small, n: small, m: small, N: small, terms: fc.integer({ min: 0, max: 3 }) })
      .chain(({ d, n, m, N, terms }) =>
        fc.record({
          X: integers(d, n),
          P: fc.array(integers(m, d), { minLength: terms, maxLength: terms }),
          Q: fc.array(integers(n, N), { minLength: terms, maxLength: terms }),
          B: integers(m, N),
        }),
      );
    fc.assert(
      fc.property(cases, ({ X, P, Q, B }) => {
        const map: LinearMap<Exact> = { P_h: P.map(exact), Q_h: Q.map(exact), B: exact(B) };
        const result = applyLinearMap(exactSystem, map, exact(X));
        const expected = B.flatMap((row, i) =>
          row.map((bias, j) => {
            let sum = bias;
            P.forEach((left, h) => {
              X.forEach((xs, a) => xs.forEach((x, b) => (sum += left[i]![a]! * x * Q[h]![b]![j]!)));
            });
            return sum;
          }),
        );
        expect([result.rows, result.columns]).toEqual([B.length, B[0]!.length]);
        expect(result.entries.map((entry) => exactSystem.toNumber(entry))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
