/** JSON from a file that somebody else wrote: of limited size and depth, in which no key means anything but itself. */
import { readTextFile, type TextFileKind } from '../expression/read-text-file.js';
import { printable } from './spell-out.js';

/** A file that holds other things than it should: what was found, and what to do next. */
export class InvalidFileError extends Error {
  readonly file: string;
  constructor(file: string, found: string, remedy: string) {
    super(`${file}: ${found}\n  ${remedy}`);
    this.name = 'InvalidFileError';
    this.file = file;
  }
}

/** Reading a value back recurses by its depth; no document of softproof comes near this one. */
const MOST_DEPTH = 100;

/** The value in a file. Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readJsonFile(file: string, kind: TextFileKind): Promise<unknown> {
  const text = await readTextFile(file, kind);
  if (isDeeperThan(text, MOST_DEPTH)) {
    const found = `lists and objects lie more than ${MOST_DEPTH} deep in each other`;
    throw new InvalidFileError(file, found, 'No document of softproof does: give another file.');
  }
  try {
    // Whoever copies keys one by one would set a prototype by this one.
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value)) as unknown;
  } catch (error) {
    const { message } = error as Error;
    const remedy = 'It may have been cut off, or edited: give the file as it was written.';
    throw new InvalidFileError(`${file}${placeOf(message, text)}`, `this is no JSON: ${printable(message)}`, remedy);
  }
}

/** Are brackets open more than `most` deep somewhere, outside of strings? */
function isDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"') isString = !isString;
    else if (isString && character === '\\') i += 1;
    else if (!isString && (character === '[' || character === '{') && (depth += 1) > most) return true;
    else if (!isString && (character === ']' || character === '}')) depth -= 1;
  }
  return false;
}

/** `:line:column` of a syntax error, where the engine says at which character it is. */
function placeOf(message: string, text: string): string {
  const position =
    /at position (\d+)/.exec(message)?.[1] ?? (message.includes('end of JSON') ? text.length : undefined);
  if (position === undefined) return '';
  const lines = text.slice(0, Number(position)).split('\n');
  return `:${lines.length}:${lines.at(-1)!.length + 1}`;
}
