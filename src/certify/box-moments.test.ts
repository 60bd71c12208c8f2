import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactDecimal } from '../numeric/decimal-text.js';
import type { Interval } from '../numeric/interval.js';
import { BoxMoments } from './box-moments.js';
import { hermiteCoefficient } from './hermite.js';

const D = Decimal.clone({ precision: 50 });
const ORDER = 7;

/** `E He_b(y)` and `E y^r` at `u` cells from the lower end of the domain, summed directly. */
function direct(kappa: number, cells: number, ghosts: number, u: Decimal): readonly [Decimal[], Decimal[]] {
  const sums = Array.from({ length: ORDER + 1 }, () => new D(0));
  for (let k = -ghosts; k < cells + ghosts; k++) {
    const distance = new D(k).add('0.5').sub(u);
    const weight = distance.pow(2).mul(-kappa).div(2).exp();
    const y = distance.mul(D.sqrt(kappa));
    sums.forEach((total, r) => (sums[r] = total.add(weight.mul(r === 0 ? 1 : y.pow(r)))));
  }
  const plain = sums.map((total) => total.div(sums[0]!));
  const hermite = plain.map((_, b) => {
    let total = new D(0);
    for (let i = 0; 2 * i <= b; i++) total = total.add(plain[b - 2 * i]!.mul((-1) ** i * hermiteCoefficient(b, i)));
    return total;
  });
  return [hermite, plain];
}

/** Doubles as the numbers that they are: decimal.js reads the shortest text that names them. */
const exactly = (x: number): Decimal => new D(Number.isFinite(x) ? exactDecimal(x) : x);
const isIn = (x: Decimal, { lo, hi }: Interval): boolean => x.gte(exactly(lo)) && x.lte(exactly(hi));

const grids = fc.record({
  kappa: fc.constantFrom(0.5, 0.7, 1, 2.5, 6, 11.5, 30),
  cells: fc.integer({ min: 1, max: 20 }),
  ghosts: fc.integer({ min: 0, max: 14 }),
  place: fc.integer({ min: 0, max: 1 << 12 }),
  width: fc.constantFrom(0, 1, 64, 700),
});

describe('the moments over a box', () => {
  it('for every grid, box and point of it, contain those summed directly', () => {
    fc.assert(
      fc.property(grids, ({ kappa, cells, ghosts, place, width }) => {
        const axis = { cells, ghosts, kappa: point(kappa), lower: point(0), width: point(1) };
        const moments = new BoxMoments(axis, ORDER);
        const from = Math.min(cells, (place / 4096) * cells);
        const to = Math.min(cells, from + width / 512);
        if (!moments.enclose(from, to)) return;
        for (const u of [from, (from + to) / 2, to]) {
          const [hermite, plain] = direct(kappa, cells, ghosts, exactly(u));
          for (let r = 0; r <= ORDER; r++) {
            expect(isIn(hermite[r]!, moments.hermite[r]!)).toBe(true);
            expect(isIn(plain[r]!, moments.plain[r]!)).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are known to almost all digits at a point, however small', () => {
    const axis = { cells: 64, ghosts: 14, kappa: point(0.7), lower: point(0), width: point(1) };
    const moments = new BoxMoments(axis, ORDER);
    moments.enclose(20.3, 20.3);
    for (let b = 1; b <= ORDER; b++) {
      const { lo, hi } = moments.hermite[b]!;
      expect(Math.abs(hi)).toBeLessThan(1e-5);
      expect(hi - lo).toBeLessThan(1e-11 * Math.max(-lo, hi));
    }
  });
});

function point(value: number) {
  return { lo: value, hi: value, defined: true };
}
