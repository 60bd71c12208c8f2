import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalSystem } from '../numeric/decimal.js';
import { float64System } from '../numeric/float64.js';
import { checkQueries, QueryCoordinates, queryCount, unflatten, type Queries } from './queries.js';
import { randomFraction } from './random-fraction.js';
import { SamplingError } from './sampling-error.js';
import { tilingOf } from './tiles.js';

const domain = [
  ['-1', '2'],
  ['0.1', '0.4'],
].map(([lower, upper]) => ({ lower: decimalConstant(lower!), upper: decimalConstant(upper!) }));

describe('queries', () => {
  it('of a grid run from end to end, or through the middles of equal parts', () => {
    const ends = new QueryCoordinates(float64System, domain, { kind: 'grid', counts: [4, 1], placement: 'ends' });
    expect([0, 1, 2, 3].map((i) => ends.onAxis(0, i))).toEqual([-1, 0, 1, 2]);
    expect(ends.onAxis(1, 0)).toBe(0.25);
    const middles = new QueryCoordinates(float64System, domain, { kind: 'grid', counts: [3, 2], placement: 'middles' });
    expect([0, 1, 2].map((i) => middles.onAxis(0, i))).toEqual([-0.5, 0.5, 1.5]);
    expect(middles.point(5)).toEqual([1.5, 0.1 + (0.4 - 0.1) * 0.75]);
  });

  it('never leave the domain', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1e6), (seed, index) => {
        const scattered = new QueryCoordinates(float64System, domain, { kind: 'scattered', count: 2e6, seed });
        const [x, y] = scattered.point(index) as [number, number];
        expect(x >= -1 && x <= 2 && y >= 0.1 && y <= 0.4).toBe(true);
      }),
    );
  });

  it('are read in the number system that is asked for', () => {
    const system = decimalSystem(30);
    const listed = new QueryCoordinates(system, domain, {
      kind: 'list',
      points: [
        ['-0.3', '+0.2'],
        ['1e-1', '.25'],
      ],
    });
    expect(listed.point(0).map(system.toText)).toEqual(['-0.3', '0.2']);
    expect(listed.point(1).map(system.toText)).toEqual(['0.1', '0.25']);
  });

  it('that cannot be taken are refused, with what to do next', () => {
    const refused = (queries: Queries): string => {
      try {
        checkQueries(queries, domain);
      } catch (error) {
        if (error instanceof SamplingError) return error.message;
      }
      return 'taken';
    };
    expect(refused({ kind: 'grid', counts: [2, 0], placement: 'ends' })).toContain('0 queries');
    expect(refused({ kind: 'grid', counts: [2], placement: 'ends' })).toContain('the domain has 2 axes');
    expect(refused({ kind: 'grid', counts: [2 ** 30, 2 ** 30], placement: 'ends' })).toContain('at most');
    expect(refused({ kind: 'scattered', count: 1.5, seed: 1 })).toContain('1.5 queries');
    expect(refused({ kind: 'list', points: [] })).toContain('0 queries');
    expect(refused({ kind: 'list', points: [['0']] })).toContain('one coordinate for each axis');
    expect(refused({ kind: 'list', points: [['0', '0.5']] })).toContain('coordinate 1 is in [0.1, 0.4]');
    expect(refused({ kind: 'list', points: [['x', '0.5']] })).toContain("'x'");
    expect(refused({ kind: 'list', points: [['2', '0.4']] })).toBe('taken');
  });

  it('have the index whose last axis runs fastest', () => {
    expect(unflatten(2 * 35 + 3 * 7 + 4, [9, 5, 7])).toEqual([2, 3, 4]);
    expect(unflatten(0, [])).toEqual([]);
  });
});

describe('random fractions', () => {
  it('depend on seed and place, also beyond 32 bits, and fill the unit interval evenly', () => {
    const counts = new Array<number>(10).fill(0);
    let product = 0;
    const N = 20_000;
    for (let i = 0; i < N; i++) {
      const [x, y] = [randomFraction(1, i), randomFraction(1, i + 1)];
      counts[Math.floor(10 * x)]!++;
      product += (x - 0.5) * (y - 0.5);
    }
    // Six standard deviations of a fair count, and of a sum of products of independent fractions.
    for (const count of counts) expect(Math.abs(count - N / 10)).toBeLessThan(6 * Math.sqrt(N * 0.09));
    expect(Math.abs(product)).toBeLessThan((6 * Math.sqrt(N)) / 12);
    const some = [
      [1, 0],
      [2, 0],
      [1, 1],
      [1, 2 ** 32],
      [2 ** 32 + 1, 0],
      [-1, 0],
    ] as const;
    expect(new Set(some.map(([seed, place]) => randomFraction(seed, place))).size).toBe(some.length);
  });
});

describe('tiles', () => {
  const queries = fc.oneof(
    fc
      .array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 })
      .map((counts): Queries => ({ kind: 'grid', counts, placement: 'ends' })),
    fc.constantFrom<Queries>(
      { kind: 'grid', counts: [1, 200_000], placement: 'ends' },
      { kind: 'grid', counts: [3, 70_000], placement: 'ends' },
      { kind: 'grid', counts: [200_001], placement: 'ends' },
    ),
    fc.integer({ min: 1, max: 1e6 }).map((count): Queries => ({ kind: 'scattered', count, seed: 1 })),
  );

  it('cover every query once', () => {
    fc.assert(
      fc.property(queries, fc.constantFrom(1, 100, 2 ** 15), (asked, least) => {
        const { tiles, tile } = tilingOf(asked, least);
        let count = 0;
        const corners = new Set<string>();
        for (let i = 0; i < tiles; i++) {
          const { firstRow, endRow, firstColumn, endColumn } = tile(i);
          expect(endRow).toBeGreaterThan(firstRow);
          expect(endColumn).toBeGreaterThan(firstColumn);
          count += (endRow - firstRow) * (endColumn - firstColumn);
          corners.add(`${firstRow},${firstColumn}`);
        }
        // Disjoint, as rectangles of one partition by rows and columns: different corners, right total.
        expect(corners.size).toBe(tiles);
        expect(count).toBe(queryCount(asked));
      }),
      { numRuns: 60 },
    );
  });
});
