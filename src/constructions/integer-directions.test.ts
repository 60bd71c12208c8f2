import { expect, it } from 'vitest';
import { tuples } from '../../properties/support/expansion-oracle.js';
import { frequencyCount, integerDirections } from './integer-directions.js';

const boxes = [[0], [1], [7], [2, 3], [0, 4], [5, 0, 1], [2, 2, 2], [1, 1, 1, 1]];

it('for every box, the multiples of the directions are all frequencies, each once up to its sign', () => {
  for (const degrees of boxes) {
    const all = tuples(degrees.map((degree) => Array.from({ length: 2 * degree + 1 }, (_, i) => i - degree)));
    const listed = integerDirections(degrees).flatMap(({ direction, multiples }) =>
      Array.from({ length: multiples }, (_, i) => direction.map((entry) => entry * (i + 1))),
    );
    expect(listed).toHaveLength(frequencyCount(degrees));
    const withNegatives = listed.flatMap((k) => [k, k.map((entry) => 0 - entry)]);
    const texts = [...withNegatives, degrees.map(() => 0)].map(String);
    expect(texts.toSorted()).toEqual(all.map(String).toSorted());
  }
});

it('every direction is primitive, begins with a positive entry and knows its length', () => {
  for (const degrees of boxes) {
    for (const { direction, length } of integerDirections(degrees)) {
      expect(direction.find((entry) => entry !== 0)).toBeGreaterThan(0);
      expect(length).toBe(direction.reduce((sum, entry) => sum + Math.abs(entry), 0));
      for (let factor = 2; factor <= Math.max(...degrees); factor++) {
        expect(direction.every((entry) => entry % factor === 0)).toBe(false);
      }
    }
  }
});
