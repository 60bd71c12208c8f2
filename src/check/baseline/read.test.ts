import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { certain } from '../../../properties/system/artificial-claims.mjs';
import { surpluses } from '../../../properties/support/surplus.js';
import { InvalidFileError } from '../read-json-file.js';
import { baselineText } from './document.js';
import { MOST_CASES, readBaseline } from './read.js';
import { updateBaseline } from './update.js';

const folder = mkdtempSync(join(tmpdir(), 'softproof-baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'baseline.json');

const baseline = (await updateBaseline({ registry: { claims: [certain], module: '' }, workers: 0 }))!;
const read = (text: string) => {
  writeFileSync(file, text);
  return readBaseline(file);
};

test('what is written is read as it was, and written again as it was', async () => {
  const text = baselineText(baseline);
  expect(await read(text)).toEqual(baseline);
  expect(baselineText(await read(text))).toBe(text);
});

describe('a file that is no baseline is refused, with the place and what to do', () => {
  type Document = { -readonly [Key in keyof typeof baseline]: unknown } & Record<string, unknown>;
  const altered = (change: (document: Document, entry: Record<string, unknown>) => void): string => {
    const document = JSON.parse(baselineText(baseline)) as Document;
    change(document, (document.claims as Record<string, unknown>[])[0]!);
    return JSON.stringify(document);
  };
  const ofCase = (change: object): string =>
    altered((_, entry) => {
      const [first, ...rest] = entry['cases'] as object[];
      entry['cases'] = [{ ...first, ...change }, ...rest];
    });

  test.each<[string, string, RegExp]>([
    [
      'of another schema',
      altered((document) => (document['schema'] = 'softproof/results@1')),
      /schema: "softproof\/results@1" is no/,
    ],
    ['with a field too many', altered((document) => (document['seed'] = 1)), /"seed" is no field/],
    [
      'of an unknown profile',
      altered((document) => (document.profile = 'fast')),
      /profile: this is "fast", not one of quick/,
    ],
    [
      'with a claim that is a path',
      altered((_, entry) => (entry['id'] = '../x')),
      /claims\[0\]\.id: .*not an id such as/,
    ],
    ['with a claim twice', altered((d, entry) => (d.claims = [entry, entry])), /the claim certain is listed twice/],
    ['with assumptions that are no text', altered((_, entry) => (entry['assumptions'] = [1])), /assumptions\[0\]/],
    ['with a bound that is a number', ofCase({ bound: 1 }), /claims\[0\]\.cases\[0\]\.bound: .*decimal number as text/],
    ['with a bound that is none', ofCase({ bound: 'NaN' }), /cases\[0\]\.bound/],
    ['with an empty enclosure', ofCase({ observed: { lower: '1', upper: '0' } }), /lower end is above/],
    ['with an unknown verdict', ofCase({ verdict: 'proved' }), /one of certified, held/],
    ['with an unknown method', ofCase({ method: 'guess' }), /one of enclosure, bound/],
    ['without a case', ofCase({ case: undefined }), /cases\[0\]\.case: this field is missing/],
    ['with a tightness that is text', ofCase({ tightness: '1' }), /a number or null/],
    ['without versions', altered((document) => (document.versions = {})), /versions\.softproof: this field is missing/],
    [
      'with too many cases',
      altered((_, entry) => (entry['cases'] = new Array(MOST_CASES + 1).fill((entry['cases'] as object[])[0]))),
      /10001 cases, and at most 10000/,
    ],
    ['cut off', baselineText(baseline).slice(0, -9), /this is no JSON/],
  ])('%s', async (_, text, says) => {
    await expect(read(text)).rejects.toThrow(InvalidFileError);
    await expect(read(text)).rejects.toThrow(says);
  });
});

test('a field too many is refused wherever it stands', async () => {
  const places = surpluses(JSON.parse(baselineText(baseline)) as object as Readonly<Record<string, unknown>>);
  expect(places.map(([place]) => place)).toEqual(
    expect.arrayContaining(['', 'versions', 'claims[0]', 'claims[0].cases[0]', 'claims[0].cases[0].observed']),
  );
  for (const [place, document] of places) {
    await expect(read(JSON.stringify(document)), place).rejects.toThrow('"surplus" is no field');
  }
});
