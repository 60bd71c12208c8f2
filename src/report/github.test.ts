import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certain, falseAbove100, survivor, tooHard } from '../../properties/system/artificial-claims.mjs';
import { runClaims, type CheckOutcome } from '../check/run-claims.js';
import { githubAnnotations, githubSummary } from './github.js';

const outcome = await runClaims({
  registry: { claims: [certain, falseAbove100, survivor, tooHard], module: '' },
  profile: 'quick',
  workers: 0,
});

/** Text that would end a line, a cell or a command, or begin something else. */
const hostile = fc.string({
  unit: fc.constantFrom(
    '::',
    '\n',
    '\r',
    '%',
    ',',
    '|',
    '<',
    '>',
    '&',
    '`',
    '*',
    '_',
    '[',
    '](',
    ')',
    '\\',
    'x',
    '\u001b',
  ),
});

function withText(text: string): CheckOutcome {
  const claims = outcome.claims.map((one) => ({
    ...one,
    ...(one.counterexample === undefined ? {} : { counterexample: { ...one.counterexample, description: text } }),
    mutants: one.mutants.map((mutant) => ({ ...mutant, description: text })),
  }));
  return { ...outcome, claims };
}

describe('annotations', () => {
  test('are one line for everything that is wrong, as an error, or open, as a warning', () => {
    const sourceOf = (claim: string) => (claim === 'too-hard' ? { file: 'a,b:c.ts', line: 3 } : undefined);
    expect(githubAnnotations(outcome, sourceOf)).toEqual([
      '::error title=softproof%3A false-above-100::refuted: n = 101: observed [101, 101], bound 100',
      '::error title=softproof%3A survivor::the mutant harmless survived 202 cases: the bound is raised',
      expect.stringMatching(
        /^::warning file=a%2Cb%3Ac\.ts,line=3,title=softproof%3A too-hard::inconclusive: \d+ cases are inconclusive$/,
      ),
    ]);
  });

  test('for every text, stay one command a line, with the text as the runner reads it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = githubAnnotations(withText(text));
        expect(lines).toHaveLength(3);
        for (const line of lines) expect(line).toMatch(/^::(error|warning) title=softproof%3A [a-z0-9-]+::[^\r\n]*$/);
        const decoded = lines[1]!.replace(/%0A/g, '\n').replace(/%0D/g, '\r').replace(/%25/g, '%');
        expect(decoded.endsWith(`survived 202 cases: ${text}`)).toBe(true);
      }),
    );
  });
});

describe('the summary of a job', () => {
  test('has a row for every claim, and what is wrong or open', () => {
    const summary = githubSummary(outcome);
    expect(summary).toMatch(/^## softproof: 2 certified, 1 refuted, 1 inconclusive\n/);
    expect(summary).toContain('| false-above-100 | refuted | 50 | ');
    expect(summary).toContain('- **false-above-100**: refuted&#58; n &#61; 101');
    expect(summary.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(5);
  });

  test('for every text, keeps its lines and lets nothing through that Markdown or HTML would take for more', () => {
    const shape = (summary: string): readonly string[] => summary.split('\n').map((line) => line.slice(0, 3));
    fc.assert(
      fc.property(hostile, (text) => {
        const summary = githubSummary(withText(text));
        expect(shape(summary)).toEqual(shape(githubSummary(outcome)));
        const told = summary.split('\n').find((line) => line.startsWith('- **survivor**: '))!;
        expect(told.slice('- **survivor**: '.length)).not.toMatch(/[|<>`*_[\]\\\u001b]/);
      }),
    );
  });

  test('tells of the baseline, of a shard, and of a stop', () => {
    const baseline = { file: 'b.json', interrupted: false, cases: 7, differences: [], unknown: [] };
    const share = { index: 1, count: 3, digest: '', ofTarget: false };
    const summary = githubSummary({ ...outcome, interrupted: true, baseline, share });
    expect(summary).toContain(', shard 2/3; stopped before its end.');
    expect(summary).toContain('7 cases compared, nothing is worse.');
  });
});
