/** `softproof check --baseline`: a changed bound in the source, exit codes, words, documents, and files that are none. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Results } from '../../src/report/results.js';
import { run, runArtificial, start, type Finished } from './command.js';
import { expectValid, fixture, folder, root } from './workspace.js';

const path = (name: string): string => fileURLToPath(new URL(name, root));
const own = path('fixtures/baseline.json');
const quick = ['--profile', 'quick', '--cases', '0'];

/** A copy of the built package in which `before` in a file is replaced, once, by `after`. */
function patched(name: string, file: string, before: string, after: string): string {
  const copy = join(folder, name);
  mkdirSync(copy);
  for (const part of ['dist', 'package.json']) cpSync(path(part), join(copy, part), { recursive: true });
  symlinkSync(path('node_modules'), join(copy, 'node_modules'));
  const source = readFileSync(join(copy, file), 'utf8');
  expect(source.split(before), `${before} in ${file}`).toHaveLength(2);
  writeFileSync(join(copy, file), source.replace(before, after));
  return join(copy, 'dist', 'cli', 'main.js');
}

describe('the baseline of the package', () => {
  test('is met', async () => {
    const { code, stdout, stderr } = await run([
      'check',
      'indicator',
      ...quick,
      '--baseline',
      own,
      '--out',
      join(folder, 'own'),
      '--json',
    ]);
    expect(code).toBe(0);
    const { baseline } = expectValid('results', stdout) as Results;
    expect(baseline).toEqual({ file: own, cases: 6, differences: [], unknown: [] });
    expect(stderr).toContain('baseline: 6 cases as before');
  });

  test('is not met when a bound is multiplied by 1.05 in the source: exit code 1, and the claim is named', async () => {
    const program = patched(
      'times-1.05',
      'dist/theorems/support/decide-max-affine-sup.js',
      'const modulus = modulusAt(input.target, target, radius);',
      'const modulus = intervalSystem.mul(modulusAt(input.target, target, radius), intervalSystem.literal("1.05"));',
    );
    const out = join(folder, 'worse');
    const args = ['check', 'indicator', 'max-affine-sup', ...quick, '--baseline', own, '--out', out];
    const { code, stdout } = await start(program, args).finished;
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^max-affine-sup: worse than the baseline: case 2 \(.*\): the bound was 0\.\d+, and is 0\.\d+ \(times 1\.05\)$/m,
    );
    expect(stdout).toContain(
      `  if this is meant: softproof check max-affine-sup --baseline ${own} --update-baseline\n`,
    );
    expect(stdout).not.toContain('indicator: worse');
    expect(stdout).toMatch(/; worse than the baseline in \d respects; /);
    const { baseline } = expectValid('results', readFileSync(join(out, 'results.json'), 'utf8')) as Results;
    expect(new Set(baseline?.differences.map(({ claim, kind }) => `${claim} ${kind}`))).toEqual(
      new Set(['max-affine-sup bound']),
    );
    const junit = readFileSync(join(out, 'junit.xml'), 'utf8');
    expect(junit).toMatch(
      /<testcase name="max-affine-sup is as in the baseline" classname="baseline"><failure type="baseline"/,
    );
  });
});

describe('a baseline of artificial claims', () => {
  const file = join(folder, 'new', 'baseline.json');
  const check = (...args: readonly string[]): Promise<Finished> =>
    runArtificial(['check', ...args, ...quick, '--out', join(folder, 'artificial')]);

  test('is written in a folder that is made for it, met, updated, and the same for every number of workers', async () => {
    const made = await check('certain', 'sampled-only', '--baseline', file, '--update-baseline');
    expect(made.code).toBe(0);
    expect(made.stderr).toContain(`baseline written to ${file}: 12 cases of 2 claims\n`);
    const text = readFileSync(file, 'utf8');
    expectValid('baseline', text);
    for (const workers of ['0', '3']) {
      const met = await check('certain', '--baseline', file, '--workers', workers);
      expect([met.code, met.stdout]).toEqual([0, expect.stringContaining('baseline: 6 cases as before')]);
      expect((await check('certain', '--baseline', file, '--update-baseline', '--workers', workers)).code).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  test('says what became weaker, was added, or is gone, and which claims it does not know', async () => {
    const document = JSON.parse(readFileSync(file, 'utf8')) as {
      claims: { id: string; assumptions: string[]; cases: Record<string, unknown>[] }[];
    };
    const [certain, sampled] = document.claims as [(typeof document.claims)[0], (typeof document.claims)[0]];
    certain.assumptions = [];
    sampled.cases[0]!['verdict'] = 'certified';
    sampled.cases[1]!['method'] = 'enclosure';
    sampled.cases[2]!['observed'] = { lower: '-2', upper: '-1' };
    sampled.cases[3]!['case'] = 'no case';
    document.claims.push({ ...certain, id: 'of-old' });
    const changed = join(folder, 'changed.json');
    writeFileSync(changed, JSON.stringify(document));
    const { code, stdout } = await check('--baseline', changed, '--workers', '2');
    expect(code).toBe(4);
    for (const line of [
      /^certain: worse than the baseline: there is an assumption that the baseline does not have: none$/m,
      /^sampled-only: worse .*: case 1 \(n = 0\): the verdict was certified, and is weaker: held$/m,
      /^sampled-only: worse .*: case 2 \(n = 1000\): it was decided by an enclosure, and is by a weaker method: sampling$/m,
      /^sampled-only: worse .*: case 3 .* was in \[-2, -1\], and is in \[\d+, \d+\]: they have no point in common$/m,
      /^sampled-only: worse .*: case 4 .*: it was decided, and cannot be decided any more: /m,
      /^of-old: worse .*: the claim is in the baseline, and exists no longer$/m,
      /^ {2}if this is meant: softproof check --baseline .* --update-baseline$/m,
      /^not in the baseline .* yet: converging, .*; --update-baseline takes them in$/m,
    ]) {
      expect(stdout).toMatch(line);
    }
    expect((await check('sampled-only', '--baseline', changed)).code).toBe(1);
  });

  test('of what is refuted is not written, and what was there stays', async () => {
    const before = readFileSync(file, 'utf8');
    const { code, stderr } = await check('certain', 'false-at-edge', '--baseline', file, '--update-baseline');
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/false-at-edge is refuted, so it can be no baseline: n = 1000/),
    ]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test.each<[readonly string[], RegExp]>([
    [['--baseline', join(folder, 'nowhere.json')], /there is no such file/],
    [['--baseline', fixture('sin.ts')], /this is no JSON/],
    [['--baseline', ''], /It is empty/],
    [['--baseline', file, '--target', fixture('sin.ts')], /Use one of them/],
    [['--baseline', file, '--update-baseline', '--shard', '1/2'], /Leave --shard out/],
  ])('%s is invalid: exit code 3, and nothing on stdout', async (args, says) => {
    const { code, stdout, stderr } = await check('layer', ...args);
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringMatching(says)]);
  });
});
