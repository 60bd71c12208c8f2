/**
 * Arbitraries of what attention layers are applied to: ranges, queries, keys, heads, functions of tokens, sequences. What
 * they promise holds of every value, the hard cases come up (see generators.test.ts), and failures shrink.
 */
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenFunctionTable } from '../src/constructions/token-function.js';
import { truncatedMulti } from '../src/constructions/truncated-multi.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import {
  buildTokenFunctions,
  headsArbitrary,
  inverseTemperatureFor,
  keyCountArbitrary,
  queryArbitrary,
  rangeArbitrary,
  sequenceInputArbitrary,
  sharpnessArbitrary,
  tokenFunctionArbitrary,
  type RangeDescription,
  type SequenceInput,
  type TokenFunctionDescription,
} from '../src/generators/index.js';
import { exactSystem } from '../src/numeric/exact.js';
import { draw, expectShares, shares } from './support/shares.js';
import { smallestFailure, smallestFailures } from './support/smallest-failure.js';

const lengthOf = ({ a, b }: RangeDescription) => new Big(b).minus(a);

describe('ranges', () => {
  it('are not inverted; points, short and long ones, and ones far from 0 compared with their length come up', () => {
    const ranges = draw(rangeArbitrary());
    expect(ranges.every((range) => lengthOf(range).gte(0) && lengthOf(range).lte(1000))).toBe(true);
    const found = shares(ranges, {
      point: (range) => lengthOf(range).eq(0),
      'length from 1/2 to 4': (range) => lengthOf(range).gte('0.5') && lengthOf(range).lte(4),
      'length below 0.1': (range) => lengthOf(range).gt(0) && lengthOf(range).lt('0.1'),
      'length above 10': (range) => lengthOf(range).gt(10),
      'far from 0': ({ a, b }) => {
        const nearest = new Big(a).gt(0) ? new Big(a) : new Big(b).neg();
        return lengthOf({ a, b }).gt(0) && nearest.gte(lengthOf({ a, b }).times(20));
      },
      'contains 0': ({ a, b }) => new Big(a).lte(0) && new Big(b).gte(0),
      'begins at 0': ({ a }) => a === '0',
    });
    expectShares(found, {
      point: 4.4,
      'length from 1/2 to 4': 42,
      'length below 0.1': 7,
      'length above 10': 7,
      'far from 0': 17,
      'contains 0': 12,
      'begins at 0': 5,
    });
  });

  it('are no points where none are asked for', () => {
    expect(draw(rangeArbitrary({ points: false })).some((range) => lengthOf(range).eq(0))).toBe(false);
    expect(rangeArbitrary({ points: false }).canShrinkWithoutContext({ a: '1', b: '1' })).toBe(false);
  });

  it('shrink to [0, 1], points to [0, 0], and one below −1 to ends with two digits at most', () => {
    expect(smallestFailure(rangeArbitrary(), () => false)).toEqual({ a: '0', b: '1' });
    expect(smallestFailure(rangeArbitrary(), (range) => !lengthOf(range).eq(0))).toEqual({ a: '0', b: '0' });
    for (const { a, b } of smallestFailures(rangeArbitrary(), (range) => Number(range.b) >= -1)) {
      expect([a, b].every((end) => /^-\d(\.\d)?$/.test(end))).toBe(true);
    }
  });
});

