import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { exactDecimal } from '../numeric/decimal-text.js';
import type { Interval } from '../numeric/interval.js';
import { gaussianMoment, hermiteCoefficient } from './hermite.js';
import { farMoment, latticeFloor, latticeMoments, latticeNome } from './lattice-moments.js';
import { momentSuprema } from './moment-suprema.js';

const D = Decimal.clone({ precision: 60 });
const PI = D.acos(-1);
const ORDER = 6;

/** Doubles as the numbers that they are: decimal.js reads the shortest text that names them. */
const exactly = (x: number): Decimal => new D(Number.isFinite(x) ? exactDecimal(x) : x);

/** Contains the number, and is no wider than a few hundred roundings of it. */
function expectSharp(value: Interval, exact: Decimal): void {
  expect(exact.gte(exactly(value.lo)) && exact.lte(exactly(value.hi))).toBe(true);
  expect(value.hi - value.lo).toBeLessThanOrEqual(1e-12 * value.hi + 1e-300);
}

const nome = (kappa: number): Decimal => PI.pow(2).mul(-2).div(kappa).exp();

const floor = (kappa: number): Decimal =>
  D.max(new D(1).sub(nome(kappa).mul(2)), D.sqrt(exactly(2 * kappa).div(PI)).mul(exactly(-kappa).div(8).exp()));

/** `Σ_j` by direct summation, until terms no longer matter. */
function sum(term: (j: number) => Decimal): Decimal {
  let total = new D(0);
  for (let j = 1; j < 400; j++) {
    const next = term(j);
    total = total.add(next);
    if (j > 8 && next.lt(total.mul('1e-58'))) break;
  }
  return total;
}

function waveDeviation(r: number, kappa: number): Decimal {
  const total = sum((j) => {
    const z = PI.mul(2 * j).div(D.sqrt(kappa));
    let hermite = new D(0);
    for (let i = 0; 2 * i <= r; i++) hermite = hermite.add(z.pow(r - 2 * i).mul(hermiteCoefficient(r, i)));
    return nome(kappa)
      .pow(j * j)
      .mul(hermite.add(gaussianMoment(r)));
  });
  return total.mul(2).div(floor(kappa));
}

function tail(r: number, kappa: number, ghosts: number): Decimal {
  const total = sum((i) => {
    const y = new D(ghosts + i).sub('0.5');
    return y.pow(r).mul(y.pow(2).mul(-kappa).div(2).exp());
  });
  return total
    .mul(2)
    .div(floor(kappa))
    .mul(D.sqrt(new D(kappa).div(PI.mul(2))))
    .mul(D.sqrt(kappa).pow(r));
}

function deviation(r: number, kappa: number, ghosts: number): Decimal {
  const [wave, t0, far] = [waveDeviation(r, kappa), tail(0, kappa, ghosts), tail(r, kappa, ghosts)];
  const lost = t0.mul(wave.add(gaussianMoment(r))).add(far);
  return wave.add(lost.div(new D(1).sub(t0)));
}

/** `E y^r` and `E|y|^r` of the keys of a grid at `u` cells from the lower end of its domain. */
function moments(r: number, kappa: number, cells: number, ghosts: number, u: Decimal): readonly [Decimal, Decimal] {
  let [mass, plain, absolute] = [new D(0), new D(0), new D(0)];
  for (let k = -ghosts; k < cells + ghosts; k++) {
    const distance = new D(k).add('0.5').sub(u);
    const weight = distance.pow(2).mul(-kappa).div(2).exp();
    const y = distance.mul(D.sqrt(kappa)).pow(r);
    mass = mass.add(weight);
    plain = plain.add(weight.mul(y));
    absolute = absolute.add(weight.mul(y.abs()));
  }
  return [plain.div(mass), absolute.div(mass)];
}

const point = (value: number): Interval => ({ lo: value, hi: value, defined: true });
const axis = (cells: number, ghosts: number, kappa: number) => ({ cells, ghosts, kappa: point(kappa) });

describe('the moments of a lattice', () => {
  it.each([
    [0.5, 16],
    [1, 12],
    [2, 8],
    [6, 4],
    [11, 3],
  ])('for κ = %f and %i ghost cells, the closed forms are those summed directly at 60 digits', (kappa, ghosts) => {
    expectSharp(latticeNome(point(kappa)), nome(kappa));
    expectSharp(latticeFloor(point(kappa)), floor(kappa));
    const bounds = latticeMoments(axis(16, ghosts, kappa), ORDER);
    for (let r = 0; r <= ORDER; r++) {
      expectSharp(farMoment(r, point(kappa), ghosts + 0.5), tail(r, kappa, ghosts));
      if (r > 0) expectSharp(bounds.deviation[r]!, deviation(r, kappa, ghosts));
    }
  });

  const grids = [0.6, 11, 300].flatMap((kappa) =>
    [
      [1, 12],
      [3, 4],
      [7, 1],
      [5, 0],
    ].map(([cells, ghosts]) => [kappa, cells!, ghosts!] as const),
  );

  it.each(grids)(
    'for κ = %f, %i cells and %i ghost cells, no moment at any point exceeds what is promised',
    (kappa, cells, ghosts) => {
      const closed = latticeMoments(axis(cells, ghosts, kappa), 6);
      const searched = momentSuprema(axis(cells, ghosts, kappa), 6);
      for (let i = 0; i <= 12; i++) {
        const u = new D(cells)
          .mul(i)
          .div(12)
          .mul(i % 2 === 0 ? 1 : '0.9371');
        for (let r = 1; r <= 6; r++) {
          const [plain, absolute] = moments(r, kappa, cells, ghosts, u);
          const off = plain.sub(gaussianMoment(r)).abs();
          for (const bounds of [closed, searched]) {
            expect(off.lte(exactly(bounds.deviation[r]!.hi))).toBe(true);
            expect(absolute.lte(exactly(bounds.absolute[r]!.hi))).toBe(true);
          }
        }
      }
    },
  );

  it('say nothing where too few ghost cells are left for them, and certified suprema still do', () => {
    expect(latticeMoments(axis(8, 0, 2), 4).deviation[1]!.hi).toBe(Infinity);
    expect(momentSuprema(axis(8, 0, 2), 4).deviation[1]!.hi).toBeLessThan(1.5);
    // Too small a κ for a search, too.
    expect(momentSuprema(axis(1000, 0, 0.01), 4).deviation[1]!.hi).toBe(Infinity);
  });

  it('are nearly those that are attained, where κ is large', () => {
    const { deviation: found, absolute } = momentSuprema(axis(8, 4, 100), 2);
    // At the border between two cells y = ±√κ/2, with equal weights.
    expect(found[1]!.hi).toBeGreaterThan(4.2);
    expect(found[1]!.hi).toBeLessThan(5);
    expect(absolute[2]!.hi).toBeLessThan(25.5);
  });
});
