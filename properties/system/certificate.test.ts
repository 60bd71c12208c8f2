/** `certify --certificate` and `softproof verify`: what is written is valid, and what was changed is not. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Certificate } from '../../src/certificate/certificate.js';
import type { Verification } from '../../src/checker/verify.js';
import { run } from './command.js';
import { expectValid, fixture, folder } from './workspace.js';

const file = join(folder, 'sine.json');
const certify = (...options: readonly string[]) => run(['certify', fixture('sin.ts'), '--cells', '8', ...options]);

beforeAll(async () => {
  const { code, stdout } = await certify('--certificate', file);
  expect(code).toBe(0);
  expect(stdout).toContain(`To check it: softproof verify ${file}`);
});

const certificate = (): Certificate => expectValid('certificate', readFileSync(file, 'utf8')) as Certificate;

function changed(name: string, document: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

describe('verify', () => {
  test('accepts what certify wrote, in words and as a document', async () => {
    const { enclosure, proof } = certificate();
    const told = await run(['verify', file]);
    expect(told.code).toBe(0);
    expect(told.stdout).toMatch(/^valid: /);
    expect(told.stdout).toContain(`at least ${enclosure.lower} and at most ${enclosure.upper}`);
    const { code, stdout, stderr } = await run(['verify', file, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(expectValid('verification', stdout)).toMatchObject({ valid: true, leaves: proof.leaves });
  });

  test('rejects another bound, another program’s text and a part of the file, with the reason', async () => {
    const { enclosure } = certificate();
    const upper = enclosure.lower.replace(/\d$/, (digit) => String((Number(digit) + 9) % 10));
    const lies = [
      [changed('lie.json', { ...certificate(), enclosure: { ...enclosure, lower: '0', upper } }), /^leaf 0, /],
      [changed('text.json', 'no certificate'), /not JSON/],
      [changed('part.json', readFileSync(file, 'utf8').slice(0, -40)), /not JSON/],
      [changed('escape.json', { ...certificate(), schema: '\u001b[2J' }), /^[\x20-\x7e…]*$/],
    ] as const;
    for (const [path, reason] of lies) {
      const { code, stdout } = await run(['verify', path, '--json']);
      expect(code).toBe(1);
      const found = expectValid('verification', stdout) as Verification;
      expect(found).toMatchObject({ valid: false });
      expect(found.reason).toMatch(reason);
      const told = await run(['verify', path]);
      expect(told.stdout).toMatch(/^invalid: /);
      expect(told.stdout).not.toContain('\u001b');
    }
  });

  test('takes no longer than it is given', async () => {
    const { code, stdout } = await run(['verify', file, '--time', '1e-9', '--json']);
    expect([code, (JSON.parse(stdout) as Verification).valid]).toEqual([1, false]);
  });
});

describe('a certificate', () => {
  test('is the same whenever it is written, but for where it was made', async () => {
    const again = join(folder, 'again.json');
    await certify('--certificate', again, '--json');
    const body = (text: string) => ({ ...(JSON.parse(text) as Certificate), environment: undefined });
    expect(body(readFileSync(again, 'utf8'))).toEqual(body(readFileSync(file, 'utf8')));
  });

  test('is not written for what has none, and where nothing can be written nothing is searched', async () => {
    const before = readdirSync(folder);
    const none = join(folder, 'none.json');
    for (const [target, options] of [
      ['sin.ts', ['--cells', '8', '--norm', '2']],
      ['sin.ts', ['--cells', '5000000']],
      ['ten-inputs.ts', ['--cells', '1', '--construction', 'attention-softmax']],
    ] as const) {
      const { code, stdout, stderr } = await run(['certify', fixture(target), '--certificate', none, ...options]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(
        /certificate of .*: there are certificates of the norm inf for every construction, in up to 3 inputs/,
      );
    }
    const { code, stdout } = await certify('--certificate', join(file, 'inside.json'));
    expect([code, stdout]).toEqual([3, '']);
    expect(existsSync(none)).toBe(false);
    expect(readdirSync(folder)).toEqual(before);
  });
});
