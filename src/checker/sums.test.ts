/** Sums of clamps over boxes, by their slopes: they contain those at every point, and are sharp where nothing bends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionArbitrary, exact, NO_BAND } from '../../properties/support/attention-documents.js';
import type { CertificateAttention } from '../certificate/certificate.js';
import { decimal } from './decimal.js';
import type { Interval } from './interval.js';
import { Deadline } from './rejection.js';
import { meanValue, Sums, type Box } from './sums.js';
import { Truncation } from './truncation.js';

const P = 128n;
const deadline = new Deadline(60);
const fixed = (x: number): bigint => BigInt(Math.round(x * 2 ** 20)) << (P - 20n);
const double = (x: bigint): number => Number(x) / 2 ** Number(P);

function sumsOf(attention: CertificateAttention): Sums {
  return new Sums(attention, new Truncation(attention.truncation, NO_BAND, P, deadline), P, deadline);
}

function clampedSums({ truncation, terms, constants }: CertificateAttention, x: readonly number[]): number[] {
  const [a, b] = [Number(truncation.lower[0]), Number(truncation.upper[0])];
  const passed = terms.map(({ weights, offset }) => {
    const y = weights.reduce((sum, weight, t) => sum + Number(weight[0]) * x[t]!, Number(offset[0]));
    return Math.min(b, Math.max(a, y));
  });
  return constants.map((constant, r) =>
    terms.reduce((sum, { coefficients }, m) => sum + Number(coefficients[r]![0]) * passed[m]!, Number(constant[0])),
  );
}

/** Far more than doubles err by here. */
const BLUR = 1e-12;

describe('the sums of a random network where clamps stand for truncations', () => {
  const share = fc.integer({ min: 0, max: 64 }).map((n) => n / 64);
  const side = fc.tuple(share, share, share).map(([from, width, at]) => ({ from: 2 * from - 1, width, at }));

  it('lie in their mean value form', () => {
    fc.assert(
      fc.property(attentionArbitrary(2, 2), fc.tuple(side, side), (attention, sides) => {
        const box: Box = {
          x: sides.map(({ from, width }) => ({ lo: fixed(from), hi: fixed(from + width) })),
          centre: sides.map(({ from, width }) => ({ lo: fixed(from + width / 2), hi: fixed(from + width / 2) })),
        };
        const point = sides.map(({ from, width, at }) => from + width * at);
        const values = clampedSums(attention, point);
        sumsOf(attention)
          .over(box)
          .forEach(({ atCentre, slopes }, r) => {
            const range = meanValue(box, atCentre, slopes, P);
            expect(double(range.lo)).toBeLessThan(values[r]! + BLUR);
            expect(double(range.hi)).toBeGreaterThan(values[r]! - BLUR);
            expect(double(atCentre.hi - atCentre.lo)).toBeLessThan(1e-30);
          });
      }),
      { numRuns: 500 },
    );
  });
});

const truncation = {
  lower: exact('0'),
  upper: exact('1'),
  cells: 2,
  offset: 0,
  inverseTemperature: exact('10'),
  heads: [{ keys: [0, 1], values: [0, 1] }],
} as const;

describe('slopes of sums', () => {
  const term = { weights: [exact('2')], offset: exact('-0.5'), coefficients: [exact('3')] };
  const attention = { truncation, terms: [term], constants: [exact('0')] };
  const over = (lower: string, upper: string): readonly number[] => {
    const x: Interval[] = [{ lo: decimal(lower, P).lo, hi: decimal(upper, P).hi }];
    const [{ lo, hi }] = sumsOf(attention).over({ x, centre: x })[0]!.slopes as [Interval];
    return [double(lo), double(hi)];
  };

  it.each([
    ['before the range', '-1', '0.25', [0, 0]],
    ['within it', '0.25', '0.75', [6, 6]],
    ['at its end', '0.7', '0.8', [0, 6]],
    ['behind it', '0.75', '9', [0, 0]],
  ])('are those of the clamp %s', (_, lower, upper, slopes) => {
    expect(over(lower, upper)).toEqual(slopes);
  });
});
