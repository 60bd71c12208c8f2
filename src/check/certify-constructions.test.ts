/** Every construction: random targets, what reports say of parameters and keys, limits, progress. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { effort } from '../../properties/support/effort.js';
import { productEvaluator } from '../attention/product.js';
import { attentionSoftmaxEvaluator } from '../constructions/attention-softmax.js';
import { ConstructionError } from '../constructions/construction.js';
import { truncationEvaluator } from '../constructions/truncation.js';
import { twoLayerEvaluator } from '../constructions/two-layer.js';
import { evaluate } from '../expression/evaluate.js';
import { parseTarget } from '../expression/parse/index.js';
import type { Target } from '../expression/target.js';
import { buildTarget, targetArbitrary } from '../generators/index.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { certifyTarget, type CertifyOptions } from './certify-target.js';
import { construct } from './construct.js';
import type { CertifyProgress } from './constructions/certifiable.js';
import type { ConstructionParameters } from './constructions/parameters.js';

const oracle = decimalIntervalSystem(50);
type Point = readonly DecimalInterval[];

/** Parameters of every construction of self-attention for one input, and its output by another path than the certifier's. */
const constructions: Readonly<
  Record<string, { parameters: ConstructionParameters; output: (target: Target, x: Point) => Point }>
> = {
  'max-affine': {
    parameters: { cells: 3 },
    output: (target, x) => productEvaluator(oracle, construct('max-affine', target, { cells: 3 }))(x),
  },
  'max-affine-average': {
    parameters: { cells: 2, kappa: '3' },
    output: (target, x) =>
      productEvaluator(oracle, construct('max-affine-average', target, { cells: 2, kappa: '3' }))(x),
  },
  'truncated-single': {
    parameters: { range: ['-0.5', '0.75'], cells: 4, beta: '30' },
    output: (target, x) => {
      const parameters = { range: ['-0.5', '0.75'], cells: 4, beta: '30' } as const;
      return [truncationEvaluator(oracle, construct('truncated-single', target, parameters))(x[0]!)];
    },
  },
  'truncated-multi': {
    parameters: { range: ['0', '1'], heads: 2, tokens: 4 },
    output: (target, x) => {
      const parameters = { range: ['0', '1'], heads: 2, tokens: 4 } as const;
      return [truncationEvaluator(oracle, construct('truncated-multi', target, parameters))(x[0]!)];
    },
  },
  'generalised-relu': {
    parameters: { range: ['0', '2'], cells: 3 },
    output: (target, x) => {
      const parameters = { range: ['0', '2'], cells: 3 } as const;
      return [truncationEvaluator(oracle, construct('generalised-relu', target, parameters))(x[0]!)];
    },
  },
  'two-layer': {
    parameters: { cells: 2, keys: 'centred' },
    output: (target, x) => twoLayerEvaluator(oracle, construct('two-layer', target, { cells: 2, keys: 'centred' }))(x),
  },
  'two-layer-multi': {
    parameters: { cells: 2, heads: 3 },
    output: (target, x) => twoLayerEvaluator(oracle, construct('two-layer-multi', target, { cells: 2, heads: 3 }))(x),
  },
  'attention-softmax': {
    parameters: { cells: 3 },
    output: (target, x) => attentionSoftmaxEvaluator(oracle, construct('attention-softmax', target, { cells: 3 }))(x),
  },
};

