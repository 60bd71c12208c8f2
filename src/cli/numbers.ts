/** Readers of numeric options. Each throws commander's error, which names the option and the text that was given. */
import Big from 'big.js';
import { InvalidArgumentError } from 'commander';
import { parseErrorNorm } from '../approximation/error-norm.js';

const decimalText = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A whole number of at least `least` and at most 2⁵³ − 1. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const asked = `Give a whole number of at least ${least}.`;
    if (!/^[+-]?\d+$/.test(text)) throw new InvalidArgumentError(`It is not a whole number. ${asked}`);
    if (value < least) throw new InvalidArgumentError(`It is less than ${least}. ${asked}`);
    if (value > Number.MAX_SAFE_INTEGER) throw new InvalidArgumentError(`It is too large: at most ${2 ** 53 - 1}.`);
    return value;
  };
}

/** A finite double that is positive, or (`zero` allowed) not negative. */
export function realNumber(zero: boolean): (text: string) => number {
  return (text) => Number(realText(zero)(text));
}

/** The text of a decimal number that is positive, or (`zero` allowed) not negative, and in the range of doubles. */
export function realText(zero: boolean): (text: string) => string {
  return (text) => {
    const asked = `Give a ${zero ? 'number of at least 0' : 'positive number'}, such as ${zero ? '0' : '0.5'} or 2e3.`;
    if (!decimalText.test(text)) throw new InvalidArgumentError(`It is not a decimal number. ${asked}`);
    const value = Number(text);
    if (value < 0) throw new InvalidArgumentError(`It is negative. ${asked}`);
    if (!(value < Infinity)) throw new InvalidArgumentError(`It is too large: at most ${Number.MAX_VALUE}.`);
    const isZero = /^[+-]?0*\.?0*(e[+-]?\d+)?$/i.test(text);
    if (isZero && !zero) throw new InvalidArgumentError(`It is zero. ${asked}`);
    if (value === 0 && !isZero) throw new InvalidArgumentError(`It is too small: at least ${Number.MIN_VALUE}.`);
    return text.replace(/^\+/, '');
  };
}

/** A positive decimal number, or `auto`. */
export function temperature(text: string): string {
  return text === 'auto' ? text : realText(false)(text);
}

/** The texts of two decimal numbers a ≤ b separated by a comma. */
export function rangeText(text: string): readonly [string, string] {
  const ends = text.split(',').map((part) => part.trim());
  const asked = 'Give two decimal numbers a,b with a ≤ b, such as 0,1 or -1,0.5.';
  if (ends.length !== 2) throw new InvalidArgumentError(`It is not two numbers. ${asked}`);
  const wrong = ends.find((end) => !decimalText.test(end));
  if (wrong !== undefined) throw new InvalidArgumentError(`'${wrong}' is not a decimal number. ${asked}`);
  const [a, b] = ends.map((end) => end.replace(/^\+/, '')) as [string, string];
  for (const end of [a, b]) {
    if (!Number.isFinite(Number(end)))
      throw new InvalidArgumentError(`'${end}' is too large: at most ${Number.MAX_VALUE}.`);
  }
  return [a, b];
}

/** A norm: `inf`, or the text of a decimal number of at least 1. */
export function normText(text: string): string {
  if (parseErrorNorm(text) === undefined) {
    throw new InvalidArgumentError(
      'Give inf for the largest error, or a decimal number p of at least 1, such as 1, 2 or 2.5.',
    );
  }
  return text;
}

/** One whole number of cells, or several separated by commas. */
export function cellNumbers(text: string): readonly number[] {
  const read = wholeNumber(1);
  return text.split(',').map((part) => read(part.trim()));
}

/** Most values of a range. */
const MOST_STEPS = 64;

