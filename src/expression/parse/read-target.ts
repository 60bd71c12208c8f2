/** A target from a file. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { readTextFile, UnreadableFileError, type TextFileKind } from '../read-text-file.js';
import { TargetError, type Target } from '../target.js';
import { parseTarget } from './parse-target.js';

const MODULE: TextFileKind = {
  name: 'a TypeScript or JavaScript file',
  mostBytes: 1 << 20,
  whenLarger: 'Keep the target alone in the file.',
};
const EXTENSIONS: ReadonlySet<string> = new Set(['.ts', '.js', '.mts', '.mjs']);

function unreadable(file: string, found: string, remedy: string): TargetError {
  return new TargetError({ code: 'unreadable', file, found, remedy });
}

/**
 * The target in `path`: `FILE`, or `FILE#name` for an entry of its `targets`.
 *
 * The file is a TypeScript or JavaScript module of at most 1 MiB of UTF-8. Throws a `TargetError`.
 */
export async function readTarget(path: string): Promise<Target> {
  const hash = path.lastIndexOf('#');
  // A file may have # in its own name.
  if (hash < 0 || (await isFile(path))) return parseTarget(await readSource(path), { fileName: path });
  const fileName = path.slice(0, hash);
  return parseTarget(await readSource(fileName), { fileName, name: path.slice(hash + 1) });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function readSource(file: string): Promise<string> {
  if (!EXTENSIONS.has(extname(file))) {
    throw unreadable(file, 'this is not the name of a target file', 'Give a file that ends in .ts, .js, .mts or .mjs.');
  }
  try {
    return await readTextFile(file, MODULE);
  } catch (error) {
    if (error instanceof UnreadableFileError) throw unreadable(file, error.found, error.remedy);
    throw error;
  }
}
