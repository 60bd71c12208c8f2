import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { claims } from '../../properties/system/artificial-claims.mjs';
import { runClaims } from '../check/run-claims.js';
import { listClaims } from './claims-listing.js';
import { describeEnvironment } from './environment.js';
import { assembleResults } from './results.js';

const ajv = new Ajv2020({ strict: true, allErrors: true });
const schemaOf = (name: string) =>
  ajv.compile(JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8')) as object);
const isResults = schemaOf('results-1.schema.json');
const isListing = schemaOf('claims-1.schema.json');

/** As a reader of the file sees it. */
const printed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the results document', () => {
  test('is valid for claims that come out in every way, and for a run that was stopped', async () => {
    const registry = { claims: claims.filter(({ id }) => id !== 'slow'), module: '' };
    const outcome = await runClaims({ registry, profile: 'quick', workers: 0 });
    const environment = describeEnvironment(outcome.seed, 'softproof check', 1.5);
    for (const interrupted of [false, true]) {
      const results = printed(assembleResults({ ...outcome, interrupted }, environment));
      isResults(results);
      expect(isResults.errors).toBeNull();
    }
    expect(new Set(outcome.claims.map(({ verdict }) => verdict)).size).toBe(4);
  });

  test('an infinite ratio is null, because JSON has no infinity', async () => {
    const registry = { claims: [claims[0]!], module: '' };
    const outcome = await runClaims({ registry, profile: 'quick', workers: 0, cases: 0 });
    const worst = { ...outcome.claims[0]!.worst!, ratio: Infinity, bound: '0' };
    const changed = { ...outcome, claims: [{ ...outcome.claims[0]!, worst }] };
    const results = assembleResults(changed, describeEnvironment(1, 'x', 0));
    expect(results.claims[0]?.worst?.ratio).toBeNull();
    isResults(printed(results));
    expect(isResults.errors).toBeNull();
  });
});

test('the environment names real versions of everything that computes', () => {
  const { dependencies, cpu, peakMemoryBytes } = describeEnvironment(7, 'softproof check', 0);
  const names = Object.keys(
    (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { dependencies: object })
      .dependencies,
  );
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(cpu.cores).toBeGreaterThan(0);
  expect(peakMemoryBytes).toBeGreaterThan(1e6);
});

test('the listing of claims is valid', () => {
  isListing(printed(listClaims(claims)));
  expect(isListing.errors).toBeNull();
});
