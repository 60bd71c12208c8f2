import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certain, falseAbove100, faulty, stalling } from '../../properties/system/artificial-claims.mjs';
import { runClaims, type CheckOutcome } from '../check/run-claims.js';
import type { Claim } from '../theorems/claim.js';
import { failureFolder, storedFailureFiles, writeFailures } from './failure-files.js';

const run = (...claims: readonly Claim[]): Promise<CheckOutcome> =>
  runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0 });
const mended: Claim = { ...certain, id: falseAbove100.id };
const none: ReadonlySet<string> = new Set();

describe('the folders of failures', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'softproof-failures-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));
  const folders = (): string[] => (existsSync(join(out, 'failures')) ? readdirSync(join(out, 'failures')).sort() : []);
  const filesOf = (claim: string): string[] => readdirSync(failureFolder(out, claim, 'bound')).sort();

  test('are one for each claim and clause, and none where nothing fails', async () => {
    writeFailures(out, await run(certain), none);
    expect(folders()).toEqual([]);
    writeFailures(out, await run(certain, falseAbove100, faulty, stalling), none);
    expect(folders()).toEqual(['false-above-100--bound', 'faulty--fault', 'stalling--rate']);
    expect(filesOf('false-above-100')).toEqual(['case.json', 'replay.txt']);
    expect(storedFailureFiles(out, ['certain', 'false-above-100', 'stalling'])).toEqual([
      join(failureFolder(out, 'false-above-100', 'bound'), 'case.json'),
    ]);
  });

  test('hold the weights of a network where its claim gives them, and nothing where it gives none or fails in that', async () => {
    const weights = { digits: 20, matrices: { W: [['1', '2']] } };
    writeFailures(
      out,
      await run({ ...falseAbove100, weights: (input) => ({ ...weights, matrices: [JSON.stringify(input)] }) }),
      none,
    );
    expect(filesOf('false-above-100')).toEqual(['case.json', 'matrices.json', 'replay.txt']);
    const text = readFileSync(join(failureFolder(out, 'false-above-100', 'bound'), 'matrices.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({ digits: 20, matrices: ['{"n":"101"}'] });
    for (const broken of [() => undefined, () => (JSON.parse('{}') as never)['missing']['field']] as never[]) {
      rmSync(join(out, 'failures'), { recursive: true });
      writeFailures(out, await run({ ...falseAbove100, weights: broken }), none);
      expect(filesOf('false-above-100')).toEqual(['case.json', 'replay.txt']);
    }
  });

  test('go when a failure is shown to be gone, and only then', async () => {
    writeFailures(out, await run(falseAbove100, faulty, stalling), none);
    writeFileSync(join(out, 'failures', 'mine.txt'), 'a note');
    const healthy = await run(mended, { ...certain, id: 'faulty' }, { ...certain, id: 'stalling' });
    writeFailures(out, { ...healthy, claims: healthy.claims.map((claim) => ({ ...claim, finished: false })) }, none);
    expect(folders()).toHaveLength(4);
    writeFailures(out, healthy, none);
    // No rate was measured: whether it is mended is not known.
    expect(folders()).toEqual(['false-above-100--bound', 'mine.txt', 'stalling--rate']);
    writeFailures(out, healthy, new Set(['false-above-100']));
    expect(folders()).toEqual(['mine.txt', 'stalling--rate']);
    const { claims } = await run({
      ...stalling,
      rate: { ...stalling.rate!, measure: () => ({ lower: 0.1, upper: 0.1, bound: 1 }) },
    });
    writeFailures(out, { ...healthy, claims }, none);
    expect(folders()).toEqual(['mine.txt']);
  });
});
