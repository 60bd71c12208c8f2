import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as artificial from '../../properties/system/artificial-claims.mjs';
import type { Target } from '../expression/target.js';
import type { Claim } from '../theorems/claim.js';
import type { ClaimOutcome } from './claim-outcome.js';
import { runClaims, type CheckOutcome, type RunOptions } from './run-claims.js';
import type { RunEvent } from './run-event.js';

const { certain, sampledOnly, falseAbove100, falseAtEdge, tooHard, faulty, survivor, layer, unstable } = artificial;

function run(claims: readonly Claim[], options: Partial<RunOptions> = {}): Promise<CheckOutcome> {
  return runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0, ...options });
}

async function outcomeOf(claim: Claim, options: Partial<RunOptions> = {}): Promise<ClaimOutcome> {
  const { claims } = await run([claim], options);
  expect(claims).toHaveLength(1);
  return claims[0]!;
}

/** Everything but the times. */
function timeless({ claims, ...rest }: CheckOutcome): unknown {
  return { ...rest, claims: claims.map((outcome) => ({ ...outcome, seconds: 0 })) };
}

describe('the verdict', () => {
  test('certified: all cases are, edge cases and random ones', async () => {
    const { verdict, tally, mutants, worst, finished } = await outcomeOf(certain, { cases: 20 });
    expect(verdict).toBe('certified');
    expect(finished).toBe(true);
    expect(tally.cases.run).toBe(22);
    expect(worst?.observed.upper).toBe('1000');
    expect(mutants.map(({ refuted }) => refuted)).toEqual([true, true]);
  });

  test('held: cases were sampled', async () => {
    expect(await outcomeOf(sampledOnly)).toMatchObject({
      verdict: 'held',
      reason: '52 cases are held without a rigorous decision',
    });
  });

  test('refuted: with the smallest counterexample, whether drawn or listed', async () => {
    for (const claim of [falseAbove100, falseAtEdge]) {
      const { verdict, counterexample } = await outcomeOf(claim);
      expect(verdict).toBe('refuted');
      const origin =
        claim === falseAtEdge
          ? {}
          : { seed: expect.any(Number) as number, path: expect.stringMatching(/^\d+:/) as string };
      expect(counterexample).toEqual({
        ...origin,
        case: { n: '101' },
        description: 'n = 101',
        method: 'exact',
        observed: { lower: '101', upper: '101' },
        bound: '100',
        ratio: 1.01,
        witness: ['101'],
      });
    }
  });

  test('inconclusive: some case is', async () => {
    const { verdict, tally } = await outcomeOf(tooHard);
    expect(verdict).toBe('inconclusive');
    expect(tally.cases.inconclusive).toBeGreaterThan(0);
  });

  test('about a layer: 10 substantial enclosures certify in the quick profile, fewer do not', async () => {
    expect((await outcomeOf(layer, { cases: 30 })).verdict).toBe('certified');
    expect((await outcomeOf(layer, { cases: 5 })).verdict).toBe('held');
  });
});

describe('mutants', () => {
  test('a refuted one has the smallest counterexample; one that nothing refutes survives', async () => {
    const { verdict, mutants } = await outcomeOf(survivor);
    expect(verdict).toBe('certified');
    const [halved, harmless] = mutants;
    expect(halved).toMatchObject({ id: 'halved', refuted: true, counterexample: { case: { n: '501' } } });
    expect(harmless).toMatchObject({ id: 'harmless', refuted: false, tried: 202 });
  });
});

describe('faults', () => {
  test('an error in a claim is a fault of that case, with the case; the other cases and claims go on', async () => {
    const { claims } = await run([faulty, certain]);
    const [bad, good] = claims;
    expect(good?.verdict).toBe('certified');
    expect(bad?.verdict).toBe('inconclusive');
    expect(bad?.tally.cases.run).toBe(52);
    expect(bad?.tally.cases.inconclusive).toBe(bad?.faults.length);
    const fault = bad?.faults[0];
    expect(fault?.message).toMatch(/^RangeError: cannot count to \d+$/);
    expect(Number((JSON.parse(fault?.case ?? '') as { n: string }).n) % 7).toBe(3);
  });

  test('a refutation that more digits overturn is a fault', async () => {
    const { verdict, faults, counterexample } = await outcomeOf(unstable);
    expect(verdict).toBe('refuted');
    expect(counterexample).toHaveProperty('case');
    expect(faults.map(({ message }) => message)).toEqual([
      'Error: a refuted case became certified when it was decided again with more digits',
    ]);
  });

  test('an error in a mutant is a fault too', async () => {
    const broken = { ...certain, mutants: [{ id: 'broken', description: 'throws', decide: faulty.decide }] };
    const { mutants, faults } = await outcomeOf(broken);
    expect(mutants[0]?.refuted).toBe(false);
    expect(faults[0]?.where).toMatch(/^mutant broken, case \d+$/);
  });
});

