import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certain, layer } from '../../properties/system/artificial-claims.mjs';
import type { CaseResult, Verdict } from '../theorems/claim.js';
import { claimOutcome, firstRefuted, worstCase, type ClaimPlan } from './claim-outcome.js';
import type { CaseRecord } from './task.js';

const verdicts: readonly Verdict[] = ['certified', 'held', 'refuted', 'inconclusive'];

function resultOf(verdict: Verdict, ratio: number): CaseResult {
  const observed = { lower: '0', upper: '1' };
  return { verdict, method: 'enclosure', observed, bound: '2', ratio, substantial: true };
}

const recordList = fc
  .array(
    fc.record({
      verdict: fc.constantFrom(...verdicts),
      ratio: fc.constantFrom(0, 0.25, 0.5, 1, Infinity, NaN),
      isFault: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ verdict, ratio, isFault }, index): CaseRecord =>
      isFault
        ? { index, seconds: 1, fault: { where: `case ${index}`, message: 'm', stack: 's' } }
        : { index, seconds: 1, result: resultOf(verdict, ratio) },
    ),
  );

function planFor(indices: readonly number[]): ClaimPlan {
  return {
    claim: layer,
    indices,
    planned: indices.length,
    mutants: [],
    rate: false,
    substantialCases: 3,
    asDrawn: (index, result) => ({ case: index, description: `case ${index}`, ...result }),
  };
}

const byIndex = (records: readonly CaseRecord[]): ReadonlyMap<number, CaseRecord> =>
  new Map(records.map((record) => [record.index, record]));

describe('the outcome of a claim', () => {
  test('for all records, the order in which they arrive changes nothing', () => {
    const shuffled = recordList.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    );
    fc.assert(
      fc.property(shuffled, ([records, shuffle]) => {
        const plan = planFor(records.map(({ index }) => index));
        const mutants = new Map();
        const inOrder = claimOutcome(plan, { cases: byIndex(records), mutants });
        expect(claimOutcome(plan, { cases: byIndex(shuffle), mutants })).toEqual(inOrder);
      }),
      { numRuns: 200 },
    );
  });

  test('for all records, the first refuted case is shown, and the worst case is the first of the largest ratio', () => {
    fc.assert(
      fc.property(recordList, (records) => {
        const results = records.flatMap((record) => ('result' in record ? [record] : []));
        const cases = byIndex([...records].reverse());
        const refuted = results.find(({ result }) => result.verdict === 'refuted')?.index;
        expect(firstRefuted(cases)).toBe(refuted);
        const ratios = results.map(({ result }) => result.ratio).filter((ratio) => !Number.isNaN(ratio));
        const largest = Math.max(...ratios);
        const first = ratios.length === 0 ? results[0] : results.find(({ result }) => result.ratio === largest);
        const { ratio, observed, bound } = first?.result ?? {};
        expect(worstCase(cases)).toEqual(first && { index: first.index, ratio, observed, bound });
        const { counterexample } = claimOutcome(planFor(records.map(({ index }) => index)), {
          cases,
          mutants: new Map(),
        });
        expect(counterexample?.case).toBe(refuted);
      }),
      { numRuns: 300 },
    );
  });

  test('a claim that was stopped on the way is inconclusive, unless it is refuted already', () => {
    const some = (verdict: Verdict) => byIndex([{ index: 0, seconds: 1, result: resultOf(verdict, 0.5) }]);
    const plan = planFor([0, 1, 2, 3]);
    const stopped = claimOutcome(plan, { cases: some('certified'), mutants: new Map() });
    expect(stopped).toMatchObject({
      verdict: 'inconclusive',
      reason: 'the run was stopped after 1 of 4 cases',
      finished: false,
    });
    expect(claimOutcome(plan, { cases: some('refuted'), mutants: new Map() }).verdict).toBe('refuted');
  });

  test('a claim is not finished before its mutants are', () => {
    const cases = byIndex([{ index: 0, seconds: 1, result: resultOf('certified', 0.5) }]);
    const plan = { ...planFor([0]), claim: certain, mutants: ['halved'] };
    expect(claimOutcome(plan, { cases, mutants: new Map() }).finished).toBe(false);
    const mutants = new Map([['halved', { mutant: 'halved', seconds: 1, tried: 7 }]]);
    const { finished, mutants: found } = claimOutcome(plan, { cases, mutants });
    expect(finished).toBe(true);
    expect(found).toEqual([{ id: 'halved', description: 'the bound is halved', refuted: false, tried: 7 }]);
  });

  test('of a claim that is held, the first held case says why', () => {
    const weak = { ...resultOf('held', 0.5), note: 'only sampled' };
    const cases = byIndex([
      { index: 0, seconds: 1, result: resultOf('certified', 0.5) },
      { index: 1, seconds: 1, result: weak },
      { index: 2, seconds: 1, result: { ...weak, note: 'also' } },
    ]);
    const { weakest } = claimOutcome(planFor([0, 1, 2]), { cases, mutants: new Map() });
    expect(weakest).toEqual({ index: 1, description: 'case 1', note: 'only sampled' });
  });
});