describe.each(Object.entries(constructions))('%s', (construction, { parameters, output }) => {
  const scalar = targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false });
  const options = { construction, ...parameters, relative: 0.1, boxes: 3000 };

  test('for every target of one input, the error at the witness has 50 digits between the ends', () => {
    fc.assert(
      fc.property(scalar, (description) => {
        const target = buildTarget(description);
        const { report } = certifyTarget(target, options);
        const x = report.witness!.map((text) => oracle.literal(text));
        const f = evaluate(target.expression, oracle, x);
        const error = output(target, x)
          .map((value, r) => oracle.abs(oracle.sub(value, f[r]!)))
          .reduce((most, value) => oracle.max(most, value));
        expect(oracle.less(error, oracle.literal(report.lower))).not.toBe(true);
        expect(oracle.less(oracle.literal(report.upper), error)).not.toBe(true);
        expect(report.verdict).not.toBe('refuted');
      }),
      { numRuns: effort(25), seed: 31 },
    );
  });

  test('for every target and p, ‖E‖_1 ≤ ‖E‖_p|U|^{1 − 1/p} ≤ ‖E‖_∞|U|: enclosures do not contradict it', () => {
    fc.assert(
      fc.property(scalar, fc.constantFrom('1.5', '2', '7'), (description, p) => {
        const target = buildTarget(description);
        const [one, many, sup] = ['1', p, 'inf'].map((norm) => certifyTarget(target, { ...options, norm }).report);
        const ends = target.domain[0]!;
        const volume = oracle.sub(oracle.literal(ends.upper.text), oracle.literal(ends.lower.text));
        const power = oracle.pow(
          volume,
          oracle.sub(oracle.literal('1'), oracle.div(oracle.literal('1'), oracle.literal(p))),
        );
        const scaled = (text: string, factor: DecimalInterval): DecimalInterval =>
          text === 'Infinity' ? oracle.literal('1e300') : oracle.mul(oracle.literal(text), factor);
        expect(oracle.less(scaled(many!.upper, power), oracle.literal(one!.lower))).not.toBe(true);
        expect(oracle.less(scaled(sup!.upper, volume), scaled(many!.lower, power))).not.toBe(true);
        for (const { verdict, bound, witness, norm } of [one!, many!, sup!]) {
          expect(verdict).not.toBe('refuted');
          expect(Number.isFinite(Number(bound)) && Number(bound) >= 0).toBe(true);
          expect(witness === null).toBe(norm !== 'inf');
        }
      }),
      { numRuns: effort(12), seed: 32 },
    );
  });
});

