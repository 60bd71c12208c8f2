import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSystem } from '../numeric/exact.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { AttentionError } from './attention-error.js';
import { crossAttention } from './cross-attention.js';
import { matrixFrom, type Matrix } from './matrix.js';
import { selfAttention, type AttentionWeights } from './self-attention.js';

const system = decimalIntervalSystem(30);
type Value = DecimalInterval;

const integers = (rows: number, columns: number): fc.Arbitrary<Matrix<Value>> =>
  fc
    .array(fc.integer({ min: -3, max: 3 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((entries) => matrixFrom(rows, columns, (i, j) => system.fromNumber(entries[i * columns + j]!)));

/** Two key tokens or more; `Z_K ∈ R^{2×N}`, `Z_Q ∈ R^{3×n}`. */
const crossCase = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 3 })).chain(([N, n]) =>
  fc.record({
    weights: fc.record({ W_Q: integers(2, 3), W_K: integers(2, 2), W_V: integers(1, 2), W_O: integers(n, 2) }),
    keys: integers(2, N),
    queries: integers(3, n),
  }),
);

function mayBeEqual(a: Matrix<Value>, b: Matrix<Value>): boolean {
  return a.entries.every((entry, i) => system.equal(entry, b.entries[i]!) !== false);
}

describe('attention', () => {
  it('averages the values with the weights of the query: by hand', () => {
    // Scores are all 0, so exact arithmetic suffices: each output is the mean of the values 1, 2, 3, 6.
    const zero = matrixFrom(1, 1, () => exactSystem.literal('0'));
    const one = matrixFrom(1, 1, () => exactSystem.literal('1'));
    const tokens = matrixFrom(1, 4, (_, j) => exactSystem.fromNumber([1, 2, 3, 6][j]!));
    const W_O = matrixFrom(4, 2, (i, j) => exactSystem.literal(i === j ? '1' : '0'));
    const output = selfAttention(exactSystem, { W_Q: zero, W_K: one, W_V: one, W_O }, tokens);
    expect([output.rows, output.columns]).toEqual([1, 2]);
    expect(output.entries.map((entry) => exactSystem.toText(entry))).toEqual(['3', '3']);
  });

  it('scores a key by (W_K z)ᵀ(W_Q q): by hand', () => {
    // Keys 0 and 1, query 1, W_Q = 1000: the second key has all the weight up to e^-1000.
    const entry = (text: string): Matrix<Value> => matrixFrom(1, 1, () => system.literal(text));
    const weights: AttentionWeights<Value> = { W_Q: entry('1000'), W_K: entry('1'), W_V: entry('7'), W_O: entry('1') };
    const keys = matrixFrom(1, 2, (_, j) => system.fromNumber(j));
    const [value] = crossAttention(system, weights, keys, entry('1')).entries;
    expect(system.lower(system.sub(value!, system.literal('7')))).toBeGreaterThan(-1e-25);
    const [opposite] = crossAttention(system, { ...weights, W_Q: entry('-1000') }, keys, entry('1')).entries;
    expect(system.upper(system.abs(opposite!))).toBeLessThan(1e-25);
  });

  it('of the tokens to themselves is self-attention, for all weights', () => {
    const cases = fc.record({
      weights: fc.record({ W_Q: integers(2, 2), W_K: integers(2, 2), W_V: integers(1, 2), W_O: integers(3, 1) }),
      tokens: integers(2, 3),
    });
    fc.assert(
      fc.property(cases, ({ weights, tokens }) => {
        expect(selfAttention(system, weights, tokens)).toEqual(crossAttention(system, weights, tokens, tokens));
      }),
      { numRuns: 20 },
    );
  });

  it('does not see the order of the keys, for all weights', () => {
    fc.assert(
      fc.property(crossCase, ({ weights, keys, queries }) => {
        const reversed = matrixFrom(2, keys.columns, (i, j) => keys.entries[(i + 1) * keys.columns - 1 - j]!);
        const forward = crossAttention(system, weights, keys, queries);
        expect(mayBeEqual(forward, crossAttention(system, weights, reversed, queries))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('of equal value tokens is that value times W_O, for all weights: weights sum to 1', () => {
    fc.assert(
      fc.property(crossCase, ({ weights, keys, queries }) => {
        const equal = matrixFrom(2, keys.columns, (i) => keys.entries[i * keys.columns]!);
        const output = crossAttention(system, weights, equal, queries);
        const first = crossAttention(
          system,
          weights,
          matrixFrom(2, 1, (i) => equal.entries[i * keys.columns]!),
          queries,
        );
        expect(mayBeEqual(output, first)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses shapes that do not fit', () => {
    const one = matrixFrom(1, 1, () => system.literal('1'));
    const two = matrixFrom(2, 1, () => system.literal('1'));
    expect(() => selfAttention(system, { W_Q: one, W_K: one, W_V: one, W_O: one }, two)).toThrow(AttentionError);
  });
});
