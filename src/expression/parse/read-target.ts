/** A target from a file. */
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { TargetError, type Target } from '../target.js';
import { parseTarget } from './parse-target.js';

const MAX_BYTES = 1 << 20;
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
  const bytes = await readBytes(file);
  if (bytes.length > MAX_BYTES) throw tooLarge(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: the same message as for a file with zero bytes.
  }
  throw unreadable(file, 'the file is not text', 'Give a TypeScript or JavaScript file in UTF-8.');
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const info = await stat(file);
    if (info.isDirectory()) throw unreadable(file, 'this is a folder', 'Give the file inside it.');
    if (!info.isFile()) throw unreadable(file, 'this is not a regular file', 'Give a TypeScript or JavaScript file.');
    if (info.size > MAX_BYTES) throw tooLarge(file);
    return await readFile(file);
  } catch (error) {
    if (error instanceof TargetError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw unreadable(file, 'there is no such file', 'Check the path; it is relative to the current folder.');
    }
    throw unreadable(file, `the file cannot be read (${code})`, 'Check its permissions.');
  }
}

function tooLarge(file: string): TargetError {
  return unreadable(file, `the file is larger than ${MAX_BYTES} bytes`, 'Keep the target alone in the file.');
}
