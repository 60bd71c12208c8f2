/** A part of a document that somebody else wrote: it is what it should be, or an error says where it is not. */
import { InvalidFileError } from './read-json-file.js';
import { isDecimalText } from './result-text.js';
import { didYouMean, nearestNames } from './select-claims.js';
import { printable } from './spell-out.js';

const SHOWN = 60;
const MOST_WORD = 200;

export class DocumentPart {
  readonly file: string;
  /** How one gets there from the whole document, for example `result.observed`; empty for the whole. */
  readonly place: string;
  readonly value: unknown;
  /** What to do about a part that is not what it should be. */
  private readonly remedy: string;

  constructor(file: string, value: unknown, remedy: string, place = '') {
    this.file = file;
    this.value = value;
    this.remedy = remedy;
    this.place = place;
  }

  /** To be thrown: what is wrong with this part. */
  error(found: string, remedy = this.remedy): InvalidFileError {
    return new InvalidFileError(this.file, `${this.place === '' ? '' : `${this.place}: `}${found}`, remedy);
  }

  private mustBe(what: string): InvalidFileError {
    const shown = this.value === undefined ? 'absent' : printable(JSON.stringify(this.value), SHOWN);
    return this.error(`this is ${shown}, not ${what}`);
  }

  private at(key: string | number, value: unknown): DocumentPart {
    const step = typeof key === 'number' ? `[${key}]` : `${this.place === '' ? '' : '.'}${key}`;
    return new DocumentPart(this.file, value, this.remedy, `${this.place}${step}`);
  }

  private fields(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.mustBe('an object');
    return value as Readonly<Record<string, unknown>>;
  }

  /** A field; throws if it is absent. */
  get(key: string): DocumentPart {
    return this.find(key) ?? fail(this.at(key, undefined).error('this field is missing'));
  }

  /** A field that may be absent. */
  find(key: string): DocumentPart | undefined {
    const fields = this.fields();
    return Object.hasOwn(fields, key) ? this.at(key, fields[key]) : undefined;
  }

  /** Throws if there is any other field. */
  only(keys: readonly string[]): void {
    const unknown = Object.keys(this.fields()).find((key) => !keys.includes(key));
    if (unknown === undefined) return;
    const hint = unknown.length > MOST_WORD ? '' : didYouMean(nearestNames(unknown, keys));
    throw this.error(`"${printable(unknown, SHOWN)}" is no field of it${hint}`);
  }

  /** The fields, whatever they are called: short texts. */
  dictionary(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.fields()).map(([key, value]) => [key, this.at(key, value).word()]));
  }

  items(): readonly DocumentPart[] {
    const { value } = this;
    if (!Array.isArray(value)) throw this.mustBe('a list');
    return value.map((item, i) => this.at(i, item));
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.mustBe('a text');
    return this.value;
  }

  /** A text that is not empty. */
  sentence(): string {
    const text = this.text();
    if (text === '') throw this.mustBe('a text of at least one character');
    return text;
  }

  /** A whole number of at least `least`, which a double holds exactly. */
  wholeNumber(least = 0): number {
    const { value } = this;
    if (!Number.isSafeInteger(value) || (value as number) < least) throw this.mustBe(`a whole number from ${least} on`);
    return value as number;
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.mustBe('a number');
    return this.value;
  }

  /** For a quantity: a number of at least 0. */
  size(): number {
    const number = this.number();
    if (!(number >= 0)) throw this.mustBe('a number of at least 0');
    return number;
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.mustBe('true or false');
    return this.value;
  }

  numberOrNull(): number | null {
    if (this.value !== null && typeof this.value !== 'number') throw this.mustBe('a number or null');
    return this.value;
  }

  version(): string {
    const word = this.word();
    if (!/^\d+\.\d+\.\d+([-+].+)?$/.test(word)) throw this.mustBe('a version such as 1.2.3');
    return word;
  }

  /** A short text, such as an identifier. */
  word(): string {
    const text = this.text();
    if (text.length > MOST_WORD) throw this.mustBe(`a text of at most ${MOST_WORD} characters`);
    return text;
  }

  /** Words of lower-case letters and digits, joined by hyphens: the id of a claim or of a mutant. */
  identifier(): string {
    const word = this.word();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(word)) throw this.mustBe('an id such as max-affine-sup');
    return word;
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    const found = words.find((word) => word === this.value);
    if (found === undefined) throw this.mustBe(`one of ${words.join(', ')}`);
    return found;
  }

  decimal(): string {
    if (!isDecimalText(this.value)) throw this.mustBe('a decimal number as text, such as "0.1" or "-3e-7"');
    return this.value;
  }
}

function fail(error: Error): never {
  throw error;
}
