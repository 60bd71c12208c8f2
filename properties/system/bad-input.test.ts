/** Every kind of bad input, as a person meets it: exit code 3, what, where, why and what to do, nothing half-written. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, runArtificial, type Finished } from './command.js';
import { box, fixture, folder, targetFile } from './workspace.js';

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
    ['gradient steps', ['--construction', 'gradient-step'], [/prompt/, /softproof check gradient-step/]],
    ['gradient descent', ['--construction', 'gradient-descent'], [/softproof check gradient-descent/]],
    ['a norm below 1', ['--cells', '4', '--norm', '0.5'], [/--norm/, /at least 1/]],
    ['a norm that is none', ['--cells', '4', '--norm', 'max'], [/--norm/, /inf/]],
    [
      'heads of a construction that has none',
      ['--cells', '4', '--heads', '2'],
      [/--heads with max-affine/, /--cells, --inverse-temperature, --kappa and --mask/, /two-layer-multi/],
    ],
    [
      'no heads of one that has several',
      ['--construction', 'two-layer-multi', '--cells', '4'],
      [/two-layer-multi without --heads/, /for example --heads 8/],
    ],
    ['one end of a range', ['--construction', 'truncated-single', '--cells', '4', '--range', '1'], [/--range/, /a,b/]],
    [
      'a truncation of two inputs',
      ['--construction', 'truncated-single', '--cells', '4', '--range', '0,1'],
      [/inputs: 2/, /two-layer/],
    ],
    [
      'keys of heads',
      ['--construction', 'attention-softmax', '--cells', '4', '--keys', 'left', '--heads', '2'],
      [/--keys and --heads/],
    ],
    ['keys nowhere', ['--construction', 'two-layer', '--cells', '4', '--keys', 'right'], [/--keys/, /left, centred/]],
    ['too many ReLUs', ['--construction', 'two-layer', '--cells', '1000'], [/ReLUs/, /lower degrees/]],
    ['an unknown option', ['--cells', '4', '--frobnicate'], [/--frobnicate/, /--help/]],
  ])('certify with %s', async (_, args, says) => {
    expectRefused(await run(['certify', fixture('sin-cos.ts'), ...args]), ...says);
  });

  test.each<[string, string[], RegExp[]]>([
    ['the sup norm', ['--cells', '4'], [/unbounded at its declared singularity \(0\.5\)/]],
    ['values at centres', ['--cells', '4', '--norm', '2'], [/unbounded/, /--construction max-affine-average/]],
    [
      'two layers',
      ['--construction', 'two-layer', '--cells', '4', '--norm', '2'],
      [/--construction max-affine-average/],
    ],
    [
      'a norm in which it is infinite',
      ['--construction', 'max-affine-average', '--cells', '4', '--norm', '2.5'],
      [/L_2\.5/, /α = 0\.4 at \(0\.5\)/, /below the number of inputs, 1/, /Give a norm p below 2\.5\./],
    ],
  ])('certify of an unbounded target with %s', async (_, args, says) => {
    expectRefused(await run(['certify', fixture('inverse-root.ts'), ...args]), ...says);
  });

  test.each([['max-affine'], ['max-affine-average'], ['two-layer']])(
    'an L_p norm of %s on an axis of one point',
    async (id) => {
      const path = targetFile(
        `flat-${id}.ts`,
        'export const domain = [[0, 1], [1, 1]];\nexport function target(x: number, y: number): number { return x * y; }',
      );
      const refused = await run(['certify', path, '--construction', id, '--cells', '2', '--norm', '2']);
      expectRefused(refused, /the axis \[1, 1\]/, /positive length/, /norm inf/);
    },
  );

  test.each<[string, string[], RegExp[]]>([
    ['a reversed range', ['truncated-single', '--range', '1,0', '--cells', '4'], [/\[1, 0\]/, /smaller end first/]],
    [
      'two tokens',
      ['truncated-multi', '--range', '0,1', '--heads', '2', '--tokens', '2'],
      [/2 tokens/, /at least 3 tokens/],
    ],
    ['a ReLU from 1', ['generalised-relu', '--range', '1,2', '--cells', '4'], [/\[0, B\]/, /truncated-single/]],
    [
      'a range without numbers',
      ['truncated-single', '--range', '0,x', '--cells', '4'],
      [/'x' is not a decimal number/],
    ],
    [
      'keys of a generalised ReLU',
      ['generalised-relu', '--range', '0,1', '--cells', '4', '--keys', 'left'],
      [/--keys with generalised-relu/],
    ],
  ])('certify of one input with %s', async (_, [construction, ...args], says) => {
    expectRefused(await run(['certify', fixture('sin.ts'), '--construction', construction!, ...args]), ...says);
  });

  test.each<[string, string[], RegExp[]]>([
    ['an unknown command', ['certfy'], [/certfy/, /certify/]],
    ['an unknown claim', ['check', 'indicater'], [/no claim "indicater"/, /did you mean indicator/]],
    ['an unknown claim to explain', ['claims', 'max-afine-sup'], [/max-affine-sup/]],
    ['an unknown profile', ['check', '--profile', 'fast'], [/quick, standard, deep/]],
    ['a seed that is no number', ['check', '--seed', 'x'], [/--seed/]],
    ['a shard that is none', ['check', '--shard', '3/2'], [/2\/5/]],
    ['negative workers', ['check', '--workers', '-1'], [/--workers/]],
    ['an unknown option', ['check', '--baselines', 'x.json'], [/--baselines/, /--baseline\?/]],
    ['a baseline that is not there', ['check', '--baseline', 'x.json'], [/x\.json: there is no such file/]],
  ])('%s', async (_, args, says) => {
    expectRefused(await run(args, { cwd: folder }), ...says);
  });

  test('no command at all shows the help on stderr', async () => {
    expectRefused(await run([]), /Usage: softproof/);
  });

  test('an output folder that cannot be written is noticed before any work is done', async () => {
    const out = join(targetFile('not-a-folder', ''), 'out');
    const refused = await runArtificial(['check', 'slow', '--cases', '100000', '--out', out]);
    expectRefused(refused, /cannot make the folder/, /not-a-folder/, /part of the path is a file/, /another place/);
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

  test('a target of a kind that the claims do not take: which claims do', async () => {
    const out = join(folder, 'another-kind');
    const refused = await run(['check', 'cross-sup', '--target', fixture('sin.ts'), '--out', out]);
    expectRefused(refused, /none of these claims takes this target/, /Claims that do: max-affine-sup, /);
    expect(existsSync(out)).toBe(false);
  });

  test('an unknown claim, before anything else is said, with where to find the ids', async () => {
    for (const command of ['check', 'claims']) {
      const { stderr } = await run([command, 'nope']);
      expect(stderr).toBe('error: there is no claim "nope"\n  softproof claims lists them.\n');
    }
  });

  test('a folder without a name', async () => {
    expectRefused(await run(['check', '--out', '']), /--out/, /It is empty\. Give a folder/);
  });

  test('a run of nothing leaves the results of an earlier run alone', async () => {
    const out = join(folder, 'nothing');
    expect((await runArtificial(['check', 'certain', '--out', out])).code).toBe(0);
    const before = readFileSync(join(out, 'results.json'), 'utf8');
    const nothing = await runArtificial(['check', 'idle', '--cases', '0', '--out', out]);
    expect(nothing.code).toBe(2);
    expect(nothing.stdout).toMatch(/^no claim ran; .*\. No results were written to /m);
    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(before);
  });

  test('a journal of another run is not resumed', async () => {
    const out = join(folder, 'other-run');
    expect((await runArtificial(['check', 'certain', '--out', out])).code).toBe(0);
    const refused = await runArtificial(['check', 'certain', '--out', out, '--seed', '5', '--resume']);
    expectRefused(refused, /seed 20260101, this run has 5/);
  });
});
