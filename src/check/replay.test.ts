import { describe, expect, test } from 'vitest';
import * as artificial from '../../properties/system/artificial-claims.mjs';
import type { Budget, CaseResult, Claim, Verdict } from '../theorems/claim.js';
import { profileOf } from './profile.js';
import { InvalidFileError } from './read-json-file.js';
import { differences, replayCases, type ReplayedCase } from './replay.js';
import type { StoredCase, StoredResult } from './stored-case-file.js';
import { softproofVersion } from './version.js';

const { certain, falseAbove100, faulty, tooHard, unstable } = artificial;
const registry = { claims: artificial.claims, module: '' };

/** What a file says about `n ≤ bound`. */
function storedCase(
  claim: Claim,
  n: string,
  verdict: Verdict,
  bound: string,
  more: Partial<StoredCase> = {},
): StoredCase {
  const result: StoredResult = { version: softproofVersion, verdict, observed: { lower: n, upper: n }, bound };
  return { file: 'f.json', place: '', claim: claim.id, profile: 'quick', text: JSON.stringify({ n }), result, ...more };
}

async function replay(stored: StoredCase, claims: readonly Claim[] = registry.claims): Promise<ReplayedCase> {
  const { cases } = await replayCases({ registry: { ...registry, claims }, cases: [stored], workers: 0 });
  return cases[0]!;
}

describe('a stored case', () => {
  test.each<[Verdict, StoredCase]>([
    ['certified', storedCase(certain, '17', 'certified', '1000')],
    ['held', storedCase(artificial.sampledOnly, '17', 'held', '1000')],
    ['refuted', storedCase(falseAbove100, '101', 'refuted', '100')],
    ['inconclusive', storedCase(tooHard, '14', 'inconclusive', '1000')],
    ['refuted', storedCase(certain, '501', 'refuted', '500', { mutant: 'halved' })],
  ])('that is %s comes out so again, and agrees', async (verdict, stored) => {
    const { result, differences: found, description } = await replay(stored);
    expect(result.verdict).toBe(verdict);
    expect(found).toEqual([]);
    expect(description).toMatch(/^n = \d+$/);
  });

  test('of a mutant is decided as the mutant, not as the claim', async () => {
    expect((await replay(storedCase(certain, '501', 'certified', '1000'))).differences).toEqual([]);
    const asMutant = storedCase(certain, '501', 'certified', '1000', { mutant: 'halved' });
    expect((await replay(asMutant)).differences).toEqual(['verdict', 'bound']);
  });

  test('is given twice the boxes and digits when it was refuted, or is now', async () => {
    const asked: Budget[] = [];
    const curious: Claim = {
      ...falseAbove100,
      decide: (input, budget) => {
        asked.push(budget);
        return falseAbove100.decide(input, budget);
      },
    };
    const { boxes, digits } = profileOf('quick').budget;
    const twice = { boxes: 2 * boxes, digits: 2 * digits };
    await replay(storedCase(curious, '101', 'refuted', '100'), [curious]);
    await replay(storedCase(curious, '50', 'certified', '100'), [curious]);
    await replay(storedCase(curious, '101', 'certified', '100'), [curious]);
    await replay(storedCase(curious, '101', 'refuted', '100', { profile: 'deep' }), [curious]);
    const { budget: deep } = profileOf('deep');
    const twiceDeep = { boxes: 2 * deep.boxes, digits: 2 * deep.digits };
    expect(asked).toEqual([twice, { boxes, digits }, { boxes, digits }, twice, twiceDeep]);
  });

  test('whose refutation more digits overturn differs', async () => {
    const { result, differences: found } = await replay(storedCase(unstable, '501', 'refuted', '1000'));
    expect(result.verdict).toBe('certified');
    expect(found).toEqual(['verdict']);
  });

  test('takes another profile when one is given', async () => {
    const cases = [storedCase(certain, '17', 'certified', '1000')];
    const replayed = await replayCases({ registry, cases, profile: 'standard', workers: 0 });
    expect(replayed.cases[0]?.profile).toBe('standard');
  });

  test('that its claim cannot decide is an error of the file, which says whose case it is and why', async () => {
    const stored = storedCase(faulty, '10', 'certified', '1000', { place: 'claims[2].counterexample' });
    const told = /^f\.json: claims\[2\]\.counterexample: the claim faulty cannot decide this case: RangeError: cannot/;
    await expect(replay(stored)).rejects.toThrow(InvalidFileError);
    await expect(replay(stored)).rejects.toThrow(told);
    const mutant = storedCase(certain, 'x', 'refuted', '0', { mutant: 'zero' });
    await expect(replay(mutant)).rejects.toThrow(/the mutant zero of certain cannot decide this case: ResultError/);
    await expect(replay({ ...stored, text: 'null' })).rejects.toThrow(/TypeError/);
  });
});