/** Whole numbers: `A:B` for A, 2A, 4A, … up to B, or a list separated by commas. */
export function cellSteps(text: string): readonly number[] {
  const read = wholeNumber(1);
  const ends = text.split(':');
  if (ends.length === 1) return distinct(text.split(',').map((part) => read(part.trim()))).toSorted((a, b) => a - b);
  const [first, last] = ends.map((end) => read(end.trim())) as [number, number];
  return doublings(text, ends.length, first, last);
}

/** Positive decimal numbers, likewise. */
export function kappaSteps(text: string): readonly string[] {
  const read = realText(false);
  const ends = text.split(':');
  if (ends.length === 1) {
    return distinct(text.split(',').map((part) => read(part.trim()))).toSorted((a, b) => Number(a) - Number(b));
  }
  const [first, last] = ends.map((end) => Number(read(end.trim()))) as [number, number];
  // Doubling is exact, and the shortest decimals that name the doubles are what was meant.
  return doublings(text, ends.length, first, last).map(String);
}

/** Whole numbers from 1 to `most`: `A:B` for all from A to B, or a list separated by commas; smallest first. */
export function everyNumber(most: number): (text: string) => readonly number[] {
  const read = wholeNumber(1);
  return (text) => {
    const ends = text.split(':').map((end) => end.trim());
    const isRange = ends.length === 2;
    const numbers = (isRange ? ends : text.split(',')).map((part) => read(part.trim()));
    const [first, last] = numbers as [number, number];
    if (ends.length > 2 || (isRange && last < first)) throw noRange(text);
    if (Math.max(...numbers) > most) throw new InvalidArgumentError(`${text} goes beyond ${most}.`);
    if (!isRange) return distinct(numbers).toSorted((a, b) => a - b);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  };
}

/** Positive decimal numbers: `A:B` for A, 10A, 100A, … up to B, or a list separated by commas; smallest first. */
export function decadeSteps(text: string): readonly string[] {
  const read = realText(false);
  const ends = text.split(':');
  if (ends.length === 1) return kappaSteps(text);
  const [first, last] = ends.map((end) => read(end.trim())) as [string, string];
  if (ends.length !== 2 || !(Number(first) <= Number(last))) throw noRange(text);
  const steps: string[] = [];
  for (let value = new Big(first); value.lte(last); value = value.times(10)) {
    if (steps.length === MOST_STEPS) throw tooMany(text);
    steps.push(value.toString());
  }
  return steps;
}

function doublings(text: string, ends: number, first: number, last: number): number[] {
  if (ends !== 2 || !(first <= last)) {
    throw noRange(text);
  }
  const steps: number[] = [];
  for (let value = first; value <= last; value *= 2) steps.push(value);
  if (steps.length > MOST_STEPS) throw tooMany(text);
  return steps;
}

function noRange(text: string): InvalidArgumentError {
  return new InvalidArgumentError(`${text} is no range. Give A:B with A ≤ B, such as 4:64, or a list such as 4,6,9.`);
}

function tooMany(text: string): InvalidArgumentError {
  return new InvalidArgumentError(`${text} has more than ${MOST_STEPS} values.`);
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

/** One whole number of ghost cells, or several separated by commas; 0 is none. */
export function ghostNumbers(text: string): readonly number[] {
  const read = wholeNumber(0);
  return text.split(',').map((part) => read(part.trim()));
}

/** A share `I/N` of a run, 1 ≤ I ≤ N. */
export function shardNumber(text: string): { readonly index: number; readonly count: number } {
  const parts = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!(index >= 1 && index <= count && count <= Number.MAX_SAFE_INTEGER)) {
    throw new InvalidArgumentError('Give two whole numbers I/N with 1 ≤ I ≤ N, such as 2/5.');
  }
  return { index: index - 1, count };
}

/** A seed: any whole number up to 2⁵³ − 1 in absolute value. */
export function seedNumber(text: string): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('Give a whole number of at most 15 digits.');
  }
  return value;
}

/** A folder that is to be written to. */
export function folderPath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty. Give a folder, such as reports/latest.');
  return text;
}

/** A file that is to be read or written. */
export function filePath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty. Give a file.');
  return text;
}
