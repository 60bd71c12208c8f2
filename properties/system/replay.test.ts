/** `softproof replay`: what a check found is found again, and whatever else a file says is told. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CaseDocument } from '../../src/check/case-document.js';
import type { ReplayDocument } from '../../src/report/replay-document.js';
import { programs, run, runArtificial, start, type Finished } from './command.js';
import { expectValid, folder } from './workspace.js';

const out = join(folder, 'checked');
const counterexamples = join(out, 'counterexamples');
const results = join(out, 'results.json');
const CLAIM = 'false-at-edge.json';
const MUTANT = 'certain--halved.json';

const stored = (name: string): CaseDocument =>
  JSON.parse(readFileSync(join(counterexamples, name), 'utf8')) as CaseDocument;

let serial = 0;
/** A file of its own with this text or document. */
function fileOf(content: unknown): string {
  const path = join(folder, `altered-${(serial += 1)}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const replay = (path: string, ...args: readonly string[]): Promise<Finished> =>
  runArtificial(['replay', path, ...args]);

async function replayed(path: string, ...args: readonly string[]): Promise<[number | null, ReplayDocument]> {
  const { code, stdout } = await replay(path, '--json', ...args);
  return [code, expectValid('replay', stdout) as ReplayDocument];
}

beforeAll(async () => {
  const checked = await runArtificial(['check', 'certain', 'false-at-edge', '--profile', 'quick', '--out', out]);
  expect(checked.code).toBe(1);
});

describe('check', () => {
  test('writes a file for each counterexample, valid, and says how each is replayed', async () => {
    expect(readdirSync(counterexamples).sort()).toEqual([
      'certain--halved.json',
      'certain--zero.json',
      'false-at-edge--halved.json',
      'false-at-edge--zero.json',
      'false-at-edge.json',
    ]);
    for (const name of readdirSync(counterexamples)) {
      expectValid('case', readFileSync(join(counterexamples, name), 'utf8'));
    }
    const told = join(folder, 'with blank');
    const { stdout } = await runArtificial(['check', 'certain', '--profile', 'quick', '--out', told, '--verbose']);
    expect(stdout).toContain(`  replay: softproof replay '${join(told, 'counterexamples', MUTANT)}'\n`);
  });

  test('takes away what an earlier run left for its claims', async () => {
    const again = join(folder, 'again');
    const cases = join(again, 'counterexamples');
    mkdirSync(cases, { recursive: true });
    for (const name of [CLAIM, MUTANT]) copyFileSync(join(counterexamples, name), join(cases, name));
    copyFileSync(join(counterexamples, MUTANT), join(cases, 'certain--of-old.json'));
    const { code } = await runArtificial(['check', 'certain', '--profile', 'quick', '--out', again]);
    expect(code).toBe(0);
    expect(readdirSync(cases).sort()).toEqual(['certain--halved.json', 'certain--zero.json', CLAIM]);
  });
});

describe('replay', () => {
  test('of every counterexample agrees: 1 for a claim that is refuted, 0 for a mutant that is', async () => {
    for (const name of readdirSync(counterexamples)) {
      const [code, { cases }] = await replayed(join(counterexamples, name));
      expect(cases).toHaveLength(1);
      const [{ claim, mutant, agrees, differences, result, description }] = cases as [ReplayDocument['cases'][0]];
      const document = stored(name);
      expect({ claim, mutant, description }).toEqual({
        claim: document.claim,
        mutant: document.mutant,
        description: document.description,
      });
      expect([agrees, differences]).toEqual([true, []]);
      expect(result).toEqual(document.result);
      expect(code, name).toBe(mutant === undefined ? 1 : 0);
    }
  });

  test('of results replays every counterexample in them', async () => {
    const [code, { cases, file }] = await replayed(results);
    expect(code).toBe(1);
    expect(file).toBe(results);
    const names = cases.map(({ claim, mutant }) => (mutant === undefined ? claim : `${claim}--${mutant}`));
    expect(names.map((name) => `${name}.json`).sort()).toEqual(readdirSync(counterexamples).sort());
    expect(cases.every(({ agrees }) => agrees)).toBe(true);
  });

  test('for people: the case, both sides, the verdict, and that it agrees; --quiet leaves the last line', async () => {
    const { code, stdout, stderr } = await replay(join(counterexamples, MUTANT));
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const line of [
      'certain, mutant halved',
      'n = 501',
      '[501, 501]',
      'bound     500',
      '(501)',
      'agrees: refuted',
    ]) {
      expect(stdout).toContain(line);
    }
    const quiet = await replay(join(counterexamples, MUTANT), '--quiet');
    expect(quiet.stdout).toBe('1 case replayed (1 refuted), as stored\n');
    const verbose = await replay(join(counterexamples, MUTANT), '--verbose', '--profile', 'deep');
    expect(verbose.stdout).toContain('by value  {"n":"501"}');
    expect(verbose.stdout).toContain('profile deep');
  });

  test('of a case that is certified, held or inconclusive ends with 0, 0 and 2', async () => {
    const document = { ...stored(CLAIM), case: { n: '14' } };
    const sides = { observed: { lower: '14', upper: '14' }, bound: '1000' };
    for (const [claim, verdict, expected] of [
      ['certain', 'certified', 0],
      ['sampled-only', 'held', 0],
      ['too-hard', 'inconclusive', 2],
    ] as const) {
      const path = fileOf({ ...document, claim, result: { ...document.result, ...sides, verdict } });
      const [code, { cases }] = await replayed(path);
      expect([claim, code, cases[0]?.agrees, cases[0]?.result.verdict]).toEqual([claim, expected, true, verdict]);
    }
  });

  test('of results without counterexamples shows nothing, and says so', async () => {
    const empty = { ...(JSON.parse(readFileSync(results, 'utf8')) as object), claims: [] };
    const { code, stdout, stderr } = await replay(fileOf(empty), '--json');
    expect(code).toBe(2);
    expect((expectValid('replay', stdout) as ReplayDocument).cases).toEqual([]);
    expect(stderr).toContain('there is no counterexample in it');
  });

  test('that is stopped keeps what is finished, and says so', async () => {
    const endless = { ...stored(MUTANT), claim: 'endless', mutant: undefined, case: { n: '-1' } };
    const { child, finished } = start(programs.artificial, ['replay', fileOf(endless), '--json', '--verbose']);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(2);
    expect(expectValid('replay', stdout)).toMatchObject({ interrupted: true, cases: [] });
    expect(stderr).toContain('stopped after 0 of 1');
  });

  test('of a claim of the package, from a check of it', async () => {
    const own = join(folder, 'own-replay');
    const checked = await run(['check', 'indicator', '--profile', 'quick', '--cases', '0', '--out', own]);
    expect(checked.code).toBe(0);
    const { code, stdout } = await run(['replay', join(own, 'results.json'), '--json']);
    expect(code).toBe(0);
    expect((expectValid('replay', stdout) as ReplayDocument).cases.map(({ agrees }) => agrees)).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe.concurrent('a file that was altered', () => {
  type Change = (document: CaseDocument) => object;
  const withResult = (document: CaseDocument, change: object): object => ({
    ...document,
    result: { ...document.result, ...change },
  });

  test.each<[string, Change, readonly string[], RegExp]>([
    [
      'its bound nudged',
      (document) => withResult(document, { bound: '499.9999999999' }),
      ['bound'],
      /499\.9999999999, and is 500/,
    ],
    [
      'its enclosure moved',
      (document) => withResult(document, { observed: { lower: '501.0000001', upper: '502' } }),
      ['observed'],
      /stored in \[501\.0000001, 502\], and is in \[501, 501\]/,
    ],
    [
      'its verdict changed',
      (document) => withResult(document, { verdict: 'held' }),
      ['verdict'],
      /as held, and is refuted/,
    ],
    [
      'its case edited',
      (document) => ({ ...document, case: { n: '502' } }),
      ['observed'],
      /in \[501, 501\], and is in \[502, 502\]/,
    ],
    [
      'a harmless case',
      (document) => ({ ...document, case: { n: '5' } }),
      ['verdict', 'observed'],
      /refuted, and is certified/,
    ],
    ['another mutant', (document) => ({ ...document, mutant: 'zero' }), ['bound'], /stored as 500, and is 0/],
    [
      'no mutant',
      (document) => ({ ...document, mutant: undefined }),
      ['verdict', 'bound'],
      /refuted, and is certified/,
    ],
  ])('with %s ends with 1, and says what differs', async (_, change, differences, told) => {
    const path = fileOf(change(stored(MUTANT)));
    const [code, { cases }] = await replayed(path);
    expect(code).toBe(1);
    expect(cases).toMatchObject([{ agrees: false, differences }]);
    const { stdout } = await replay(path);
    expect(stdout).toMatch(told);
    expect(stdout).toMatch(/1 not as stored\n$/);
  });

  test('with keys that would become prototypes is replayed as if they were not there', async () => {
    const text = JSON.stringify(stored(MUTANT)).replaceAll(
      '{',
      '{"__proto__":{"n":"0","mutant":"zero","agrees":false},',
    );
    const [code, { cases }] = await replayed(fileOf(text));
    expect(code).toBe(0);
    expect(cases).toMatchObject([{ mutant: 'halved', agrees: true }]);
  });

  function deep(levels: number): string {
    return JSON.stringify(stored(MUTANT)).replace('"501"', '['.repeat(levels) + ']'.repeat(levels));
  }

  test.each<[string, () => string, readonly RegExp[]]>([
    [
      'of another schema',
      () => fileOf({ ...stored(MUTANT), schema: 'softproof/enclosure@1' }),
      [/schema: .*holds no cases/],
    ],
    [
      'cut off',
      () => fileOf(JSON.stringify(stored(MUTANT)).slice(0, -40)),
      [/\.json:1:\d+: this is no JSON/, /cut off/],
    ],
    ['that is empty', () => fileOf(''), [/this is no JSON/]],
    ['of deep nesting', () => fileOf(deep(100_000)), [/more than 100 deep/]],
    [
      'of an unknown claim',
      () => fileOf({ ...stored(CLAIM), claim: 'false-at-edg' }),
      [/no claim.*did you mean false-at-edge/],
    ],
    [
      'of an unknown mutant',
      () => fileOf({ ...stored(MUTANT), mutant: 'halve' }),
      [/no mutant "halve"; did you mean halved/],
    ],
    ['with a field too many', () => fileOf({ ...stored(MUTANT), path: '/etc/passwd' }), [/"path" is no field/]],
    ['that is a folder', () => counterexamples, [/this is a folder/]],
    ['that is not there', () => join(folder, 'nowhere.json'), [/no such file/]],
    ['that is a device', () => '/dev/zero', [/not a regular file/]],
    [
      'of 100 MB',
      () => {
        const path = fileOf(stored(MUTANT));
        truncateSync(path, 100_000_000);
        return path;
      },
      [/larger than 16777216 bytes/],
    ],
    [
      'whose case its claim cannot decide',
      () => fileOf({ ...stored(CLAIM), claim: 'faulty', case: { n: '10' } }),
      [/the claim faulty cannot decide this case: RangeError: cannot count to 10/],
    ],
    ['whose case is none', () => fileOf({ ...stored(MUTANT), case: [] }), [/halved of certain cannot decide/]],
    [
      'whose case takes all memory',
      () => fileOf({ ...stored(CLAIM), claim: 'hungry', case: { n: '-1' } }),
      [/the claim hungry cannot decide this case: .*memory/],
    ],
    [
      'that commands the terminal',
      () => fileOf({ ...stored(CLAIM), claim: '\u001b[2J' }),
      [/no claim "\\u\{1b\}\[2J"/],
    ],
    ['with a claim that is a path', () => fileOf({ ...stored(CLAIM), claim: '../../x' }), [/no claim "\.\.\/\.\.\/x"/]],
  ])('%s is refused: exit code 3, its name and what is wrong, nothing on stdout', async (_, make, says) => {
    const path = make();
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await replay(path, ...more);
      expect(stderr).toContain(path);
      for (const text of says) expect(stderr).toMatch(text);
      expect(stderr).not.toMatch(/\n\s+at .*\.m?js:\d+/);
      expect(stdout).toBe('');
      expect(code).toBe(3);
    }
  });

  test('and no file at all, or an unknown profile, is an error of usage', async () => {
    expect((await runArtificial(['replay'])).code).toBe(3);
    const { code, stderr } = await replay(join(counterexamples, MUTANT), '--profile', 'fast');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/quick, standard, deep/)]);
  });
});
