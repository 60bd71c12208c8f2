/** Errors whose norms are known in closed form, construction by construction. */
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import type { Target } from '../expression/target.js';
import { certifyTarget, type CertifyOptions, type EnclosureReport } from './certify-target.js';

const read = (body: string, domain = '[[0, 1]]', more = '', parameters = 'x: number'): Promise<Target> =>
  parseTarget(`export const domain = ${domain};\n${more}\nexport function target(${parameters}) { return ${body}; }`);

/** Exact numbers of the tests are doubles within a few roundings of the real numbers. */
const ROUNDING = 2 ** -48;

/** The certified enclosure contains `exact`, and is as narrow as was asked. */
function expectError(target: Target, options: CertifyOptions, exact: number): EnclosureReport {
  const { report, status } = certifyTarget(target, { relative: 1e-3, ...options });
  const label = JSON.stringify(options);
  expect(Number(report.lower), label).toBeLessThanOrEqual(exact * (1 + ROUNDING));
  expect(Number(report.upper), label).toBeGreaterThanOrEqual(exact * (1 - ROUNDING));
  expect(status, label).toBe('converged');
  const { relative = 1e-3 } = options;
  expect(Number(report.upper), label).toBeLessThanOrEqual((1 + relative) * Number(report.lower) + 1e-12);
  expect(report.norm).toBe(options.norm ?? 'inf');
  expect(report.witness === null).toBe(report.norm !== 'inf');
  return report;
}

/** `Number(report.bound)` is at most `exact`, and not much less. */
function expectBound({ bound }: EnclosureReport, exact: number, part = 1e-12): void {
  expect(Number(bound)).toBeLessThanOrEqual(exact * (1 + ROUNDING));
  expect(Number(bound)).toBeGreaterThan(exact * (1 - part));
}

const norms = ['inf', '1', '1.5', '2', '4'] as const;
/** `(∫_0^1 |2u − 1|^p du)^{1/p}`. */
const centredNorm = (norm: string): number => (norm === 'inf' ? 1 : (1 / (Number(norm) + 1)) ** (1 / Number(norm)));
const volumeNorm = (volume: number, norm: string): number => (norm === 'inf' ? 1 : volume ** (1 / Number(norm)));

describe('one cell of f(x) = x on [1, 4]: the layer is 2.5, its values at centres and averages alike', () => {
  test.each(['max-affine', 'max-affine-average', 'attention-softmax'])('%s', async (construction) => {
    const target = await read('x', '[[1, 4]]');
    for (const norm of norms) {
      const exact = 1.5 * centredNorm(norm) * volumeNorm(3, norm);
      const report = expectError(target, { construction, cells: 1, norm }, exact);
      expect(report.verdict).toBe('certified');
    }
  });

  test('its bounds: ω̂_f(s/2)|U|^{1/p} for values at centres, ω̂_f(s/√3)|U|^{1/p} for averages', async () => {
    const target = await read('x', '[[1, 4]]', 'export const modulus = { lipschitz: 1 };');
    for (const norm of norms) {
      const volume = volumeNorm(3, norm);
      expectBound(certifyTarget(target, { cells: 1, norm }).report, 1.5 * volume);
      const averages = certifyTarget(target, { construction: 'max-affine-average', cells: 1, norm }).report;
      expectBound(averages, Math.sqrt(3) * volume);
      // One head of 16 cells: ρ = 1.001·D/16 moves the point; the partition is as before.
      const attention = certifyTarget(target, { construction: 'attention-softmax', cells: 1, norm }).report;
      expectBound(attention, (1.5 + (3 * 1.001) / 16) * volume, 1e-6);
    }
  });
});

