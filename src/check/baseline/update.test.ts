import { expect, test } from 'vitest';
import { certain, deadly, falseAtEdge, faulty, tooHard } from '../../../properties/system/artificial-claims.mjs';
import type { Claim } from '../../theorems/claim.js';
import { baselineText } from './document.js';
import { compareWithBaseline } from './run.js';
import { BaselineError } from './baseline-error.js';
import { updateBaseline } from './update.js';

const registry = (...claims: readonly Claim[]) => ({ claims, module: '' });
const made = async (...claims: readonly Claim[]) =>
  (await updateBaseline({ registry: registry(...claims), workers: 0 }))!;

test('a new baseline holds listed and random cases of every claim, sorted, and nothing is worse than it', async () => {
  const baseline = await made(tooHard, certain);
  const text = baselineText(baseline);
  expect((JSON.parse(text) as typeof baseline).claims.map(({ id }) => id)).toEqual(['certain', 'too-hard']);
  expect(baseline.claims.map(({ cases }) => cases.length)).toEqual([6, 6]);
  const outcome = await compareWithBaseline({ registry: registry(tooHard, certain), baseline, workers: 0 });
  expect(outcome).toEqual({ interrupted: false, cases: 12, differences: [], unknown: [] });
  expect(baselineText(await made(certain, tooHard))).toBe(text);
});

test('an update keeps the cases by value, though the generator changed, and takes over what is found for them', async () => {
  const before = await made(certain, tooHard);
  const changed: Claim = {
    ...certain,
    edgeCases: [{ n: '7' }],
    assumptions: ['another'],
    decide: (input, budget) => ({ ...certain.decide(input, budget), bound: '1050' }),
  };
  const options = { registry: registry(changed, tooHard), baseline: before, workers: 0 };
  const worse = await compareWithBaseline(options);
  expect(worse.differences.map(({ claim, kind, case: place }) => [claim, kind, place])).toEqual([
    ['certain', 'assumption', undefined],
    ...[1, 2, 3, 4, 5, 6].map((place) => ['certain', 'bound', place]),
  ]);
  const after = (await updateBaseline(options))!;
  const cases = (baseline: typeof before) => baseline.claims.map((claim) => claim.cases.map((stored) => stored.case));
  expect(cases(after)).toEqual(cases(before));
  expect((await compareWithBaseline({ ...options, baseline: after })).differences).toEqual([]);
});

test('an update of one claim leaves the entries of others alone; one of all drops claims that exist no longer', async () => {
  const before = await made(certain, tooHard);
  const old = { ...before, claims: before.claims.map((claim) => ({ ...claim, hypotheses: ['old'] })) };
  const options = { registry: registry(certain, tooHard), baseline: old, workers: 0 };
  const one = (await updateBaseline({ ...options, claims: ['certain'] }))!;
  expect(one.claims.map(({ id, hypotheses }) => [id, hypotheses[0] === 'old'])).toEqual([
    ['too-hard', true],
    ['certain', false],
  ]);
  const all = (await updateBaseline({ ...options, registry: registry(certain) }))!;
  expect(all.claims.map(({ id }) => id)).toEqual(['certain']);
});

test('what is refuted is no baseline; what cannot be decided is left out of one, and worse in a comparison', async () => {
  await expect(made(falseAtEdge)).rejects.toThrow(BaselineError);
  await expect(made(falseAtEdge)).rejects.toThrow(/false-at-edge is refuted.*n = 1000/);
  const baseline = await made(certain);
  const broken: Claim = { ...certain, decide: faulty.decide };
  const all = baseline.claims[0]!.cases.map((stored) => Number((stored.case as { n: string }).n));
  const lost = all.filter((n) => n % 7 === 3).length;
  const options = { registry: registry(broken), baseline, workers: 0 };
  const { differences } = await compareWithBaseline(options);
  expect(differences.map(({ kind }) => kind)).toEqual(new Array(lost).fill('undecided'));
  expect((await updateBaseline(options))!.claims[0]!.cases).toHaveLength(6 - lost);
});

test('a comparison names claims that are gone, and those the baseline does not know; claims that are named alone count', async () => {
  const baseline = await made(certain, tooHard);
  const options = { registry: registry(certain, deadly), baseline, workers: 0 };
  const outcome = await compareWithBaseline(options);
  expect(outcome.differences).toEqual([{ claim: 'too-hard', kind: 'claim' }]);
  expect(outcome.unknown).toEqual(['deadly']);
  const named = await compareWithBaseline({ ...options, claims: ['certain'] });
  expect(named).toMatchObject({ cases: 6, differences: [], unknown: [] });
});

test('shares of a comparison find together what one finds, each difference once', async () => {
  const baseline = await made(certain, tooHard);
  const worse: Claim = {
    ...certain,
    hypotheses: ['more'],
    decide: (...a) => ({ ...certain.decide(...a), bound: '1' }),
  };
  const options = { registry: registry(worse, tooHard), baseline, workers: 0 };
  const whole = await compareWithBaseline(options);
  for (const count of [1, 2, 3, 7, 30]) {
    const shares = await Promise.all(
      Array.from({ length: count }, (_, index) => compareWithBaseline({ ...options, shard: { index, count } })),
    );
    expect(shares.reduce((sum, { cases }) => sum + cases, 0)).toBe(12);
    const found = shares.flatMap(({ differences }) => differences);
    expect(found).toHaveLength(whole.differences.length);
    expect(found).toEqual(expect.arrayContaining([...whole.differences]));
  }
});

test('the signal ends an update without a baseline, and a comparison with what is finished', async () => {
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  const options = { registry: registry(certain), workers: 0, signal: stop.signal, onProgress };
  const baseline = await made(certain);
  expect(await compareWithBaseline({ ...options, baseline })).toMatchObject({ interrupted: true, differences: [] });
  expect(await updateBaseline(options)).toBeUndefined();
});
