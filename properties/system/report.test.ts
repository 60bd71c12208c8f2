/** The page of a check: written beside the results, and again from them; whoever wrote these. */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PicturesDocument } from '../../src/check/pictures.js';
import type { Results } from '../../src/report/results.js';
import { hostileTexts } from '../support/hostile-text.js';
import { commentsOf, dangersIn, parsePage, textOf, withId } from '../support/html-tree.js';
import { run, runArtificial } from './command.js';
import { expectValid, folder } from './workspace.js';

const MOST_BYTES = 3e6;

describe('the page of a check', () => {
  const out = join(folder, 'page');
  const read = (name: string, from = out): string => readFileSync(join(from, name), 'utf8');
  beforeAll(async () => {
    const claims = ['indicator', 'max-affine-sup', 'cross-sup'];
    const { code } = await run(['check', ...claims, '--profile', 'quick', '--cases', '4', '--out', out, '--quiet']);
    expect(code).not.toBe(4);
  });

  test('shows every claim, its tightest case and its picture', () => {
    const page = parsePage(read('report.html'));
    const pictures = expectValid('pictures', read('pictures.json')) as PicturesDocument;
    expect(pictures.claims.map(({ id, picture }) => [id, picture?.kind])).toEqual([
      ['indicator', 'weights'],
      ['max-affine-sup', 'curve'],
      ['cross-sup', expect.stringMatching(/curve|map/)],
    ]);
    for (const { id, description } of pictures.claims) {
      const section = textOf(withId(page, `claim-${id}`));
      expect(section).toContain(description);
      expect(textOf(withId(page, `claim-${id}-picture`))).toContain('floating point');
    }
    expect(dangersIn(page)).toEqual([]);
    expect(statSync(join(out, 'report.html')).size).toBeLessThan(MOST_BYTES);
  });

  test('is written again from the documents beside it, the same to the byte', async () => {
    const again = join(folder, 'again');
    const { code, stdout } = await run(['report', out, '--out', again]);
    expect([code, stdout]).toEqual([0, `${join(again, 'report.html')}\n`]);
    expect(read('report.html', again)).toBe(read('report.html'));
    const { stdout: json } = await run(['report', out, '--out', again, '--json']);
    expect(JSON.parse(json)).toEqual({ file: join(again, 'report.html') });
  });

  test('names cases that replay as they were stored', async () => {
    const { code, stdout } = await run(['replay', join(out, 'tightest', 'max-affine-sup.json')]);
    expect(stdout).toMatch(/1 case replayed \(1 certified\), as stored/);
    expect(code).toBe(0);
  });

  test('does without pictures', async () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    cpSync(join(out, 'results.json'), join(bare, 'results.json'));
    expect((await run(['report', bare, '--quiet'])).code).toBe(0);
    expect(read('report.html', bare)).not.toContain('Tightest case');
  });

  test('keeps what others wrote into the documents a text', async () => {
    const hostile = join(folder, 'hostile');
    mkdirSync(hostile);
    const replace = (text: string): string =>
      JSON.stringify(JSON.parse(text), (key, value: unknown) =>
        /^(title|description|note|item|command|hypotheses|assumptions|statement|family|model)$/.test(key)
          ? Array.isArray(value)
            ? hostileTexts
            : hostileTexts.join(' ')
          : value,
      );
    writeFileSync(join(hostile, 'results.json'), replace(read('results.json')));
    writeFileSync(join(hostile, 'pictures.json'), replace(read('pictures.json')));
    const { code, stderr } = await run(['report', hostile]);
    expect([code, stderr]).toEqual([0, '']);
    const page = parsePage(read('report.html', hostile));
    expect([dangersIn(page), commentsOf(page)]).toEqual([[], []]);
    expect(read('report.html', hostile)).not.toMatch(/\u{202e}|\u{1b}|alert\(1\)<\/script>/u);
  });

  test('refuses documents that are none, and says where', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const results = JSON.parse(read('results.json')) as Results;
    for (const [name, change, place] of [
      ['results.json', { ...results, seed: 'one' }, '/seed must be integer'],
      ['results.json', { ...results, claims: [{ id: '../x' }] }, '/claims/0'],
      ['pictures.json', { schema: 'softproof/pictures@2' }, 'the document must'],
    ] as const) {
      rmSync(broken, { recursive: true });
      cpSync(out, broken, { recursive: true });
      writeFileSync(join(broken, name), JSON.stringify(change));
      const { code, stderr } = await run(['report', broken]);
      expect(code).toBe(3);
      expect(stderr).toContain(`${join(broken, name)}: ${place}`);
    }
    const { code, stderr } = await run(['report', join(folder, 'nowhere')]);
    expect(code).toBe(3);
    expect(stderr).toContain('results.json');
  });
});

test('a run that found something says so on its page, and cases of an earlier run are not left', async () => {
  const out = join(folder, 'refuted');
  const check = (...claims: string[]) =>
    runArtificial(['check', ...claims, '--profile', 'quick', '--out', out, '--quiet']);
  expect((await check('certain', 'false-at-edge')).code).toBe(1);
  const page = parsePage(readFileSync(join(out, 'report.html'), 'utf8'));
  expect(textOf(withId(page, 'claim-false-at-edge'))).toContain('exceeds the bound');
  expect(textOf(withId(page, 'claim-false-at-edge'))).toContain('counterexamples/false-at-edge.json');
  const before = readFileSync(join(out, 'tightest', 'certain.json'), 'utf8');
  expectValid('case', before);
  expect((await check('false-at-edge')).code).toBe(1);
  expect(readFileSync(join(out, 'tightest', 'certain.json'), 'utf8')).toBe(before);
});