describe('a jump from 0 to 1 at 1/2', () => {
  test('two cells: |A − f| = 1/(1 + e^{Rs|x − 1/2|}), of which the integral is 2 ln 2/(Rs)', async () => {
    const step = await read('x < 1 / 2 ? 0 : 1');
    for (const construction of ['max-affine', 'max-affine-average']) {
      const options = { construction, cells: 2, inverseTemperature: '10000', norm: '1' };
      expectError(step, options, (2 * Math.LN2) / 5000);
    }
  });

  test('three cells, R huge: 1/2 on the cell in the middle, whether averaged or at its centre', async () => {
    const step = await read('x < 1 / 2 ? 0 : 1');
    for (const norm of ['1', '2', '4'] as const) {
      const exact = 0.5 * (1 / 3) ** (1 / Number(norm));
      const options = { construction: 'max-affine-average', cells: 3, inverseTemperature: '1e12', norm };
      const { report } = certifyTarget(step, { ...options, relative: 1e-3 });
      // The layer leaves its limit on widths of order 1/(Rs) = 3e-12.
      expect(Number(report.lower)).toBeLessThan(exact * (1 + 1e-6));
      expect(Number(report.upper)).toBeGreaterThan(exact * (1 - 1e-6));
      expect(Number(report.upper)).toBeLessThan(exact * 1.002);
    }
  });

  test('no cell sees both sides in L_∞: the error is at least 1/2, and the bound is 1', async () => {
    const step = await read('x < 1 / 2 ? 0 : 1');
    for (const construction of ['max-affine', 'max-affine-average']) {
      const { report } = certifyTarget(step, { construction, cells: 8 });
      expect(Number(report.upper)).toBeGreaterThanOrEqual(0.5);
      expectBound(report, 1);
      expect(report.verdict).toBe('certified');
    }
  });
});

describe('|x − 1/2|^{−1/4}, unbounded at 1/2', () => {
  const singularity = 'export const singularities = [{ point: [0.5], exponent: 0.25 }];';
  const pole = (): Promise<Target> => read('Math.abs(x - 0.5) ** -0.25', '[[0, 1]]', singularity);

  test('one cell in L_2: the layer is the mean, ‖f − mean‖² = 2^{3/2} − mean², and the bound 2‖f‖', async () => {
    const mean = (8 / 3) * 0.5 ** 0.75;
    const options = { construction: 'max-affine-average', cells: 1, norm: '2' };
    const report = expectError(await pole(), options, Math.sqrt(2 ** 1.5 - mean ** 2));
    expectBound(report, 2 * 2 ** 0.75, 2e-3);
    expect(report.verdict).toBe('certified');
  });

  test('has no modulus of continuity, however slowly it grows: the bound stays (1 + C^{1/2})‖f‖_2', async () => {
    const more = 'export const singularities = [{ point: [0.5], exponent: 0.01 }];';
    const slow = await read('Math.abs(x - 0.5) ** -0.01', '[[0, 1]]', more);
    const { report } = certifyTarget(slow, { construction: 'max-affine-average', cells: 1, norm: '2' });
    // Differences that can be found are below 0.4; ∫ |x − 1/2|^{−0.02} = 2·(1/2)^{0.98}/0.98.
    expectBound(report, 2 * Math.sqrt((2 * 0.5 ** 0.98) / 0.98), 2e-3);
  });

  test('growing in a way that is not shown, neither certified nor held: infinite ends say nothing', async () => {
    const more = 'export const singularities = [{ point: [0.5], exponent: 0.5 }];';
    const hidden = await read('1 / Math.sqrt(Math.abs(Math.sin(x) - Math.sin(0.5)))', '[[0, 1]]', more);
    const range = ['0', '1'] as const;
    const options: CertifyOptions = { construction: 'truncated-single', range, cells: 4, norm: '1', boxes: 500 };
    const { report } = certifyTarget(hidden, options);
    expect(report.upper).toBe('Infinity');
    expect(Number(report.bound)).toBeLessThan(Infinity);
    expect(report.verdict).toBe('inconclusive');
  });

  test('from 0, the truncation to [0, 0]: ‖f‖_2 = 2^{3/4} and ‖f‖_1 = (8/3)·2^{−3/4}', async () => {
    for (const [norm, exact] of [
      ['2', 2 ** 0.75],
      ['1', (8 / 3) * 2 ** -0.75],
    ] as const) {
      const options: CertifyOptions = { construction: 'truncated-single', range: ['0', '0'], cells: 1, norm };
      const report = expectError(await pole(), options, exact);
      expectBound(report, exact, 2e-3);
    }
  });

  test('is refused where the norm or the weights cannot be, before any work', async () => {
    const target = await pole();
    let asked = 0;
    const watched: CertifyOptions = {
      cells: 4,
      stop: () => ++asked > 0,
      onProgress: () => asked++,
    };
    const average = { ...watched, construction: 'max-affine-average' };
    expect(() => certifyTarget(target, { ...average, norm: '4' })).toThrow(/Give a norm p below 4\./);
    expect(() => certifyTarget(target, { ...average, norm: '1e9' })).toThrow(/a decimal number p of at least 1/);
    for (const construction of ['max-affine', 'two-layer', 'attention-softmax']) {
      const ask = (): unknown => certifyTarget(target, { ...watched, construction, norm: '2' });
      expect(ask).toThrow(/Use --construction max-affine-average/);
    }
    expect(asked).toBe(0);
  });
});

