import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseResult } from '../theorems/claim.js';
import { JournalError, openJournal, type JournalEntry } from './journal.js';

const identity = { version: '1.2.3', packages: 'a 1, b 2', seed: 5, profile: 'quick', target: '' };

function entry(index: number, ratio = 0.5): JournalEntry {
  const result = {
    verdict: 'certified',
    method: 'exact',
    observed: { lower: '0', upper: '1' },
    bound: '2',
    ratio,
    substantial: false,
  } as const;
  return { claim: 'a-claim', case: { index, seconds: 0.25, result } };
}

describe('the journal', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softproof-journal-'));
    path = join(folder, 'deep', 'journal.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function written(entries: readonly JournalEntry[]): void {
    const journal = openJournal(path, identity, false);
    journal.append(entries);
    journal.close();
  }
  function resumed(): readonly JournalEntry[] {
    const journal = openJournal(path, identity, true);
    journal.close();
    return journal.entries;
  }

  test('gives back what it was given, infinite ratios included', () => {
    const entries = [entry(3), entry(1, Infinity), entry(2, 0)];
    written(entries);
    expect(resumed()).toEqual(entries);
  });

  test('gives back the cases it was given, whatever their keys are called', () => {
    const { case: record } = entry(0, -Infinity) as JournalEntry & { case: { result: CaseResult } };
    const counterexample = { ...record.result, case: { ratio: '0.5', at: [{ ratio: 'a word' }] }, description: 'd' };
    const entries: JournalEntry[] = [
      { claim: 'a-claim', mutant: { mutant: 'm', seconds: 0, tried: 1, counterexample } },
      { claim: 'a-claim', shrink: { index: 0, seconds: 0, counterexample: { ...counterexample, ratio: NaN } } },
    ];
    written(entries);
    expect(resumed()).toEqual(entries);
  });

  test('for every place where a crash cuts it off, the whole lines survive and the run goes on after them', () => {
    const entries = [entry(0), entry(1), entry(2)];
    written(entries);
    const whole = readFileSync(path);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        writeFileSync(path, whole);
        truncateSync(path, length);
        const lines = whole.subarray(0, length).filter((byte) => byte === 10).length;
        const journal = openJournal(path, identity, true);
        expect(journal.entries).toEqual(entries.slice(0, Math.max(0, lines - 1)));
        expect(readFileSync(path, 'utf8')).toMatch(/\n$/);
        journal.append([entry(9)]);
        journal.close();
        expect(resumed()).toEqual([...entries.slice(0, Math.max(0, lines - 1)), entry(9)]);
      }),
      { numRuns: 60 },
    );
  });

  test('a run that does not resume begins anew', () => {
    written([entry(0)]);
    written([entry(1)]);
    expect(resumed()).toEqual([entry(1)]);
  });

  test('nothing to resume is no error', () => {
    expect(resumed()).toEqual([]);
  });

  test('the journal of another run is refused, and says in what it differs', () => {
    written([entry(0)]);
    expect(() => openJournal(path, { ...identity, seed: 6 }, true)).toThrow('seed 5, this run has 6');
    expect(() => openJournal(path, { ...identity, target: 'abc' }, true)).toThrow(JournalError);
    expect(() => openJournal(path, { ...identity, packages: 'a 1, b 3' }, true)).toThrow(
      /a 1, b 2, this run.*\n {2}Leave --resume out/,
    );
    writeFileSync(path, '{"journal":"something else"}\n');
    expect(() => openJournal(path, identity, true)).toThrow(JournalError);
  });

  test('faults are not kept, so that they are tried again', () => {
    const fault = { where: 'case 1', message: 'no', stack: 'no' };
    written([
      { claim: 'a-claim', case: { index: 1, seconds: 0, fault } },
      { claim: 'a-claim', mutant: { mutant: 'm', seconds: 0, tried: 0, fault } },
      { claim: 'a-claim', shrink: { index: 0, seconds: 0, fault } },
      entry(4),
    ]);
    expect(resumed()).toEqual([entry(4)]);
  });

  test.each(['half a li', '7', 'null', '"case"'])('a line that says %s ends what is believed', (line) => {
    written([entry(0)]);
    appendFileSync(path, `${line}\n`);
    appendFileSync(path, `${JSON.stringify(entry(1))}\n`);
    expect(resumed()).toEqual([entry(0)]);
  });
});
