/** The committed baseline: nothing is worse than it, it knows every claim, and it notices every bound that changes. */
import { expect, it } from 'vitest';
import { Decimal } from 'decimal.js';
import { baselineText } from '../src/check/baseline/document.js';
import { readBaseline } from '../src/check/baseline/read.js';
import { compareWithBaseline } from '../src/check/baseline/run.js';
import { updateBaseline } from '../src/check/baseline/update.js';
import { claims } from '../src/theorems/index.js';
import { ROOT, readText } from './support/source-files.js';
import { join } from 'node:path';

const PATH = 'fixtures/baseline.json';
const UPDATE = 'softproof check --profile quick --update-baseline';
const baseline = await readBaseline(join(ROOT, PATH));
const registry = { claims, module: '' };

it(`no claim is worse than the baseline, and an update changes nothing; otherwise, if it is meant: ${UPDATE}`, async () => {
  const outcome = await compareWithBaseline({ registry, baseline, workers: 0 });
  expect(outcome.differences).toEqual([]);
  expect(outcome.unknown).toEqual([]);
  const updated = (await updateBaseline({ registry, baseline, workers: 0 }))!;
  expect(baselineText({ ...updated, versions: baseline.versions })).toBe(readText(PATH).text);
});

it('for every claim with a bound that is not 0, a bound multiplied by 1.05, or by 1 + 2e-9, is noticed', async () => {
  const bounded = baseline.claims.filter(({ cases }) => cases.some(({ bound }) => Number(bound) !== 0));
  expect(bounded.length).toBeGreaterThanOrEqual(claims.length - 1);
  for (const factor of ['1.05', '1.000000002']) {
    const changed = claims.map((claim) => ({
      ...claim,
      decide: (...input: Parameters<typeof claim.decide>) => {
        const result = claim.decide(...input);
        return { ...result, bound: new Decimal(result.bound).times(factor).toString() };
      },
    }));
    const { differences } = await compareWithBaseline({
      registry: { ...registry, claims: changed },
      baseline,
      workers: 0,
    });
    const noticed = new Set(differences.map(({ claim }) => claim));
    expect(bounded.map(({ id }) => id).filter((id) => !noticed.has(id))).toEqual([]);
    expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['bound']));
  }
});
