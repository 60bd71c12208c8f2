/** The command `sample`: what it finds, that threads change nothing, that it never certifies, and what it refuses. */
import { describe, expect, test } from 'vitest';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import type { SampleReport } from '../../src/check/sample-report.js';
import { mpfr } from '../support/mpfr.js';
import { run, start, programs } from './command.js';
import { box, expectValid, fixture, targetFile } from './workspace.js';

async function sample(args: readonly string[], expected = 0): Promise<SampleReport> {
  const { code, stdout } = await run(['sample', ...args, '--json']);
  expect(code).toBe(expected);
  return expectValid('sample', stdout) as SampleReport;
}

const twisted = [fixture('twisted.ts'), '--cells', '16'];

describe.concurrent('sample', () => {
  test('is below what certify encloses, and says held, never certified', async () => {
    const report = await sample([...twisted, '--queries', '301']);
    const certified = await run(['certify', ...twisted, '--json']);
    const { upper, bound } = JSON.parse(certified.stdout) as EnclosureReport;
    expect(Number(report.lower)).toBeLessThanOrEqual(Number(upper));
    // 301² queries come within a per cent of the error, and the enclosed error within its rounding of the sampled one.
    expect(Number(report.error)).toBeGreaterThan(0.9 * Number(upper));
    expect(Math.abs(Number(report.lower) - Number(report.error))).toBeLessThan(1e-9);
    expect(report).toMatchObject({ verdict: 'held', bound, arithmetic: 'float64', keys: '256' });
  });

  test.each([
    ['a grid', ['--queries', '401,333', '--norm', '2']],
    ['scattered queries', ['--scattered', '100000', '--seed', '5']],
  ])('of %s is the same, bit for bit, for any number of threads', async (_name, queries) => {
    const [first, ...others] = await Promise.all(
      ['1', '3'].map(async (workers) => {
        const report = await sample([...twisted, ...queries, '--histogram', '--workers', workers]);
        return { ...report, seconds: 0, samplingSeconds: 0 };
      }),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  test('in decimals has the digits that were asked for', async () => {
    const args = [fixture('sin.ts'), '--cells', '8', '--queries', '9', '--arithmetic', 'decimal'];
    const [short, long] = [await sample([...args, '--digits', '20']), await sample([...args, '--digits', '60'])];
    expect(long.arithmetic).toBe('decimal-60');
    expect(long.error!.length).toBeGreaterThan(55);
    expect(long.error!.slice(0, 17)).toBe(short.error!.slice(0, 17));
  });

  test('by MPFR has the digits of decimals, for any number of threads', async () => {
    const args = [fixture('sin-cos.ts'), '--cells', '8', '--scattered', '3000', '--digits', '30', '--arithmetic'];
    if (!mpfr.isPresent()) {
      const { code, stderr } = await run(['sample', ...args, 'mpfr']);
      expect(code).toBe(3);
      expect(stderr).toContain('npm install gmp-wasm@1.3.2');
      return;
    }
    const reports = [
      await sample([...args, 'decimal']),
      await sample([...args, 'mpfr', '--workers', '1']),
      await sample([...args, 'mpfr', '--workers', '3']),
    ];
    expect(reports.map(({ arithmetic }) => arithmetic)).toEqual(['decimal-30', 'mpfr-30', 'mpfr-30']);
    expect(reports[2]!.error).toBe(reports[1]!.error);
    expect(reports[1]!.error!.slice(0, 27)).toBe(reports[0]!.error!.slice(0, 27));
  });

  test('computes values where queries need them when a table would be too large', async () => {
    const large = [fixture('sin-cos.ts'), '--cells', '3000'];
    const [grid, scattered] = [
      await sample([...large, '--queries', '150', '--workers', '2']),
      await sample([...large, '--scattered', '20000']),
    ];
    for (const { error, lower, verdict, keys, arithmetic } of [grid, scattered]) {
      expect({ verdict, keys, arithmetic }).toEqual({ verdict: 'held', keys: '9000000', arithmetic: 'float64' });
      expect(Math.abs(Number(error) - Number(lower))).toBeLessThan(1e-9);
    }
  });

  test('takes the queries of a file, and shows sizes and places to people', async () => {
    const file = targetFile('queries.txt', '# two queries\n0.25, 0.5\n\n1 0.125\n');
    const { code, stdout, stderr } = await run(['sample', ...twisted, '--queries-file', file, '--histogram']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['2 queries, as listed', 'sampled', 'held: ', 'cannot certify', 'errors', '█']) {
      expect(stdout).toContain(text);
    }
  });

  test('of averages over cells counts a jump as an error like any other', async () => {
    const args = [fixture('step.ts'), '--construction', 'max-affine-average', '--cells', '8', '--norm', '1'];
    const report = await sample([...args, '--queries', '1000']);
    expect(report.queries).toMatchObject({ placement: 'middles', asked: 1000 });
    expect(report.lower).toBeNull();
  });

  test('leaves the question open where the target has no finite value in doubles', async () => {
    const pole = `${box}export const singularities = [{ point: [0.5], exponent: 0.25 }];\nexport function target(x: number): number { return Math.abs(x - 0.5) ** -0.25; }`;
    const args = [
      targetFile('pole-sample.ts', pole),
      '--construction',
      'max-affine-average',
      '--cells',
      '4',
      '--norm',
      '1',
    ];
    const report = await sample([...args, '--queries', '5'], 2);
    expect(report.undefined).toEqual({ queries: 1, first: ['0.5'] });
    expect(report.verdict).toBe('inconclusive');
  });

  test('on Ctrl-C keeps what is done, and says how much that is', async () => {
    const args = ['sample', ...twisted, '--queries', '100000', '--json', '--workers', '2', '--verbose'];
    const { child, finished } = start(programs.own, args);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(2);
    const report = expectValid('sample', stdout) as SampleReport;
    expect(report.queries.taken).toBeLessThan(report.queries.asked);
    expect(stderr).toContain('the same command takes them all');
  });

  test.each<[string, string[], RegExp]>([
    ['two ways to choose queries', ['--queries', '5', '--scattered', '5'], /Give one of them/],
    ['a seed of nothing random', ['--queries', '5', '--seed', '1'], /--scattered/],
    [
      'a construction of another kind',
      ['--queries', '5', '--construction', 'two-layer'],
      /max-affine-average.*\n.*certify/,
    ],
    ['a file that is not there', ['--queries-file', 'nowhere.txt'], /nowhere\.txt: there is no such file/],
  ])('refuses %s', async (_name, args, says) => {
    const { code, stdout, stderr } = await run(['sample', ...twisted, ...args]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(says);
  });

  test('of a partition from a file, the same for any number of threads, without bound and verdict', async () => {
    const keys = Array.from({ length: 200 }, (_, j) => [(j * 0.6180339887) % 1, (j * 0.7548776662) % 1]);
    const file = targetFile('keys.json', JSON.stringify({ schema: 'softproof/partition@1', keys }));
    const args = [fixture('twisted.ts'), '--partition', file, '--scattered', '70000'];
    const [one, two] = [await sample([...args, '--workers', '1']), await sample([...args, '--workers', '2'])];
    expect({ ...two, seconds: 0, samplingSeconds: 0 }).toEqual({ ...one, seconds: 0, samplingSeconds: 0 });
    expect(one).toMatchObject({ keys: '200', bound: null, verdict: null, construction: null });
    const { code, stderr } = await run(['sample', ...args, '--cells', '4']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/--cells is about keys on a grid/);
  });

  test('refuses a query outside the domain, and a line that is no query', async () => {
    const outside = targetFile('outside.txt', '0.5, 1.5\n');
    const words = targetFile('words.txt', '0.5, 0.5\n0.5, half\n');
    const refused = async (file: string): Promise<string> =>
      (await run(['sample', ...twisted, '--queries-file', file])).stderr;
    expect(await refused(outside)).toMatch(
      /\(0\.5, 1\.5\), which lies outside the domain: coordinate 1 is in \[0, 1\]/,
    );
    expect(await refused(words)).toMatch(/words\.txt:2: 'half' is no decimal number/);
  });
});
