/** Queries from a file: one a line, coordinates separated by commas or blanks; empty lines and what follows a # are left out. */
import { readTextFile } from '../expression/read-text-file.js';
import type { ListedQueries } from '../sampling/queries.js';
import { UsageError } from './usage-error.js';

const MOST_BYTES = 2 ** 26;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Throws an `UnreadableFileError`, or a `UsageError` with `file:line` for what is no number. */
export async function readQueries(file: string): Promise<ListedQueries> {
  const text = await readTextFile(file, {
    name: 'a text file of coordinates',
    mostBytes: MOST_BYTES,
    whenLarger: 'Split it, or use --queries or --scattered.',
  });
  const points: string[][] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    const words = line
      .replace(/#.*/, '')
      .trim()
      .split(/[\s,]+/)
      .filter((word) => word !== '');
    const wrong = words.find((word) => !decimal.test(word));
    if (wrong !== undefined) {
      const at = `${file}:${i + 1}: '${wrong.slice(0, 40)}' is no decimal number`;
      throw new UsageError(`${at}\n  Write one query a line, such as 0.25, 0.5.`);
    }
    if (words.length > 0) points.push(words);
  });
  if (points.length > 0) return { kind: 'list', points };
  throw new UsageError(`${file}: there are no queries in it\n  Write one a line, such as 0.25, 0.5.`);
}
