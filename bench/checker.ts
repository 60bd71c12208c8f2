/**
 * How fast certificates are checked: the checker, in scaled integers, against the search and the writing of the certificate.
 *
 * The first run's microseconds per leaf stand in the name, opening included: the bands of truncated attention are shown, and
 * the values of all keys computed, once.
 */
import { resolve } from 'node:path';
import { verifyCertificate } from '../src/checker/verify.js';
import { certifyTarget, type CertifyOptions } from '../src/check/certify-target.js';
import { readTarget } from '../src/expression/parse/index.js';
import { compare, type BenchRow } from './bench.js';

const CASES: readonly (readonly [string, CertifyOptions])[] = [
  ['sin-cos.ts', { cells: 32, relative: 0.1 }],
  ['twisted.ts', { cells: 32, relative: 0.1 }],
  ['three-inputs.ts', { cells: 4, relative: 0.2 }],
  ['sin.ts', { construction: 'gaussian-4', cells: 32, kappa: '4', relative: 0.05 }],
  ['sin-cos.ts', { construction: 'attention-softmax', cells: 8, relative: 0.1 }],
  ['sin.ts', { construction: 'two-layer', cells: 16, relative: 0.02 }],
  ['sin.ts', { construction: 'two-layer-multi', cells: 8, heads: 2, relative: 0.02 }],
  ['maximum.ts', { construction: 'two-layer', cells: 4, relative: 0.05 }],
];

async function checking(file: string, options: CertifyOptions): Promise<BenchRow> {
  const target = await readTarget(resolve('fixtures/targets', file));
  const write = (): string => JSON.stringify(certifyTarget(target, { ...options, certificate: true }).certificate);
  const text = write();
  const { leaves, seconds, valid, reason } = verifyCertificate(text);
  if (!valid) throw new Error(`the certificate of ${file} is not valid: ${reason}`);
  const perLeaf = Math.round((1e6 * seconds) / leaves);
  const what = `${file}, ${options.construction ?? 'max-affine'}, ${leaves} leaves`;
  return compare(`${what}: verify / certify (first run: ${perLeaf} µs per leaf)`, () => verifyCertificate(text), write);
}

export async function benchChecker(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [file, options] of CASES) rows.push(await checking(file, options));
  return rows;
}
