/** `softproof audit`: a valid document, a table with reasons, and refusals that name the next step. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { AuditGrid } from '../../src/check/audit-grid.js';
import type { AuditReport } from '../../src/check/audit-target.js';
import { run } from './command.js';
import { expectValid, fixture, folder, root } from './workspace.js';

describe.concurrent('audit', () => {
  test('of sin 3x with 256 cells: float32 carries the layer, centred or not', async () => {
    const temperature = ['--construction', 'max-affine', '--cells', '256', '--inverse-temperature', '3621000'];
    const { code, stdout, stderr } = await run([
      'audit',
      fixture('sin.ts'),
      ...temperature,
      '--formats',
      'float32',
      '--json',
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { formats, parameters, keys } = expectValid('audit', stdout) as AuditReport;
    expect(keys).toBe('256');
    expect(parameters).toMatchObject({ cells: [256], inverseTemperature: '3621000' });
    expect(formats.map(({ scores, fails }) => [scores, fails])).toEqual([
      ['uncentred', false],
      ['centred', false],
    ]);
  });

  test('failures are named in the table, with the place and what cures them', async () => {
    const formats = ['--formats', 'float16,fp8-e4m3', '--scores', 'uncentred'];
    const { code, stdout } = await run(['audit', fixture('sin.ts'), '--cells', '40', ...formats]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/float16 +uncentred +∞ +∞ +∞ +fails +centre the scores/);
    expect(stdout).toContain('R is beyond the largest number of the format, first at x = (0)');
  });

  test('noise in the weights is a table of its own: measured at most predicted', async () => {
    const args = [
      'audit',
      fixture('sin.ts'),
      '--cells',
      '8',
      '--kappa',
      '8',
      '--formats',
      'float32',
      '--noise',
      '1e-5:1e-2',
    ];
    const { code, stdout } = await run([...args, '--json']);
    expect(code).toBe(0);
    const { noise } = expectValid('audit', stdout) as AuditReport;
    expect(noise!.map((row) => row.noise)).toEqual(['0.00001', '0.0001', '0.001', '0.01']);
    for (const { measured, predicted } of noise!) expect(Number(measured)).toBeLessThanOrEqual(Number(predicted));
    expect(noise!.at(-1)!.fails).toBe(true);
    expect((await run(args)).stdout).toMatch(/noise +scores wrong by/);
    const many = await run(['audit', fixture('sin.ts'), '--cells', '5000', '--noise', '1e-5']);
    expect([many.code, many.stderr]).toEqual([3, expect.stringMatching(/up to 4096 keys/)]);
  });

  test('over a grid, each format has a first failure with its remedy, and a plot', async () => {
    const plot = join(folder, 'formats.svg');
    const args = ['audit', fixture('sin.ts'), '--cells', '16:64', '--formats', 'float32,float16', '--plot', plot];
    const { code, stdout } = await run([...args, '--json']);
    expect(code).toBe(0);
    const { points, failures } = expectValid('stability', stdout) as AuditGrid;
    expect(points.map(({ cells }) => cells)).toEqual([16, 32, 64]);
    expect(failures.map(({ format, scores, first }) => [format, scores, first?.cells])).toEqual([
      ['float32', 'uncentred', undefined],
      ['float32', 'centred', undefined],
      ['float16', 'uncentred', 32],
      ['float16', 'centred', 64],
    ]);
    expect(failures[2]!.first!.remedy).toMatchObject({ change: 'centre the scores', fails: false });
    for (const { formats } of points) {
      for (const { measured, predicted } of formats!) expect(Number(measured)).toBeLessThanOrEqual(Number(predicted));
    }
    expect(readFileSync(plot, 'utf8')).toMatch(/^<svg [\s\S]*float16, centred[\s\S]*<\/svg>\n$/);
    const several = await run(['audit', fixture('sin.ts'), '--cells', '8', '--kappa', '2,8', '--formats', 'float32']);
    expect(several.stdout).toMatch(/8 +2 .*\n8 +8 /);
    const noCells = await run(['audit', fixture('sin.ts'), '--kappa', '2,8']);
    expect([noCells.code, noCells.stderr]).toEqual([3, expect.stringMatching(/--cells 4:256/)]);
  });

  test('a head of one’s own is compared with itself in exact arithmetic', async () => {
    const head = fileURLToPath(new URL('fixtures/layers/head.json', root));
    const { code, stdout } = await run(['audit', '--layer', head, '--formats', 'float32,float16', '--json']);
    expect(code).toBe(0);
    const { construction, formats } = expectValid('audit', stdout) as AuditReport;
    expect(construction).toBe('layer');
    expect(formats.map(({ fails }) => fails)).toEqual([false, true]);
    const both = await run(['audit', fixture('sin.ts'), '--layer', head]);
    expect([both.code, both.stderr]).toEqual([3, expect.stringMatching(/beside --layer/)]);
    expect((await run(['audit'])).code).toBe(3);
  });

  test.each([
    [['--formats', 'float31'], /the format float31.*float32/s],
    [['--kappa', '2', '--inverse-temperature', '3'], /both set R/],
    [['--accumulate', 'backwards'], /sequential, pairwise, blocked, wide/],
    [['--construction', 'two-layer'], /one layer on a grid/],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await run(['audit', fixture('sin.ts'), '--cells', '8', ...args]);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });
});