describe('the report', () => {
  let sine: Target;
  let plane: Target;
  beforeAll(async () => {
    sine = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return Math.sin(3 * x); }',
    );
    plane = await parseTarget(
      'export const domain = [[0, 1], [0, 1]]; export function target(x: number, y: number) { return x * y; }',
    );
  });

  test.each<[CertifyOptions, object, string]>([
    [
      { construction: 'max-affine-average', cells: 4, kappa: '.5', mask: '+3.' },
      { cells: [4], inverseTemperature: '8', kappa: '0.5', mask: '3' },
      '4',
    ],
    [
      { construction: 'truncated-single', range: ['.0', '+1'], cells: 8, beta: '1e3' },
      { range: ['0.0', '1'], cells: [8], keys: 'left', beta: '1e3' },
      '8',
    ],
    [
      { construction: 'truncated-multi', range: ['-1', '1'], heads: 3, tokens: 5, beta: '100' },
      { range: ['-1', '1'], heads: 3, tokens: 5, beta: '100' },
      // Three heads, five keys each.
      '15',
    ],
    [
      { construction: 'generalised-relu', range: ['0', '1'], cells: 6, beta: '50' },
      { range: ['0', '1'], cells: [6], beta: '50' },
      '6',
    ],
    [
      { construction: 'two-layer-multi', cells: 5, heads: 4 },
      { cells: [5], heads: 4, truncationCells: [12, 4] },
      // Four heads: five ReLUs; one value, padded to three columns.
      '32',
    ],
    [
      { construction: 'attention-softmax', cells: [4], inverseTemperature: '64', heads: 2 },
      { cells: [4], inverseTemperature: '64', heads: 2, truncationCells: [2] },
      // Two heads of three columns, and four scores.
      '10',
    ],
  ])('of %j has all parameters of the construction and no other', (options, parameters, keys) => {
    const { report } = certifyTarget(sine, { ...options, relative: 1 });
    expect(report.parameters).toEqual(parameters);
    expect(report.keys).toBe(keys);
    expect(report.construction).toBe(options.construction);
  });

  test('of derived truncations counts their columns: as many times all keys as hold all numbers', () => {
    const { report } = certifyTarget(sine, { construction: 'two-layer', cells: 40, relative: 1 });
    const [first, second] = report.parameters.truncationCells!;
    expect(report.parameters).toEqual({ cells: [40], keys: 'left', truncationCells: [first, second] });
    expect(report.keys).toBe(String(first! * Math.ceil(40 / first!) + second!));
    const attention = certifyTarget(plane, { construction: 'attention-softmax', cells: [2, 3], relative: 1 }).report;
    const [cells] = attention.parameters.truncationCells!;
    expect(attention.keys).toBe(String(cells! + 6));
    expect(attention.parameters).toMatchObject({ cells: [2, 3], keys: 'left' });
  });

  test('keys of two layers are for left keys twice as many cells as for centred ones', () => {
    const cells = (keys: 'left' | 'centred') =>
      certifyTarget(sine, { construction: 'two-layer', cells: 64, keys, relative: 1 }).report.parameters
        .truncationCells!;
    expect(cells('left')[0]! / cells('centred')[0]!).toBeCloseTo(1.001 / 0.501, 1);
  });

  test('beyond three inputs the upper end is analytic and nothing is searched', async () => {
    const four = await parseTarget(`
      export const domain = [[0, 1], [0, 1], [0, 2], [0, 2]];
      export const modulus = { lipschitz: 2 };
      export function target(a: number, b: number, c: number, d: number) { return a + b + c + d; }
    `);
    for (const [construction, parameters] of [
      ['max-affine', { cells: 10 }],
      ['max-affine-average', { cells: 2 }],
      ['attention-softmax', { cells: 3 }],
      ['two-layer', { cells: 1 }],
      ['two-layer-multi', { cells: 1, heads: 8 }],
    ] as const) {
      const uppers = ['inf', '2'].map((norm) => {
        const { report, status } = certifyTarget(four, { construction, ...parameters, norm });
        expect(status).toBe('bound');
        expect(report).toMatchObject({ lower: '0', boxes: 0, witness: null });
        expect(Number(report.upper)).toBeLessThanOrEqual(Number(report.bound) * (1 + 2 ** -40));
        expect(['certified', 'held']).toContain(report.verdict);
        // Sharper than the bound by its second moments at most; several heads by their errors.
        if (construction !== 'two-layer-multi')
          expect(Number(report.upper)).toBeGreaterThan(0.98 * Number(report.bound));
        return Number(report.upper);
      });
      // |U|^{1/2} = 2.
      if (construction !== 'max-affine-average') expect(uppers[1]! / uppers[0]!).toBeCloseTo(2, 9);
    }
  });
});

