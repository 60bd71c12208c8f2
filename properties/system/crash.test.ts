/**
 * SIGKILL at random moments: what a run has told to be finished is in its journal, once, and the run that goes on to the end
 * has the results of one that nobody disturbed. `SOFTPROOF_REQUIRE=all` kills a hundred times, the usual test run ten times.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../src/check/journal.js';
import { folder, timeless } from './workspace.js';

const KILLS = process.env['SOFTPROOF_REQUIRE'] === 'all' ? 100 : 10;
const program = fileURLToPath(new URL('./crash-child.mjs', import.meta.url));

/** When to kill: so many milliseconds after the start, or after so many tasks that were told to be finished. */
interface Moment {
  readonly milliseconds?: number;
  readonly tasks?: number;
}

const moments: readonly Moment[] = fc.sample(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ milliseconds: fc.integer({ min: 0, max: 400 }) }) },
    { weight: 3, arbitrary: fc.record({ tasks: fc.integer({ min: 0, max: 12 }) }) },
  ),
  { seed: 20260101, numRuns: KILLS },
);

interface Attempt {
  readonly killed: boolean;
  /** What was told last of each claim: cases and mutants. */
  readonly told: ReadonlyMap<string, readonly [cases: number, mutants: number]>;
}

/** Runs on until the moment, or to the end. */
function attempt(out: string, workers: number, moment?: Moment): Promise<Attempt> {
  const child = spawn(process.execPath, [program, out, String(workers)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const kill = (): boolean => child.kill('SIGKILL');
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (moment?.tasks !== undefined && text.split('\n').length > moment.tasks) kill();
  });
  if (moment?.milliseconds !== undefined) void sleep(moment.milliseconds).then(kill);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === null && code !== 0) reject(new Error(`the run ended with ${code}`));
      const lines = text.split('\n').slice(0, -1);
      const told = lines.map((line) => {
        const [claim, cases, mutants] = line.split(' ') as [string, string, string];
        return [claim, [Number(cases), Number(mutants)]] as const;
      });
      resolve({ killed: signal === 'SIGKILL', told: new Map(told) });
    });
  });
}

/** What is in the journal, by claim and number; without the half of a line that a kill may leave. */
function journalKeys(out: string): readonly string[] {
  const path = join(out, 'journal.jsonl');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((line) => {
      const entry = JSON.parse(line) as JournalEntry;
      if ('case' in entry) return `${entry.claim} case ${entry.case.index}`;
      if ('mutant' in entry) return `${entry.claim} mutant ${entry.mutant.mutant}`;
      return `${entry.claim} ${'rate' in entry ? 'rate' : 'shrink'}`;
    });
}

/** Of the claims, those cases and mutants that were told and are not there. */
function shortfall({ told }: Attempt, keys: readonly string[]): number {
  return [...told].reduce((sum, [claim, [cases, mutants]]) => {
    const count = (kind: string): number => keys.filter((key) => key.startsWith(`${claim} ${kind} `)).length;
    return sum + Math.max(0, cases - count('case')) + Math.max(0, mutants - count('mutant'));
  }, 0);
}

test(
  `of ${KILLS} kills at random moments none loses a finished case, and none counts one twice`,
  { timeout: 600_000 },
  async () => {
    const results = (out: string): unknown => timeless(readFileSync(join(out, 'results.json'), 'utf8'));
    const calm = join(folder, 'calm');
    expect(await attempt(calm, 0)).toMatchObject({ killed: false });

    let [kills, lost, doubled] = [0, 0, 0];
    for (let round = 0; kills < KILLS; round++) {
      const out = join(folder, `round-${round}`);
      let keys: readonly string[] = [];
      for (let isDone = false; !isDone;) {
        // A kill may come too late: then the run has ended, and the next one begins.
        const ended = await attempt(out, round % 3, moments[kills]);
        const now = journalKeys(out);
        lost += keys.filter((key) => !now.includes(key)).length + shortfall(ended, now);
        doubled += now.length - new Set(now).size;
        keys = now;
        if (ended.killed) kills += 1;
        isDone = !ended.killed;
      }
      expect(results(out)).toEqual(results(calm));
    }
    console.info(`${kills} kills, ${lost} lost, ${doubled} doubled`);
    expect([kills, lost, doubled]).toEqual([KILLS, 0, 0]);
  },
);
