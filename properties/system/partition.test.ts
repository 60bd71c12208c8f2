/** `certify --partition`: keys of a file, enclosed; and what cannot be asked about them. */
import { describe, expect, test } from 'vitest';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import type { SampleReport } from '../../src/check/sample-report.js';
import { run } from './command.js';
import { expectValid, fixture, targetFile } from './workspace.js';

const keys = Array.from({ length: 3000 }, (_, j) => [(j * 0.6180339887498949) % 1, (j * 0.7548776662466927) % 1]);
const partition = (): string => targetFile('keys.json', JSON.stringify({ schema: 'softproof/partition@1', keys }));
const target = fixture('twisted.ts');

describe.concurrent('certify --partition', () => {
  test('is above what a sample sees, and the same for any number of threads', async () => {
    const file = partition();
    const ask = async (workers: string): Promise<EnclosureReport> => {
      const args = ['certify', target, '--partition', file, '--workers', workers, '--tolerance', '0.02', '--json'];
      const { code, stdout } = await run(args);
      expect(code).toBe(0);
      return { ...(expectValid('enclosure', stdout) as EnclosureReport), seconds: 0, solverSeconds: 0 };
    };
    const report = await ask('1');
    expect(report).toMatchObject({ construction: 'partition', keys: '3000', verdict: 'certified' });
    expect(await ask('3')).toEqual(report);
    const sample = await run(['sample', target, '--partition', file, '--scattered', '50000', '--json']);
    const { lower } = JSON.parse(sample.stdout) as SampleReport;
    expect(Number(lower)).toBeLessThanOrEqual(Number(report.upper));
    expect(Number(lower)).toBeGreaterThan(0.5 * Number(report.lower));
  });

  test.each([
    [['--cells', '4'], '--cells is about constructions'],
    [['--norm', '2'], '--norm is about constructions'],
    [['--certificate', 'c.json'], '--certificate is about constructions'],
    [['--construction', 'two-layer'], '--construction is about constructions'],
    [['--kappa', '2', '--inverse-temperature', '4'], 'both set R'],
  ])('refuses %j beside it', async (args, says) => {
    const { code, stderr } = await run(['certify', target, '--partition', partition(), ...args]);
    expect(code).toBe(3);
    expect(stderr).toContain(says);
  });

  test('refuses keys that do not fit the target', async () => {
    const { code, stderr } = await run(['certify', fixture('sin.ts'), '--partition', partition()]);
    expect(code).toBe(3);
    expect(stderr).toContain('keys of 2 coordinates: the target has 1 inputs');
  });
});
