/** The commands that take no long run: help, `certify`, `inspect`, `claims`. Which stream says what, and valid documents. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import { programs, run, start } from './command.js';
import { box, expectValid, fixture, root, targetFile } from './workspace.js';

describe.concurrent('help', () => {
  test.each([
    [[]],
    [['check']],
    [['claims']],
    [['certify']],
    [['audit']],
    [['inspect']],
    [['probe']],
    [['replay']],
    [['sample']],
  ])('of %j has an example', async (command) => {
    const { code, stdout, stderr } = await run([...command, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Usage: softproof/);
    expect(stdout).toMatch(/Example:\n {2}softproof /);
  });

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
    expect((await run(['--version'])).stdout).toBe(`${version}\n`);
  });
});

describe.concurrent('certify', () => {
  const pole = targetFile(
    'pole.ts',
    `${box}export const singularities = [{ point: [0.5], exponent: 0.25 }];\nexport function target(x: number): number { return Math.abs(x - 0.5) ** -0.25; }`,
  );

  test('a constant target is certified, with an error within 1e-12 of 0', async () => {
    const path = targetFile('constant-tenth.ts', `${box}export function target(x: number): number { return 0.1; }`);
    const { code, stdout, stderr } = await run(['certify', path, '--cells', '5', '--json']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const report = expectValid('enclosure', stdout) as EnclosureReport;
    expect(report.verdict).toBe('certified');
    expect(Math.abs(Number(report.upper))).toBeLessThanOrEqual(1e-12);
  });

  test('a two-dimensional target: lower ≤ upper ≤ 1.1·lower, both below the bound', async () => {
    const temperature = ['--inverse-temperature', '56588', '--tolerance', '0.1'];
    const { code, stdout } = await run(['certify', fixture('sin-cos.ts'), '--cells', '32', ...temperature, '--json']);
    expect(code).toBe(0);
    const { lower, upper, bound, keys, parameters, witness } = expectValid('enclosure', stdout) as EnclosureReport;
    expect(Number(lower)).toBeGreaterThan(0);
    expect(Number(upper)).toBeLessThanOrEqual(1.1 * Number(lower));
    expect(Number(upper)).toBeLessThanOrEqual(Number(bound));
    expect(keys).toBe('1024');
    expect(parameters).toMatchObject({ cells: [32, 32], inverseTemperature: '56588' });
    expect(witness).toHaveLength(2);
  });

  test('ten inputs with 10^20 keys are bounded through one dimension', async () => {
    const { code, stdout } = await run(['certify', fixture('ten-inputs.ts'), '--cells', '100', '--json']);
    const { keys, upper, witness, verdict } = expectValid('enclosure', stdout) as EnclosureReport;
    expect(keys).toBe('100000000000000000000');
    expect(Number(upper)).toBeGreaterThan(0);
    expect(Number(upper)).toBeLessThan(Infinity);
    expect(witness).toBeNull();
    expect(['certified', 'held', 'inconclusive']).toContain(verdict);
    expect(code).toBe(verdict === 'inconclusive' ? 2 : 0);
  });

  test('a budget that ends first ends with 2, a true enclosure and what to raise', async () => {
    const args = ['certify', fixture('twisted.ts'), '--cells', '16', '--boxes', '50', '--tolerance', '1e-9', '--json'];
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    const { lower, upper } = expectValid('enclosure', stdout) as EnclosureReport;
    expect(Number(lower)).toBeLessThan(Number(upper));
    expect(stderr).toMatch(
      /^The search ended after \d\d boxes \(--boxes 50\), before .*\n {2}To narrow it, raise --boxes;/,
    );
  });

  test('a limit of seconds that ends the search is named', async () => {
    const args = ['certify', fixture('twisted.ts'), '--cells', '64', '--time', '0.2', '--tolerance', '1e-12'];
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^The search ended after --time 0.2, before .*\n {2}To narrow it, raise --time;/);
  });

  test('beyond three inputs: that nothing was searched, and both ends of a bound that only the upper one meets', async () => {
    const { code, stdout, stderr } = await run(['certify', fixture('ten-inputs.ts'), '--cells', '2']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}bound {7}\[0\.871\d*, 1\.\d+\]$/m);
    expect(stdout).toMatch(/held: the upper end exceeds the lower end of the bound and meets its upper end: /);
    expect(stdout).toMatch(/^ {2}work {8}not searched: an analytic bound/m);
    expect(stdout).not.toContain('worst at');
  });

  test('a declared modulus that is violated is not used, and that is said', async () => {
    const text = `${box}export const modulus = { lipschitz: 1 };\nexport function target(x: number): number { return 3 * x; }`;
    const { code, stderr } = await run(['certify', targetFile('steeper.ts', text), '--cells', '4']);
    expect(code).toBe(0);
    expect(stderr).toBe('warning: the declared modulus is violated, and was not used; see softproof inspect\n');
  });

  test('in the sup norm a declared singularity is refused, and the norms that can be had are named', async () => {
    const { code, stdout, stderr } = await run(['certify', pole, '--cells', '4']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(
      /unbounded at its declared singularity \(0\.5\)[^]*--norm P and --construction max-affine-average/,
    );
  });

  test('for people: what was certified, in a block on stdout', async () => {
    const { code, stdout, stderr } = await run(['certify', fixture('sin.ts'), '--cells', '8']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const word of ['max-affine, 8 cells, 8 keys', 'sup error', 'bound', 'verdict', 'certified', 'boxes']) {
      expect(stdout).toContain(word);
    }
  });

  test.each<[string, string, string[], object]>([
    ['sin.ts', 'max-affine', ['--cells', '8', '--norm', '1'], { norm: '1', keys: '8' }],
    ['step.ts', 'max-affine-average', ['--cells', '8', '--norm', '2'], { norm: '2', keys: '8' }],
    ['cross-lookup.ts', 'max-affine-cross', ['--cells', '2'], { norm: 'inf', keys: '32' }],
    [
      'sin.ts',
      'truncated-single',
      ['--range', '-1,0.5', '--cells', '4', '--keys', 'centred'],
      { keys: '4', parameters: { range: ['-1', '0.5'], cells: [4], keys: 'centred' } },
    ],
    [
      'sin.ts',
      'truncated-multi',
      ['--range', '0,1', '--heads', '2', '--tokens', '5', '--beta', '200', '--norm', '1.5'],
      { keys: '10', norm: '1.5', parameters: { range: ['0', '1'], heads: 2, tokens: 5, beta: '200' } },
    ],
    ['sin.ts', 'generalised-relu', ['--range', '0,1', '--cells', '4'], { keys: '4' }],
    ['square-root.ts', 'two-layer', ['--cells', '4', '--norm', '4'], { norm: '4' }],
    ['sin.ts', 'two-layer-multi', ['--cells', '4', '--heads', '4'], { parameters: { cells: [4], heads: 4 } }],
    [
      'sin-cos.ts',
      'attention-softmax',
      ['--cells', '4,5', '--kappa', '55'],
      { parameters: { cells: [4, 5], kappa: '55' } },
    ],
  ])('of %s by %s %j: a valid document', async (name, construction, args, expected) => {
    const { code, stdout, stderr } = await run([
      'certify',
      fixture(name),
      '--construction',
      construction,
      ...args,
      '--json',
    ]);
    expect(stderr).toBe('');
    const report = expectValid('enclosure', stdout) as EnclosureReport;
    expect(report).toMatchObject({ construction, ...expected });
    expect(Number(report.lower)).toBeLessThanOrEqual(Number(report.upper));
    expect(Number.isFinite(Number(report.bound))).toBe(true);
    expect(report.witness === null).toBe(report.norm !== 'inf' || report.boxes === 0);
    expect(['certified', 'held']).toContain(report.verdict);
    expect(code).toBe(0);
  });

  test('an unbounded target in L_2, by its averages', async () => {
    const args = ['certify', pole, '--construction', 'max-affine-average', '--cells', '1', '--norm', '2', '--json'];
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    const { lower, upper, verdict, witness } = expectValid('enclosure', stdout) as EnclosureReport;
    // ‖f − mean‖² = 2^{3/2} − ((8/3)·2^{−3/4})².
    const exact = Math.sqrt(2 ** 1.5 - (8 / 3) ** 2 * 2 ** -1.5);
    expect(Number(lower)).toBeLessThanOrEqual(exact);
    expect(Number(upper)).toBeGreaterThanOrEqual(exact);
    expect(verdict).toBe('certified');
    expect(witness).toBeNull();
  });

  test('a budget that ends before the L_p norm is known ends with 2', async () => {
    const args = ['certify', fixture('twisted.ts'), '--cells', '16', '--norm', '2', '--boxes', '60', '--json'];
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expectValid('enclosure', stdout);
    expect(stderr).toMatch(/--boxes/);
  });

  test('for people: the norm, and the construction’s own parameters', async () => {
    const args = [
      '--construction',
      'truncated-single',
      '--range',
      '0,0.5',
      '--cells',
      '8',
      '--beta',
      '1000',
      '--norm',
      '2',
    ];
    const { code, stdout } = await run(['certify', fixture('sin.ts'), ...args]);
    expect(code).toBe(0);
    expect(stdout).toContain('truncated-single, range [0, 0.5], 8 cells, keys left, 8 keys, β = 1000');
    expect(stdout).toMatch(/\n {2}L_2 error {3}\[/);
    expect(stdout).not.toContain('sup error');
    const two = await run([
      'certify',
      fixture('sin.ts'),
      '--construction',
      'two-layer',
      '--cells',
      '4',
      '--tolerance',
      '1',
    ]);
    expect(two.stdout).toMatch(/two-layer, 4 cells, truncated by \d+ and \d+ cells, keys left, \d+ keys\n/);
  });

  test.each([
    ['max-affine-average', ['--cells', '64', '--norm', '2']],
    ['two-layer', ['--cells', '8']],
  ])('Ctrl-C ends %s with the enclosure so far', async (construction, more) => {
    const args = ['--construction', construction, ...more, '--tolerance', '1e-9', '--boxes', '1000000000', '--json'];
    const { child, finished } = start(programs.own, ['certify', fixture('twisted.ts'), ...args, '--verbose']);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(stderr).toMatch(/Stopping/);
    const { lower, upper, verdict } = expectValid('enclosure', stdout) as EnclosureReport;
    expect(Number(lower)).toBeLessThanOrEqual(Number(upper));
    expect(verdict).not.toBe('refuted');
    expect(code).toBe(2);
  });

  test('Ctrl-C ends with the enclosure so far', async () => {
    const args = [
      'certify',
      fixture('twisted.ts'),
      '--cells',
      '64',
      '--tolerance',
      '1e-9',
      '--boxes',
      '1000000000',
      '--json',
    ];
    const { child, finished } = start(programs.own, [...args, '--verbose']);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(stderr).toMatch(/Stopping/);
    expect(code).toBe(2);
    const { lower, upper } = expectValid('enclosure', stdout) as EnclosureReport;
    expect(Number(lower)).toBeLessThanOrEqual(Number(upper));
  });
});

describe.concurrent('inspect', () => {
  test.each(['sin-cos.ts', 'maximum.ts', 'sort.ts', 'step.ts', 'square-root.ts'])(
    '%s: a valid document',
    async (name) => {
      const { code, stdout, stderr } = await run(['inspect', fixture(name), '--json']);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expectValid('inspection', stdout);
    },
  );

  test('for people: domain, range, Lipschitz constant, smoothness and the declared modulus', async () => {
    const path = targetFile(
      'kink.ts',
      `${box}export const modulus = { lipschitz: 1 };\nexport function target(x: number): number { return Math.abs(x - 0.25); }`,
    );
    const { code, stdout } = await run(['inspect', path]);
    expect(code).toBe(0);
    expect(stdout).toContain('x0        in [0, 1]');
    expect(stdout).toMatch(/kink where x0 - 0\.25 = 0/);
    expect(stdout).toMatch(/declared modulus {2}1·r\^1: certified/);
  });

  test('a declared modulus that is false is refuted, with two points', async () => {
    const path = targetFile(
      'steep.ts',
      `${box}export const modulus = { lipschitz: 1 };\nexport function target(x: number): number { return 2 * x; }`,
    );
    const { code, stdout } = await run(['inspect', path, '--json']);
    expect(code).toBe(1);
    expect(expectValid('inspection', stdout)).toMatchObject({ modulus: { verdict: 'refuted' } });
  });
});

describe.concurrent('claims', () => {
  test('the listing is a valid document, and every claim is explained', async () => {
    const { code, stdout } = await run(['claims', '--json']);
    expect(code).toBe(0);
    const { claims } = expectValid('claims', stdout) as { claims: { id: string; statement: string }[] };
    expect(claims.length).toBeGreaterThan(0);
    const explained = await run(['claims', claims[0]!.id]);
    expect(explained.stdout).toContain(claims[0]!.statement);
  });
});