describe('queries', () => {
  const cells = 7;
  /** Ranges whose steps terminate, and ranges whose steps do not. */
  const range = { a: '-1', b: '2.5' };
  const steps = (y: string) => new Big(y).minus(range.a).times(2 * cells);
  const halves = (y: string) => steps(y).div('3.5');
  const offset = (y: string) => halves(y).minus(halves(y).round(0)).abs();

  it('lie at ends, inside, above, below, far away, on keys and midpoints, and next to these', () => {
    const isWithin = (y: string) => new Big(y).gt(range.a) && new Big(y).lt(range.b);
    const isOnHalf = (y: string) => offset(y).eq(0) && halves(y).gte(-1) && halves(y).lte(2 * cells + 1);
    const isOdd = (y: string) => !halves(y).mod(2).eq(0);
    const found = shares(draw(queryArbitrary(range, { cells })), {
      inside: isWithin,
      'an end': (y) => y === range.a || y === range.b,
      'above b': (y) => new Big(y).gt(range.b),
      'below a': (y) => new Big(y).lt(range.a),
      'far above': (y) => new Big(y).gte(30),
      'far below': (y) => new Big(y).lte(-30),
      'a key at the end of its cell': (y) => isOnHalf(y) && !isOdd(y),
      'a midpoint of these': (y) => isOnHalf(y) && isOdd(y),
      'half a step outside': (y) => isOnHalf(y) && (halves(y).eq(-1) || halves(y).eq(2 * cells + 1)),
      'next to a multiple of half a step': (y) => offset(y).gt(0) && offset(y).lte('0.02'),
      'within 1e-9 of one': (y) => offset(y).gt(0) && offset(y).lte('1e-9'),
    });
    expectShares(found, {
      inside: 22,
      'an end': 20,
      'above b': 12,
      'below a': 12,
      'far above': 4,
      'far below': 4,
      'a key at the end of its cell': 25,
      'a midpoint of these': 8,
      'half a step outside': 2,
      'next to a multiple of half a step': 8,
      'within 1e-9 of one': 3.4,
    });
  });

  it('without keys, five places are equally likely; at a point everything is at it, above or below', () => {
    const found = shares(draw(queryArbitrary({ a: '3', b: '3' })), {
      'the point': (y) => y === '3',
      above: (y) => Number(y) > 3,
      below: (y) => Number(y) < 3,
      'far away': (y) => Math.abs(Number(y) - 3) >= 10,
    });
    expectShares(found, { 'the point': 34, above: 16, below: 16, 'far away': 14 });
  });

  it('among keys whose distance does not terminate are within 1e-24 of the range’s length from them', () => {
    const third = { a: '0', b: '1' };
    const multiples = (y: string) => new Big(y).times(6);
    const near = draw(queryArbitrary(third, { cells: 3 })).filter((y) => {
      const rest = multiples(y).minus(multiples(y).round(0)).abs();
      return rest.gt(0) && rest.lte('1e-24');
    });
    expect(near.length).toBeGreaterThan(100);
  });

  it('shrink to the simplest number of the range, and beyond it to the next integer', () => {
    expect(smallestFailure(queryArbitrary(range, { cells }), () => false)).toBe('0');
    expect(smallestFailure(queryArbitrary({ a: '5', b: '5.5' }), () => false)).toBe('5');
    expect(smallestFailure(queryArbitrary(range), (y) => Number(y) <= 2.5)).toBe('3');
  });
});

describe('sharpness and number of keys', () => {
  it('κ is in [1e-6, 1e6], one in eight above 1e3; keys are 1 to the most, one key and many keys come up', () => {
    const found = shares(draw(sharpnessArbitrary()), {
      'below 1e-3': (x) => Number(x) < 1e-3,
      'from 1e-3 to 1': (x) => Number(x) >= 1e-3 && Number(x) < 1,
      'from 1 to 1e3': (x) => Number(x) >= 1 && Number(x) <= 1e3,
      'above 1e3': (x) => Number(x) > 1e3,
      'out of range': (x) => new Big(x).lt('1e-6') || new Big(x).gt('1e6'),
    });
    expectShares(found, { 'below 1e-3': 18, 'from 1e-3 to 1': 15, 'from 1 to 1e3': 18, 'above 1e3': 8 });
    expect(found['out of range']).toBe(0);
    const keys = shares(draw(keyCountArbitrary()), {
      'one key': (count) => count === 1,
      'from 16 to 200': (count) => count >= 16 && count <= 200,
      'above 200': (count) => count > 200,
      'no power of two': (count) => (count & (count - 1)) !== 0,
    });
    expectShares(keys, { 'one key': 13, 'from 16 to 200': 43, 'above 200': 2.5, 'no power of two': 40 });
    for (const most of [1, 5, 100]) {
      expect(draw(keyCountArbitrary({ most })).every((count) => count >= 1 && count <= most)).toBe(true);
    }
    expect(draw(keyCountArbitrary()).every((count) => Number.isInteger(count) && count <= 256)).toBe(true);
  });

  it('shrink to 1', () => {
    expect(smallestFailure(sharpnessArbitrary(), () => false)).toBe('1');
    expect(smallestFailure(sharpnessArbitrary(), (x) => Number(x) < 100)).toBe('100');
    expect(smallestFailure(keyCountArbitrary(), () => false)).toBe(1);
    expect(smallestFailure(keyCountArbitrary(), (count) => count < 50)).toBe(50);
  });

  it('for every range, number of cells and κ: βΔ² = κ to six digits, and β = κ for a point', () => {
    fc.assert(
      fc.property(rangeArbitrary(), keyCountArbitrary(), sharpnessArbitrary(), (range, cells, sharpness) => {
        const beta = inverseTemperatureFor(sharpness, range, cells);
        if (lengthOf(range).eq(0)) return beta === sharpness;
        // β(b − a)² against κ·cells²: half a unit of the sixth digit is at most 5e-6 of the value.
        const wanted = new Big(sharpness).times(cells).times(cells);
        const gap = new Big(beta).times(lengthOf(range).pow(2)).minus(wanted).abs();
        return gap.lte(wanted.times('5e-6')) && new Big(beta).gt(0) && new Big(beta).c.length <= 6;
      }),
      { numRuns: 1_000, seed: 4 },
    );
  });
});

