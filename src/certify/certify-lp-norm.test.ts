import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxAffine } from '../constructions/max-affine.js';
import { maxAffineAverage } from '../constructions/max-affine-average.js';
import { decimalConstant } from '../expression/real-constant.js';
import { parseTarget } from '../expression/parse/index.js';
import { buildTarget } from '../generators/build-target.js';
import { targetArbitrary } from '../generators/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';
import { certifyLpNorm } from './certify-lp-norm.js';
import { functionLpProblem } from './function-lp-problem.js';
import { layerLpProblem } from './layer-lp-problem.js';
import type { LpProblem } from './lp-norm.js';
import { UnitFrame } from './unit-frame.js';

const oracle = decimalIntervalSystem(40);
const axis = (lower: string, upper: string, cells = 1) => ({
  axis: { lower: decimalConstant(lower), upper: decimalConstant(upper) },
  cells,
});

/** The error whose outputs are `constant + Σ slopes_t x_t`, with its exact slopes or without. */
function affineError(
  frame: UnitFrame,
  outputs: readonly { readonly constant: number; readonly slopes: readonly number[] }[],
  withSlopes = true,
): LpProblem {
  const g = frame.cells.length;
  const error = {
    dimension: g,
    least: new Float64Array(outputs.length),
    greatest: new Float64Array(outputs.length),
    enclose(box: Float64Array): number {
      let most = 0;
      outputs.forEach(({ constant, slopes }, r) => {
        let [low, high] = [constant, constant];
        slopes.forEach((slope, t) => {
          const [from, to] = slope >= 0 ? [box[2 * t]!, box[2 * t + 1]!] : [box[2 * t + 1]!, box[2 * t]!];
          low = addDown(low, mulDown(slope, from));
          high = addUp(high, mulUp(slope, to));
        });
        this.least[r] = low;
        this.greatest[r] = high;
        most = Math.max(most, -low, high);
      });
      return most;
    },
  };
  const encloseSlopes = (_box: Float64Array, out: Float64Array): void => {
    outputs.forEach(({ slopes }, r) => {
      slopes.forEach((slope, t) => out.fill(slope, 2 * (r * g + t), 2 * (r * g + t) + 2));
    });
  };
  return { frame, error, ...(withSlopes ? { encloseSlopes } : {}) };
}

const overlap = (x: { lower: number; upper: number }, y: DecimalInterval): boolean =>
  x.lower <= oracle.upper(y) && oracle.lower(y) <= x.upper;

