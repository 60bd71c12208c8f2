import { describe, expect, it } from 'vitest';
import { productEvaluator } from '../attention/product.js';
import { parseTarget } from '../expression/parse/index.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { exactInverseTemperature, gaussian, gaussianBoundProblem, type GaussianOrder } from './gaussian.js';
import { GaussianBoundProblem, TRUE_FACTORS } from './gaussian-bound.js';
import { maxAffineCost } from './max-affine-cost.js';
import { evaluateLiteral } from './max-affine-weights.js';

const system = decimalIntervalSystem(40);

const targetOf = (body: string, more = 'export const ghost = true;'): Promise<Target> =>
  parseTarget(
    `export const domain = [[0, 1]];\n${more}\nexport function target(x: number): number { return ${body}; }`,
  );

function problemOf(build: () => unknown) {
  try {
    build();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem;
    throw error;
  }
  return undefined;
}

describe('a Gaussian construction', () => {
  it.each<[GaussianOrder, number]>([
    [2, 1],
    [4, 3],
    [6, 5],
  ])('of order %i has the values that the inverse heat kernel prescribes', async (order, cells) => {
    const target = await targetOf('Math.exp(2 * x)');
    const layer = gaussian(target, order, { cells, ghosts: 2, inverseTemperature: { kappa: '1.5' } });
    // Δe^{2x} = 4e^{2x}: the factor is a partial sum of e^{−2/R}.
    const shrink = system.div(system.literal('-2'), exactInverseTemperature(layer));
    let [factor, term] = [system.literal('0'), system.literal('1')];
    for (let q = 0; q < order / 2; q++) {
      factor = system.add(factor, term);
      term = system.div(system.mul(term, shrink), system.fromNumber(q + 1));
    }
    const at = system.literal('0.3');
    const expected = system.mul(factor, system.exp(system.mul(system.literal('2'), at)));
    const [value] = evaluate(layer.values, system, [at]);
    expect(Math.abs(system.toNumber(system.sub(value!, expected)))).toBeLessThan(1e-35);
  });

  it('is the network that its literal weights make, ghost keys included', async () => {
    const target = await targetOf('Math.sin(3 * x)');
    const layer = gaussian(target, 4, { cells: 4, ghosts: 3, inverseTemperature: { kappa: '1' } });
    expect(maxAffineCost(layer).keys).toBe(10n);
    const x = [system.literal('0.37')];
    const [literal] = evaluateLiteral(system, layer, x);
    const [product] = productEvaluator(system, layer, { negligible: 0 })(x);
    expect(Math.abs(system.toNumber(system.sub(literal!, product!)))).toBeLessThan(1e-33);
  });

  it('chooses κ and ghost cells that make the bound small, on axes of different widths, too', async () => {
    const target = await parseTarget(
      'export const domain = [[0, 1], [0, 2]]; export const ghost = true;' +
        'export function target(x: number, y: number): number { return Math.sin(3 * x) * Math.cos(y); }',
    );
    const chosen = gaussian(target, 2, { cells: 16 });
    const [first, second] = chosen.gaussian.ghosts;
    expect(first).toBeGreaterThan(second!);
    const bound = gaussianBoundProblem(chosen, target).at(exactInverseTemperature(chosen)).upper;
    for (const kappa of ['0.5', '12']) {
      const other = gaussian(target, 2, { cells: 16, inverseTemperature: { kappa } });
      expect(gaussianBoundProblem(other, target).at(exactInverseTemperature(other)).upper).toBeGreaterThan(bound);
    }
  });

  it('refuses what has no formula beyond the domain, and says how to declare one', async () => {
    const target = await targetOf('Math.sin(3 * x)', '');
    expect(problemOf(() => gaussian(target, 2, { cells: 8 }))).toMatchObject({
      code: 'ghosts',
      remedy: expect.stringContaining('export const ghost = true') as unknown,
    });
    expect(problemOf(() => gaussian(target, 2, { cells: 8, ghosts: 0 }))).toBeUndefined();
  });

  it.each([
    ['Math.abs(x - 0.5)', 'kink'],
    ['Math.abs(x + 0.05) * x', 'x0 + 0.05 = 0'],
    ['x < 0.5 ? x : 1 - x', 'kink'],
    ['Math.floor(3 * x)', 'whole number'],
    ['Math.max(x, 0.2)', 'kink'],
    ['Math.cbrt(x - 0.3)', 'infinite slope'],
  ])('refuses %s, and says where the derivative breaks', async (body, where) => {
    const target = await targetOf(body);
    const problem = problemOf(() => gaussian(target, 4, { cells: 8 }));
    expect(problem?.code).toBe('smoothness');
    expect(problem?.found).toContain(where);
  });

  it('takes kinks that lie outside the grid', async () => {
    const target = await targetOf('Math.abs(x + 9)');
    expect(
      problemOf(() => gaussian(target, 2, { cells: 8, ghosts: 4, inverseTemperature: { kappa: '2' } })),
    ).toBeUndefined();
  });

  it('refuses ghost cells on which the formula has no value', async () => {
    const target = await targetOf('Math.log(x + 0.3)');
    const problem = problemOf(() => gaussian(target, 2, { cells: 8, ghosts: 8, inverseTemperature: { kappa: '2' } }));
    expect(problem).toMatchObject({ code: 'ghosts', found: expect.stringContaining('Math.log') as unknown });
  });

  it('refuses other numbers of ghost cells, points for axes, and values of too many operations', async () => {
    const target = await targetOf('Math.sin(3 * x)');
    for (const ghosts of [-1, 1.5, [2, 2], 2 ** 31]) {
      expect(problemOf(() => gaussian(target, 2, { cells: 8, ghosts }))?.code).toBe('ghosts');
    }
    const point = await parseTarget(
      'export const domain = [[1, 1]]; export const ghost = true; export function target(x: number) { return x; }',
    );
    expect(problemOf(() => gaussian(point, 2, { cells: 8 }))?.code).toBe('domain');
    const huge = await targetOf(
      Array.from({ length: 600 }, (_, i) => `Math.tanh(${i + 1} * x * Math.sin(${i + 2} * x))`).join(' * '),
    );
    const refused = problemOf(() => gaussian(huge, 6, { cells: 8, ghosts: 2, inverseTemperature: { kappa: '1' } }));
    expect(refused?.code).toBe('too-large');
    expect(refused?.required).toMatch(/about \d+ operations/);
  });
});

