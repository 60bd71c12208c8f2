import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { InvalidFileError, readJsonFile } from './read-json-file.js';

const folder = mkdtempSync(join(tmpdir(), 'softproof-json-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'a.json');
const kind = { name: 'a JSON file', mostBytes: 1000, whenLarger: 'Give less.' };

function read(text: string): Promise<unknown> {
  writeFileSync(path, text);
  return readJsonFile(path, kind);
}

describe('JSON from a file', () => {
  test('for every value, is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const text = JSON.stringify(value);
        fc.pre(text.length < 300 && !text.includes('__proto__'));
        expect(await read(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 100 },
    );
  });

  test('drops keys that would become prototypes, at every depth', async () => {
    const value = await read('{"a": [{"__proto__": {"polluted": 1}, "b": 2}], "__proto__": {"polluted": 1}}');
    expect(value).toEqual({ a: [{ b: 2 }] });
    expect(Object.getOwnPropertyNames(value)).toEqual(['a']);
    const copy: object = Object.assign({}, value);
    expect((copy as { polluted?: number }).polluted).toBeUndefined();
  });

  test('for every cut, says where the file ends instead of half its value', async () => {
    const whole = JSON.stringify({ a: ['1', { b: null }], c: '\\"[' }, undefined, 1);
    for (let length = 1; length < whole.length; length++) {
      await expect(read(whole.slice(0, length))).rejects.toThrow(InvalidFileError);
    }
    await expect(read('{\n  "a": 1,\n  "b"')).rejects.toThrow(/a\.json:3:6: this is no JSON/);
  });

  test('is nested up to a limit, brackets inside of strings not counted', async () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    await expect(read(nested(100))).resolves.toBeDefined();
    await expect(read(nested(101))).rejects.toThrow('more than 100 deep');
    await expect(read(`{"a": "${'['.repeat(500)}\\"${'{'.repeat(100)}"}`)).resolves.toBeDefined();
    // Brackets side by side are not deep.
    await expect(read(`[${'[],'.repeat(200)}[]]`)).resolves.toBeDefined();
  });

  test('that the engine quotes in its message is made fit for a terminal', async () => {
    const error: unknown = await read('\u001b[2J').catch((thrown: unknown) => thrown);
    expect((error as Error).message).toContain('\\u{1b}[2J');
  });

  test('is limited in size, and is a file of text', async () => {
    await expect(read(`"${'x'.repeat(998)}"`)).resolves.toHaveLength(998);
    await expect(read(`"${'x'.repeat(999)}"`)).rejects.toThrow(/larger than 1000 bytes\n {2}Give less\./);
    await expect(read('"\0"')).rejects.toThrow(/not text/);
    writeFileSync(path, Uint8Array.of(0x22, 0xff, 0x22));
    await expect(readJsonFile(path, kind)).rejects.toThrow(/not text\n.*a JSON file in UTF-8/);
    await expect(readJsonFile(folder, kind)).rejects.toThrow(/this is a folder/);
    await expect(readJsonFile(join(folder, 'none.json'), kind)).rejects.toThrow(/no such file/);
    await expect(readJsonFile('/dev/zero', kind)).rejects.toThrow(/not a regular file/);
  });
});
