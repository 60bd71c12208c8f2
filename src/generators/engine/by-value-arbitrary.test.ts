import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByValueArbitrary, drawnBy } from './by-value-arbitrary.js';
import { simplifyInteger } from './simplify-integer.js';

it('what a composition of fast-check draws is drawn, bias included, and shrinks by value', () => {
  const composed = fc.array(fc.integer({ min: 3, max: 10_000 }), { maxLength: 8 }).map((list) => list.length * 100);
  const arbitrary = new ByValueArbitrary<number>({
    draw: drawnBy(composed),
    simplify: simplifyInteger(0),
    accepts: (value): value is number => typeof value === 'number',
  });
  for (const seed of [1, 2, 3]) {
    const runs = { seed, numRuns: 200 };
    expect(fc.sample(arbitrary, runs)).toEqual(fc.sample(composed, runs));
  }
  const property = fc.property(arbitrary, (value) => value < 57);
  expect(fc.check(property, { examples: [[800]], numRuns: 1 }).counterexample).toEqual([57]);
});