describe('limits', () => {
  test('averages are told apart from the search in the progress, and both end on request with true ends', async () => {
    const twisted = await parseTarget(`
      export const domain = [[0, 1], [0, 1]];
      export function target(x: number, y: number) { return Math.sin(6 * x * y + 1) * Math.cos(5 * x - 3 * y); }
    `);
    const sharp = certifyTarget(twisted, { construction: 'max-affine-average', cells: 6 }).report;
    const told: CertifyProgress[] = [];
    const { report, status } = certifyTarget(twisted, {
      construction: 'max-affine-average',
      cells: 6,
      onProgress: (progress) => told.push(progress),
      stop: () => told.length >= 10,
    });
    expect(told.slice(0, 10).map(({ stage, done }) => [stage, done])).toEqual(
      Array.from({ length: 10 }, (_, k) => ['averages', (k + 1) / 36]),
    );
    expect(status).toBe('budget');
    expect(Number(report.lower)).toBeLessThanOrEqual(Number(sharp.upper));
    expect(Number(report.upper)).toBeGreaterThanOrEqual(Number(sharp.lower));
  });

  test.each(Object.entries(constructions))(
    '%s: for every budget, however small, ends are true',
    async (construction, { parameters }) => {
      const target = await parseTarget(
        'export const domain = [[0, 1]]; export function target(x: number) { return Math.cos(4 * x); }',
      );
      for (const norm of ['inf', '2']) {
        const options = { construction, ...parameters, norm };
        const exact = certifyTarget(target, { ...options, relative: 0.02 }).report;
        for (const boxes of [1, 3, 20]) {
          const { report } = certifyTarget(target, { ...options, relative: 1e-9, absolute: 0, boxes });
          expect(report.boxes).toBeLessThanOrEqual(boxes);
          expect(Number(report.lower)).toBeLessThanOrEqual(Number(exact.upper));
          expect(Number(report.upper)).toBeGreaterThanOrEqual(Number(exact.lower));
        }
      }
    },
  );

  test('sizes beyond all memory, or too small, are refused with the number', async () => {
    const target = await parseTarget('export const domain = [[0, 1]]; export function target(x: number) { return x; }');
    for (const [options, message] of [
      [{ construction: 'max-affine-average', cells: 2 ** 23 }, /8388608 averages/],
      [{ construction: 'attention-softmax', cells: 2 ** 30 }, /1073741824 cells.*memory/],
      [{ construction: 'two-layer', cells: 2 ** 20 }, /1048576 ReLUs: at most 262144/],
      [{ construction: 'two-layer-multi', cells: 2 ** 12, heads: 17 }, /69632 in all/],
      [{ construction: 'truncated-multi', range: ['0', '1'], heads: 2 ** 30, tokens: 3 }, /3221225472 in all/],
      [{ construction: 'truncated-single', range: ['0', '1'], cells: 2 ** 40 }, /1099511627776 cells/],
      [{ construction: 'truncated-multi', range: ['0', '1'], heads: 2, tokens: 2 }, /^2 tokens/],
      [
        { construction: 'generalised-relu', range: ['0.5', '1'], cells: 2 },
        /^the range \[0\.5, 1\]: a generalised ReLU/,
      ],
    ] as const) {
      expect(() => certifyTarget(target, options)).toThrow(ConstructionError);
      expect(() => certifyTarget(target, options)).toThrow(message);
    }
  });
});

describe('attention at a finite temperature', () => {
  const sine = `export const domain = [[0, 1]]; export const ghost = true;
    export function target(x: number): number { return Math.sin(3 * x); }`;

  test('chooses κ and ghost cells by the bound, says how the error was enclosed, and certifies', async () => {
    const target = await parseTarget(sine);
    for (const construction of ['gaussian-2', 'gaussian-4', 'gaussian-6']) {
      const { report } = certifyTarget(target, { construction, cells: 64 });
      expect(report).toMatchObject({ verdict: 'certified', method: 'expansion' });
      const [ghosts] = report.parameters.ghosts!;
      expect(report.keys).toBe(String(64 + 2 * ghosts!));
      expect(Number(report.upper)).toBeLessThanOrEqual(1.05 * Number(report.lower));
    }
  });

  test('encloses directly where the expansion is too wide, and in L_p norms, too', async () => {
    const target = await parseTarget(sine);
    const coarse = certifyTarget(target, { construction: 'gaussian-2', cells: 2, kappa: '200', relative: 0.1 }).report;
    expect(coarse).toMatchObject({ verdict: 'certified', method: 'direct' });
    const mean = certifyTarget(target, { construction: 'gaussian-4', cells: 32, norm: '2' }).report;
    const largest = certifyTarget(target, { construction: 'gaussian-4', cells: 32 }).report;
    expect(mean).toMatchObject({ verdict: 'certified', method: 'expansion' });
    expect(Number(mean.lower)).toBeLessThanOrEqual(Number(largest.upper));
  });

  test('writes certificates of errors that doubles can see, and none of others', async () => {
    const target = await parseTarget(sine);
    const seen = certifyTarget(target, { construction: 'gaussian-4', cells: 8, certificate: true });
    expect(seen.certificate!.layer!.values).not.toBe('target');
    const unseen = certifyTarget(target, { construction: 'gaussian-6', cells: 128, certificate: true });
    expect([unseen.certificate, unseen.missingCertificate]).toEqual([undefined, 'small error']);
  });

  test('needs ghost cells for its order', async () => {
    const target = await parseTarget(sine);
    const [without, plenty] = [0, 6].map((ghosts) =>
      Number(certifyTarget(target, { construction: 'gaussian-2', cells: 32, kappa: '2', ghosts }).report.lower),
    );
    expect(without! / plenty!).toBeGreaterThan(10);
  });
});
