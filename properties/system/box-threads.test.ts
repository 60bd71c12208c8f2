/** Threads that share a search: they take part, change nothing but its time, and what goes wrong in one is told. */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { Certificate } from '../../src/certificate/certificate.js';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import type * as BoxThreads from '../../src/check/box-threads.js';
import type * as BranchAndBound from '../../src/certify/branch-and-bound.js';
import { run } from './command.js';
import { fixture, folder } from './workspace.js';

const module = new URL('./artificial-examiner.mjs', import.meta.url).href;
const built = (name: string): string => new URL(`../../dist/${name}.js`, import.meta.url).href;
const { branchAndBound } = (await import(built('certify/branch-and-bound'))) as typeof BranchAndBound;
const { shareAmongThreads } = (await import(built('check/box-threads'))) as typeof BoxThreads;
const { openExaminer } = (await import(module)) as BoxThreads.ExaminerModule;

function search(workers: number, fault?: 'opening' | 'bounding') {
  const seen = new Int32Array(new SharedArrayBuffer(4 * 1024));
  const opened = new Int32Array(new SharedArrayBuffer(4));
  const argument = { seen, opened, owner: threadId, others: workers - 1, fault };
  const { solverSeconds, ...found } = branchAndBound(openExaminer(argument as never), {
    relative: 5e-3,
    share: shareAmongThreads(workers, { module, argument }),
  });
  expect(solverSeconds).toBeGreaterThan(0);
  return { found, threads: seen.filter((boxes) => boxes > 0).length };
}

describe('a search', () => {
  test('is shared by its threads, with the same result for any number of them', () => {
    const alone = search(1);
    expect(alone.threads).toBe(1);
    expect(alone.found).toMatchObject({ status: 'converged' });
    expect(alone.found.boxes).toBeGreaterThan(5000);
    for (const workers of [2, 3]) {
      const { found, threads } = search(workers);
      expect(found).toEqual(alone.found);
      expect(threads).toBe(workers);
    }
  });

  test('goes on without threads that cannot begin, and ends with an error when one breaks off', () => {
    expect(search(2, 'opening')).toEqual(search(1));
    expect(() => search(2, 'bounding')).toThrow('run with one worker to see why');
  });
});

describe('certify', () => {
  const cases = [
    ['twisted.ts', '--cells', '128', '--tolerance', '0.004'],
    ['twisted.ts', '--construction', 'attention-softmax', '--cells', '8', '--tolerance', '0.01'],
    ['sin.ts', '--construction', 'two-layer', '--cells', '12', '--tolerance', '0.0001'],
  ].map((options) => ({ name: options.join(' '), options }));

  test.each(cases)('$name: the same enclosure and certificate for any number of workers', async ({ options }) => {
    const [target, ...given] = options;
    const results = [];
    for (const workers of ['1', '3']) {
      const file = join(folder, `${workers}-workers.json`);
      const isLayer = !given.includes('--construction');
      const { code, stdout } = await run([
        'certify',
        fixture(target!),
        ...given,
        ...['--workers', workers, '--json', '--quiet'],
        ...(isLayer ? ['--certificate', file] : []),
      ]);
      expect(code).toBe(0);
      const { seconds, solverSeconds, ...report } = JSON.parse(stdout) as EnclosureReport;
      expect(seconds).toBeGreaterThanOrEqual(solverSeconds);
      const { environment, ...body } = isLayer ? (JSON.parse(readFileSync(file, 'utf8')) as Certificate) : {};
      expect(environment !== undefined).toBe(isLayer);
      results.push({ report, body });
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[0]!.report.boxes).toBeGreaterThan(500);
  });
});
