import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claims, falseAbove100 } from '../../properties/system/artificial-claims.mjs';
import { ownRegistry } from '../check/own-registry.js';
import { runClaims, type CheckOutcome } from '../check/run-claims.js';
import type { Claim } from '../theorems/claim.js';
import { sarifText, type SarifOptions } from './sarif.js';

/** The official schema is of draft 4, from which draft 7 differs for it in the name of the identifier alone. */
const { id, ...schema } = JSON.parse(
  readFileSync(new URL('../../fixtures/sarif/sarif-2.1.0-rtm.5.schema.json', import.meta.url), 'utf8'),
) as { id: string };
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#', $id: id });

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly kind: string;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations?: readonly unknown[];
    readonly partialFingerprints: Readonly<Record<string, string>>;
  }[];
}

function read(outcome: CheckOutcome, options: Partial<SarifOptions> = {}): Run {
  const document = JSON.parse(sarifText(outcome, { commandLine: 'softproof check', ...options })) as { runs: Run[] };
  void isSarif(document);
  expect(isSarif.errors ?? []).toEqual([]);
  expect(document.runs).toHaveLength(1);
  return document.runs[0]!;
}

const run = (chosen: readonly Claim[], seed = 1): Promise<CheckOutcome> =>
  runClaims({ registry: { claims: chosen, module: '' }, profile: 'quick', workers: 0, seed });
const everything = claims.filter(({ id: name }) => !['slow', 'deadly', 'idle'].includes(name));
const outcome = await run(everything);
const baseline = {
  file: 'b.json',
  interrupted: false,
  cases: 2,
  differences: [
    { claim: 'certain', kind: 'bound', case: 1, description: 'n = 0', stored: '1', found: '2' },
    { claim: 'of-old', kind: 'claim' },
  ],
  unknown: [],
} as const;

describe('SARIF', () => {
  test('is valid, and has a result for everything that is wrong or open, and for nothing else', () => {
    const { tool, results, invocations } = read({ ...outcome, baseline });
    const told = results.map(({ ruleId, kind, level }) => `${ruleId} ${kind} ${level}`);
    expect(new Set(told)).toEqual(
      new Set([
        'stalling fail error',
        'false-above-100 fail error',
        'false-at-edge fail error',
        'too-hard open none',
        'faulty fail error',
        'survivor fail error',
        'unstable fail error',
        'certain fail error',
        'of-old fail error',
      ]),
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    // The schema is one that refuses.
    expect(
      isSarif({ version: '2.1.0', runs: [{ tool: {}, results: [{ message: { text: '' }, kind: 'wrong' }] }] }),
    ).toBe(false);
    expect(invocations).toMatchObject([{ executionSuccessful: false }]);
    expect(read(only(everything.slice(0, 1))).results).toEqual([]);
  });

  test('the fingerprints of a run are distinct, and those of another seed and version the same', async () => {
    const chosen = everything.filter(({ id: name }) => !['faulty', 'unstable'].includes(name));
    const prints = (found: CheckOutcome): readonly string[] =>
      read(found).results.map(({ partialFingerprints }) => partialFingerprints['claimAndClause/v1']!);
    const first = prints(await run(chosen, 1));
    expect(new Set(first).size).toBe(first.length);
    expect(prints(await run(chosen, 99))).toEqual(first);
    const renamed = chosen.map((claim) => (claim === falseAbove100 ? { ...claim, title: 'anew' } : claim));
    expect(prints(await run(renamed, 5))).toEqual(first);
  });

  test('a result is where its claim is written down', () => {
    const sourceOf = (claim: string) => (claim === 'stalling' ? { file: 'src/a b/ü.ts', line: 7 } : undefined);
    const { results } = read(outcome, { sourceOf });
    for (const { ruleId, locations } of results) {
      expect(locations).toEqual(
        ruleId !== 'stalling'
          ? undefined
          : [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'src/a%20b/%C3%BC.ts', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 7 },
                },
              },
            ],
      );
    }
  });

  test('for every text in a claim or a case, the document is valid, and braces and links stand for themselves', () => {
    const one = outcome.claims.find(({ claim }) => claim.id === 'false-above-100')!;
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('{', '}', '{0}', '[', ']', '](', ')', '\\', '"', '\n', '\u202e') }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const changed = {
          ...one,
          claim: { ...one.claim, title: text, statement: text },
          counterexample: { ...one.counterexample!, description: text },
        };
        const { results } = read({ ...outcome, claims: [changed] });
        const message = results[0]!.message.text;
        expect(message.replace(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/);
        expect(message).not.toMatch(/(?<!\\)\]\(/);
        expect(message).not.toContain('\n');
      }),
      { numRuns: 100 },
    );
  });
});

function only(chosen: readonly Claim[]): CheckOutcome {
  return { ...outcome, claims: outcome.claims.filter(({ claim }) => chosen.includes(claim)) };
}

test('for every claim of the package, its source file and the line of its id are known', () => {
  for (const { id: claim } of ownRegistry.claims) {
    const place = ownRegistry.sourceOf!(claim)!;
    const lines = readFileSync(new URL(`../../${place.file}`, import.meta.url), 'utf8').split('\n');
    expect(lines[place.line - 1]).toContain(`'${claim}'`);
  }
  expect(ownRegistry.sourceOf!('../../etc/passwd')).toBeUndefined();
});