describe('heads', () => {
  const construct = ({ tokens, heads }: { readonly tokens: number; readonly heads: number }) =>
    truncatedMulti({
      lower: decimalConstant('0'),
      upper: decimalConstant('1'),
      inverseTemperature: decimalConstant('1'),
      shiftInvariant: false,
      tokens,
      heads,
    });

  it('are such that the construction takes them: n ≥ 3, H ≥ 1; few of both, many heads, many tokens', () => {
    const drawn = draw(headsArbitrary());
    expect(drawn.map(construct)).toHaveLength(drawn.length);
    const found = shares(drawn, {
      'three tokens': ({ tokens }) => tokens === 3,
      'one head': ({ heads }) => heads === 1,
      'at least six heads': ({ heads }) => heads >= 6,
      'at least sixteen tokens': ({ tokens }) => tokens >= 16,
      'at most 24 keys': ({ tokens, heads }) => tokens * heads <= 24,
    });
    expectShares(found, {
      'three tokens': 8,
      'one head': 20,
      'at least six heads': 22,
      'at least sixteen tokens': 22,
      'at most 24 keys': 30,
    });
  });

  it('with too few tokens come up where they are asked for, one in four, and are refused', () => {
    const drawn = draw(headsArbitrary({ tooFewTokens: true }));
    const few = drawn.filter(({ tokens }) => tokens < 3);
    expect(few.length / drawn.length).toBeGreaterThan(0.2);
    expect(few.length / drawn.length).toBeLessThan(0.3);
    expect(new Set(few.map(({ tokens }) => tokens))).toEqual(new Set([1, 2]));
    for (const sizes of few) expect(() => construct(sizes)).toThrow(/boundary/);
  });

  it('have no more keys than are allowed', () => {
    for (const keys of [3, 8, 30]) {
      const drawn = draw(headsArbitrary({ keys, tooFewTokens: true }));
      expect(drawn.every(({ tokens, heads }) => tokens * heads <= keys && tokens >= 1 && heads >= 1)).toBe(true);
    }
  });

  it('shrink to three tokens and one head, or to what a failure needs', () => {
    expect(smallestFailure(headsArbitrary(), () => false)).toEqual({ tokens: 3, heads: 1 });
    const product = ({ tokens, heads }: { tokens: number; heads: number }) => (tokens - 2) * heads;
    for (const sizes of smallestFailures(headsArbitrary(), (value) => product(value) < 16)) {
      expect(product(sizes)).toBe(16);
    }
    const refused = smallestFailure(headsArbitrary({ tooFewTokens: true }), ({ tokens }) => tokens > 2);
    expect(refused).toEqual({ tokens: 1, heads: 1 });
  });
});

describe('functions of tokens', () => {
  const areCommon = (functions: readonly TokenFunctionDescription[]) =>
    new Set(functions.map(({ weights }) => weights.join())).size === 1;
  const offsets = (functions: readonly TokenFunctionDescription[]) =>
    new Set(functions.map(({ offset }) => offset)).size;

  it('have common weights, with and without common offsets, and weights of their own; weights 0 come up', () => {
    const drawn = draw(tokenFunctionArbitrary({ tokens: { min: 2 } }));
    const found = shares(drawn, {
      'common weights, offsets of their own': (functions) => areCommon(functions) && offsets(functions) > 1,
      'one function for all': (functions) => areCommon(functions) && offsets(functions) === 1,
      'weights of their own': (functions) => !areCommon(functions),
      'all weights 0': (functions) => functions.every(({ weights }) => weights.every((w) => w === '0')),
      'a weight 0': (functions) => functions.some(({ weights }) => weights.includes('0')),
      'five tokens': (functions) => functions.length === 5,
      'three features': ([first]) => first!.weights.length === 3,
    });
    expectShares(found, {
      'common weights, offsets of their own': 17,
      'one function for all': 6,
      'weights of their own': 42,
      'all weights 0': 3,
      'a weight 0': 45,
      'five tokens': 17,
      'three features': 22,
    });
    // A quarter of the third with common weights.
    expect(found['one function for all']).toBeLessThan(13);
    const common = tokenFunctionArbitrary({ common: true });
    expect(draw(common).every(areCommon)).toBe(true);
    expect(drawn.filter((functions) => common.canShrinkWithoutContext(functions))).toEqual(drawn.filter(areCommon));
    const lengths = draw(tokenFunctionArbitrary()).map((functions) => functions.length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 5]);
  });

  it('become constants with exactly their values', () => {
    for (const functions of draw(tokenFunctionArbitrary()).slice(0, 200)) {
      const { weights, offsets: column } = tokenFunctionTable(exactSystem, buildTokenFunctions(functions));
      const texts = (values: readonly Parameters<typeof exactSystem.toText>[0][]) =>
        values.map((value) => new Big(exactSystem.toText(value)).toFixed());
      expect(texts(weights.entries)).toEqual(functions.flatMap((token) => token.weights));
      expect(texts(column)).toEqual(functions.map(({ offset }) => offset));
    }
    expect(() => buildTokenFunctions([{ weights: ['one'], offset: '0' }])).toThrow(RangeError);
  });

  it('shrink to weights and offsets 0; common weights stay common', () => {
    const zero = { weights: ['0'], offset: '0' };
    expect(smallestFailure(tokenFunctionArbitrary(), () => false)).toEqual([zero]);
    const holds = (functions: readonly TokenFunctionDescription[]) => offsets(functions) < 2;
    for (const functions of smallestFailures(tokenFunctionArbitrary({ common: true }), holds)) {
      expect(functions.map(({ weights }) => weights)).toEqual([['0'], ['0']]);
      expect(functions.map(({ offset }) => offset.replace('-', '')).toSorted()).toEqual(['0', '1']);
    }
    for (const functions of smallestFailures(tokenFunctionArbitrary(), areCommon)) {
      expect(functions.map(({ offset }) => offset)).toEqual(['0', '0']);
      expect(functions.map(({ weights }) => weights.join().replace('-', '')).toSorted()).toEqual(['0', '1']);
    }
  });
});

