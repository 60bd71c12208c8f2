import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPowerTree, PowerSearch } from './power-tree.js';

const coordinate = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: -2, max: 2, noNaN: true }));

const cases = fc.integer({ min: 1, max: 4 }).chain((inputs) => {
  const point = fc.array(coordinate, { minLength: inputs, maxLength: inputs });
  return fc.record({
    inputs: fc.constant(inputs),
    points: fc.array(fc.record({ at: point, height: fc.constantFrom(0, 0, 0.1, 3) }), { minLength: 1, maxLength: 120 }),
    queries: fc.array(point, { minLength: 1, maxLength: 5 }),
    excess: fc.constantFrom(0, 0.01, 0.5, 100),
  });
});

describe('a tree of weighted points', () => {
  it('finds what looking at all of them finds, in any dimension and however points coincide', () => {
    fc.assert(
      fc.property(cases, ({ inputs, points, queries, excess }) => {
        const keys = Float64Array.from(points.flatMap(({ at }) => at));
        const heights = Float64Array.from(points, ({ height }) => height);
        const tree = buildPowerTree(inputs, keys, heights);
        const search = new PowerSearch(tree);
        for (const x of queries) {
          search.find(Float64Array.from(x), excess);
          const distances = points.map(({ at, height }) =>
            at.reduce((sum, a, t) => sum + (x[t]! - a) * (x[t]! - a), height),
          );
          const least = Math.min(...distances);
          expect(search.least).toBe(least);
          expect(distances[tree.order[search.nearest]!]).toBe(least);
          const found = Array.from(search.places.subarray(0, search.count), (place) => tree.order[place]!);
          const near = [...distances.keys()].filter((j) => distances[j]! <= least + excess);
          expect(found.toSorted((a, b) => a - b)).toEqual(near);
          found.forEach((j, i) => expect(search.distances[i]).toBe(distances[j]));
        }
      }),
      { numRuns: 150, seed: 8 },
    );
  });
});
