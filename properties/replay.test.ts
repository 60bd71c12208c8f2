/** Every stored counterexample is found again: for every mutant of every claim, through the file that a check writes. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CASE_SCHEMA, resultEntry, type CaseDocument } from '../src/check/case-document.js';
import { generous } from '../src/check/confirm.js';
import { decideCase } from '../src/check/decide-case.js';
import { profileOf } from '../src/check/profile.js';
import { replayCases } from '../src/check/replay.js';
import { runClaims } from '../src/check/run-claims.js';
import { readStoredCases } from '../src/check/stored-case-file.js';
import { storeCase } from '../src/check/stored-case.js';
import { softproofVersion } from '../src/check/version.js';
import { parseTarget } from '../src/expression/parse/index.js';
import { caseFilePath, prepareCaseFiles, writeCaseFiles } from '../src/report/case-files.js';
import { writeAtomic } from '../src/report/write-atomic.js';
import { claims } from '../src/theorems/index.js';

const registry = { claims, module: '' };
const out = mkdtempSync(join(tmpdir(), 'softproof-replay-'));
afterAll(() => rmSync(out, { recursive: true }));

// Mutants are searched at the edge cases first; of the claims themselves nothing else is run.
const outcome = await runClaims({ registry, profile: 'quick', cases: 0, workers: 0 });
prepareCaseFiles(out);
writeCaseFiles(out, outcome);

describe.each(claims.map((claim) => [claim.id, claim] as const))('%s', (_, claim) => {
  it.each(claim.mutants.map(({ id }) => [id] as const))(
    'mutant %s is refuted again from its file, by overlapping enclosures and the same bound',
    async (mutant) => {
      const cases = await readStoredCases(caseFilePath(out, claim.id, mutant), claims);
      const replayed = await replayCases({ registry, cases, workers: 0 });
      expect(replayed.cases).toMatchObject([
        { stored: { claim: claim.id, mutant }, result: { verdict: 'refuted' }, differences: [] },
      ]);
    },
  );
});

it("for every claim that takes a user's target, its first case for one is found again from a file", async () => {
  const targets = await Promise.all(
    [
      `export const domain = [[0, Math.PI]];
       export function target(x: number): number { return x > 1 ? Math.max(x ** 3, 2) : Math.sin(x / 2); }`,
      `export const shape = { key: { width: 1, tokens: 1 }, query: { width: 1, tokens: 1 } };
       export const domain = [[0, 1], [0, 1]];
       export function target(XK: number[][], XQ: number[][]): number[][] { return XQ.map(([q]) => [q * XK[0][0]]); }`,
      `export const domain = [[0, Math.PI]];
       export const ghost = true;
       export function target(x: number): number { return Math.sin(3 * x); }`,
    ].map((source) => parseTarget(source)),
  );
  for (const { id: claim, casesFor, decide } of claims) {
    if (casesFor === undefined) continue;
    const inputs = targets.flatMap((target) => casesFor(target).slice(0, 1));
    expect(inputs, claim).not.toEqual([]);
    for (const input of inputs) {
      const result = resultEntry(decideCase(decide, storeCase(input), profileOf('quick').budget));
      const description = 'a target of a user';
      const found = { claim, case: input, profile: 'quick', description, result } as const;
      const document: CaseDocument = { schema: CASE_SCHEMA, version: softproofVersion, ...found };
      writeAtomic(out, 'given.json', JSON.stringify(document));
      const cases = await readStoredCases(join(out, 'given.json'), claims);
      const replayed = await replayCases({ registry, cases, workers: 0 });
      expect(replayed.cases, claim).toMatchObject([{ result: { verdict: result.verdict }, differences: [] }]);
    }
  }
});

/** Cases whose hypotheses do not hold: the claims say nothing about them, and must not be called false for them. */
const lies: readonly (readonly [string, (input: never) => unknown])[] = [
  ['max-affine-sup', ({ target }: { target: object }) => ({ target: { ...target, modulus: lipschitz('0.01') } })],
  ['cross-sup', ({ target }: { target: object }) => ({ target: { ...target, modulus: lipschitz('-1') } })],
  ['attention-softmax-sup', ({ target }: { target: object }) => ({ target: { ...target, modulus: lipschitz('0') } })],
  ['max-affine-lp', ({ target }: { target: object }) => ({ target: { ...target, lipschitz: '-1', hyperplanes: [] } })],
  ['two-layer-sup', () => ({ room: '0.01' })],
  ['two-layer-multi', () => ({ room: '0.5' })],
  ['two-layer-lp', () => ({ exponent: '4', target: singular })],
];
const lipschitz = (constant: string) => ({ kind: 'lipschitz', constant });
const singular = {
  family: 'singular',
  height: '1',
  point: ['0'],
  exponent: '0.25',
  constant: '0',
  domain: [['0', '1']],
};

it.each(lies)('a case of %s that breaks a hypothesis is refused, not refuted', async (id, change) => {
  const claim = claims.find((one) => one.id === id)!;
  const input = claim.edgeCases[0] as never;
  const lying = { ...(input as object), ...(change(input) as object) };
  const result = resultEntry(decideCase(claim.decide, storeCase(input), profileOf('quick').budget));
  const found = { claim: id, case: lying, profile: 'quick', description: 'a lie', result } as const;
  writeAtomic(out, 'lie.json', JSON.stringify({ schema: CASE_SCHEMA, version: softproofVersion, ...found }));
  const cases = await readStoredCases(join(out, 'lie.json'), claims);
  await expect(replayCases({ registry, cases, workers: 0 })).rejects.toThrow(/cannot decide this case/);
});

it('for every edge case of every claim, no budget changes the bound: bounds of one version can be compared', () => {
  const { budget } = profileOf('quick');
  for (const { id, decide, edgeCases } of claims) {
    for (const input of edgeCases) {
      const bounds = [budget, generous(budget)].map((granted) => decideCase(decide, storeCase(input), granted).bound);
      expect([id, bounds[1]]).toEqual([id, bounds[0]]);
    }
  }
});

it('there are no other files: no claim of the package is refuted', () => {
  expect(readdirSync(join(out, 'counterexamples'))).toHaveLength(claims.flatMap(({ mutants }) => mutants).length);
});
