import { Decimal as Shared } from 'decimal.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { certifySupNorm } from '../certify/index.js';
import { ConstructionError } from '../constructions/construction.js';
import { parseTarget } from '../expression/parse/index.js';
import type { Target } from '../expression/target.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { nextDown, nextUp } from '../numeric/directed.js';
import { certifyTarget } from './certify-target.js';
import { construct } from './construct.js';
import { UnknownConstructionError } from './unknown-construction-error.js';

/** Comparisons are exact; the private constructor keeps them so. */
const Decimal = Shared.clone({ defaults: true });

const read = (body: string, more = '', domain = '[[0, 1]]', parameters = 'x: number'): Promise<Target> =>
  parseTarget(`export const domain = ${domain};\n${more}\nexport function target(${parameters}) { return ${body}; }`);

describe('certifying a target', () => {
  let sine: Target;
  beforeAll(async () => {
    sine = await read('Math.sin(3 * x)');
  });

  test('the enclosure contains the error at its witness, computed directly', () => {
    const { report, status } = certifyTarget(sine, { cells: 8, inverseTemperature: '100', relative: 1e-3 });
    expect(status).toBe('converged');
    const x = Number(report.witness![0]);
    let [sum, mass] = [0, 0];
    for (let k = 0; k < 8; k++) {
      const centre = (k + 0.5) / 8;
      const weight = Math.exp(-50 * (x - centre) ** 2);
      sum += weight * Math.sin(3 * centre);
      mass += weight;
    }
    const error = Math.abs(sum / mass - Math.sin(3 * x));
    // The direct sum has 8 terms of float64 arithmetic: a relative error far below 1e-12.
    expect(error).toBeGreaterThanOrEqual(Number(report.lower) * (1 - 1e-12));
    expect(error).toBeLessThanOrEqual(Number(report.upper));
    expect(Number(report.upper)).toBeLessThanOrEqual(1.001 * Number(report.lower));
  });

  test('printed ends lie outside of the computed ones, which they tell apart from their neighbours', () => {
    const options = { relative: 1e-3 };
    for (const cells of [5, 7, 11, 13]) {
      const { report } = certifyTarget(sine, { cells, ...options });
      const { lower, upper } = certifySupNorm(construct('max-affine', sine, { cells }), sine, options);
      const text = (x: number): Shared => new Decimal(exactDecimal(x));
      expect(text(lower).gte(report.lower) && text(upper).lte(report.upper)).toBe(true);
      expect(text(nextDown(lower)).lt(report.lower) && text(nextUp(upper)).gt(report.upper)).toBe(true);
    }
  });

  test('the report names every parameter, those by default too', () => {
    const { report } = certifyTarget(sine, { cells: 8, kappa: '2' });
    expect(report).toMatchObject({
      schema: 'softproof/enclosure@1',
      construction: 'max-affine',
      norm: 'inf',
      keys: '8',
    });
    // κ/s² = 2·64.
    expect(report.parameters).toEqual({ cells: [8], inverseTemperature: '128', kappa: '2', mask: '0' });
  });

  test('a verdict that the tolerance leaves open is decided with the rest of the budget', () => {
    const loose = certifyTarget(sine, { cells: 8, relative: 10 });
    expect(loose.report.verdict).toBe('certified');
    expect(Number(loose.report.upper)).toBeLessThanOrEqual(Number(loose.report.bound));
  });

  test('for every budget, however small, the enclosure is true', () => {
    const exact = certifyTarget(sine, { cells: 16, relative: 1e-9, absolute: 0 }).report;
    for (const boxes of [1, 2, 5, 20]) {
      const { report, status } = certifyTarget(sine, { cells: 16, relative: 1e-9, absolute: 0, boxes });
      expect(status).toBe('budget');
      expect(Number(report.lower)).toBeLessThanOrEqual(Number(exact.upper));
      expect(Number(report.upper)).toBeGreaterThanOrEqual(Number(exact.lower));
    }
  });

  test('a constant has error 0, exactly, whatever its value', async () => {
    for (const value of ['0.1', '0', '-7', 'Math.PI']) {
      const { report } = certifyTarget(await read(value), { cells: 3 });
      expect(report).toMatchObject({ lower: '0', upper: '0', bound: '0', verdict: 'certified', boxes: 0 });
    }
  });

  test('a constant passes a softmax over cells exactly, though no double is its value', async () => {
    const target = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return 0.1; }',
    );
    const { report } = certifyTarget(target, { construction: 'attention-softmax', cells: 4 });
    expect([report.verdict, report.bound]).toEqual(['certified', '0']);
  });

  test('a constant with unequal tokens leaks through the mask, and by no more than the bound', async () => {
    const shape = 'export const shape = { width: 1, tokens: 2 };';
    const pair = await read('[[0.1], [0.7]]', shape, '[[0, 1], [0, 1]]', 'X: number[][]');
    const { report } = certifyTarget(pair, { cells: 2, mask: '1' });
    // e^-1/(1 + e^-1)·0.6 = 0.16136…
    expect(Number(report.lower)).toBeLessThanOrEqual(0.161365);
    expect(Number(report.upper)).toBeGreaterThanOrEqual(0.161364);
    expect(Number(report.lower)).toBeGreaterThan(0.16);
    expect(report.verdict).toBe('certified');
  });

  test('beyond three inputs only the upper end is bounded, and nothing is searched', async () => {
    const sum = await read(
      'a + b + c + d',
      '',
      '[[0,1],[0,1],[0,1],[0,1]]',
      'a: number, b: number, c: number, d: number',
    );
    const { report, status } = certifyTarget(sum, { cells: 1000 });
    expect(status).toBe('bound');
    expect(report).toMatchObject({ keys: '1000000000000', lower: '0', witness: null, boxes: 0 });
    // L √(Σ s²/4) = 2·½·√4·10⁻³, met at the corner of a cell as R → ∞; what R adds is below a third of it.
    expect(Number(report.upper)).toBeGreaterThan(2e-3);
    expect(Number(report.upper)).toBeLessThan(3e-3);
  });

  test('asking to stop ends the search with a true enclosure', async () => {
    const twisted = await read(
      'Math.sin(6 * x * y + 1) * Math.cos(5 * x - 3 * y)',
      '',
      '[[0,1],[0,1]]',
      'x: number, y: number',
    );
    const { report, status } = certifyTarget(twisted, { cells: 32, relative: 1e-9, absolute: 0, stop: () => true });
    expect(report.boxes).toBeLessThan(10_000);
    expect(status).toBe('budget');
    expect(Number(report.lower)).toBeLessThanOrEqual(Number(report.upper));
  });

  test('what cannot be built is refused before any work', () => {
    expect(() => certifyTarget(sine, { cells: 8, construction: 'max-afine' })).toThrow(UnknownConstructionError);
    expect(() => certifyTarget(sine, { cells: 2 ** 30 })).toThrow(/memory/);
    expect(() => certifyTarget(sine, { cells: 0 })).toThrow(ConstructionError);
    expect(() => certifyTarget(sine, { cells: 8, inverseTemperature: '-1' })).toThrow(ConstructionError);
    expect(() => certifyTarget(sine, { cells: 8, inverseTemperature: 'hot' })).toThrow(/not a decimal number/);
    expect(() => certifyTarget(sine, { cells: 8, mask: '' })).toThrow(ConstructionError);
    expect(() => certifyTarget(sine, { cells: 8, kappa: '1', inverseTemperature: '1' })).toThrow(/Give one of them/);
  });
});
