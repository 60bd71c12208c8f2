import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { interval, intervalSystem } from '../numeric/interval.js';
import { ConstructionError } from './construction.js';
import { truncatedMulti, truncatedMultiHeads, type TruncatedMulti } from './truncated-multi.js';
import { encloseSharpness, truncate } from './truncated-range.js';
import { truncatedSingleError } from './truncated-single-error.js';
import { oneRowColumns, truncatedSingleWeights } from './truncated-single-weights.js';
import {
  encloseTruncatedSingle,
  truncatedSingle,
  truncatedSingleEvaluator,
  truncatedSingleKeys,
  type TruncatedSingle,
} from './truncated-single.js';

const single = (a: string, b: string, cells: number, beta: string, keys: TruncatedSingle['keys'] = 'left') => ({
  lower: decimalConstant(a),
  upper: decimalConstant(b),
  cells,
  inverseTemperature: decimalConstant(beta),
  keys,
});

const multi = (tokens: number, heads: number, shiftInvariant = false): TruncatedMulti => ({
  lower: decimalConstant('1'),
  upper: decimalConstant('5'),
  tokens,
  heads,
  inverseTemperature: decimalConstant('2'),
  shiftInvariant,
});

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem.code;
  }
  throw new Error('was not refused');
}

const oracle = decimalIntervalSystem(50);
const numbers = (values: readonly ReturnType<typeof exactSystem.literal>[]) => values.map(exactSystem.toNumber);

describe('truncated linear attention with one head', () => {
  it('has the published and the centred keys', () => {
    expect(numbers(truncatedSingleKeys(exactSystem, single('-1', '1', 4, '1')))).toEqual([-1, -0.5, 0, 0.5]);
    expect(numbers(truncatedSingleKeys(exactSystem, single('-1', '1', 4, '1', 'centred')))).toEqual([
      -0.75, -0.25, 0.25, 0.75,
    ]);
    expect(numbers(truncatedSingleKeys(exactSystem, single('3', '3', 2, '1')))).toEqual([3, 3]);
  });

  it('repeats every key equally often', () => {
    for (const [cells, tokens] of [
      [4, 1],
      [4, 4],
      [4, 5],
      [1, 3],
    ] as const) {
      const columns = oneRowColumns(cells, tokens);
      expect(columns).toBeGreaterThanOrEqual(tokens);
      expect(columns - tokens).toBeLessThan(cells);
      expect(columns % cells).toBe(0);
      const functions = Array.from({ length: tokens }, () => ({
        weights: [decimalConstant('2')],
        offset: decimalConstant('7'),
      }));
      const { B, W_O } = truncatedSingleWeights(exactSystem, single('0', '4', cells, '1'), functions);
      const keyRow = numbers(B.entries.slice(2 * columns, 3 * columns));
      for (const key of keyRow) expect(keyRow.filter((other) => other === key)).toHaveLength(columns / cells);
      expect([W_O.rows, W_O.columns]).toEqual([columns, tokens]);
    }
  });

  it('refuses what makes no sense', () => {
    expect(codeOf(() => truncatedSingle(single('1', '0', 2, '1')))).toBe('domain');
    expect(codeOf(() => truncatedSingle(single('0', '1', 0, '1')))).toBe('cells');
    expect(codeOf(() => truncatedSingle(single('0', '1', 1.5, '1')))).toBe('cells');
    expect(codeOf(() => truncatedSingle(single('0', '1', 2, '0')))).toBe('inverse-temperature');
    expect(codeOf(() => truncatedSingle(single('0', '1', 2, '-1')))).toBe('inverse-temperature');
    expect(truncatedSingle(single('0.1', '0.1', 1, '1')).cells).toBe(1);
  });

  it('for every interval of queries, encloses out(y) to the error that is enclosed in units of Δ', () => {
    const layer = fc.record({
      a: fc.integer({ min: -4, max: 4 }),
      length: fc.constantFrom(0.25, 1, 6),
      cells: fc.integer({ min: 1, max: 12 }),
      beta: fc.constantFrom('0.01', '1', '30', '4000'),
      keys: fc.constantFrom<TruncatedSingle['keys']>('left', 'centred'),
    });
    const end = fc.oneof(
      fc.integer({ min: -40, max: 60 }).map((k) => k / 8),
      fc.constant(Infinity),
    );
    fc.assert(
      fc.property(layer, end, end, ({ a, length, cells, beta, keys }, first, second) => {
        const construction = truncatedSingle(single(String(a), String(a + length), cells, beta, keys));
        const [lower, upper] = first <= second ? [first, second] : [second, first];
        fc.pre(lower < Infinity);
        const out = encloseTruncatedSingle(construction);
        const range = out(lower, upper);
        for (const share of [0, 0.25, 1]) {
          const y = upper === Infinity ? lower + 20 * share : lower + (upper - lower) * share;
          const value = out(y, y);
          const truth = truncatedSingleEvaluator(oracle, construction)(oracle.fromNumber(y));
          for (const { lo, hi } of [range, value]) {
            expect(oracle.less(truth, oracle.fromNumber(lo))).not.toBe(true);
            expect(oracle.less(oracle.fromNumber(hi), truth)).not.toBe(true);
          }
          // Steps from the first key.
          const step = intervalSystem.div(intervalSystem.fromNumber(length), intervalSystem.fromNumber(cells));
          const u = intervalSystem.sub(
            intervalSystem.div(intervalSystem.fromNumber(y - a), step),
            intervalSystem.fromNumber(keys === 'left' ? 0 : 0.5),
          );
          const sharpness = encloseSharpness(construction, cells, construction.inverseTemperature);
          const error = intervalSystem.mul(step, truncatedSingleError(cells, sharpness, keys)(u.lo, u.hi));
          const other = intervalSystem.add(truncate(intervalSystem, construction, interval(y, y)), error);
          expect(intervalSystem.less(value, other)).not.toBe(true);
          expect(intervalSystem.less(other, value)).not.toBe(true);
        }
      }),
      { numRuns: 80, seed: 31 },
    );
  });
});

