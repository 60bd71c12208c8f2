import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseResult, Claim } from '../theorems/claim.js';
import { claim, type Formula } from './claim.js';

const BUDGET = { boxes: 1000, digits: 200 };

const source = { paper: '—', item: 'a test' };
const number =
  (text: string): Formula<number> =>
  (system) =>
    system.literal(text);

function compared(
  measure: Formula<number>,
  bound: Formula<number>,
  tie?: string,
): { readonly made: Claim<number>; readonly result: CaseResult } {
  const made = claim<number>({
    id: 'one',
    source,
    statement: 'a \\le b',
    cases: fc.integer(),
    measure,
    bound,
    ...(tie === undefined ? {} : { tie: () => tie }),
    mutants: [{ id: 'same', description: 'nothing is broken' }],
  });
  return { made, result: made.decide(0, BUDGET) };
}

/** Exactly 2, which enclosures do not see. */
const two: Formula<number> = (system) => system.powInteger(system.sqrt(system.literal('2')), 2);

describe('a claim of two formulas', () => {
  it('is certified, refuted or inconclusive as enclosures of the two sides lie', () => {
    expect(compared(number('1'), number('1.5')).result).toMatchObject({ verdict: 'certified', method: 'enclosure' });
    expect(compared(number('1.5'), number('1')).result).toMatchObject({ verdict: 'refuted', method: 'enclosure' });
    expect(compared(two, two).result).toMatchObject({
      verdict: 'inconclusive',
      note: 'the two sides agree to 200 digits',
    });
  });

  it('is told from its bound by a difference that doubles do not see', () => {
    const above: Formula<number> = (system) => system.add(two(system, 0), system.literal('1e-150'));
    expect(compared(two, above).result.verdict).toBe('certified');
    expect(compared(above, two).result.verdict).toBe('refuted');
  });

  it('is decided by nothing where a side is not defined', () => {
    const touching: Formula<number> = (system) => system.sqrt(system.sub(two(system, 0), system.literal('2')));
    expect(compared(touching, number('1')).result).toMatchObject({
      verdict: 'inconclusive',
      note: 'a side is not defined everywhere, to 200 digits',
    });
    const nowhere: Formula<number> = (system) => system.log(system.literal('0'));
    expect(compared(nowhere, number('1')).result.verdict).toBe('inconclusive');
    expect(compared(number('1'), nowhere).result.verdict).toBe('inconclusive');
  });

  it('is certified by a tie, unless enclosures contradict it', () => {
    expect(compared(two, two, 'both are 2').result).toMatchObject({
      verdict: 'certified',
      method: 'exact',
      note: 'both are 2',
    });
    expect(compared(number('1.5'), number('1'), 'a mistake').result.verdict).toBe('refuted');
    // Beyond doubles, too.
    expect(compared(number('2e400'), number('1e400'), 'a mistake').result.verdict).toBe('refuted');
  });

  it('has mutants that take over what they do not break, but no tie', () => {
    const [mutant] = compared(two, two, 'both are 2').made.mutants;
    expect(mutant!.decide(0, BUDGET).verdict).toBe('inconclusive');
  });

  it('says a case as JSON, unless it is told how', () => {
    expect(compared(two, two).made.describe(3)).toBe('3');
  });
});

describe('an id', () => {
  const named = (id: string, mutants: readonly string[] = []): unknown =>
    claim<number>({
      id,
      source,
      statement: 'a \\le b',
      cases: fc.integer(),
      measure: two,
      bound: two,
      mutants: mutants.map((mutant) => ({ id: mutant, description: 'broken' })),
    });

  it('names files: anything else is refused, with one that would do', () => {
    expect(() => named('My Claim')).toThrow('"My Claim" is no id of a claim or mutant');
    expect(() => named('My Claim')).toThrow('my-claim');
    for (const id of ['', '../up', 'a--b', '-a', 'a_b']) expect(() => named(id)).toThrow(TypeError);
    expect(() => named('fine', ['No'])).toThrow('"No" is no id');
    expect(() => named('fine', ['same', 'other', 'same'])).toThrow('two mutants "same"');
    expect(() => named('fine', ['fine'])).not.toThrow();
  });
});
