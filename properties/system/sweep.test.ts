/** `softproof sweep`: points as `certify` finds them, as a table, a document, values and an image. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import type { InputGrowth } from '../../src/check/input-growth.js';
import type { Sweep } from '../../src/check/sweep.js';
import { run } from './command.js';
import { expectValid, fixture, folder } from './workspace.js';

test('a sweep has the enclosures of certify, and writes its files', async () => {
  const [csv, image] = [join(folder, 'sweep.csv'), join(folder, 'sweep.svg')];
  const grid = ['--cells', '4:8', '--kappa', '2,0.5'];
  const { code, stdout } = await run(['sweep', fixture('sin.ts'), ...grid, '--csv', csv, '--image', image, '--json']);
  expect(code).toBe(0);
  const { points } = expectValid('sweep', stdout) as Sweep;
  expect(points.map(({ cells, kappa }) => [cells, kappa])).toEqual([
    [4, '0.5'],
    [4, '2'],
    [8, '0.5'],
    [8, '2'],
  ]);
  const certified = await run(['certify', fixture('sin.ts'), '--cells', '8', '--kappa', '0.5', '--json']);
  const { lower, upper, bound } = JSON.parse(certified.stdout) as EnclosureReport;
  expect(points[2]).toMatchObject({ lower, upper, bound });
  expect(readFileSync(csv, 'utf8')).toContain(`\n8,0.5,8,${lower},${upper},${bound},certified\n`);
  expect(readFileSync(image, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
});

test('a sampled sweep has what sample finds, below what certify encloses, and says so', async () => {
  const [csv, image] = [join(folder, 'sampled.csv'), join(folder, 'sampled.svg')];
  const options = ['--construction', 'gaussian-2', '--cells', '8,16', '--kappa', '1,2'];
  const files = ['--csv', csv, '--image', image];
  const { code, stdout } = await run(['sweep', fixture('sin.ts'), ...options, '--sampled', '200', ...files, '--json']);
  expect(code).toBe(0);
  const { points, sampled } = expectValid('sweep', stdout) as Sweep;
  expect(sampled).toBe(200);
  const certified = JSON.parse((await run(['sweep', fixture('sin.ts'), ...options, '--json'])).stdout) as Sweep;
  expect(points.map(({ cells, kappa }) => [cells, kappa])).toEqual(
    certified.points.map(({ cells, kappa }) => [cells, kappa]),
  );
  points.forEach(({ lower, sampled: error, verdict, bound }, i) => {
    const { upper, bound: promised } = certified.points[i]!;
    expect(Number(lower)).toBeLessThanOrEqual(Number(upper));
    expect(Number(error)).toBeGreaterThan(0.9 * Number(certified.points[i]!.lower));
    expect([verdict, bound]).toEqual(['held', promised]);
  });
  expect(readFileSync(csv, 'utf8')).toMatch(/^cells,kappa,keys,lower,sampled,bound,verdict\n8,1,/);
  expect(readFileSync(image, 'utf8')).toContain('sampled sup error');
  const told = await run(['sweep', fixture('sin.ts'), '--cells', '4', '--kappa', '2', '--sampled', '--quiet']);
  expect(told.stdout).toMatch(/sup error, sampled at 1000 queries per axis, of max-affine/);
});

test('a construction without a temperature is swept over its cells alone', async () => {
  const { code, stdout } = await run(['sweep', fixture('sin.ts'), '--construction', 'two-layer', '--cells', '4,8']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n +4 +\d\.\d\de-\d\n +8 +\d\.\d\de-\d$/m);
});

test('the same function of more and more inputs: the fewest cells are certified, and fewer than the theorem asks for', async () => {
  const { code, stdout } = await run(['sweep', fixture('sin.ts'), '--inputs', '1,2,4', '--error', '0.47', '--json']);
  expect(code).toBe(0);
  const { layers } = expectValid('growth', stdout) as InputGrowth;
  expect(layers.map(({ inputs, method }) => [inputs, method])).toEqual([
    [1, 'enclosure'],
    [2, 'enclosure'],
    [4, 'bound'],
  ]);
  for (const { cells, inputs, keys, upper, predicted } of layers) {
    expect(Number(upper)).toBeLessThanOrEqual(0.47);
    expect(keys).toBe(String(cells ** inputs));
    expect(cells).toBeLessThanOrEqual(predicted.cells);
    // P = ⌈D√(g/2)L/ε⌉ with D = 1, L = 3; the choice rounds up.
    expect(predicted.cells).toBe(Math.ceil((Math.sqrt(inputs / 2) * 3) / 0.47));
  }
});

test.each([
  [['--inputs', '1:3'], '--error'],
  [['--inputs', '3:1', '--error', '0.5'], '--inputs'],
  [['--inputs', '1:40', '--error', '0.5'], 'beyond 16'],
  [['--inputs', '1:3', '--error', '0.5', '--norm', '2'], '--norm beside --inputs'],
])('what shows no growth is refused: %s', async (options, told) => {
  const { code, stderr } = await run(['sweep', fixture('sin.ts'), ...options]);
  expect(code).toBe(3);
  expect(stderr).toContain(told);
});

test.each([
  [['--cells', '8:4'], '--cells'],
  [['--kappa', '0:4'], '--kappa'],
  [['--cells', '1:1e6'], '--cells'],
  [['--construction', 'two-layer', '--sampled'], 'layers on a grid are sampled'],
  [['--construction', 'truncated-single'], 'Add it, for example --range 0,1'],
])('what makes no sweep is refused: %s', async (options, told) => {
  const { code, stderr } = await run(['sweep', fixture('sin.ts'), ...options]);
  expect(code).toBe(3);
  expect(stderr).toContain(told);
});
