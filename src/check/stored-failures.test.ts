import { expect, test } from 'vitest';
import { certain, falseAbove100, sampledOnly } from '../../properties/system/artificial-claims.mjs';
import type { Claim, Verdict } from '../theorems/claim.js';
import type { ReplayedCase } from './replay.js';
import { runClaims, type CheckOutcome } from './run-claims.js';
import { isMended, withStoredFailures } from './stored-failures.js';

const run = (...claims: readonly Claim[]): Promise<CheckOutcome> =>
  runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0, cases: 3 });

function replayed(claim: string, verdict: Verdict): ReplayedCase {
  const sides = { observed: { lower: '7', upper: '8' }, bound: '6' };
  const result = { verdict, method: 'bound', ...sides, ratio: 1.2, substantial: false, witness: ['7'] } as const;
  const stored = {
    file: 'f',
    place: '',
    claim,
    profile: 'quick',
    text: '{"n":"7"}',
    result: { version: '1.0.0', verdict, ...sides },
  } as const;
  return { stored, profile: 'quick', description: 'n = 7', result, differences: [], seconds: 0 };
}

test.each<[Claim, Verdict, Verdict]>([
  [certain, 'refuted', 'refuted'],
  [certain, 'inconclusive', 'inconclusive'],
  [sampledOnly, 'inconclusive', 'inconclusive'],
  [sampledOnly, 'certified', 'held'],
  [certain, 'held', 'certified'],
])('a claim is as weak as a stored failure shows it: %s', async ({ id }, now, verdict) => {
  const outcome = await run(certain, sampledOnly);
  const with_ = withStoredFailures(outcome, [replayed(id, now)]);
  const [found, before] = [with_, outcome].map(({ claims }) => claims.find(({ claim }) => claim.id === id)!);
  expect(found?.verdict).toBe(verdict);
  expect(found?.tally).toEqual(before?.tally);
  expect(with_.claims.filter(({ claim }) => claim.id !== id)).toEqual(
    outcome.claims.filter(({ claim }) => claim.id !== id),
  );
  if (now === 'refuted') {
    expect(found?.counterexample).toEqual({
      case: { n: '7' },
      description: 'n = 7',
      method: 'bound',
      observed: { lower: '7', upper: '8' },
      bound: '6',
      ratio: 1.2,
      witness: ['7'],
    });
  }
});

test('a claim that the run itself refutes keeps its own counterexample', async () => {
  const outcome = await run(falseAbove100);
  expect(withStoredFailures(outcome, [replayed(falseAbove100.id, 'refuted')])).toEqual(outcome);
});

test('a failure is mended when its case is certified or held', () => {
  const all = (['certified', 'held', 'inconclusive', 'refuted'] as const).map((now) => isMended(replayed('x', now)));
  expect(all).toEqual([true, true, false, false]);
});
