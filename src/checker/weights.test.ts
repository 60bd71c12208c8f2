/** Windows, sums and values against the same in doubles: ranges contain what they should, and little else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal } from '../../properties/support/make-certificate.js';
import type { LayerCertificate } from '../certificate/certificate.js';
import { AxisKeys, type Window } from './axis-keys.js';
import { DomainAxis } from './domain-axis.js';
import { whole, type Interval } from './interval.js';
import { keyValues } from './key-values.js';
import { Deadline } from './rejection.js';
import { productWeights, showsBound } from './weighted-sums.js';

const P = 96n;
const deadline = new Deadline(Infinity);
const fixed = (x: number): bigint => BigInt(Math.round(x * 2 ** 40)) << (P - 40n);
const double = (x: bigint): number => Number(x) / 2 ** Number(P);
const short = (x: number): number => Math.round(x * 2 ** 20) / 2 ** 20;

/** Evenly spread, unlike doubles of `fc.double`, most of which are tiny. */
const number = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 2 ** 20, max: most * 2 ** 20 }).map((n) => n / 2 ** 20);

/** The keys of [0, 1]. */
function unitKeys(cells: number, inverseTemperature: number): AxisKeys {
  const ends = [whole(0n, P), whole(1n, P)] as const;
  const r = fixed(inverseTemperature);
  return new AxisKeys({ grid: ends, cells }, new DomainAxis(ends, cells), { lo: r, hi: r }, P, deadline);
}

/** Far more than the doubles of this file err by, relatively. */
const BLUR = 1e-8;

describe('parts of an interval in the cells of an axis', () => {
  it('cover it, no more of them than are allowed, each within a cell where they suffice', () => {
    const place = number(-1, 2);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), place, place, fc.constantFrom(1, 4, 64), (cells, a, b, most) => {
        const x = { lo: fixed(Math.min(a, b)), hi: fixed(Math.max(a, b)) };
        const parts = unitKeys(cells, 10).cut(x, most);
        expect(parts[0]!.lo).toBe(x.lo);
        expect(parts.at(-1)!.hi).toBe(x.hi);
        expect(parts.length).toBeLessThanOrEqual(Math.min(cells, most));
        parts.forEach((part, i) => {
          expect(part.lo <= part.hi).toBe(true);
          if (i > 0) expect(part.lo).toBe(parts[i - 1]!.hi);
          const inside = [part.lo, part.hi].map((end) => Math.min(1, Math.max(0, double(end))) * cells);
          if (most >= cells) expect(inside[1]! - inside[0]!).toBeLessThan(1 + BLUR);
        });
      }),
    );
  });
});

