import { expect, test } from 'vitest';
import { certain } from '../../properties/system/artificial-claims.mjs';
import type { CaseResult } from '../theorems/claim.js';
import { counterexampleOf } from './counterexample.js';

test('a counterexample keeps everything that was found, and leaves out what was not', () => {
  const result: CaseResult = {
    verdict: 'refuted',
    method: 'bound',
    observed: { lower: '2', upper: '3' },
    bound: '1',
    ratio: 2,
    substantial: true,
  };
  const kept = { method: 'bound', observed: { lower: '2', upper: '3' }, bound: '1', ratio: 2 };
  const found = counterexampleOf(certain, { text: '{"n":"7"}' }, result);
  expect(found).toStrictEqual({ case: { n: '7' }, description: 'n = 7', ...kept });
  const more = { witness: ['0.5'], note: 'seen at a corner' };
  const origin = { seed: -5, path: '3:1' };
  const all = counterexampleOf(certain, { text: '{"n":"7"}', origin }, { ...result, ...more });
  expect(all).toStrictEqual({ ...found, ...origin, ...more });
});
