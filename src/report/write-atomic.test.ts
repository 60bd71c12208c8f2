import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OutputError, prepareFolder, writeAtomic } from './write-atomic.js';

describe('output files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softproof-out-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('a folder is made with those above it, and nothing is left in it', () => {
    const deep = join(folder, 'a', 'b');
    prepareFolder(deep);
    expect(readdirSync(deep)).toEqual([]);
  });

  test('a file is replaced as a whole, and no temporary file remains', () => {
    writeAtomic(folder, 'x.json', 'old and long');
    writeAtomic(folder, 'x.json', 'new ∞');
    expect(readFileSync(join(folder, 'x.json'), 'utf8')).toBe('new ∞');
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  test('a path through a file is refused, saying what, where and why', () => {
    writeFileSync(join(folder, 'file'), '');
    const inside = join(folder, 'file', 'out');
    expect(() => prepareFolder(inside)).toThrow(OutputError);
    expect(() => prepareFolder(inside)).toThrow(
      `cannot make the folder ${inside}: part of the path is a file, not a folder`,
    );
    expect(() => prepareFolder(join(folder, 'file'))).toThrow('a file of that name is in the way');
  });

  test('when a file cannot be put in its place, the error says so and nothing half-written stays', () => {
    mkdirSync(join(folder, 'x.json', 'in-the-way'), { recursive: true });
    expect(() => writeAtomic(folder, 'x.json', 'text')).toThrow(OutputError);
    expect(readdirSync(folder)).toEqual(['x.json']);
    expect(existsSync(join(folder, 'x.json', 'in-the-way'))).toBe(true);
  });
});
