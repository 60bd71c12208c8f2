/** Every certificate that softproof writes is valid to the checker, which shares nothing with the search that found it. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { certifyTarget, type CertifyOptions } from '../src/check/certify-target.js';
import { verifyCertificate } from '../src/checker/verify.js';
import { ConstructionError } from '../src/constructions/construction.js';
import { parseTarget, readTarget } from '../src/expression/parse/index.js';
import type { Target } from '../src/expression/target.js';
import {
  buildCrossTarget,
  buildIntegrable,
  buildTarget,
  crossTargetArbitrary,
  integrableArbitrary,
  targetArbitrary,
} from '../src/generators/index.js';
import { effort, isThorough } from './support/effort.js';

const schema = new URL('../schemas/certificate-1.schema.json', import.meta.url);
const isCertificate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const inputs = { min: 1, max: 3 };

/** The certificate of a target is valid, its ends around those of the report, its text what the schema says. */
function expectValid(target: Target, options: CertifyOptions): void {
  const { report, certificate } = certifyTarget(target, { relative: 0.2, boxes: 3000, ...options, certificate: true });
  if (certificate === undefined) {
    // Only where the search itself ended early.
    expect(report.boxes).toBeGreaterThan(2000);
    return;
  }
  expect(isCertificate(certificate), JSON.stringify(isCertificate.errors)).toBe(true);
  const { valid, reason, leaves } = verifyCertificate(JSON.stringify(certificate));
  expect([valid, reason]).toEqual([true, undefined]);
  expect(leaves).toBe(certificate.proof.leaves);
  expect(Number(certificate.enclosure.lower)).toBeLessThanOrEqual(Number(report.upper));
  expect(Number(certificate.enclosure.upper)).toBeGreaterThanOrEqual(Number(report.lower));
}

const parameters = fc.record({
  cells: fc.integer({ min: 1, max: 4 }),
  kappa: fc.constantFrom('0.01', '0.7', '3', '50', '1e5'),
  mask: fc.constantFrom('0', '1.5', '40'),
});

it('of layers for self-attention', () => {
  const targets = targetArbitrary({ inputs, onePointAxes: true });
  fc.assert(
    fc.property(targets, parameters, (description, options) => expectValid(buildTarget(description), options)),
    { numRuns: effort(60), seed: 51 },
  );
});

it('of layers for cross-attention', () => {
  const targets = crossTargetArbitrary({ inputs: { min: 2, max: 3 } });
  fc.assert(
    fc.property(targets, parameters, (description, options) =>
      expectValid(buildCrossTarget(description), { ...options, construction: 'max-affine-cross' }),
    ),
    { numRuns: effort(25), seed: 52 },
  );
});

it('of layers with averages, for the values that are enclosed', () => {
  const targets = integrableArbitrary({ inputs: { max: 2 } }).filter(({ family }) => family !== 'singular');
  fc.assert(
    fc.property(targets, parameters, (description, options) =>
      expectValid(buildIntegrable(description), { ...options, construction: 'max-affine-average' }),
    ),
    { numRuns: effort(25), seed: 53 },
  );
});

it('of truncations by one head, for queries in the range and beyond', () => {
  const targets = targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false, onePointAxes: true });
  const truncations = fc.record({
    range: fc.constantFrom<(readonly [string, string])[]>(['0', '1'], ['-0.3', '0.1'], ['2', '2'], ['-100', '100']),
    cells: fc.integer({ min: 1, max: 40 }),
    keys: fc.constantFrom('left' as const, 'centred' as const),
    beta: fc.constantFrom('auto', '0.01', '5', '1e4'),
  });
  fc.assert(
    fc.property(targets, truncations, (description, options) =>
      expectValid(buildTarget(description), { ...options, construction: 'truncated-single' }),
    ),
    { numRuns: effort(60), seed: 54 },
  );
});

