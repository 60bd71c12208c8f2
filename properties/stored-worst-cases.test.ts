/** The worst cases that the repository keeps are decided again: the same enclosures, digit by digit. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CaseDocument } from '../src/check/case-document.js';
import { resultEntry } from '../src/check/case-document.js';
import { ownRegistry } from '../src/check/own-registry.js';
import { replayCases } from '../src/check/replay.js';
import { readStoredCases } from '../src/check/stored-case-file.js';

const folder = new URL('../fixtures/cases/', import.meta.url);

describe('the stored worst cases', () => {
  it.each(readdirSync(folder))('%s', { timeout: 60_000 }, async (name) => {
    const file = fileURLToPath(new URL(name, folder));
    const cases = await readStoredCases(file, ownRegistry.claims);
    const outcome = await replayCases({ registry: ownRegistry, cases, workers: 0 });
    const [found] = outcome.cases;
    expect(found!.differences).toEqual([]);
    const stored = JSON.parse(readFileSync(file, 'utf8')) as CaseDocument;
    expect(resultEntry(found!.result)).toEqual(stored.result);
    expect(stored.result.ratio!).toBeGreaterThan(0.5);
  });
});
