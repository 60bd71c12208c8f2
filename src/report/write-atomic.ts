/** Output files that are whole or absent: written beside their place under another name, then renamed. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A folder or file that cannot be written: what, where, why, and what to do next. */
export class OutputError extends Error {
  readonly path: string;
  constructor(what: string, path: string, cause: unknown) {
    const why = reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? String((cause as Error).message);
    super(`cannot ${what} ${path}: ${why}\n  Choose another place for it, or make this one writable.`, { cause });
    this.name = 'OutputError';
    this.path = path;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'a file of that name is in the way',
  ENOTDIR: 'part of the path is a file, not a folder',
  EISDIR: 'a folder of that name is in the way',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** With its parents, one by one: on some file systems a recursive `mkdirSync` never returns (below /proc, for one). */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/** Makes the folder and proves, before any work is done, that files can be written there. Throws an `OutputError`. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
  } catch (error) {
    throw new OutputError('make the folder', folder, error);
  }
  const probe = join(folder, `.softproof-${process.pid}.tmp`);
  try {
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    throw new OutputError('write to the folder', folder, error);
  }
}

/** Writes a whole file, or leaves what was there. Throws an `OutputError`. */
export function writeAtomic(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  try {
    const file = openSync(temporary, 'w');
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new OutputError('write', path, error);
  }
}
