import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { encloseCellAverages, isBounded } from './cell-averages.js';

const oracle = decimalIntervalSystem(40);
const rational = (p: number, q: number): DecimalInterval => oracle.div(oracle.fromNumber(p), oracle.fromNumber(q));

function expectAverage(ends: Float64Array, entry: number, exact: DecimalInterval, width: number): void {
  const [low, high] = [ends[2 * entry]!, ends[2 * entry + 1]!];
  expect(low).toBeLessThanOrEqual(oracle.upper(exact));
  expect(high).toBeGreaterThanOrEqual(oracle.lower(exact));
  expect(high - low).toBeLessThanOrEqual(width);
}

const grid = (target: Target, cells: readonly number[]) => ({
  axes: target.domain.map((axis, t) => ({ axis, cells: cells[t]! })),
});

describe('encloseCellAverages', () => {
  it('of x² and x³ on cells of any interval: the quotients of differences of powers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (from, length, cells) => {
          const target = await parseTarget(`
            export const domain = [[${from / 10}, ${(from + length) / 10}]];
            export function target(x: number): number[] { return [x ** 2, x ** 3]; }
          `);
          const { ends } = encloseCellAverages(target, grid(target, [cells]));
          const scale = (Math.abs(from) + length) / 10;
          for (let k = 0; k < cells; k++) {
            const a = oracle.add(rational(from, 10), rational(k * length, 10 * cells));
            const b = oracle.add(rational(from, 10), rational((k + 1) * length, 10 * cells));
            [2, 3].forEach((n, r) => {
              const integral = oracle.div(
                oracle.sub(oracle.powInteger(b, n + 1), oracle.powInteger(a, n + 1)),
                oracle.fromNumber(n + 1),
              );
              // The tolerance: 2^-12 of how much the power varies over the cell, at most n·scale^(n−1) times its width.
              const variation = n * scale ** (n - 1) * (length / 10 / cells);
              expectAverage(ends, 2 * k + r, oracle.div(integral, oracle.sub(b, a)), variation * 2 ** -11);
            });
          }
        },
      ),
      { numRuns: 25, seed: 3 },
    );
  });

  it('of a product in two inputs, cells with the last axis fastest', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1], [0, 2]];
      export function target(x: number, y: number): number { return x * y ** 2; }
    `);
    const { ends } = encloseCellAverages(target, grid(target, [2, 3]));
    for (let i = 0; i < 2; i++) {
      for (let k = 0; k < 3; k++) {
        // Means of x over [i/2, (i+1)/2] and of y² over [2k/3, 2(k+1)/3].
        const exact = oracle.mul(rational(2 * i + 1, 4), rational(4 * ((k + 1) ** 3 - k ** 3), 27));
        expectAverage(ends, 3 * i + k, exact, 1e-3);
      }
    }
  });

  it('of a step anywhere in a cell: the share of the cell beyond it, and exactly the values elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 9 }), async (at, cells) => {
        const target = await parseTarget(`
          export const domain = [[0, 3]];
          export function target(x: number): number { return x < ${at / 100} ? -1 : 4; }
        `);
        const { ends } = encloseCellAverages(target, grid(target, [cells]));
        for (let k = 0; k < cells; k++) {
          // In units of the cell's width: the part right of the step.
          const beyond = oracle.sub(rational(k + 1, 1), rational(at * cells, 300));
          const share = oracle.max(oracle.literal('0'), oracle.min(oracle.literal('1'), beyond));
          const exact = oracle.sub(oracle.mul(oracle.literal('5'), share), oracle.literal('1'));
          expectAverage(ends, k, exact, 5 * 2 ** -12);
        }
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('of a jump along one of two axes with few boxes, because only that axis is cut', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1], [0, 1]];
      export function target(x: number, y: number): number { return y < 1 / 3 ? 0 : 1; }
    `);
    const { ends } = encloseCellAverages(target, grid(target, [1, 1]), { boxes: 40 });
    expectAverage(ends, 0, rational(2, 3), 2 ** -12);
  });

  it('beside declared singularities in one and two inputs', async () => {
    const line = await parseTarget(`
      export const domain = [[0, 1]];
      export const singularities = [{ point: [0.25], exponent: 0.5 }];
      export function target(x: number): number { return 1 / Math.sqrt(Math.abs(x - 0.25)); }
    `);
    const { ends } = encloseCellAverages(line, grid(line, [2]));
    // Twice the integrals: 4√(1/4) on the left; 2√(3/4) − 2√(1/4) on the right.
    expectAverage(ends, 0, oracle.literal('4'), 1e-2);
    const root = oracle.sqrt(oracle.literal('0.75'));
    expectAverage(ends, 1, oracle.sub(oracle.mul(oracle.literal('4'), root), oracle.literal('2')), 1e-3);

    const plane = await parseTarget(`
      export const domain = [[-1, 1], [-1, 1]];
      export const singularities = [{ point: [0, 0], exponent: 1 }];
      export function target(x: number, y: number): number { return 1 / Math.hypot(x, y); }
    `);
    // ∫ 1/r over the square is 8 ln(1 + √2).
    const exact = oracle.mul(
      oracle.literal('2'),
      oracle.log(oracle.add(oracle.literal('1'), oracle.sqrt(oracle.literal('2')))),
    );
    expectAverage(encloseCellAverages(plane, grid(plane, [1, 1])).ends, 0, exact, 0.05);
  });

  it('says so where growth is not integrable, not declared, or not shown', async () => {
    const text = (body: string, singularity: string) => `
      export const domain = [[0, 1]];
      ${singularity}
      export function target(x: number): number { return ${body}; }
    `;
    const declared = 'export const singularities = [{ point: [0.5], exponent: 0.9 }];';
    for (const source of [
      text('1 / Math.abs(x - 0.5)', declared),
      text('1 / Math.sqrt(Math.abs(x - 0.5))', ''),
      text('1 / Math.sqrt(Math.abs(x - 0.25))', declared),
      text('1 / Math.sqrt(Math.abs(Math.sin(x) - Math.sin(0.5)))', declared),
    ]) {
      const target = await parseTarget(source);
      const averages = encloseCellAverages(target, grid(target, [1]), { boxes: 64 });
      expect(isBounded(averages)).toBe(false);
    }
  });

  it('of a constant: the constant, with one look at each cell', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1]];
      export function target(x: number): number { return 0.1; }
    `);
    const { ends } = encloseCellAverages(target, grid(target, [5]), { boxes: 1 });
    for (let k = 0; k < 5; k++) expectAverage(ends, k, oracle.literal('0.1'), 2 ** -55);
  });

  it('refuses axes without length', () => {
    const point = { lower: decimalConstant('0.1'), upper: decimalConstant('0.1') };
    const expression = { inputs: 1, nodes: [{ op: 'input' as const, index: 0, args: [] as const }], outputs: [0] };
    expect(() => encloseCellAverages({ expression, singularities: [] }, { axes: [{ axis: point, cells: 2 }] })).toThrow(
      RangeError,
    );
  });

  it('tells the share of cells that are done; on request goes on with one box each, wide but true', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1]];
      export function target(x: number): number { return x ** 2; }
    `);
    const sharp = encloseCellAverages(target, grid(target, [8])).ends;
    const told: number[] = [];
    const { ends } = encloseCellAverages(target, grid(target, [8]), {
      onProgress: (done) => told.push(done),
      stop: () => told.length >= 4,
    });
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((k) => k / 8));
    for (let k = 0; k < 8; k++) {
      expect(ends[2 * k]!).toBeLessThanOrEqual(sharp[2 * k + 1]!);
      expect(ends[2 * k + 1]!).toBeGreaterThanOrEqual(sharp[2 * k]!);
      const isSharp = ends[2 * k] === sharp[2 * k] && ends[2 * k + 1] === sharp[2 * k + 1];
      expect(isSharp).toBe(k < 4);
    }
  });
});