describe('several cases', () => {
  const cases = ['101', '102', '103'].map((n) => storedCase(falseAbove100, n, 'refuted', '100'));

  test('are replayed in their order, and told one by one', async () => {
    const told: number[] = [];
    const { cases: found, interrupted } = await replayCases({
      registry,
      cases,
      workers: 0,
      onProgress: (done) => told.push(done),
    });
    expect(found.map(({ stored }) => stored)).toEqual(cases);
    expect(interrupted).toBe(false);
    expect(told).toEqual([1, 2, 3]);
  });

  test('that are stopped on the way keep what is finished', async () => {
    const stop = new AbortController();
    const outcome = await replayCases({
      registry,
      cases,
      workers: 0,
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 2) stop.abort();
      },
    });
    expect(outcome).toMatchObject({ interrupted: true, cases: [{ stored: cases[0] }, { stored: cases[1] }] });
    const before = await replayCases({ registry, cases, workers: 0, signal: AbortSignal.abort() });
    expect(before).toEqual({ interrupted: true, cases: [] });
  });

  test('with the last one bad are all refused', async () => {
    const bad = [...cases, { ...storedCase(faulty, '3', 'refuted', '0'), place: 'the last' }];
    await expect(replayCases({ registry, cases: bad, workers: 0 })).rejects.toThrow(/f\.json: the last: /);
  });

  test('that are none are no replay', async () => {
    expect(await replayCases({ registry, cases: [] })).toEqual({ interrupted: false, cases: [] });
  });
});

describe('what is stored and what is found', () => {
  const found: CaseResult = {
    verdict: 'refuted',
    method: 'enclosure',
    observed: { lower: '1.00000000000000000001', upper: '2' },
    bound: '0.5',
    ratio: 2,
    substantial: true,
  };
  const stored: StoredResult = { ...found, version: softproofVersion };

  test.each<[string, Partial<StoredResult>, readonly string[]]>([
    ['the same', {}, []],
    [
      'the same numbers in other words',
      { bound: '5e-1', observed: { lower: '1.00000000000000000001', upper: '2.0' } },
      [],
    ],
    ['a wider enclosure', { observed: { lower: '0', upper: 'Infinity' } }, []],
    ['a narrower one', { observed: { lower: '1.5', upper: '1.5' } }, []],
    ['one that touches it', { observed: { lower: '2', upper: '3' } }, []],
    ['one that touches it below', { observed: { lower: '0', upper: '1.00000000000000000001' } }, []],
    ['one that just misses it', { observed: { lower: '0', upper: '1' } }, ['observed']],
    ['one above it', { observed: { lower: '2.0000000000000000000001', upper: '3' } }, ['observed']],
    ['a bound that was nudged up', { bound: '0.50000000000000000001' }, ['bound']],
    ['a bound that was nudged down', { bound: '0.49999999999999999999' }, ['bound']],
    ['a bound that another version found', { bound: '0.49999999999999999999', version: '0.0.1' }, []],
    ['another verdict', { verdict: 'certified' }, ['verdict']],
    [
      'all at once',
      { verdict: 'inconclusive', observed: { lower: '-1', upper: '0' }, bound: '1' },
      ['verdict', 'observed', 'bound'],
    ],
  ])('%s', (_, change, expected) => {
    expect(differences({ ...stored, ...change }, found)).toEqual(expected);
  });
});
