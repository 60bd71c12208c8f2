import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { certain, claims, falseAbove100 } from '../../properties/system/artificial-claims.mjs';
import { describeEnvironment } from '../report/environment.js';
import { assembleResults } from '../report/results.js';
import { counterexampleDocuments, type CaseDocument } from './case-document.js';
import { InvalidFileError } from './read-json-file.js';
import { runClaims } from './run-claims.js';
import { readStoredCases, type StoredCase } from './stored-case-file.js';

const schema = JSON.parse(readFileSync(new URL('../../schemas/case-1.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ strict: true }).compile(schema);

const folder = mkdtempSync(join(tmpdir(), 'softproof-stored-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'case.json');

function read(document: unknown): Promise<readonly StoredCase[]> {
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return readStoredCases(file, claims);
}

const outcome = await runClaims({
  registry: { claims: [falseAbove100, certain], module: '' },
  profile: 'quick',
  workers: 0,
});
const documents = counterexampleDocuments(outcome);
const [claimCase, mutantCase] = documents as readonly [CaseDocument, CaseDocument];
const results = assembleResults(outcome, describeEnvironment(1, 'softproof check', 1));

describe('the file of one case', () => {
  test('for every counterexample of a check, is read as what it says', async () => {
    expect(documents).toHaveLength(5);
    for (const document of documents) {
      const { claim, mutant, profile, version, result } = document;
      const { verdict, observed, bound } = result;
      expect(await read(document)).toEqual([
        {
          file,
          place: '',
          claim,
          ...(mutant === undefined ? {} : { mutant }),
          profile,
          text: JSON.stringify(document.case),
          result: { version, verdict, observed, bound },
        },
      ]);
    }
  });

  test('for every change of a field, is refused unless it is valid against the schema', async () => {
    const junk = [undefined, null, '', '0', 'x', '0.1', 5, -1, true, [], ['0'], ['x'], {}, { lower: '0', upper: '1' }];
    const whole = { ...mutantCase, result: { ...mutantCase.result, note: 'a note' } };
    const inner = ['verdict', 'method', 'bound', 'ratio', 'witness', 'note', 'observed', 'unknown'];
    let accepted = 0;
    for (const value of junk) {
      const changed = [
        ...[...Object.keys(whole), 'unknown'].map((key) => ({ ...whole, [key]: value })),
        ...inner.map((key) => ({ ...whole, result: { ...whole.result, [key]: value } })),
        ...['lower', 'upper', 'unknown'].map((key) => {
          const observed = { ...whole.result.observed, [key]: value };
          return { ...whole, result: { ...whole.result, observed } };
        }),
      ];
      for (const document of changed) {
        const isRead = await read(document).then(
          () => true,
          (error: unknown) => {
            if (error instanceof InvalidFileError) return false;
            throw error;
          },
        );
        const isValid = validate(JSON.parse(JSON.stringify(document)));
        if (isRead) expect([document, isValid]).toEqual([document, true]);
        accepted += isRead ? 1 : 0;
      }
    }
    expect(accepted).toBeGreaterThan(20);
  });

  const { result } = claimCase;
  test.each<[string, unknown, RegExp]>([
    ['a list', [], /case\.json: this is \[\], not an object/],
    ['null', null, /this is null, not an object/],
    ['a document without a schema', { claim: 'certain' }, /schema: this field is missing/],
    ['a schema that is none', { ...claimCase, schema: 1 }, /schema: this is 1, not a text/],
    ['another document', { schema: 'softproof/enclosure@1' }, /enclosure@1" holds no cases.*\n.*softproof\/case@1 or/],
    [
      'a later case',
      { ...claimCase, schema: 'softproof/case@2' },
      /case@2" holds no cases.*\n.*reads softproof\/case@1/,
    ],
    ['later results', { schema: 'softproof/results@7' }, /\n.*reads softproof\/results@1/],
    [
      'an unknown claim',
      { ...claimCase, claim: 'certian' },
      /claim: there is no claim "certian"; did you mean certain\?/,
    ],
    ['a claim that is inherited', { ...claimCase, claim: 'constructor' }, /no claim "constructor"/],
    [
      'a claim of great length',
      { ...claimCase, claim: 'x'.repeat(1e6) },
      /claim: this is "x+… .*at most 200 characters/,
    ],
    ['a claim that is none', { ...claimCase, claim: ['certain'] }, /claim: this is \["certain"\], not a text/],
    [
      'an unknown mutant',
      { ...mutantCase, mutant: 'zer' },
      /mutant: the claim .* has no mutant "zer"; did you mean zero\?/,
    ],
    ['a mutant that is null', { ...mutantCase, mutant: null }, /mutant: this is null, not a text/],
    ['no case', { ...claimCase, case: undefined }, /case: this field is missing/],
    [
      'an unknown profile',
      { ...claimCase, profile: 'fast' },
      /profile: this is "fast", not one of quick, standard, deep/,
    ],
    ['no version', { ...claimCase, version: undefined }, /version: this field is missing/],
    ['no description', { ...claimCase, description: undefined }, /description: this field is missing/],
    ['an unknown field', { ...claimCase, mutent: 'halved' }, /"mutent" is no field of it; did you mean mutant\?/],
    [
      'a long unknown field',
      { ...claimCase, ['m'.repeat(1e6)]: 1 },
      /"m+… \(1000000 characters\)" is no field of it\n/,
    ],
    [
      'an unknown field of the result',
      { ...claimCase, result: { ...result, verdit: 1 } },
      /result: "verdit" is no field/,
    ],
    [
      'an unknown verdict',
      { ...claimCase, result: { ...result, verdict: 'proved' } },
      /result\.verdict: this is "proved"/,
    ],
    ['an unknown method', { ...claimCase, result: { ...result, method: 'guess' } }, /result\.method: this is "guess"/],
    [
      'a bound that is a number',
      { ...claimCase, result: { ...result, bound: 100 } },
      /result\.bound: this is 100, not a dec/,
    ],
    ['a bound in hexadecimal', { ...claimCase, result: { ...result, bound: '0x64' } }, /result\.bound: this is "0x64"/],
    [
      'no enclosure',
      { ...claimCase, result: { ...result, observed: '101' } },
      /result\.observed: this is "101", not an ob/,
    ],
    [
      'half an enclosure',
      { ...claimCase, result: { ...result, observed: { lower: '1' } } },
      /observed\.upper: this field/,
    ],
    [
      'an inverted enclosure',
      { ...claimCase, result: { ...result, observed: { lower: '101', upper: '100.99999999999999999' } } },
      /result\.observed: the lower end is above the upper end/,
    ],
  ])('that holds %s is refused, and says where it is wrong', async (_, document, told) => {
    await expect(read(document)).rejects.toThrow(InvalidFileError);
    await expect(read(document)).rejects.toThrow(told);
  });

  test('is refused where a number of the case is beyond doubles, which would be lost', async () => {
    const text = JSON.stringify(claimCase).replace('"n":"101"', '"n":1e999');
    await expect(read(text)).rejects.toThrow(/case: a case must be plain JSON data.*Infinity/);
  });

  test('is read without keys that would become prototypes, of the document and of the case', async () => {
    const polluted = JSON.stringify(mutantCase).replaceAll('{', '{"__proto__":{"mutant":"zero","n":"0"},');
    expect(await read(polluted)).toEqual(await read(mutantCase));
    const claimless = JSON.stringify({ ...claimCase, claim: undefined }).replace(
      '{',
      '{"__proto__":{"claim":"certain"},',
    );
    await expect(read(claimless)).rejects.toThrow(/claim: this field is missing/);
  });

  test('that names commands to a terminal does not give them to it', async () => {
    const error: unknown = await read({ ...claimCase, claim: '\u001b[2J\u009b' }).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toContain('"\\u{1b}[2J\\u{9b}"');
  });
});

describe('the results of a check', () => {
  test('give every counterexample in them, the same as the files of single cases', async () => {
    const alone: StoredCase[] = [];
    for (const document of documents) alone.push(...(await read(document)));
    const together = await read(results);
    expect(together.map((stored) => ({ ...stored, place: '' }))).toEqual(alone);
    expect(together.map(({ place }) => place)).toEqual([
      'claims[0].counterexample',
      'claims[0].mutants.details[0].counterexample',
      'claims[0].mutants.details[1].counterexample',
      'claims[1].mutants.details[0].counterexample',
      'claims[1].mutants.details[1].counterexample',
    ]);
  });

  test('without counterexamples, or without details of mutants, give none', async () => {
    expect(await read({ ...results, claims: [] })).toEqual([]);
    const [first] = results.claims;
    const bare = { ...first!, counterexample: undefined, mutants: { run: 0, refuted: 0 } };
    expect(await read({ ...results, claims: [bare] })).toEqual([]);
  });

  test('with a bad one anywhere are refused, and say where', async () => {
    const text = JSON.stringify(results).replace(/"bound":"500"/, '"bound":500');
    await expect(read(text)).rejects.toThrow(/claims\[0\]\.mutants\.details\[0\]\.counterexample\.bound: this is 500/);
    await expect(read({ ...results, claims: {} })).rejects.toThrow(/claims: this is {}, not a list/);
    const strange = JSON.stringify(results).replace(/"id":"zero"/, '"id":"one"');
    await expect(read(strange)).rejects.toThrow(/claims\[0\]\.mutants\.details\[1\]\.id: .* has no mutant "one"/);
  });
});
