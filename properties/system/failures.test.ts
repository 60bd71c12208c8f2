/** What failed is stored, one folder for each failure, run first the next time, and forgotten when it is mended. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseDocument } from '../../src/check/case-document.js';
import type { Results } from '../../src/report/results.js';
import { runArtificial, type Finished } from './command.js';
import { expectValid, folder } from './workspace.js';

const check = (out: string, ...args: readonly string[]): Promise<Finished> =>
  runArtificial(['check', ...args, '--profile', 'quick', '--out', out]);
const failures = (out: string): readonly string[] =>
  existsSync(join(out, 'failures')) ? readdirSync(join(out, 'failures')).sort() : [];
const caseIn = (out: string, claim: string): string => join(out, 'failures', `${claim}--bound`, 'case.json');
const read = (path: string): CaseDocument => expectValid('case', readFileSync(path, 'utf8')) as CaseDocument;

describe('failures', () => {
  test('are stored by claim and clause, each with a command that shows it again; seeds and paths are told', async () => {
    const out = join(folder, 'all');
    const { code, stdout } = await check(out, 'certain', 'false-at-edge', 'false-above-100', 'stalling', 'faulty');
    expect(code).toBe(4);
    expect(failures(out)).toEqual([
      'false-above-100--bound',
      'false-at-edge--bound',
      'faulty--fault',
      'stalling--rate',
    ]);
    expect(read(caseIn(out, 'false-at-edge'))).toMatchObject({
      case: { n: '101' },
      result: { verdict: 'refuted', observed: { lower: '101', upper: '101' }, bound: '100' },
    });
    for (const name of failures(out)) {
      const [program, ...args] = readFileSync(join(out, 'failures', name, 'replay.txt'), 'utf8')
        .trim()
        .split(' ');
      expect(program).toBe('softproof');
      const again = await runArtificial(args[0] === 'check' ? [...args, '--out', join(folder, 'again')] : args);
      expect([name, again.code]).toEqual([name, name === 'faulty--fault' ? 4 : 1]);
    }
    const drawn =
      /false-above-100: refuted.*\n {2}counterexample: n = 101\n.*\n {2}drawn by fast-check from seed -?\d+, path \d+(:\d+)*\n/;
    expect(stdout).toMatch(drawn);
    // Another seed finds the same failures: they stay one of each.
    await check(out, 'false-above-100', '--seed', '7');
    expect(failures(out)).toHaveLength(4);
  });

  test('are decided first the next time: a claim is refuted by them though no case of the run does', async () => {
    const out = join(folder, 'first');
    expect((await check(out, 'false-above-100')).code).toBe(1);
    const stored = readFileSync(caseIn(out, 'false-above-100'), 'utf8');
    const { code, stdout, stderr } = await check(out, 'false-above-100', '--cases', '0', '--json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^profile .*\nfalse-above-100: what an earlier run refuted is refuted still: n = 101$/m);
    const [claim] = (expectValid('results', stdout) as Results).claims;
    expect(claim).toMatchObject({
      verdict: 'refuted',
      reason: 'a case that an earlier run stored is refuted still',
      cases: { run: 0, refuted: 0 },
      counterexample: { case: { n: '101' } },
    });
    expect(readFileSync(caseIn(out, 'false-above-100'), 'utf8')).toBe(stored);

    const shards = ['1/2', '2/2'].map((shard) => [shard, join(folder, `share-${shard.slice(0, 1)}`)] as const);
    for (const [i, [shard, place]] of shards.entries()) {
      if (i === 1) mkdirSync(join(place, 'failures', 'false-above-100--bound'), { recursive: true });
      if (i === 1) writeFileSync(caseIn(place, 'false-above-100'), stored);
      expect((await check(place, 'false-above-100', '--cases', '0', '--shard', shard)).code).toBe(i);
    }
    const merged = await runArtificial([
      'merge',
      ...shards.map(([, place]) => place),
      '--out',
      join(folder, 'both'),
      '--json',
    ]);
    expect(merged.code).toBe(1);
    expect({ ...(JSON.parse(merged.stdout) as Results).claims[0], seconds: 0 }).toEqual({ ...claim, seconds: 0 });
  });

  test('are forgotten when they are mended, and kept when they are not looked at', async () => {
    const out = join(folder, 'mended');
    await check(out, 'false-above-100', 'stalling');
    const path = caseIn(out, 'false-above-100');
    writeFileSync(path, JSON.stringify({ ...read(path), case: { n: '5' } }));
    expect((await check(out, 'certain')).code).toBe(0);
    expect(failures(out)).toEqual(['false-above-100--bound', 'stalling--rate']);
    const { stderr } = await check(out, 'false-above-100', '--cases', '1');
    expect(stderr).toContain('false-above-100: what an earlier run refuted is certified now: n = 5\n');
    expect(failures(out).filter((name) => name.startsWith('false'))).toHaveLength(
      (JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results).claims[0]!.cases.refuted > 0 ? 1 : 0,
    );
  });

  test.each<[string, (document: CaseDocument) => string, RegExp]>([
    ['that is cut off', (document) => JSON.stringify(document).slice(0, -30), /this is no JSON/],
    [
      'that no claim can decide',
      (document) => JSON.stringify({ ...document, case: [] }),
      /certain cannot decide this case/,
    ],
    [
      'of another claim',
      (document) => JSON.stringify({ ...document, claim: 'false-at-edge' }),
      /^profile[^\n]*\ncertain: certified/,
    ],
  ])('a stored failure %s is left out and left alone', async (name, alter, says) => {
    const out = join(folder, name.replaceAll(' ', '-'));
    mkdirSync(join(out, 'failures', 'certain--bound'), { recursive: true });
    const text = alter({ ...read(caseIn(join(folder, 'first'), 'false-above-100')), claim: 'certain' });
    writeFileSync(caseIn(out, 'certain'), text);
    const { code, stderr } = await check(out, 'certain');
    expect(code).toBe(0);
    expect(stderr).toMatch(says);
    expect(readFileSync(caseIn(out, 'certain'), 'utf8')).toBe(text);
  });
});
