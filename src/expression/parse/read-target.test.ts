import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TargetError } from '../target.js';
import { readTarget } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'softproof-target-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plain = 'export const domain = [[0, 1]];\nexport const target = (x) => x;\n';

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function problemOf(path: string): Promise<TargetError['problem']> {
  const error: unknown = await readTarget(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TargetError);
  return (error as TargetError).problem;
}

describe('a target file', () => {
  it.each(['a.ts', 'a.js', 'a.mts', 'a.mjs'])('%s is read, and gives its name', async (name) => {
    const target = await readTarget(file(name, plain));
    expect([target.name, target.domain.length, target.ghost]).toEqual(['a', 1, false]);
  });

  it('may begin with a byte-order mark or a line for the shell', async () => {
    await expect(readTarget(file('mark.ts', `\ufeff${plain}`))).resolves.toMatchObject({ domain: [{}] });
    await expect(readTarget(file('shell.ts', `#!/usr/bin/env node\n${plain}`))).resolves.toMatchObject({
      domain: [{}],
    });
  });

  it('may hold several targets, and may have # in its own name', async () => {
    const several = 'const domain = [[0, 1]]; export const targets = { "a#b": { domain, target: (x) => x } };';
    file('c', several);
    expect((await readTarget(`${file('several.ts', several)}#a`).catch(() => ({ name: 'refused' }))).name).toBe(
      'refused',
    );
    expect((await readTarget(file('own#name.ts', plain))).name).toBe('own#name');
    const one = 'export const targets = { one: { domain: [[0, 1]], target(x) { return x; } } };';
    expect((await readTarget(`${file('own#one.ts', one)}#one`)).name).toBe('own#one#one');
  });

  it('that is not there, not a file, not text, too large or not TypeScript is unreadable', async () => {
    mkdirSync(join(folder, 'folder.ts'));
    const cases: [string, RegExp][] = [
      [join(folder, 'absent.ts'), /no such file/],
      [join(folder, 'absent.ts#name'), /no such file/],
      [join(folder, 'a.ts', 'b.ts'), /no such file/],
      [join(folder, 'folder.ts'), /folder/],
      [file('a.json', '{}'), /not the name/],
      [file('none', plain), /not the name/],
      [file('zero.ts', 'export\0const'), /not text/],
      [file('bytes.ts', new Uint8Array([0xff, 0xfe, 0x41])), /not text/],
      [file('large.ts', `${plain}//${' '.repeat(1 << 20)}`), /larger than 1048576/],
      [`${folder}/nul\0.ts`, /cannot be read/],
      ['', /not the name/],
      ['#', /not the name/],
    ];
    for (const [path, found] of cases) {
      const problem = await problemOf(path);
      expect(problem.code).toBe('unreadable');
      expect(problem.found).toMatch(found);
      expect(problem.remedy).not.toBe('');
    }
  });

  it('of exactly 1 MiB is read', async () => {
    const padded = plain + ' '.repeat((1 << 20) - plain.length);
    await expect(readTarget(file('full.ts', padded))).resolves.toMatchObject({ domain: [{}] });
  });
});
