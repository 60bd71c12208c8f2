/**
 * Hostile certificates: thousands of mutants of small valid ones. An oracle of 60 digits knows which of them state something
 * false; none of those is accepted, nor any that is malformed.
 */
import { beforeAll, expect, it } from 'vitest';
import type { Certificate } from '../src/certificate/certificate.js';
import { certifyTarget, type CertifyOptions } from '../src/check/certify-target.js';
import { verifyCertificate } from '../src/checker/verify.js';
import { parseTarget } from '../src/expression/parse/index.js';
import { chanceOf } from './support/certificate-draft.js';
import { mutantOf, originalOf, type Mutant, type Original } from './support/certificate-mutants.js';

const MUTANTS = 10_000;
const NETWORK_MUTANTS = 1500;
const SEED = 20261125;

/** Errors attained where their certificates can be sharp. */
const sources: readonly (readonly [source: string, options: CertifyOptions])[] = [
  [
    'export const domain = [[0, 1]]; export function target(x: number) { return Math.sin(3 * x); }',
    { cells: 4, relative: 1e-13 },
  ],
  [
    'export const domain = [[-1, 1 / 3]]; export function target(x: number) { return x ** 2 - Math.abs(x) / 7; }',
    { cells: 3, relative: 1e-12, kappa: '4' },
  ],
  [
    'export const domain = [[0, 1], [0, 1]]; export function target(x: number, y: number) { return Math.exp(x - 2 * y); }',
    { cells: [3, 2], relative: 1e-12 },
  ],
  [
    `export const shape = { width: 1, tokens: 2 }; export const domain = [[0, 1], [0, 2]];
     export function target(X: number[][]) { return [[X[0][0] + 3], [X[1][0] - X[0][0]]]; }`,
    { cells: 2, relative: 1e-12, mask: '2' },
  ],
  [
    'export const domain = [[0, 1]]; export function target(x: number) { return x < 0.5 ? 1 : Math.min(x, 0.75); }',
    { cells: 5, relative: 0.05 },
  ],
  [
    'export const domain = [[0, 1]]; export function target(x: number) { return Math.exp(-x) * 5; }',
    { cells: 3, relative: 0.01, construction: 'max-affine-average' },
  ],
  [
    'export const domain = [[-1, 2]]; export function target(x: number) { return Math.min(1, Math.max(0, x)) - x / 9; }',
    { construction: 'truncated-single', range: ['0', '1'], cells: 6, relative: 0.05 },
  ],
];

/** Networks that begin with attention, small ones: their checks take longer. */
const networks: readonly (readonly [source: string, options: CertifyOptions])[] = [
  [
    'export const domain = [[-1, 2]]; export function target(x: number) { return 3 * x - Math.abs(x); }',
    { construction: 'truncated-multi', range: ['0', '1'], heads: 2, tokens: 4, relative: 1e-10 },
  ],
  [
    'export const domain = [[-1, 1]]; export function target(x: number) { return Math.min(0.1, Math.max(-0.3, x)); }',
    { construction: 'truncated-multi', range: ['-0.3', '0.1'], heads: 3, tokens: 3, beta: '60', relative: 0.05 },
  ],
  [
    'export const domain = [[0, 1]]; export function target(x: number) { return 1 + x ** 2 / 3; }',
    { construction: 'two-layer', cells: 2, relative: 0.1 },
  ],
  [
    `export const domain = [[0, 1], [0, 1]];
     export function target(x: number, y: number) { return [x < 0.5 ? x : y, x * y]; }`,
    { construction: 'two-layer-multi', cells: 1, heads: 2, relative: 0.2 },
  ],
  [
    'export const domain = [[0, 1]]; export function target(x: number) { return Math.exp(-2 * x); }',
    { construction: 'attention-softmax', cells: 3, heads: 2, relative: 0.05 },
  ],
  [
    'export const domain = [[0, 1], [1, 3]]; export function target(x: number, y: number) { return Math.sin(x + y); }',
    { construction: 'attention-softmax', cells: 2, keys: 'centred', relative: 0.1 },
  ],
];

const originalsOf = (all: typeof sources): Promise<readonly Original[]> =>
  Promise.all(
    all.map(async ([source, options]) => {
      const { certificate } = certifyTarget(await parseTarget(source), { ...options, certificate: true });
      return originalOf(certificate as Certificate);
    }),
  );

let originals: readonly Original[];
let originalNetworks: readonly Original[];
beforeAll(async () => {
  originals = await originalsOf(sources);
  originalNetworks = await originalsOf(networks);
});

it('the originals are valid, small, and most of them sharp', () => {
  for (const { certificate, error } of [...originals, ...originalNetworks]) {
    expect(verifyCertificate(JSON.stringify(certificate))).toMatchObject({ valid: true });
    expect(certificate.proof.leaves).toBeLessThanOrEqual(100);
    expect(Number(certificate.enclosure.upper)).toBeGreaterThanOrEqual(Number(error));
  }
  const sharp = originals.filter(
    ({ certificate, error }) => Number(certificate.enclosure.upper) / Number(error) < 1 + 1e-11,
  );
  expect(sharp.length).toBeGreaterThanOrEqual(4);
});

/** Tries mutants of originals in turn, and tells how many of what kind there were. */
function tryMutants(all: readonly Original[], count: number, seed: number, what: string) {
  const chance = chanceOf(seed);
  const tally = { false: 0, slightly: 0, malformed: 0, open: 0, accepted: 0 };
  const kinds = new Map<string, number>();
  const wrong: Mutant[] = [];
  for (let i = 0; i < count; i++) {
    const mutant = mutantOf(all[i % all.length]!, chance);
    const started = performance.now();
    const { valid } = verifyCertificate(mutant.text, { seconds: 20 });
    const seconds = (performance.now() - started) / 1000;
    if (seconds > 20 || (valid && mutant.truth !== 'not known to be false')) wrong.push(mutant);
    if (mutant.truth === 'false') {
      tally.false++;
      if (mutant.by! < 1e-9) tally.slightly++;
      kinds.set(mutant.kind, (kinds.get(mutant.kind) ?? 0) + 1);
    } else if (mutant.truth === 'malformed') tally.malformed++;
    else tally.open++;
    if (valid) tally.accepted++;
  }
  console.log(
    `hostile certificates of ${what}: ${count} mutants, ${tally.false} false (${tally.slightly} by less than 1e-9), ` +
      `${tally.malformed} malformed, ${tally.open} not known to be false; ` +
      `${wrong.length} wrongly accepted, ${tally.accepted} accepted in all`,
  );
  expect(wrong.map(({ kind, text }) => `${kind}: ${text.slice(0, 300)}`)).toEqual([]);
  expect(tally.false).toBeGreaterThanOrEqual(0.3 * count);
  expect(tally.slightly).toBeGreaterThanOrEqual(0.5 * tally.false);
  expect(tally.malformed).toBeGreaterThan(0.1 * count);
  // What is true and proved is still accepted now and then: a checker that rejects everything checks nothing.
  expect(tally.accepted).toBeGreaterThan(0);
  return kinds;
}

it(`of ${MUTANTS} mutants of layers none that is false or malformed is accepted`, { timeout: 600_000 }, () => {
  expect(tryMutants(originals, MUTANTS, SEED, 'layers').size).toBeGreaterThanOrEqual(8);
});

it(`of ${NETWORK_MUTANTS} mutants of networks neither`, { timeout: 600_000 }, () => {
  expect(tryMutants(originalNetworks, NETWORK_MUTANTS, SEED + 1, 'networks').size).toBeGreaterThanOrEqual(14);
});