describe('the bound of a Gaussian construction', () => {
  // Known beforehand, to four digits.
  it.each([
    [2, 8, '2', 8, 3.536e-2],
    [2, 32, '2', 8, 2.233e-3],
    [2, 128, '2', 8, 1.453e-4],
    [4, 8, '1', 12, 2.593e-3],
    [4, 32, '1', 12, 9.689e-6],
    [4, 128, '1', 12, 3.858e-8],
    [6, 8, '0.7', 12, 1.83e-4],
    [6, 32, '0.7', 12, 4.143e-8],
    [6, 128, '0.7', 12, 1.034e-11],
  ] as const)(
    'of order %i for sin 3x with %i cells is what theory gives',
    async (order, cells, kappa, ghosts, expected) => {
      const target = await targetOf('Math.sin(3 * x)');
      const layer = gaussian(target, order, { cells, ghosts, inverseTemperature: { kappa } });
      const { lower, upper } = gaussianBoundProblem(layer, target).at(exactInverseTemperature(layer));
      expect(upper / lower).toBeLessThan(1.003);
      expect(lower / expected).toBeCloseTo(1, 3);
    },
  );

  it('has every factor: none of its three parts is idle', async () => {
    const target = await targetOf('Math.sin(3 * x)');
    const layer = gaussian(target, 4, { cells: 16, ghosts: 8, inverseTemperature: { kappa: '2' } });
    const at = (factors: typeof TRUE_FACTORS): number =>
      new GaussianBoundProblem(target, layer.gaussian, { factors, orders: [3] }).at(exactInverseTemperature(layer))
        .upper;
    const whole = at(TRUE_FACTORS);
    for (const part of ['bias', 'saturation', 'remainder'] as const) {
      expect(at({ ...TRUE_FACTORS, [part]: 0 })).toBeLessThan(0.999 * whole);
    }
  });

  it('is finite without ghost cells, of first order, and unaffected by the mask of one token', async () => {
    const target = await targetOf('Math.sin(3 * x)');
    const bound = (cells: number): number => {
      const layer = gaussian(target, 2, {
        cells,
        ghosts: 0,
        inverseTemperature: { kappa: '2' },
        mask: decimalConstant('5'),
      });
      return gaussianBoundProblem(layer, target).at(exactInverseTemperature(layer)).upper;
    };
    expect(bound(32) / bound(64)).toBeGreaterThan(1.8);
    expect(bound(32) / bound(64)).toBeLessThan(2.3);
  });
});
