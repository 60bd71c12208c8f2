/** Text files that somebody else wrote: of a kind that can be read, of limited size, in UTF-8. */
import { open, stat, type FileHandle } from 'node:fs/promises';

/** What a file must be, in words. */
export interface TextFileKind {
  /** With its article, for example `a JSON file`. */
  readonly name: string;
  readonly mostBytes: number;
  /** What to do about a file that is larger. */
  readonly whenLarger: string;
}

/** A file that cannot be read as text: what was found, and what to do next. */
export class UnreadableFileError extends Error {
  readonly file: string;
  readonly found: string;
  readonly remedy: string;
  constructor(file: string, found: string, remedy: string) {
    super(`${file}: ${found}\n  ${remedy}`);
    this.name = 'UnreadableFileError';
    this.file = file;
    this.found = found;
    this.remedy = remedy;
  }
}

/** The text of a file. Throws an `UnreadableFileError`. */
export async function readTextFile(file: string, kind: TextFileKind): Promise<string> {
  const bytes = await readBytes(file, kind);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: the same message as for a file with zero bytes.
  }
  throw new UnreadableFileError(file, 'the file is not text', `Give ${kind.name} in UTF-8.`);
}

async function readBytes(file: string, kind: TextFileKind): Promise<Uint8Array> {
  const refuse = (found: string, remedy: string): UnreadableFileError => new UnreadableFileError(file, found, remedy);
  try {
    // Before it is opened: opening a pipe waits for somebody to write.
    const info = await stat(file);
    if (info.isDirectory()) throw refuse('this is a folder', 'Give the file inside it.');
    if (!info.isFile()) throw refuse('this is not a regular file', `Give ${kind.name}.`);
    const handle = await open(file, 'r');
    try {
      const bytes = await readUpTo(handle, kind.mostBytes + 1);
      if (bytes.length <= kind.mostBytes) return bytes;
    } finally {
      await handle.close();
    }
    throw refuse(`the file is larger than ${kind.mostBytes} bytes`, kind.whenLarger);
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw refuse('there is no such file', 'Check the path; it is relative to the current folder.');
    }
    throw refuse(`the file cannot be read (${code})`, 'Check its permissions.');
  }
}

/** The first `most` bytes, however large the file has become meanwhile. */
async function readUpTo(handle: FileHandle, most: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(Math.min(most, size));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