describe('truncated linear attention with several heads', () => {
  it('shares two keys between neighbouring heads, with value 0 at inner boundaries, a and b at the outer ones', () => {
    const [first, second] = truncatedMultiHeads(exactSystem, multi(4, 2));
    expect(numbers(first!.keys)).toEqual([0, 1, 2, 3]);
    expect(numbers(first!.values)).toEqual([1, 1, 2, 0]);
    expect(numbers(second!.keys)).toEqual([2, 3, 4, 5]);
    expect(numbers(second!.values)).toEqual([0, 3, 4, 5]);
    const [only] = truncatedMultiHeads(exactSystem, multi(3, 1));
    expect(numbers(only!.values)).toEqual([1, 1, 5]);
  });

  it('moves a to head 0 in the shift-invariant variant', () => {
    const [first, second] = truncatedMultiHeads(exactSystem, multi(4, 2, true));
    expect(numbers(first!.values)).toEqual([1, 1, 2, 1]);
    expect(numbers(second!.values)).toEqual([0, 2, 3, 4]);
  });

  it('refuses n ≤ 2 with the reason, and no heads', () => {
    for (const tokens of [0, 1, 2]) expect(codeOf(() => truncatedMulti(multi(tokens, 1)))).toBe('tokens');
    expect(() => truncatedMulti(multi(2, 5))).toThrow('(b − a)/((n − 2)H) has no meaning for n ≤ 2');
    expect(codeOf(() => truncatedMulti(multi(3.5, 1)))).toBe('tokens');
    expect(codeOf(() => truncatedMulti(multi(3, 0)))).toBe('cells');
    expect(truncatedMulti(multi(3, 1)).heads).toBe(1);
  });
});
