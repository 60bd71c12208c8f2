import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../theorems/claim.js';
import { decideCase, ResultError } from './decide-case.js';

const good: CaseResult = {
  verdict: 'certified',
  method: 'enclosure',
  observed: { lower: '0.1', upper: '0.2' },
  bound: '0.25',
  ratio: 0.8,
  substantial: true,
};
const budget = { boxes: 1, digits: 1 };
const decide = (result: unknown) => decideCase(() => result as CaseResult, '{}', budget);

describe('the result of a case', () => {
  test('is passed on when it makes sense', () => {
    expect(decide(good)).toEqual(good);
    const open = { ...good, verdict: 'inconclusive', observed: { lower: '-1e-400', upper: 'Infinity' } };
    expect(decide(open)).toEqual(open);
  });

  test.each([
    ['an unknown verdict', { ...good, verdict: 'proved' }],
    ['an unknown method', { ...good, method: 'guess' }],
    ['a number that is none', { ...good, bound: 'NaN' }],
    ['a bound that is no text', { ...good, bound: 0.25 }],
    ['a witness that is no number', { ...good, witness: ['0x1p-3'] }],
    ['an inverted enclosure', { ...good, observed: { lower: '0.2000000000000000000000000001', upper: '0.2' } }],
    ['a certificate by sampling', { ...good, method: 'sampled' }],
    ['a ratio that is missing', { ...good, ratio: undefined }],
  ])('%s is an error of the claim', (_, result) => {
    expect(() => decide(result)).toThrow(ResultError);
  });

  test('the claim sees the case as stored', () => {
    let seen: unknown;
    decideCase(
      (input) => {
        seen = input;
        return good;
      },
      '{"n":"17"}',
      budget,
    );
    expect(seen).toEqual({ n: '17' });
  });
});