describe('certifyLpNorm', () => {
  it('encloses the norm of |x − c| on [0, 1] for every c and exponent, within the tolerance', () => {
    const exponents = fc.constantFrom('1', '1.5', '2', '2.7', '3', '4', '10');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1024 }), exponents, fc.boolean(), (k, p, withSlopes) => {
        const c = k / 1024;
        const problem = affineError(new UnitFrame([axis('0', '1')]), [{ constant: -c, slopes: [1] }], withSlopes);
        const relative = withSlopes ? 1e-5 : 1e-2;
        const found = certifyLpNorm(problem, intervalSystem.literal(p), { relative });
        // ∫ |x − c|^p = (c^{p+1} + (1 − c)^{p+1})/(p + 1).
        const exponent = oracle.literal(p);
        const next = oracle.add(exponent, oracle.literal('1'));
        const power = (x: number) => (x > 0 ? oracle.pow(oracle.fromNumber(x), next) : oracle.literal('0'));
        const integral = oracle.div(oracle.add(power(c), power(1 - c)), next);
        const norm = oracle.pow(integral, oracle.div(oracle.literal('1'), exponent));
        expect(overlap(found, norm)).toBe(true);
        expect(found.status).toBe('converged');
        expect(found.upper - found.lower).toBeLessThanOrEqual(relative * found.lower);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('for every error of up to three affine outputs, the centred form encloses what the constant form encloses', () => {
    const slope = fc.integer({ min: -8, max: 8 });
    const output = fc.record({ constant: slope, slopes: fc.tuple(slope, slope) });
    fc.assert(
      fc.property(fc.array(output, { minLength: 1, maxLength: 3 }), fc.constantFrom('1', '2', '3.5'), (outputs, p) => {
        const frame = new UnitFrame([axis('-1', '1', 2), axis('0', '0.5', 3)]);
        const exponent = intervalSystem.literal(p);
        const plain = certifyLpNorm(affineError(frame, outputs, false), exponent, { relative: 0.05, boxes: 40_000 });
        const centred = certifyLpNorm(affineError(frame, outputs), exponent, { relative: 1e-3, boxes: 40_000 });
        expect(centred.lower).toBeLessThanOrEqual(plain.upper);
        expect(plain.lower).toBeLessThanOrEqual(centred.upper);
        expect(centred.lower).toBeLessThanOrEqual(centred.upper);
      }),
      { numRuns: 40, seed: 12 },
    );
  });

  it('integrates the larger of two outputs: ∫ max(x, 1 − x)² = 7/12', () => {
    const problem = affineError(new UnitFrame([axis('0', '1')]), [
      { constant: 0, slopes: [1] },
      { constant: 1, slopes: [-1] },
    ]);
    const { lower, upper } = certifyLpNorm(problem, intervalSystem.literal('2'), { relative: 1e-6 });
    const norm = oracle.sqrt(oracle.div(oracle.literal('7'), oracle.literal('12')));
    expect(overlap({ lower, upper }, norm)).toBe(true);
    expect(upper / lower - 1).toBeLessThan(1e-6);
  });

  it('encloses norms of errors of every size, for exponents whose powers are no doubles', () => {
    for (const size of [2 ** -400, 2 ** -20, 1, 3, 2 ** 400]) {
      for (const p of ['1', '2', '50', '1000', '1e5']) {
        for (const withSlopes of [true, false]) {
          const problem = affineError(new UnitFrame([axis('0', '1')]), [{ constant: 0, slopes: [size] }], withSlopes);
          const options = { relative: 0.01, absolute: 0, boxes: 20_000 };
          const found = certifyLpNorm(problem, intervalSystem.literal(p), options);
          // (∫ (size·x)^p)^{1/p} = size·(p + 1)^{−1/p}.
          const exponent = oracle.literal(p);
          const next = oracle.add(exponent, oracle.literal('1'));
          const root = oracle.pow(next, oracle.neg(oracle.div(oracle.literal('1'), exponent)));
          expect(overlap(found, oracle.mul(oracle.fromNumber(size), root)), `${size} ${p}`).toBe(true);
          // Beyond, the powers of errors that are not within a factor of the scale vanish; the ends stay true.
          if (Number(p) <= 1000) expect(found.status).toBe('converged');
        }
      }
    }
  });

  it('of an error that is 0 on a part of the domain, or all of it, whether its slopes are known or not', async () => {
    // ∫ (max(0, x))^p over [−1, 1] is 1/(p + 1).
    const zero = '(x < 0.25 ? 0.25 : x) - Math.max(0.25, x)';
    for (const body of ['Math.max(0, x)', 'x > 0 ? x : 0', 'x - x', zero]) {
      const target = await parseTarget(`
        export const domain = [[-1, 1]];
        export function target(x: number): number { return ${body}; }
      `);
      for (const p of [1, 2]) {
        const found = certifyLpNorm(functionLpProblem(target), intervalSystem.fromNumber(p), { absolute: 1e-3 });
        const exact = body === zero || body === 'x - x' ? 0 : (1 / (p + 1)) ** (1 / p);
        expect(found.lower).toBeLessThanOrEqual(exact * (1 + 2 ** -50));
        expect(found.upper).toBeGreaterThanOrEqual(exact * (1 - 2 ** -50));
        expect(found.status).toBe('converged');
      }
    }
  });

  it('finds the scale of an error that is 0 at all dyadic numbers: a layer for f(x) = x in L_1000', async () => {
    const target = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number): number { return x; }',
    );
    const problem = layerLpProblem(maxAffine(target, { cells: 16, inverseTemperature: 'auto' }), target);
    const found = certifyLpNorm(problem, intervalSystem.literal('1000'), { boxes: 20_000 });
    expect(found.status).toBe('converged');
    // At the ends the layer is off by half a cell, 1/32, on a length of which the 1000th root is about 1.
    expect(found.lower).toBeGreaterThan(0.03);
    expect(found.upper).toBeLessThan(1 / 32);
  });

  it('finds the scale of an error with a narrow peak: 1/(1 + 10⁴(x − 0.3)²) in L_1000', async () => {
    const target = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number): number { return 1 / (1 + 1e4 * (x - 0.3) ** 2); }',
    );
    const found = certifyLpNorm(functionLpProblem(target), intervalSystem.literal('1000'), { boxes: 20_000 });
    expect(found.status).toBe('converged');
    expect(found.lower).toBeGreaterThan(0.95);
    expect(found.upper).toBeLessThan(1);
  });

  it('scales with the length of the axes, whose ends need not be doubles', () => {
    // ∫ x² over [0.1, 0.4] is (0.064 − 0.001)/3 = 0.021.
    const problem = affineError(new UnitFrame([axis('0.1', '0.4', 3)]), [{ constant: 0, slopes: [1] }]);
    const found = certifyLpNorm(problem, intervalSystem.literal('2'), { relative: 1e-9 });
    expect(overlap(found, oracle.sqrt(oracle.literal('0.021')))).toBe(true);
  });

  const layers = fc.record({
    description: targetArbitrary({ inputs: { min: 1, max: 2 } }),
    cells: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
    kappa: fc.constantFrom('0.3', '4', '55'),
    p: fc.constantFrom('1', '2', '4'),
    mask: fc.constantFrom('0', '3', '40'),
  });

  it('for every layer, with and without slopes and regions, overlapping enclosures of the same norm', () => {
    fc.assert(
      fc.property(layers, ({ description, cells, kappa, p, mask }) => {
        const target = buildTarget(description);
        const layer = maxAffine(target, {
          cells: cells.slice(0, target.domain.length),
          inverseTemperature: { kappa },
          mask: decimalConstant(mask),
        });
        const problem = layerLpProblem(layer, target);
        const { frame, error } = problem;
        const exponent = intervalSystem.literal(p);
        const plain = certifyLpNorm({ frame, error }, exponent, { relative: 0.1, boxes: 6000 });
        const full = certifyLpNorm(problem, exponent, { relative: 0.01, boxes: 6000 });
        expect(full.lower).toBeLessThanOrEqual(plain.upper);
        expect(plain.lower).toBeLessThanOrEqual(full.upper);
        expect(full.upper).toBeLessThan(Infinity);
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  it('stops at a goal from either side', () => {
    const problem = affineError(new UnitFrame([axis('0', '1')]), [{ constant: 0, slopes: [1] }]);
    const p = intervalSystem.literal('1');
    expect(certifyLpNorm(problem, p, { goal: 0.6 }).status).toBe('goal-met');
    expect(certifyLpNorm(problem, p, { goal: 0.4 }).status).toBe('goal-exceeded');
    const bent = affineError(new UnitFrame([axis('0', '1')]), [{ constant: -0.3, slopes: [1] }], false);
    const poor = certifyLpNorm(bent, p, { relative: 1e-6, boxes: 9 });
    // ∫ |x − 0.3| = (0.09 + 0.49)/2.
    expect(poor).toMatchObject({ status: 'budget' });
    expect(overlap(poor, oracle.literal('0.29'))).toBe(true);
  });

  it('refuses exponents below 1, options that are no numbers, and axes without length', () => {
    const problem = affineError(new UnitFrame([axis('0', '1')]), [{ constant: 0, slopes: [1] }]);
    expect(() => certifyLpNorm(problem, intervalSystem.literal('0.5'))).toThrow(RangeError);
    expect(() => certifyLpNorm(problem, intervalSystem.literal('2'), { relative: NaN })).toThrow(RangeError);
    expect(() => new UnitFrame([axis('1', '1')])).toThrow('[1, 1] has no length');
  });

  it('bounds the norm beside a declared singularity: |x − 1/2|^{−2/5} against its averages', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1]];
      export const singularities = [{ point: [0.5], exponent: 0.4 }];
      export function target(x: number): number { return Math.abs(x - 0.5) ** -0.4; }
    `);
    // One cell: the layer is the average, 2·(1/2)^{3/5}/(3/5) = 2.1991; the error's L_1 norm is elementary.
    const layer = maxAffineAverage(target, { cells: 1, inverseTemperature: 'auto' });
    const mean = oracle.div(oracle.pow(oracle.literal('0.5'), oracle.literal('0.6')), oracle.literal('0.3'));
    const [low, high] = layer.averages!.ends;
    expect(overlap({ lower: low!, upper: high! }, mean)).toBe(true);
    expect(high! - low!).toBeLessThan(0.02);
    const found = certifyLpNorm(layerLpProblem(layer, target), intervalSystem.literal('1'), { relative: 0.02 });
    // f = m at distance r* = m^{−5/2}; ∫ |f − m| = 4 ∫_0^{r*} (r^{−2/5} − m) dr as f − m has mean 0.
    const radius = oracle.pow(mean, oracle.literal('2.5'));
    const inverse = oracle.div(oracle.literal('1'), radius);
    const inner = oracle.sub(
      oracle.div(oracle.pow(inverse, oracle.literal('0.6')), oracle.literal('0.6')),
      oracle.mul(mean, inverse),
    );
    expect(overlap(found, oracle.mul(oracle.literal('4'), inner))).toBe(true);
    expect(found.status).toBe('converged');
  });

  it('bounds what lies beside a singularity in the scale of the error: h|x − 1/2|^{−2/5}, h small and large', async () => {
    for (const [text, h] of [
      ['0.00000095367431640625', 2 ** -20],
      ['1048576', 2 ** 20],
    ] as const) {
      const target = await parseTarget(`
        export const domain = [[0, 1]];
        export const singularities = [{ point: [0.5], exponent: 0.4 }];
        export function target(x: number): number { return ${text} * Math.abs(x - 0.5) ** -0.4; }
      `);
      const found = certifyLpNorm(functionLpProblem(target), intervalSystem.literal('2'), { relative: 1e-3 });
      // ∫ r^{−4/5} over both sides is 2·(1/2)^{1/5}/(1/5).
      const integral = oracle.mul(oracle.literal('10'), oracle.pow(oracle.literal('0.5'), oracle.literal('0.2')));
      expect(overlap(found, oracle.mul(oracle.fromNumber(h), oracle.sqrt(integral)))).toBe(true);
      expect(found.status).toBe('converged');
    }
  });
});