it('of truncations by several heads', () => {
  const targets = targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false, onePointAxes: true });
  const truncations = fc.record({
    range: fc.constantFrom<(readonly [string, string])[]>(
      ['0', '1'],
      ['-0.3', '0.1'],
      ['2', '2'],
      ['0.1', '0.1'],
      ['-100', '100'],
    ),
    heads: fc.integer({ min: 1, max: 4 }),
    tokens: fc.integer({ min: 3, max: 7 }),
    beta: fc.constantFrom('auto', '1e-9', '0.01', '5', '70', '1e4'),
  });
  fc.assert(
    fc.property(targets, truncations, (description, options) =>
      expectValid(buildTarget(description), { ...options, construction: 'truncated-multi' }),
    ),
    { numRuns: effort(12), seed: 55 },
  );
});

it('of two layers of attention', () => {
  const targets = targetArbitrary({ inputs: { min: 1, max: 2 } });
  const networks = fc.oneof(
    fc.record({ construction: fc.constant('two-layer'), keys: fc.constantFrom('left' as const, 'centred' as const) }),
    fc.record({ construction: fc.constant('two-layer-multi'), heads: fc.integer({ min: 1, max: 3 }) }),
  );
  fc.assert(
    fc.property(targets, networks, fc.integer({ min: 1, max: 3 }), (description, options, cells) =>
      expectValid(buildTarget(description), { ...options, cells, relative: 0.4, boxes: 300 }),
    ),
    { numRuns: effort(6), seed: 56 },
  );
});

it('of attention, then a softmax', () => {
  const targets = targetArbitrary({ inputs, onePointAxes: true });
  const networks = fc.record({
    cells: fc.integer({ min: 1, max: 4 }),
    kappa: fc.constantFrom('0.01', '0.7', '3', '50', '1e5'),
    heads: fc.constantFrom(undefined, 1, 3),
  });
  fc.assert(
    fc.property(targets, networks, (description, { heads, ...options }) =>
      expectValid(buildTarget(description), {
        ...options,
        ...(heads === undefined ? {} : { heads }),
        construction: 'attention-softmax',
        relative: 0.3,
      }),
    ),
    { numRuns: effort(10), seed: 57 },
  );
});

const folder = new URL('../fixtures/targets/', import.meta.url);
const table = readFileSync(new URL('README.md', folder), 'utf8');
const names = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);

it.each(names)('of the sample target %s', async (name) => {
  const target = await readTarget(`${folder.pathname}${name}`);
  const isTaken = target.domain.length <= 3 && target.singularities.length === 0;
  if (!isTaken) {
    expect(() => certifyTarget(target, { cells: 2, certificate: true })).toThrow();
    return;
  }
  expectValid(target, { cells: target.domain.length === 1 ? 16 : 4, relative: 0.05, boxes: 20_000 });
});

const others: readonly CertifyOptions[] = [
  { construction: 'truncated-multi', range: ['0', '1'], heads: 3, tokens: 4 },
  { construction: 'two-layer', cells: 2 },
  { construction: 'two-layer-multi', cells: 2, heads: 2 },
  { construction: 'attention-softmax', cells: 4 },
];

it.each(names.filter((_, i) => isThorough || i % 3 === 0))(
  'of networks with attention for the sample target %s',
  async (name) => {
    const target = await readTarget(`${folder.pathname}${name}`);
    if (target.domain.length > 3 || target.singularities.length > 0) return;
    for (const options of others) {
      try {
        // Every input multiplies the terms of two layers.
        const fewer = options.cells === 2 && target.domain.length === 3 ? { cells: 1 } : {};
        expectValid(target, { ...options, ...fewer, relative: 0.3, boxes: 4000 });
      } catch (error) {
        // Some constructions take one input only, some none of cross-attention.
        if (!(error instanceof ConstructionError && error.problem.code !== 'certificate')) throw error;
      }
    }
  },
);

it('of a target whose numbers are extreme: huge, tiny, far from 0, on domains that are', async () => {
  for (const [domain, formula] of [
    ['[1e15, 1e15 + 1]', '1e-30 * x'],
    ['[-1e-9, 1e-9]', '1e200 * Math.sin(1e9 * x)'],
    ['[1 / 3, Math.PI]', '1e-150 / x'],
    ['[0, 1e12]', 'Math.tanh(x / 1e11) - 1'],
  ]) {
    const target = await parseTarget(
      `export const domain = [${domain!}]; export function target(x: number): number { return ${formula!}; }`,
    );
    expectValid(target, { cells: 5 });
    expectValid(target, { cells: 3, kappa: '0.5', relative: 1e-9 });
  }
});