describe('truncated attention, for a target that is the truncation', () => {
  test('beyond the range, left keys are off by Δ everywhere: Δ|U|^{1/p}, of which the bound is 1.001 times', async () => {
    const target = await read('Math.min(1, Math.max(0, x))', '[[1, 3]]');
    for (const norm of norms) {
      const exact = volumeNorm(2, norm) / 4;
      const options: CertifyOptions = { construction: 'truncated-single', range: ['0', '1'], cells: 4, norm };
      const { report } = certifyTarget(target, { ...options, relative: 1e-3 });
      // At y = 1 the other keys weigh e^{−3βΔ²}, βΔ² = ln(12 000).
      expect(Number(report.lower)).toBeLessThanOrEqual(exact * (1 + 1e-8));
      expect(Number(report.upper)).toBeGreaterThanOrEqual(exact);
      expectBound(report, 1.001 * exact, 1e-9);
      expect(Number(report.lower) / Number(report.bound)).toBeGreaterThan(0.997);
      expect(report.verdict).toBe('certified');
    }
  });

  test('on the range and beyond: the sup error is nearly attained, Δ by left and Δ/2 by centred keys', async () => {
    const target = await read('Math.min(0.75, Math.max(0.25, x))', '[[-1, 2]]');
    for (const [keys, exact] of [
      ['left', 1 / 16],
      ['centred', 1 / 32],
    ] as const) {
      const options: CertifyOptions = { construction: 'truncated-single', range: ['0.25', '0.75'], cells: 8, keys };
      const { report } = certifyTarget(target, options);
      expect(Number(report.lower)).toBeGreaterThan(0.95 * exact);
      expect(Number(report.upper)).toBeLessThanOrEqual(Number(report.bound));
      expect(report.verdict).toBe('certified');
    }
  });

  test('a ReLU on [−1, 1] is within Δ/2, Δ = B/p, of Range_{[0,B]} for B ≥ 1, and not for B = 1/2', async () => {
    const relu = await read('Math.max(0, x)', '[[-1, 1]]');
    const options: CertifyOptions = { construction: 'generalised-relu', cells: 8 };
    const good = certifyTarget(relu, { ...options, range: ['0', '1'] }).report;
    expect(good.verdict).toBe('certified');
    expectBound(good, 0.501 / 8, 1e-9);
    const short = certifyTarget(relu, { ...options, range: ['0', '0.5'] }).report;
    expect(short.verdict).toBe('certified');
    // At x = 1 the truncation stops at 1/2.
    expectBound(short, 0.501 / 16 + 0.5, 1e-3);
    expect(Number(short.lower)).toBeGreaterThan(0.5);
  });

  test('of several heads the bound is Δ/2 and what decays, Δ = (b − a)/((n − 2)H)', async () => {
    const target = await read('Math.min(1, Math.max(0, x))', '[[-1, 2]]');
    const options: CertifyOptions = { construction: 'truncated-multi', range: ['0', '1'], heads: 3, tokens: 6 };
    const { report } = certifyTarget(target, options);
    expectBound(report, 0.501 / 12, 1e-9);
    expect(report.verdict).toBe('certified');
    expect(Number(report.lower)).toBeGreaterThan(0.3 / 12);
  });
});

describe('targets of key and query tokens', () => {
  test('one cell of f(X_K, X_Q) = x_K + x_Q on the unit square: |x + y − 1|', async () => {
    const shape = 'export const shape = { query: { width: 1, tokens: 1 }, key: { width: 1, tokens: 1 } };';
    const target = await read('XK[0][0] + XQ[0][0]', '[[0, 1], [0, 1]]', shape, 'XK: number[][], XQ: number[][]');
    for (const construction of ['max-affine-cross', 'max-affine-average']) {
      for (const [norm, exact] of [
        ['inf', 1],
        ['1', 1 / 3],
        ['2', Math.sqrt(1 / 6)],
      ] as const) {
        const report = expectError(target, { construction, cells: 1, norm, relative: 1e-2 }, exact);
        // In a corner the error at centres is the bound √2·(1/√2) itself, of which differences are found up to rounding.
        const isTie = construction === 'max-affine-cross' && norm === 'inf';
        expect(report.verdict).toBe(isTie ? 'held' : 'certified');
        expect(Number(report.bound)).toBeLessThanOrEqual(construction === 'max-affine-cross' ? 1 : Math.sqrt(4 / 3));
      }
    }
  });
});
