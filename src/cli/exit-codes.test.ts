import { expect, test } from 'vitest';
import {
  certain,
  falseAbove100,
  faulty,
  sampledOnly,
  survivor,
  tooHard,
} from '../../properties/system/artificial-claims.mjs';
import { runClaims } from '../check/run-claims.js';
import type { Claim } from '../theorems/claim.js';
import { exitCodeOfCheck, exitCodeOfVerdict } from './exit-codes.js';

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
