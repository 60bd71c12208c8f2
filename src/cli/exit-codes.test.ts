import { expect, test } from 'vitest';
import {
  certain,
  falseAbove100,
  faulty,
  sampledOnly,
  survivor,
  tooHard,
} from '../../properties/system/artificial-claims.mjs';
import { replayCases } from '../check/replay.js';
import { runClaims } from '../check/run-claims.js';
import { softproofVersion } from '../check/version.js';
import type { Claim, Verdict } from '../theorems/claim.js';
import { exitCodeOfCheck, exitCodeOfReplay, exitCodeOfVerdict } from './exit-codes.js';

async function codeOf(...claims: readonly Claim[]): Promise<number> {
  return exitCodeOfCheck(await runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0 }));
}

test('certified and held end with 0, refuted and surviving mutants with 1, inconclusive with 2, faults with 4', async () => {
  expect(await codeOf(certain, sampledOnly)).toBe(0);
  expect(await codeOf(certain, falseAbove100)).toBe(1);
  expect(await codeOf(survivor)).toBe(1);
  expect(await codeOf(certain, tooHard)).toBe(2);
  expect(await codeOf(tooHard, falseAbove100)).toBe(1);
  expect(await codeOf(falseAbove100, faulty)).toBe(4);
});

test('a run that was stopped is inconclusive at best', async () => {
  const outcome = await runClaims({ registry: { claims: [certain], module: '' }, profile: 'quick', workers: 0 });
  expect(exitCodeOfCheck({ ...outcome, interrupted: true })).toBe(2);
});

test('a run of nothing is not a success', async () => {
  expect(await codeOf()).toBe(2);
});

test('a single verdict', () => {
  expect((['certified', 'held', 'refuted', 'inconclusive'] as const).map(exitCodeOfVerdict)).toEqual([0, 0, 1, 2]);
});

/** A stored case `n ≤ bound` of a claim or mutant, as compared with what is found now. */
async function codeOfReplay(
  ...cases: readonly (readonly [claim: Claim, n: string, verdict: Verdict, bound: string, mutant?: string])[]
): Promise<number> {
  const registry = { claims: cases.map(([claim]) => claim), module: '' };
  const stored = cases.map(([claim, n, verdict, bound, mutant]) => ({
    file: 'f.json',
    place: '',
    claim: claim.id,
    ...(mutant === undefined ? {} : { mutant }),
    profile: 'quick' as const,
    text: JSON.stringify({ n }),
    result: { version: softproofVersion, verdict, observed: { lower: n, upper: n }, bound },
  }));
  return exitCodeOfReplay(await replayCases({ registry, cases: stored, workers: 0 }));
}

test('a replayed case of a claim ends by its verdict, one of a mutant with 0 only when it is refuted', async () => {
  expect(await codeOfReplay([certain, '5', 'certified', '1000'])).toBe(0);
  expect(await codeOfReplay([sampledOnly, '5', 'held', '1000'])).toBe(0);
  expect(await codeOfReplay([falseAbove100, '101', 'refuted', '100'])).toBe(1);
  expect(await codeOfReplay([tooHard, '7', 'inconclusive', '1000'])).toBe(2);
  expect(await codeOfReplay([certain, '501', 'refuted', '500', 'halved'])).toBe(0);
  expect(await codeOfReplay([certain, '499', 'certified', '500', 'halved'])).toBe(1);
});

test('a replay that contradicts its file ends with 1, whatever was found', async () => {
  expect(await codeOfReplay([certain, '5', 'refuted', '1000'])).toBe(1);
  expect(await codeOfReplay([certain, '5', 'certified', '999'])).toBe(1);
  expect(await codeOfReplay([tooHard, '7', 'refuted', '1000'])).toBe(1);
  expect(await codeOfReplay([certain, '501', 'refuted', '501', 'halved'])).toBe(1);
});

test('several replayed cases end with the worst of them, none or not all of them with 2', async () => {
  const good = [certain, '5', 'certified', '1000'] as const;
  const open = [tooHard, '7', 'inconclusive', '1000'] as const;
  const bad = [certain, '499', 'certified', '500', 'halved'] as const;
  expect(await codeOfReplay(good, good)).toBe(0);
  expect(await codeOfReplay(good, open)).toBe(2);
  expect(await codeOfReplay(open, bad, good)).toBe(1);
  expect(await codeOfReplay()).toBe(2);
  expect(exitCodeOfReplay({ cases: [], interrupted: true })).toBe(2);
});