describe('sequences', () => {
  const distinct = (columns: SequenceInput) => new Set(columns.map((column) => column.join())).size;

  it('have equal tokens, a token twice, tokens that differ, only zeros; all entries are in their range', () => {
    const drawn = draw(sequenceInputArbitrary({ tokens: { min: 3 } }));
    const found = shares(drawn, {
      'equal tokens': (columns) => distinct(columns) === 1,
      'a token twice': (columns) => distinct(columns) === columns.length - 1,
      'all different': (columns) => distinct(columns) === columns.length,
      zeros: (columns) => columns.flat().every((x) => x === '0'),
      'one feature': ([first]) => first!.length === 1,
      'five tokens': (columns) => columns.length === 5,
    });
    expectShares(found, {
      'equal tokens': 16,
      'a token twice': 13,
      'all different': 35,
      zeros: 5,
      'one feature': 22,
      'five tokens': 22,
    });
    const inRange = draw(sequenceInputArbitrary({ min: '0.5', max: '2' })).flat(2);
    expect(inRange.every((x) => new Big(x).gte('0.5') && new Big(x).lte(2))).toBe(true);
  });

  it('shrink to one 0, equal tokens to equal tokens', () => {
    expect(smallestFailure(sequenceInputArbitrary(), () => false)).toEqual([['0']]);
    expect(smallestFailure(sequenceInputArbitrary({ min: '0.5', max: '2' }), () => false)).toEqual([['1']]);
    const holds = (columns: SequenceInput) =>
      distinct(columns) === columns.length || columns.flat().some((x) => Number(x) <= 1.5);
    expect(smallestFailure(sequenceInputArbitrary(), holds)).toEqual([['2'], ['2']]);
    const areFractions = (columns: SequenceInput) =>
      distinct(columns) < columns.length && columns.flat().every((x) => x.includes('.'));
    expect(smallestFailure(sequenceInputArbitrary(), (columns) => !areFractions(columns))).toEqual([['0.1'], ['0.1']]);
  });
});

it('stored cases, given as examples, shrink as well as fresh ones', () => {
  const shrunk = <T>(arbitrary: fc.Arbitrary<T>, stored: T, holds: (value: T) => boolean): unknown =>
    fc.check(fc.property(arbitrary, holds), { examples: [[stored]], numRuns: 1 }).counterexample?.[0];
  expect(shrunk(rangeArbitrary(), { a: '1000', b: '1000.3' }, () => false)).toEqual({ a: '0', b: '1' });
  expect(shrunk(sharpnessArbitrary(), '0.000031', (x) => Number(x) > 0.01)).toBe('0.01');
  expect(shrunk(keyCountArbitrary(), 240, (count) => count < 7)).toBe(7);
  expect(shrunk(headsArbitrary(), { tokens: 18, heads: 5 }, ({ heads }) => heads < 2)).toEqual({ tokens: 3, heads: 2 });
  expect(shrunk(queryArbitrary({ a: '0', b: '1' }), '17.25', (y) => Number(y) < 1)).toBe('1');
});
