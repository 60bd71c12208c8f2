import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certain, falseAtEdge } from '../../properties/system/artificial-claims.mjs';
import type { Budget, Claim } from '../theorems/claim.js';
import { profileOf } from './profile.js';
import { taskRunner } from './run-task.js';
import type { CaseOrigin } from './task.js';

const origin = (claim: Claim, random = 5): CaseOrigin => ({ claim: claim.id, seed: 1, profile: 'quick', random });

/** A claim that remembers with which budgets it was asked. */
function counting(claim: Claim): { readonly claim: Claim; readonly asked: Budget[] } {
  const asked: Budget[] = [];
  const decide: Claim['decide'] = (input, budget) => {
    asked.push(budget);
    return claim.decide(input, budget);
  };
  return { claim: { ...claim, decide }, asked };
}

describe('a task', () => {
  test('decides each of its cases once, with the budget of the profile', () => {
    const { claim, asked } = counting(certain);
    const outcome = taskRunner([claim])({ kind: 'cases', origin: origin(claim), indices: [4, 1, 2] });
    expect(outcome.kind === 'cases' && outcome.records.map(({ index }) => index)).toEqual([4, 1, 2]);
    expect(asked).toEqual(Array(3).fill(profileOf('quick').budget));
  });

  test('gives the same records whatever was done before', () => {
    const task = { kind: 'cases', origin: origin(certain, 50), indices: [40, 3] } as const;
    const verdicts = (run: ReturnType<typeof taskRunner>) => {
      const outcome = run(task);
      return outcome.kind === 'cases' && outcome.records.map((record) => ({ ...record, seconds: 0 }));
    };
    const used = taskRunner([certain, falseAtEdge]);
    used({ kind: 'cases', origin: origin(falseAtEdge, 9), indices: [1, 2, 3] });
    used({ kind: 'cases', origin: origin(certain, 50), indices: [50] });
    expect(verdicts(used)).toEqual(verdicts(taskRunner([certain])));
  });

  test('shrinking takes at most its budget of decisions, and one more, with more digits, to confirm', () => {
    // Making 60 numbers small one after the other takes several decisions for each: far more than the budget.
    const wide: Claim = {
      ...falseAtEdge,
      edgeCases: [Array(60).fill(1000)],
      arbitrary: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 60, maxLength: 60 }),
      describe: (input) => JSON.stringify(input),
      decide: (input, budget) => {
        const least = Math.min(...(input as number[]));
        return falseAtEdge.decide({ n: least >= 523 ? '1000' : '0' }, budget);
      },
    };
    const { claim, asked } = counting(wide);
    const outcome = taskRunner([claim])({ kind: 'shrink', origin: origin(claim), index: 0 });
    expect(outcome.kind === 'shrink' && 'counterexample' in outcome.record).toBe(true);
    expect(asked.length).toBe(profileOf('quick').shrinkSteps + 2);
    const { boxes, digits } = profileOf('quick').budget;
    expect(asked.at(-1)).toEqual({ boxes: 2 * boxes, digits: 2 * digits });
  });

  test('an unknown claim or mutant is an error of the caller', () => {
    const run = taskRunner([certain]);
    expect(() => run({ kind: 'cases', origin: origin(falseAtEdge), indices: [0] })).toThrow(/false-at-edge/);
    expect(() => run({ kind: 'mutant', origin: origin(certain), mutant: 'none' })).toThrow(/no mutant "none"/);
  });
});
