import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { truncate, type TruncatedRange } from './truncated-range.js';
import {
  truncationBound,
  truncationCells,
  truncationColumns,
  truncationEvaluator,
  truncationHeads,
  truncationOf,
  truncationStep,
  type TruncationChoice,
} from './truncation.js';

const oracle = decimalIntervalSystem(50);
const range = (a: string, b: string): TruncatedRange => ({ lower: decimalConstant(a), upper: decimalConstant(b) });

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem.code;
  }
  throw new Error('was not refused');
}

const choices: fc.Arbitrary<TruncationChoice> = fc
  .record({
    kind: fc.constantFrom('single' as const, 'multi' as const),
    size: fc.integer({ min: 1, max: 9 }),
    keys: fc.constantFrom('left' as const, 'centred' as const),
    shiftInvariant: fc.boolean(),
    remainder: fc.constantFrom('1e-9', '0.01', '1', '1000'),
  })
  .map(({ kind, size, keys, shiftInvariant, remainder }) =>
    kind === 'single'
      ? { kind, cells: size, keys, inverseTemperature: { remainder } }
      : { kind, heads: size, shiftInvariant, inverseTemperature: { remainder } },
  );
const ends = fc.constantFrom(['0', '1'], ['-3.7', '3.7'], ['1', '1.001'], ['-2', '-2']);

describe('a layer of truncated attention', () => {
  it('for every wanted remainder, has a β for which the decaying terms are at most half of it', () => {
    fc.assert(
      fc.property(choices, ends, fc.integer({ min: 0, max: 8 }), (choice, [a, b], count) => {
        const truncation = truncationOf(choice, range(a!, b!), count);
        const [lower, upper] = [a!, b!].map((text) => evaluateConstant(decimalConstant(text).expression, oracle));
        const length = oracle.sub(upper!, lower!);
        const isShared = truncation.kind === 'multi' && !truncation.shiftInvariant;
        const size = isShared ? oracle.max(length, oracle.max(oracle.abs(lower!), oracle.abs(upper!))) : length;
        const { remainder } = choice.inverseTemperature as { readonly remainder: string };
        const step = truncationStep(oracle, truncation);
        const isWhole = truncation.kind === 'single' && truncation.keys === 'left';
        const base = isWhole ? step : oracle.div(step, oracle.literal('2'));
        const decaying = oracle.sub(truncationBound(oracle, truncation), base);
        const half = oracle.div(oracle.mul(oracle.literal(remainder), size), oracle.literal('2'));
        // A β on the range of one point has no effect: the terms are the size times a count.
        if (a === b && isShared) return;
        expect(oracle.lessOrEqual(decaying, oracle.add(half, oracle.literal('1e-40')))).toBe(true);
      }),
      { numRuns: 200, seed: 51 },
    );
  });

  it('keeps the β that it is given, and every query within its bound', () => {
    fc.assert(
      fc.property(choices, ends, fc.double({ min: -4, max: 4, noNaN: true }), (choice, [a, b], y) => {
        const given = { ...choice, inverseTemperature: decimalConstant('2.5') };
        const truncation = truncationOf(given, range(a!, b!), 5);
        expect(truncation.inverseTemperature.text).toBe('2.5');
        const query = oracle.fromNumber(y);
        const out = truncationEvaluator(oracle, truncation)(query);
        const error = oracle.abs(oracle.sub(out, truncate(oracle, truncation, query)));
        expect(oracle.less(truncationBound(oracle, truncation), error)).not.toBe(true);
      }),
      { numRuns: 60, seed: 52 },
    );
  });

  it('takes as many columns as its keys and queries need, and never fewer than 3 for several heads', () => {
    const single = truncationOf(
      { kind: 'single', cells: 4, keys: 'left', inverseTemperature: { remainder: '1' } },
      range('0', '1'),
      6,
    );
    expect([0, 1, 4, 5, 9].map((count) => truncationColumns(single, count))).toEqual([4, 4, 4, 8, 12]);
    expect([truncationCells(single), truncationHeads(single)]).toEqual([4, 1]);
    const multi = (count: number) =>
      truncationOf(
        { kind: 'multi', heads: 2, shiftInvariant: true, inverseTemperature: { remainder: '1' } },
        range('0', '1'),
        count,
      );
    expect([0, 1, 3, 7].map((count) => truncationColumns(multi(count), count))).toEqual([3, 3, 3, 7]);
    expect([truncationCells(multi(7)), truncationHeads(multi(7))]).toEqual([10, 2]);
  });

  it('refuses what makes no sense', () => {
    const choose = (cells: number, inverseTemperature: TruncationChoice['inverseTemperature']) => () =>
      truncationOf({ kind: 'single', cells, keys: 'left', inverseTemperature }, range('0', '1'), 3);
    expect(codeOf(choose(0, { remainder: '1' }))).toBe('cells');
    expect(codeOf(choose(2, { remainder: '0' }))).toBe('accuracy');
    expect(codeOf(choose(2, { remainder: 'small' }))).toBe('accuracy');
    expect(codeOf(choose(2, decimalConstant('0')))).toBe('inverse-temperature');
    const heads = { kind: 'multi', heads: 0, shiftInvariant: false, inverseTemperature: { remainder: '1' } } as const;
    expect(codeOf(() => truncationOf(heads, range('0', '1'), 3))).toBe('cells');
    const narrow = { kind: 'single', cells: 2, keys: 'left', inverseTemperature: { remainder: '1' } } as const;
    expect(codeOf(() => truncationOf(narrow, range('0', '1e-200'), 3))).toBe('inverse-temperature');
    expect(codeOf(() => truncationOf(narrow, range('1', '0'), 3))).toBe('domain');
  });
});