describe('seeds and shards', () => {
  test('the same seed gives the same results, another seed other cases', async () => {
    const claims = [certain, falseAbove100, tooHard];
    const one = timeless(await run(claims, { seed: 1 }));
    expect(timeless(await run(claims, { seed: 1 }))).toEqual(one);
    expect(timeless(await run(claims, { seed: 2 }))).not.toEqual(one);
  });

  test('a claim has the same cases whichever claims run beside it', async () => {
    const alone = await run([tooHard]);
    const { claims } = await run([certain, tooHard]);
    expect(timeless({ ...alone, claims: claims.slice(1) })).toEqual(timeless(alone));
  });

  test('shards share out all cases and mutants, none twice', async () => {
    const whole = await outcomeOf(tooHard);
    const parts = await Promise.all([0, 1, 2].map((index) => outcomeOf(tooHard, { shard: { index, count: 3 } })));
    const sum = (count: (part: ClaimOutcome) => number): number =>
      parts.reduce((total, part) => total + count(part), 0);
    expect(sum(({ tally }) => tally.cases.run)).toBe(whole.tally.cases.run);
    expect(sum(({ tally }) => tally.cases.inconclusive)).toBe(whole.tally.cases.inconclusive);
    expect(sum(({ mutants }) => mutants.length)).toBe(whole.mutants.length);
  });
});

test('with a target, only claims that take one run, on the cases made for it', async () => {
  const target = { domain: [{}, {}, {}] } as unknown as Target;
  const { claims, skipped } = await run([certain, layer], { target });
  expect(skipped).toEqual(['certain']);
  expect(claims.map(({ tally }) => tally.cases.run)).toEqual([3]);
  expect(claims[0]?.mutants).toEqual([]);
});

test('events tell of every case and claim, and the last word on each claim is its outcome', async () => {
  const events: RunEvent[] = [];
  const { claims } = await run([certain, falseAbove100], { onEvent: (event) => events.push(event) });
  expect(events[0]).toMatchObject({ kind: 'started', profile: 'quick' });
  // The case to look at is drawn when all is over.
  expect(claims.map(({ tightest, ...outcome }) => [tightest !== undefined, outcome])).toEqual(
    events.flatMap((event) => (event.kind === 'finished' ? [[true, event.outcome]] : [])),
  );
  const last = events.filter((event) => event.kind === 'progress' && event.claim === certain).at(-1);
  expect(last).toMatchObject({ cases: { done: 52, total: 52 }, mutants: { done: 2, total: 2 } });
});

describe('stopping and going on', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softproof-run-'));
    path = join(folder, 'journal.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const claims = [certain, falseAtEdge, survivor, tooHard];

  test('wherever a run is stopped, what it finished is told, and resuming ends with the results of an undisturbed run', async () => {
    const undisturbed = timeless(await run(claims));
    for (const stopAfter of [1, 4, 13, 20, 37]) {
      const stop = new AbortController();
      let progress = 0;
      const stopped = await run(claims, {
        journal: { path, resume: false },
        signal: stop.signal,
        onEvent: ({ kind }) => {
          if (kind === 'progress' && (progress += 1) === stopAfter) stop.abort();
        },
      });
      expect(stopped.interrupted).toBe(true);
      const last = stopped.claims.at(-1);
      if (last?.finished === false && last.tally.cases.refuted === 0) expect(last.verdict).toBe('inconclusive');
      const before = readFileSync(path, 'utf8').split('\n').length;
      expect(timeless(await run(claims, { journal: { path, resume: true } }))).toEqual(undisturbed);
      expect(readFileSync(path, 'utf8').split('\n').length).toBeGreaterThan(before);
    }
  });

  test('a finished run that is resumed does nothing again', async () => {
    const first = timeless(await run(claims, { journal: { path, resume: false } }));
    const journal = readFileSync(path, 'utf8');
    const deaf = claims.map((claim) => ({ ...claim, decide: faulty.decide }));
    expect(timeless(await run(deaf, { journal: { path, resume: true } }))).toMatchObject({
      claims: (first as CheckOutcome).claims.map(({ verdict }) => ({ verdict })),
    });
    expect(readFileSync(path, 'utf8')).toBe(journal);
  });

  test('a half-written line is dropped and its case decided again', async () => {
    const undisturbed = timeless(await run(claims, { journal: { path, resume: false } }));
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, `${lines.slice(0, 30).join('\n')}\n`);
    appendFileSync(path, lines[30]!.slice(0, 20));
    expect(timeless(await run(claims, { journal: { path, resume: true } }))).toEqual(undisturbed);
  });
});