describe('the window of an axis', () => {
  const share = number(0, 1);
  const cases = fc.record({
    cells: fc.integer({ min: 1, max: 9 }),
    inverseTemperature: fc.integer({ min: 1, max: 600 }),
    reach: fc.nat(3),
    low: share,
    width: share.map((x) => short(x * x)),
    at: share,
  });

  it('has the ranges of the weights, and as little for all others as is promised', () => {
    fc.assert(
      fc.property(cases, ({ cells, inverseTemperature, reach, low, width, at }) => {
        const high = Math.min(1, low + width);
        const m = Math.min(cells - 1, Math.floor(((low + high) / 2) * cells));
        const weight = (k: number, x: number): number =>
          Math.exp((-inverseTemperature / 2) * ((x - (k + 0.5) / cells) ** 2 - (x - (m + 0.5) / cells) ** 2));
        // Where the second key left out may weigh more than the first, neither bound holds.
        const ratios = [1, -1].flatMap((step) => {
          const [first, end] = [m + step * (reach + 1), step > 0 ? high : low];
          return first >= 0 && first < cells ? [weight(first + step, end) / weight(first, end)] : [];
        });
        // Equal weights may go either way.
        if (ratios.some((ratio) => Math.abs(ratio - 1) < BLUR)) return;
        const grows = ratios.some((ratio) => ratio > 1);
        const make = (): Window =>
          unitKeys(cells, inverseTemperature).window({ lo: fixed(low), hi: fixed(high) }, reach);
        if (grows) expect(make).toThrow('the box is too wide for its window');
        if (grows) return;
        const window = make();
        const inside = window.low.map((_, i) => window.first + i);
        expect([inside[0], inside.at(-1)]).toEqual([Math.max(0, m - reach), Math.min(cells - 1, m + reach)]);
        inside.forEach((k, i) => {
          const ends = [weight(k, low), weight(k, high)];
          const near = (x: number, y: number): boolean => Math.abs(x - y) <= BLUR * y + 1e-26;
          expect(near(double(window.low[i]!), Math.min(...ends))).toBe(true);
          expect(near(double(window.high[i]!), Math.max(...ends))).toBe(true);
        });
        const x = low + (high - low) * at;
        const outside = Array.from({ length: cells }, (_, k) => k).filter((k) => !inside.includes(k));
        const truth = outside.reduce((sum, k) => sum + weight(k, x), 0);
        expect(double(window.tail)).toBeGreaterThanOrEqual(truth * (1 - BLUR));
        // No more than by the formulas.
        const side = (keys: readonly number[], end: number, step: number): number => {
          if (keys.length === 0) return 0;
          const [first, ratio] = [weight(keys[0]!, end), weight(keys[0]! + step, end) / weight(keys[0]!, end)];
          return Math.min(first * keys.length, ratio < 1 ? first / (1 - ratio) : Infinity);
        };
        const above = outside.filter((k) => k > m);
        const below = outside.filter((k) => k < m).toReversed();
        expect(double(window.tail)).toBeLessThanOrEqual(
          1e-25 + (1 + 1e-6) * (side(above, high, 1) + side(below, low, -1)),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the weighted sum', () => {
  const weight = number(0, 2);
  const window = fc.record({
    first: fc.nat(2),
    ranges: fc.array(fc.tuple(weight, weight), { minLength: 1, maxLength: 3 }),
    tail: fc.oneof(fc.constant(0), weight),
  });
  const value = number(-3, 3);
  const cases = fc.record({
    windows: fc.tuple(window, window),
    values: fc.array(fc.tuple(value, value), { minLength: 50, maxLength: 50 }),
    f: fc.tuple(value, value),
    r: fc.nat(1),
    side: fc.constantFrom(1 as const, -1 as const),
    bound: number(-1, 4),
  });
  const ordered = ([a, b]: readonly [number, number]): [number, number] => [Math.min(a, b), Math.max(a, b)];

  it('is at most 0 exactly where no choice of weights within their ranges makes it positive', () => {
    fc.assert(
      fc.property(cases, ({ windows, values: pairs, f, r, side, bound }) => {
        // 5 × 5 keys with two entries each.
        const values = pairs.map(ordered);
        const range = ordered(f);
        const own = values.filter((_, i) => i % 2 === r);
        const d = ([low, high]: readonly number[]): number =>
          side === 1 ? high! - range[0] - bound : range[1] - low! - bound;
        const [x, y] = windows.map(({ ranges, ...rest }) => ({ ...rest, ranges: ranges.map(ordered) }));
        let sum = 0;
        x!.ranges.forEach(([low, high], i) => {
          y!.ranges.forEach(([lower, upper], j) => {
            const difference = d(own[(x!.first + i) * 5 + y!.first + j]!);
            sum += Math.max(low * lower * difference, high * upper * difference);
          });
        });
        const total = ({ ranges }: { ranges: readonly (readonly number[])[] }): number =>
          ranges.reduce((all, [, high]) => all + high!, 0);
        const outside = (total(x!) + x!.tail) * (total(y!) + y!.tail) - total(x!) * total(y!);
        sum += outside * Math.max(0, ...own.map(d));
        if (Math.abs(sum) < 1e-9) return;

        const made = [x!, y!].map(({ first, ranges, tail }) => {
          const [low, high] = [0, 1].map((end) => ranges.map((ends) => fixed(ends[end]!)));
          return { first, low: low!, high: high!, total: high!.reduce((all, w) => all + w, 0n), tail: fixed(tail) };
        });
        const extreme = (pick: (...xs: number[]) => number, end: 0 | 1): bigint[] =>
          [0, 1].map((entry) => fixed(pick(...values.filter((_, i) => i % 2 === entry).map((ends) => ends[end]))));
        const all = {
          entries: 2,
          low: values.map(([low]) => fixed(low)),
          high: values.map(([, high]) => fixed(high)),
          least: extreme(Math.min, 0),
          greatest: extreme(Math.max, 1),
        };
        const enclosed: Interval = { lo: fixed(range[0]), hi: fixed(range[1]) };
        const weights = productWeights(made, [5, 5], P);
        expect(showsBound(weights, all, enclosed, r, side, fixed(bound), deadline)).toBe(sum <= 0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the values of the keys', () => {
  it('let in what the mask leaves of the other tokens, row by row', () => {
    // Two keys, 2 rows and 3 tokens.
    const raw = [1, 2, 3, 5, 8, 13, -1, 0.5, 0.25, 4, 0, 7];
    const certificate = {
      target: { inputs: 1, nodes: [], outputs: [0, 0, 0, 0, 0, 0] },
      layer: {
        mask: literal('1.5'),
        shape: { width: 2, tokens: 3 },
        values: { intervals: raw.map((x) => [`${x}`, `${x + 1}`]) },
      },
    } as unknown as LayerCertificate;
    const values = keyValues(certificate, [unitKeys(2, 1)], P, deadline);
    const e = Math.exp(-1.5);
    const part = e / (1 + 2 * e);
    const leaked = raw.map((x, i) => {
      const key = i - (i % 6);
      const row = raw.slice(key, key + 6).filter((_, r) => r % 2 === i % 2);
      return row.reduce((sum, other) => sum + part * (other - x), x);
    });
    leaked.forEach((x, i) => {
      expect(double(values.low[i]!)).toBeCloseTo(x, 12);
      expect(double(values.high[i]!)).toBeCloseTo(x + 1, 12);
    });
    [0, 1, 2, 3, 4, 5].forEach((r) => {
      expect(double(values.least[r]!)).toBeCloseTo(Math.min(leaked[r]!, leaked[r + 6]!), 12);
      expect(double(values.greatest[r]!)).toBeCloseTo(Math.max(leaked[r]!, leaked[r + 6]!) + 1, 12);
    });
  });
});
