/** The files and the order of a run of one's own claims, in a folder of their own. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claim } from '../theorems/claim.js';
import { claim } from './claim.js';
import { claimFailure, mutantFailure, storedFailure } from './failure-text.js';
import { runAndReport, type VerifiedRun } from './run.js';

const RERUN = 'npx vitest run my.test.ts';

/** False for n from 2 to 9, and at 10 too if the bound is lowered. */
function cubes(bound: '2^n' | '8 · 2^n', most = 40): Claim {
  return claim<number>({
    id: 'cubes',
    title: 'A cube is at most a power of two',
    source: { paper: '—', item: 'a test' },
    statement: 'n^3 \\le 2^n',
    cases: fc.integer({ min: 0, max: most }),
    measure: (system, n) => system.powInteger(system.fromNumber(n), 3),
    bound: (system, n) =>
      system.mul(system.literal(bound === '2^n' ? '1' : '8'), system.powInteger(system.literal('2'), n)),
    mutants: [
      { id: 'constant', description: 'the bound is 100', bound: (system) => system.literal('100') },
      { id: 'same', description: 'the bound is far higher', bound: (system) => system.literal('1e9') },
    ],
  }) as Claim;
}

describe('a run of claims', () => {
  let out = '';
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'softproof-own-'));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const said: string[] = [];
  const run = (claims: readonly Claim[], cases?: number): Promise<VerifiedRun> => {
    said.length = 0;
    const onStored = (text: string): void => void said.push(text);
    return runAndReport({ claims, out, rerun: RERUN, onStored, ...(cases === undefined ? {} : { cases }) });
  };
  const file = (...path: readonly string[]): string => join(out, ...path);

  it('stores what is refuted, made small, decides it first, and forgets it when it is mended', async () => {
    const first = await run([cubes('2^n')]);
    const [outcome] = first.outcome.claims;
    expect(outcome).toMatchObject({ verdict: 'refuted', counterexample: { case: 2, bound: '4' } });
    expect(claimFailure(outcome!, out)).toContain(file('failures', 'cubes--bound', 'case.json'));
    expect(JSON.parse(readFileSync(file('failures', 'cubes--bound', 'case.json'), 'utf8'))).toMatchObject({ case: 2 });
    expect(readFileSync(file('failures', 'cubes--bound', 'replay.txt'), 'utf8')).toBe(`${RERUN}\n`);

    // Without a case of its own, all that the next run knows is what is stored.
    const second = await run([cubes('2^n')], 0);
    expect(second.outcome.claims[0]).toMatchObject({ verdict: 'refuted', isStoredFailure: true });
    expect(said.join('')).toContain('what an earlier run refuted is refuted still');
    expect(storedFailure(second.stored, out)).toContain('observed');

    const third = await run([cubes('8 · 2^n', 3)]);
    expect(third.outcome.claims[0]!.verdict).toBe('certified');
    expect(storedFailure(third.stored, out)).toBeUndefined();
    expect(existsSync(file('failures'))).toBe(false);
  });

  it('hunts mutants, and says which survive', async () => {
    const [outcome] = (await run([cubes('8 · 2^n')], 20)).outcome.claims;
    expect(mutantFailure(outcome!, 'constant')).toBeUndefined();
    expect(outcome!.mutants[0]).toMatchObject({ refuted: true, counterexample: { case: 5 } });
    expect(mutantFailure(outcome!, 'same')).toMatch(/^the mutant same of cubes survived 200 cases/);
  });

  it('leaves the report of a check, with the command that runs the tests again', async () => {
    await run([cubes('8 · 2^n')], 20);
    const results: unknown = JSON.parse(readFileSync(file('results.json'), 'utf8'));
    const schema = readFileSync(new URL('../../schemas/results-1.schema.json', import.meta.url), 'utf8');
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(schema) as object);
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
    expect(results).toMatchObject({ rerun: RERUN, claims: [{ id: 'cubes', verdict: 'certified' }] });
    expect(readFileSync(file('junit.xml'), 'utf8')).toContain('classname="cubes"');
    const page = readFileSync(file('report.html'), 'utf8');
    expect(page).toContain(RERUN);
    expect(page).not.toContain('softproof replay');
  });

  it('takes an error in a formula for a fault of the claim, with the case', async () => {
    const broken = claim<number>({
      id: 'broken',
      source: { paper: '—', item: 'a test' },
      statement: '0 \\le 1',
      cases: fc.constant(7),
      measure: () => {
        throw new Error('a slip of the pen');
      },
      bound: (system) => system.literal('1'),
    }) as Claim;
    const [outcome] = (await run([broken], 1)).outcome.claims;
    expect(claimFailure(outcome!, out)).toMatch(
      /broken: an error was thrown in case 0: .*a slip of the pen[\s\S]*case 7/,
    );
  });

  it('gives the same results for the same options', async () => {
    const claims = async (): Promise<unknown> => {
      await run([cubes('2^n')]);
      const results = JSON.parse(readFileSync(file('results.json'), 'utf8')) as { claims: { seconds: number }[] };
      return results.claims.map((one) => ({ ...one, seconds: 0 }));
    };
    expect(await claims()).toEqual(await claims());
  });
});
