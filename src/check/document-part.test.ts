import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DocumentPart } from './document-part.js';
import { InvalidFileError } from './read-json-file.js';

const root = (value: unknown): DocumentPart => new DocumentPart('f.json', value, 'Put it right.');

describe('a part of a document', () => {
  test('is found by its own keys alone, never by what all objects inherit', () => {
    const part = root({ own: '1' });
    expect(part.get('own').text()).toBe('1');
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(part.find(key)).toBeUndefined();
      expect(() => part.get(key)).toThrow(`f.json: ${key}: this field is missing\n  Put it right.`);
    }
  });

  test('says its place, however deep', () => {
    const part = root({ a: [{ b: {} }, { b: { c: 5 } }] });
    const deep = part.get('a').items()[1]!.get('b').get('c');
    expect(deep.place).toBe('a[1].b.c');
    expect(() => deep.decimal()).toThrow('f.json: a[1].b.c: this is 5, not a decimal number as text');
  });

  test('for every value that is not what it should be, throws an error of the file and nothing else', () => {
    const readers: readonly ((part: DocumentPart) => unknown)[] = [
      (part) => part.get('a').get('b'),
      (part) => part.only(['a']),
      (part) => part.items(),
      (part) => part.text(),
      (part) => part.sentence(),
      (part) => part.word(),
      (part) => part.version(),
      (part) => part.decimal(),
      (part) => part.numberOrNull(),
      (part) => part.oneOf(['a', 'b']),
      (part) => part.dictionary(),
      (part) => part.identifier(),
      (part) => part.wholeNumber(),
      (part) => part.number(),
      (part) => part.size(),
      (part) => part.flag(),
    ];
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.constant(undefined)), fc.constantFrom(...readers), (value, reader) => {
        try {
          reader(root(value));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFileError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, (part: DocumentPart) => unknown, readonly unknown[], readonly unknown[]]>([
    ['an id', (part) => part.identifier(), ['a', 'a-b2'], ['', 'A', 'a--b', '-a', '../a', 'a\n', 'a'.repeat(201)]],
    ['a whole number from 1 on', (part) => part.wholeNumber(1), [1, 2 ** 53 - 1], [0, 1.5, 2 ** 53, NaN, '1', null]],
    ['a whole number', (part) => part.wholeNumber(), [0, 7], [-1, Infinity]],
    ['a number', (part) => part.number(), [-1.5, 0], ['1', null, undefined]],
    ['a size', (part) => part.size(), [0, 1e300], [-1e-300, NaN, '0']],
    ['true or false', (part) => part.flag(), [true, false], [0, 'true', null]],
  ])('%s is taken, and nothing else', (_, reader, good, bad) => {
    for (const value of good) expect(reader(root(value))).toBe(value);
    for (const value of bad) expect(() => reader(root(value))).toThrow(InvalidFileError);
  });
});
