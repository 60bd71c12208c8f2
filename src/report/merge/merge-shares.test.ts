import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import * as artificial from '../../../properties/system/artificial-claims.mjs';
import { surpluses } from '../../../properties/support/surplus.js';
import { updateBaseline } from '../../check/baseline/update.js';
import { compareWithBaseline } from '../../check/baseline/run.js';
import { InvalidFileError } from '../../check/read-json-file.js';
import { runClaims, type CheckOutcome, type RunOptions } from '../../check/run-claims.js';
import type { Target } from '../../expression/target.js';
import type { Claim } from '../../theorems/claim.js';
import { describeEnvironment } from '../environment.js';
import { assembleResults, type Results } from '../results.js';
import { mergeShares } from './merge-shares.js';
import { readShare } from './read-share.js';
import { MergeError } from './require-one-run.js';

const folder = mkdtempSync(join(tmpdir(), 'softproof-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A bound of 0 has an infinite ratio, and one claim has no ratio at all. */
const infinite: Claim = {
  ...artificial.certain,
  id: 'infinite',
  decide: (input, budget) => ({
    ...artificial.certain.decide(input, budget),
    verdict: 'held',
    bound: '0',
    ratio: Infinity,
  }),
};
const unrated: Claim = {
  ...artificial.certain,
  id: 'unrated',
  decide: (input, budget) => ({ ...artificial.certain.decide(input, budget), ratio: NaN }),
};
const claims: readonly Claim[] = [
  ...artificial.claims.filter(({ id }) => !['slow', 'deadly'].includes(id)),
  infinite,
  unrated,
];

const environment = describeEnvironment(1, 'softproof check', 1);
const run = (options: Partial<RunOptions>): Promise<CheckOutcome> =>
  runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0, ...options });
const resultsOf = (outcome: CheckOutcome): Results => assembleResults(outcome, environment);

let serial = 0;
function fileOf(document: unknown): string {
  const path = join(folder, `${(serial += 1)}.json`);
  writeFileSync(path, JSON.stringify(document));
  return path;
}

async function shardsOf(count: number, options: Partial<RunOptions> = {}): Promise<Results[]> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, index) => run({ ...options, shard: { index, count } })),
  );
  return outcomes.map(resultsOf);
}

const merged = async (shards: readonly unknown[]): Promise<CheckOutcome> =>
  mergeShares(await Promise.all(shards.map((shard) => readShare(fileOf(shard)))), claims);

/** All but what may differ between two equal runs; and what is told beside the document. */
function timeless(outcome: CheckOutcome): unknown {
  const results = JSON.parse(JSON.stringify(resultsOf(outcome))) as Results;
  const told = outcome.claims.map(({ claim, weakest, worst, tightest, finished }) => [
    claim.id,
    weakest,
    worst,
    tightest,
    finished,
  ]);
  return { ...results, claims: results.claims.map((claim) => ({ ...claim, seconds: 0 })), told };
}

/** A field too many is refused at these places, numbers in brackets standing for all, and each of them occurs. */
async function expectNoSurplus(shard: Results, kinds: readonly string[]): Promise<void> {
  const plain = JSON.parse(JSON.stringify(shard)) as Readonly<Record<string, unknown>>;
  const kindOf = (place: string): string => place.replaceAll(/\[\d+\]/g, '[0]');
  const places = surpluses(plain).filter(([place]) => kinds.includes(kindOf(place)));
  expect(new Set(places.map(([place]) => kindOf(place)))).toEqual(new Set(kinds));
  for (const [place, document] of places) {
    await expect(readShare(fileOf(document)), place).rejects.toThrow('"surplus" is no field');
  }
}

describe('shares that are put together', () => {
  test('for every number of shares, seed and number of cases, are the undivided run but for times', async () => {
    const options = fc.record({
      seed: fc.integer(),
      cases: fc.integer({ min: 0, max: 40 }),
      count: fc.integer({ min: 1, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ seed, cases, count }) => {
        const shards = await shardsOf(count, { seed, cases });
        expect(timeless(await merged(shards.toReversed()))).toEqual(timeless(await run({ seed, cases })));
      }),
      { numRuns: 25 },
    );
  });

  test('are so for a target of the user, too', async () => {
    const target = {
      domain: [
        ['0', '1'],
        ['0', '1'],
      ],
    } as unknown as Target;
    const options = { target, claims: ['layer'] };
    expect(timeless(await merged(await shardsOf(3, options)))).toEqual(
      timeless({ ...(await run(options)), skipped: [] }),
    );
  });

  test('have together what one comparison with a baseline finds', async () => {
    const chosen = [artificial.certain, artificial.tooHard];
    const registry = { claims: chosen, module: '' };
    const baseline = (await updateBaseline({ registry, workers: 0 }))!;
    const worse = chosen.map((claim) => ({ ...claim, decide: artificial.falseAbove100.decide, assumptions: ['x'] }));
    const compare = async (shard?: RunOptions['shard']) => ({
      file: 'b.json',
      ...(await compareWithBaseline({
        registry: { ...registry, claims: worse },
        baseline,
        workers: 0,
        ...(shard === undefined ? {} : { shard }),
      })),
    });
    const shards = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const shard = { index, count: 3 };
        return resultsOf({ ...(await run({ shard, cases: 1 })), baseline: await compare(shard) });
      }),
    );
    expect((await merged(shards)).baseline).toEqual(await compare());
    const compared = shards.find((shard) => (shard.baseline?.differences.length ?? 0) > 0)!;
    await expectNoSurplus(compared, ['baseline', 'baseline.differences[0]']);
    await expect(merged([...shards.slice(0, 2), { ...shards[2], baseline: undefined }])).rejects.toThrow(
      /not all shares/,
    );
  });
});

