import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certain, falseAbove100, survivor } from '../../properties/system/artificial-claims.mjs';
import type { CaseDocument } from '../check/case-document.js';
import { runClaims, type CheckOutcome } from '../check/run-claims.js';
import type { Claim } from '../theorems/claim.js';
import { caseFilePath, prepareCaseFiles, writeCaseFiles } from './case-files.js';
import { OutputError } from './write-atomic.js';

const schema = JSON.parse(readFileSync(new URL('../../schemas/case-1.schema.json', import.meta.url), 'utf8')) as object;
const isCase = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const run = (...claims: readonly Claim[]): Promise<CheckOutcome> =>
  runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0 });

describe('the files of counterexamples', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'softproof-cases-'));
    prepareCaseFiles(out);
  });
  afterEach(() => rmSync(out, { recursive: true }));
  const files = (): string[] => readdirSync(join(out, 'counterexamples')).sort();
  const read = (claim: string, mutant?: string): CaseDocument => {
    const document = JSON.parse(readFileSync(caseFilePath(out, claim, mutant), 'utf8')) as CaseDocument;
    void isCase(document);
    expect(isCase.errors ?? []).toEqual([]);
    return document;
  };

  test('are one for every refuted claim and one for every refuted mutant, and each is a valid document', async () => {
    writeCaseFiles(out, await run(falseAbove100, survivor));
    expect(files()).toEqual([
      'false-above-100--halved.json',
      'false-above-100--zero.json',
      'false-above-100.json',
      'survivor--halved.json',
    ]);
    expect(read('false-above-100')).toMatchObject({
      claim: 'false-above-100',
      case: { n: '101' },
      profile: 'quick',
      description: 'n = 101',
      result: { verdict: 'refuted', method: 'exact', observed: { lower: '101' }, bound: '100', witness: ['101'] },
    });
    expect(read('false-above-100')).not.toHaveProperty('mutant');
    expect(read('survivor', 'halved')).toMatchObject({ mutant: 'halved', case: { n: '501' } });
  });

  test('a ratio that JSON cannot say is null', async () => {
    writeCaseFiles(out, await run(certain));
    expect(read('certain', 'zero').result).toMatchObject({ bound: '0', ratio: null });
  });

  test('of an earlier run are removed where they are of the claims of this run, and stay where they are not', async () => {
    writeCaseFiles(out, await run(falseAbove100, survivor));
    const others = [
      'survivors.json',
      'notes.txt',
      'false-above-100--a-mutant-of-old.json',
      '.hidden.json',
      'false-above-1000--zero.json',
    ];
    for (const name of others) writeFileSync(join(out, 'counterexamples', name), '{}');
    mkdirSync(join(out, 'counterexamples', 'false-above-100--folder.json'));
    const mended: Claim = { ...certain, id: falseAbove100.id };
    writeCaseFiles(out, await run(mended));
    expect(files()).toEqual([
      '.hidden.json',
      'false-above-100--folder.json',
      'false-above-100--halved.json',
      'false-above-100--zero.json',
      'false-above-1000--zero.json',
      'notes.txt',
      'survivor--halved.json',
      'survivors.json',
    ]);
  });

  test('a folder that cannot be made is refused beforehand', () => {
    writeFileSync(join(out, 'file'), '');
    expect(() => prepareCaseFiles(join(out, 'file'))).toThrow(OutputError);
  });
});
