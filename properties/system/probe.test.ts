/** `softproof probe`: tight cases, the same for every number of threads, stored and replayed digit by digit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseDocument } from '../../src/check/case-document.js';
import type { ProbeReport } from '../../src/check/probe/probe-report.js';
import type { ReplayDocument } from '../../src/report/replay-document.js';
import { isThorough } from '../support/effort.js';
import { run } from './command.js';
import { expectValid, fixture, folder } from './workspace.js';

async function probed(args: readonly string[]): Promise<ProbeReport> {
  const { code, stdout } = await run(['probe', ...args, '--json', '--quiet']);
  expect(code).toBe(0);
  return expectValid('probe', stdout) as ProbeReport;
}

test('truncated-single is tight to a thousandth and better', async () => {
  const { ratio } = await probed(['truncated-single', '--cases', '100']);
  expect(ratio).toBeGreaterThanOrEqual(0.999);
});

test('the search is ahead of random cases for max-affine-sup, and says by how much', async () => {
  const { claims } = await probed(['max-affine-sup', '--cases', '150', '--compare', '400']);
  const { comparison } = claims[0]!;
  expect(comparison!.cases).toBe(400);
  expect(comparison!.ahead).toBeGreaterThan(0);
  expect(comparison!.closer).toBeGreaterThan(10);
});

test('one seed gives one answer, and a replay of the stored case the same digits', async () => {
  const store = join(folder, 'cases');
  const args = ['gradient-step', '--cases', '60', '--seed', '7'];
  const [one, two] = await Promise.all([
    probed([...args, '--workers', '2', '--store', store]),
    probed([...args, '--workers', '1']),
  ]);
  expect({ ...two, seconds: 0 }).toEqual({ ...one, seconds: 0 });

  const file = join(store, 'gradient-step.json');
  const stored = expectValid('case', readFileSync(file, 'utf8')) as CaseDocument;
  const { code, stdout } = await run(['replay', file, '--json']);
  expect(code).toBe(0);
  const [replayed] = (expectValid('replay', stdout) as ReplayDocument).cases;
  expect(replayed!.result).toEqual(stored.result);
  expect(stored.result).toEqual(one.claims[0]!.worst!.result);
});

test.runIf(isThorough)('a target is a table for people; progress and errors go elsewhere', async () => {
  const { code, stdout } = await run(['probe', fixture('sin.ts'), '--cases', '7', '--profile', 'quick', '--quiet']);
  expect(code).toBe(0);
  expect(stdout).toContain('sin: where its claims are tightest');
  expect(stdout).toMatch(/gaussian-order-2 +gaussian-2/);
  const many = await run(['probe', fixture('ten-inputs.ts'), '--cases', '1', '--quiet']);
  expect([many.code, many.stdout]).toEqual([2, expect.stringContaining('Take a target of fewer inputs')]);
  const unknown = await run(['probe', 'truncated-singel']);
  expect(unknown.code).toBe(3);
  expect(unknown.stderr).toContain('did you mean truncated-single');
  const missing = await run(['probe', './nowhere.ts']);
  expect(missing.code).toBe(3);
});