const base = await shardsOf(3, { cases: 6 });
const ofFour = await shardsOf(4, { cases: 6 });
const ofFive = await shardsOf(3, { cases: 5 });
const whole = resultsOf(await run({ cases: 1 }));

describe('shares are refused, with the reason', () => {
  type Change = (shard: Results) => object;
  const second = (change: Change): readonly unknown[] => [base[0], { ...base[1], ...change(base[1]!) }, base[2]];
  const ofClaim = (id: string, change: (claim: Results['claims'][0]) => object): readonly unknown[] =>
    second((shard) => ({
      claims: shard.claims.map((claim) => (claim.id === id ? { ...claim, ...change(claim) } : claim)),
    }));

  test('with a field too many, in what only merging reads', async () => {
    const ofClaims = [
      'share',
      'share.weakest',
      'share.tightest',
      'share.tightest.result',
      'worst.observed',
      'counterexample',
    ];
    const kinds = ['', 'shard', ...ofClaims.map((name) => `claims[0].${name}`)];
    const full = await shardsOf(1, { cases: 40 });
    await expectNoSurplus(full[0]!, kinds);
  });

  test('only if something is wrong', async () => {
    expect((await merged(base)).claims.length).toBe(claims.length);
  });

  test.each<[string, readonly unknown[], RegExp]>([
    ['none', [], /there is no share/],
    ['one is missing', base.slice(0, 2), /missing: 3\/3/],
    ['several are missing', base.slice(1, 2), /missing: 1\/3, 3\/3/],
    ['one is doubled', [...base, base[1]], /are both share 2\/3/],
    ['another number of shares', [...base.slice(0, 2), ofFour[2]], /number of shares is 4, and was 3/],
    ['another seed', second(() => ({ seed: 7 })), /its seed is 7/],
    ['another profile', second(() => ({ profile: 'deep' })), /its profile is deep, and was quick/],
    ['another version', second(() => ({ version: '9.9.9' })), /was written by softproof 9\.9\.9/],
    [
      'another fast-check',
      second(() => ({ environment: { ...environment, dependencies: { 'fast-check': '1.0.0' } } })),
      /version of/,
    ],
    ['other options', [base[0], ofFive[1], base[2]], /digest of claims, --cases and --target/],
    [
      'a run that was stopped',
      second(() => ({ interrupted: true })),
      /was stopped before its end\n {2}Finish it with --resume/,
    ],
    [
      'a claim that is unknown',
      second((shard) => ({ claims: [{ ...shard.claims[0], id: 'unheard-of' }] })),
      /no claim unheard-of/,
    ],
    [
      'a claim that is left out',
      second((shard) => ({ claims: shard.claims.slice(1) })),
      /certain: the shares have \d cases together, and the run has 8/,
    ],
    ['a mutant twice', second(() => ({ claims: base[0]!.claims })), /cases together|shares tried/],
  ])('%s', async (_, shards, says) => {
    await expect(merged(shards)).rejects.toThrow(MergeError);
    await expect(merged(shards)).rejects.toThrow(says);
  });

  test.each<[string, readonly unknown[], RegExp]>([
    ['a whole run', [whole], /results of a whole run, not of one share/],
    ['another document', [{ schema: 'softproof/case@1' }], /is not softproof\/results@1/],
    ['a share beyond the last', second((shard) => ({ shard: { ...shard.shard, index: 4 } })), /share 4 of 3 is none/],
    [
      'a negative number of cases',
      ofClaim('certain', ({ cases }) => ({ cases: { ...cases, run: -1 } })),
      /cases\.run: this is -1/,
    ],
    ['counts that do not add up', ofClaim('certain', ({ cases }) => ({ cases: { ...cases, run: 9 } })), /add up/],
    [
      'too many substantial cases',
      ofClaim('certain', ({ share }) => ({ share: { ...share, substantial: 9 } })),
      /more cases are substantial/,
    ],
    [
      'a bound that is none',
      ofClaim('certain', ({ worst }) => ({ worst: { ...worst, bound: 'NaN' } })),
      /worst\.bound/,
    ],
    [
      'a mutant refuted by nothing',
      ofClaim('survivor', ({ mutants }) => ({
        mutants: { ...mutants, details: [{ ...mutants.details[0], refuted: true, counterexample: undefined }] },
      })),
      /by a counterexample, and by nothing else/,
    ],
    ['a field too many', second(() => ({ path: '/x' })), /"path" is no field/],
  ])('%s', async (_, shards, says) => {
    await expect(merged(shards)).rejects.toThrow(InvalidFileError);
    await expect(merged(shards)).rejects.toThrow(says);
  });
});
