import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseSource } from './case-source.js';
import { deriveSeed } from './seed.js';

const arbitrary = fc.record({ n: fc.integer({ min: 0, max: 1000 }), list: fc.array(fc.nat(9), { maxLength: 4 }) });

interface Sample {
  readonly n: number;
  readonly list: readonly number[];
}
const read = (text: string): Sample => JSON.parse(text) as Sample;

describe('a source of cases', () => {
  test('for every seed, an index gives the same case whichever cases were asked for before and however many there are', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(79), { minLength: 1, maxLength: 8 }), (seed, order) => {
        const jumping = caseSource([], arbitrary, seed, 80);
        const walking = caseSource([], arbitrary, seed, 200);
        const inOrder = Array.from({ length: 80 }, (_, index) => walking.text(index));
        for (const index of order) expect(jumping.text(index)).toBe(inOrder[index]);
      }),
      { numRuns: 30 },
    );
  });

  test('the listed cases come first', () => {
    const listed = [
      { n: 1, list: [] },
      { n: 2, list: [] },
    ];
    const source = caseSource(listed, arbitrary, 7, 10);
    expect(source.size).toBe(12);
    expect([source.text(0), source.text(1)]).toEqual(listed.map((one) => JSON.stringify(one)));
    expect(source.text(2)).toBe(caseSource([], arbitrary, 7, 10).text(0));
    expect(() => source.text(12)).toThrow(RangeError);
  });

  test('for every seed and every case that fails, shrinking ends at the smallest failure', () => {
    const fails = (text: string): boolean => read(text).n >= 100;
    fc.assert(
      fc.property(fc.integer(), fc.nat(29), (seed, index) => {
        const source = caseSource([{ n: 1000, list: [5, 6] }], arbitrary, seed, 29);
        const smallest = source.shrink(index, fails);
        if (fails(source.text(index))) expect(read(smallest?.text ?? '{}')).toEqual({ n: 100, list: [] });
        else expect(smallest).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  test('for every drawn case, its seed and path find it again with fast-check, before and after shrinking', () => {
    const fails = (text: string): boolean => read(text).n >= 100;
    fc.assert(
      fc.property(fc.integer(), fc.nat(29), (seed, index) => {
        const source = caseSource([{ n: 1000, list: [5, 6] }], arbitrary, seed, 29);
        const found = source.shrink(index, fails);
        for (const [origin, text] of [
          [source.origin(index), source.text(index)],
          [found?.origin, found?.text],
        ] as const) {
          if (index === 0 || text === undefined) expect(origin).toBeUndefined();
          else expect(JSON.stringify(fc.sample(arbitrary, { ...origin, numRuns: 1 })[0])).toBe(text);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('a case that JSON would change without a word is refused', () => {
    for (const value of [{ n: NaN }, { n: [Infinity] }, { n: () => 1 }, undefined]) {
      expect(() => caseSource([value], arbitrary, 1, 0).text(0)).toThrow(TypeError);
    }
  });
});

test('streams of one seed, and seeds of one stream, differ', () => {
  const seeds = [deriveSeed(1, 'a'), deriveSeed(1, 'b'), deriveSeed(2, 'a'), deriveSeed(1, 'a/b')];
  expect(new Set(seeds).size).toBe(4);
  expect(deriveSeed(1, 'a')).toBe(deriveSeed(1, 'a'));
  for (const seed of seeds) expect(seed).toBe(seed | 0);
});
