/**
 * The built command line as a person or a script meets it: exit codes, which stream says what, documents that are valid
 * against their schemas, and a stop that loses nothing.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import type { Results } from '../../src/report/results.js';
import { programs, run, runArtificial, start, type Finished } from './command.js';

const root = new URL('../../', import.meta.url);
const ajv = new Ajv2020({ strict: true, allErrors: true });

function expectValid(schema: string, text: string): unknown {
  const document: unknown = JSON.parse(text);
  const uri = `urn:softproof:${schema}:1`;
  const validate =
    ajv.getSchema(uri) ??
    ajv.compile(JSON.parse(readFileSync(new URL(`schemas/${schema}-1.schema.json`, root), 'utf8')) as object);
  void validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}

// Child processes on a busy machine: a limit against hanging, no measure of speed.
vi.setConfig({ testTimeout: 300_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'softproof-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function targetFile(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}

const box = 'export const domain = [[0, 1]];\n';
const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/targets/${name}`, root));

describe.concurrent('bad input ends with 3, a message on stderr, and nothing on stdout', () => {
  function expectRefused({ code, stdout, stderr }: Finished, ...says: (string | RegExp)[]): void {
    expect(stderr).not.toBe('');
    for (const text of says) expect(stderr).toMatch(text);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/\n\s+at .*\.js:\d+/);
    expect(code).toBe(3);
  }

  test.each<[string, string, (string | RegExp)[]]>([
    [
      'an empty domain',
      'export const domain = [];\nexport function target(): number { return 1; }',
      [/:1:\d+: .*empty/],
    ],
    [
      'a reversed domain',
      'export const domain = [[1, 0]];\nexport function target(x: number): number { return x; }',
      [/:1:\d+: .*reversed/, /smaller bound first/],
    ],
    [
      'infinite bounds',
      'export const domain = [[0, Infinity]];\nexport function target(x: number): number { return x; }',
      [/:1:\d+: /, /Infinity/],
    ],
    ['1/x at 0', `${box}export function target(x: number): number { return 1 / x; }`, [/undefined at 0/]],
    [
      'the logarithm of a negative',
      `${box}export function target(x: number): number { return Math.log(x - 0.5); }`,
      [/undefined at/],
    ],
    [
      'a target that is NaN',
      `${box}export function target(x: number): number { return Math.sqrt(-1 - x); }`,
      [/undefined at/],
    ],
    [
      'a target that overflows',
      `${box}export function target(x: number): number { return Math.exp(Math.exp(10 + x)); }`,
      [/finite|double/],
    ],
    [
      'unsupported syntax',
      `${box}export function target(x: number): number {\n  while (x > 0) return 1;\n  return 0;\n}`,
      [/:3:3: /, /while \(x > 0\)/, /for loop/],
    ],
    ['a syntax error', `${box}export function target(x: number): number { return x +; }`, [/:2:\d+: /]],
    ['no domain', 'export function target(x: number): number { return x; }', [/domain/]],
    ['no target', box, [/target/]],
    [
      'too many parameters',
      `${box}export function target(x: number, y: number): number { return x + y; }`,
      [/:2:\d+: /],
    ],
  ])('%s', async (name, source, says) => {
    const path = targetFile(`${name.replace(/\W/g, '-')}.ts`, source);
    const refused = await run(['certify', path, '--cells', '4']);
    expectRefused(refused, name.replace(/\W/g, '-'), ...says);
  });

  test('a file that is not there', async () => {
    expectRefused(await run(['inspect', join(folder, 'nowhere.ts')]), /nowhere\.ts: there is no such file/);
  });

  test.each<[string, string[], RegExp[]]>([
    ['zero cells', ['--cells', '0'], [/--cells/, /less than 1/]],
    ['a fraction of a cell', ['--cells', '2.5'], [/not a whole number/]],
    ['cells for too many axes', ['--cells', '2,2,2'], [/3 numbers of cells/, /2 axes/]],
    ['huge cells', ['--cells', '2000000000'], [/2000000000/, /memory/, /fewer cells/]],
    ['cells beyond all measure', ['--cells', '99999999999999999999'], [/too large/]],
    ['R = 0', ['--cells', '4', '--inverse-temperature', '0'], [/--inverse-temperature/, /It is zero/]],
    ['R < 0', ['--cells', '4', '--inverse-temperature', '-3'], [/It is negative/]],
    ['R = NaN', ['--cells', '4', '--inverse-temperature', 'NaN'], [/not a decimal number/]],
    ['κ = 0', ['--cells', '4', '--kappa', '0'], [/--kappa/, /It is zero/]],
    ['R and κ', ['--cells', '4', '--kappa', '1', '--inverse-temperature', '1'], [/--inverse-temperature and --kappa/]],
    ['a negative mask', ['--cells', '4', '--mask', '-1'], [/--mask/, /It is negative/]],
    ['no tolerance at all', ['--cells', '4', '--tolerance', '0', '--absolute', '0'], [/can never be met/]],
    ['zero boxes', ['--cells', '4', '--boxes', '0'], [/--boxes/]],
    ['no time', ['--cells', '4', '--time', '0'], [/--time/]],
    ['no cells', [], [/--cells/]],
    [
      'an unknown construction',
      ['--cells', '4', '--construction', 'max-afine'],
      [/max-afine/, /available: max-affine/],
    ],
    ['an unknown option', ['--cells', '4', '--frobnicate'], [/--frobnicate/, /--help/]],
  ])('certify with %s', async (_, args, says) => {
    expectRefused(await run(['certify', fixture('sin-cos.ts'), ...args]), ...says);
  });

  test.each<[string, string[], RegExp[]]>([
    ['an unknown command', ['certfy'], [/certfy/, /certify/]],
    ['an unknown claim', ['check', 'indicater'], [/no claim "indicater"/, /did you mean indicator/]],
    ['an unknown claim to explain', ['claims', 'max-afine-sup'], [/max-affine-sup/]],
    ['an unknown profile', ['check', '--profile', 'fast'], [/quick, standard, deep/]],
    ['a seed that is no number', ['check', '--seed', 'x'], [/--seed/]],
    ['a shard that is none', ['check', '--shard', '3/2'], [/2\/5/]],
    ['negative workers', ['check', '--workers', '-1'], [/--workers/]],
    ['an option of a later version', ['check', '--baseline', 'x.json'], [/--baseline/]],
  ])('%s', async (_, args, says) => {
    expectRefused(await run(args, { cwd: folder }), ...says);
  });

  test('no command at all shows the help on stderr', async () => {
    expectRefused(await run([]), /Usage: softproof/);
  });

  test('an output folder that cannot be written is noticed before any work is done', async () => {
    const out = join(targetFile('not-a-folder', ''), 'out');
    const refused = await runArtificial(['check', 'slow', '--cases', '100000', '--out', out]);
    expectRefused(refused, /cannot make the folder/, /not-a-folder/, /part of the path is a file/, /--out/);
  });

  test('a target for claims that take none', async () => {
    const refused = await runArtificial([
      'check',
      'certain',
      '--target',
      fixture('sin.ts'),
      '--out',
      join(folder, 'none'),
    ]);
    expectRefused(refused, /none of these claims takes a target/, /Claims that do: layer/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('a journal of another run is not resumed', async () => {
    const out = join(folder, 'other-run');
    expect((await runArtificial(['check', 'certain', '--out', out])).code).toBe(0);
    const refused = await runArtificial(['check', 'certain', '--out', out, '--seed', '5', '--resume']);
    expectRefused(refused, /seed 20260101, this run has 5/);
  });
});

describe.concurrent('help', () => {
  test.each([[[]], [['check']], [['claims']], [['certify']], [['inspect']]])(
    'of %j has an example',
    async (command) => {
      const { code, stdout, stderr } = await run([...command, '--help']);
      expect(code).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toMatch(/Usage: softproof/);
      expect(stdout).toMatch(/Example:\n {2}softproof /);
    },
  );

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
    expect((await run(['--version'])).stdout).toBe(`${version}\n`);
  });
});

describe.concurrent('certify', () => {
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
    expect(stderr).toMatch(/--boxes/);
  });

  test('for people: what was certified, in a block on stdout', async () => {
    const { code, stdout, stderr } = await run(['certify', fixture('sin.ts'), '--cells', '8']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const word of ['max-affine, 8 cells, 8 keys', 'sup error', 'bound', 'verdict', 'certified', 'boxes']) {
      expect(stdout).toContain(word);
    }
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

describe('check', () => {
  /** All but what may differ between two equal runs. */
  function timeless(text: string): unknown {
    const { claims, ...rest } = expectValid('results', text) as Results;
    return { ...rest, environment: undefined, claims: claims.map((claim) => ({ ...claim, seconds: 0 })) };
  }
  const harmless = ['certain', 'sampled-only', 'false-at-edge', 'too-hard', 'survivor', 'layer', 'unstable', 'faulty'];

  test('one JSON document on stdout, the same in results.json, and JUnit XML', async () => {
    const out = join(folder, 'json');
    const { code, stdout, stderr } = await runArtificial([
      'check',
      'certain',
      'layer',
      '--json',
      '--out',
      out,
      '--profile',
      'quick',
    ]);
    expect(code).toBe(0);
    expectValid('results', stdout);
    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(stdout);
    expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toMatch(/^<\?xml .*<testsuite name="certain"/s);
    expect(readdirSync(out).sort()).toEqual(['journal.jsonl', 'junit.xml', 'results.json']);
    expect(stderr).toMatch(/certain: certified/);
    expect(stderr).toMatch(/2 certified; 4 of 4 mutants refuted; .* Files: /);
  });

  test('for people: the table, why a claim is not certified, and where the files are', async () => {
    const out = join(folder, 'table');
    const { code, stdout } = await runArtificial([
      'check',
      'certain',
      'false-at-edge',
      'survivor',
      '--out',
      out,
      '--profile',
      'quick',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^claim +source +provenance +verdict +cases by method +tightest +mutants +time$/m);
    expect(stdout).toMatch(/^false-at-edge: refuted, because 1?\d cases? (is|are) refuted$|refuted, because/m);
    expect(stdout).toContain('counterexample: n = 101');
    expect(stdout).toContain('the mutant harmless survived 202 cases');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^2 certified, 1 refuted; 5 of 6 mutants refuted; .* Files: /);
  });

  test('the results are the same for every number of workers', async () => {
    const texts: string[] = [];
    for (const workers of ['0', '1', '2', '3']) {
      const out = join(folder, `workers-${workers}`);
      const args = ['check', ...harmless, '--profile', 'quick', '--workers', workers, '--out', out, '--json'];
      const { code, stdout } = await runArtificial(args);
      expect(code).toBe(4);
      texts.push(stdout);
    }
    for (const text of texts.slice(1)) expect(timeless(text)).toEqual(timeless(texts[0]!));
  });

  test('a worker that dies is a fault of its case, and the other claims go on', async () => {
    const out = join(folder, 'deadly');
    const { code, stdout, stderr } = await runArtificial([
      'check',
      'deadly',
      'certain',
      '--profile',
      'quick',
      '--workers',
      '2',
      '--out',
      out,
      '--json',
    ]);
    expect(code).toBe(4);
    const { claims } = expectValid('results', stdout) as Results;
    expect(claims.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['certain', 'certified'],
      ['deadly', 'inconclusive'],
    ]);
    expect(claims[1]?.cases.run).toBe(32);
    expect(stderr).toMatch(/deadly: internal fault in case 1/);
  });

  test('Ctrl-C keeps what is done and says how to go on; going on ends with the results of an undisturbed run', async () => {
    const args = ['check', 'slow', '--profile', 'quick', '--cases', '40', '--workers', '2', '--json'];
    const undisturbed = await runArtificial([...args, '--out', join(folder, 'undisturbed')]);
    expect(undisturbed.code).toBe(0);

    const out = join(folder, 'stopped');
    const journal = join(out, 'journal.jsonl');
    const { child, finished } = start(programs.artificial, [...args, '--out', out]);
    const lines = (): number => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length : 0);
    while (lines() < 8) await sleep(20);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(2);
    expect(stderr).toMatch(/Stopping/);
    const resume = new RegExp(
      `To go on: softproof check slow --profile quick --seed 20260101 --out ${out} --cases 40 --resume`,
    );
    expect(stderr).toMatch(resume);
    const stopped = expectValid('results', stdout) as Results;
    expect(stopped.interrupted).toBe(true);
    const kept = stopped.claims.find(({ id }) => id === 'slow')!;
    expect(kept.verdict).toBe('inconclusive');
    expect(kept.cases.run).toBeGreaterThan(0);
    expect(kept.cases.run).toBeLessThan(42);
    expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))).toEqual(stopped);

    const resumed = await runArtificial([...args, '--out', out, '--resume']);
    expect(resumed.code).toBe(0);
    expect(timeless(resumed.stdout)).toEqual(timeless(undisturbed.stdout));
  });

  test('colours only when asked for: NO_COLOR wins', async () => {
    const args = ['check', 'certain', '--profile', 'quick', '--out', join(folder, 'colours')];
    const escape = '\u001b[';
    expect((await runArtificial(args)).stdout).not.toContain(escape);
    expect((await runArtificial(args, { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    const neither = await runArtificial(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    expect(neither.stdout + neither.stderr).not.toContain(escape);
  });

  test('a claim of the package, and a target of the user', async () => {
    const own = await run([
      'check',
      'indicator',
      '--profile',
      'quick',
      '--cases',
      '10',
      '--out',
      join(folder, 'own'),
      '--json',
    ]);
    expect(own.code).toBe(0);
    expectValid('results', own.stdout);
    const args = [
      'check',
      'layer',
      'certain',
      '--target',
      fixture('sin-cos.ts'),
      '--profile',
      'quick',
      '--out',
      join(folder, 'target'),
      '--json',
    ];
    const { stdout, stderr } = await runArtificial(args);
    const { claims } = expectValid('results', stdout) as Results;
    expect(claims.map(({ id, cases }) => [id, cases.run])).toEqual([['layer', 2]]);
    expect(stderr).toContain('certain: skipped, it does not take this target');
  });
});
