/** `softproof check --shard` on several machines and `softproof merge`: together they are `softproof check`. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Results } from '../../src/report/results.js';
import { run, runArtificial } from './command.js';
import { expectValid, folder, timeless } from './workspace.js';

const claims = ['certain', 'converging', 'stalling', 'false-at-edge', 'too-hard', 'survivor', 'layer', 'faulty'];
const quick = ['--profile', 'quick'];

/** Runs every shard in a folder of its own, with another number of workers each. */
async function shards(name: string, count: number, args: readonly string[]): Promise<readonly string[]> {
  const folders = Array.from({ length: count }, (_, i) => join(folder, name, String(i + 1)));
  await Promise.all(
    folders.map(async (out, i) => {
      const shard = ['--shard', `${i + 1}/${count}`, '--workers', String(i % 3), '--out', out, '--json'];
      const { stdout } = await runArtificial(['check', ...args, ...quick, ...shard]);
      const { shard: told } = expectValid('results', stdout) as Results;
      expect(told).toMatchObject({ index: i + 1, count });
    }),
  );
  return folders;
}

describe('merge', () => {
  test('gives what the undivided run gives, but for times: results, JUnit XML, counterexamples, exit code', async () => {
    const whole = join(folder, 'whole');
    const undivided = await runArtificial(['check', ...claims, ...quick, '--out', whole, '--json']);
    const folders = await shards('three', 3, claims);
    const out = join(folder, 'merged');
    const merged = await runArtificial(['merge', ...folders.toReversed(), '--out', out, '--json']);
    expect([merged.code, undivided.code]).toEqual([4, 4]);
    expect(timeless(merged.stdout)).toEqual(timeless(undivided.stdout));
    expect((JSON.parse(merged.stdout) as Results).shards).toHaveLength(3);
    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(merged.stdout);

    const files = (of: string): string[] => readdirSync(join(of, 'counterexamples')).sort();
    expect(files(out)).toEqual(files(whole));
    for (const name of files(out)) {
      expect(readFileSync(join(out, 'counterexamples', name), 'utf8')).toBe(
        readFileSync(join(whole, 'counterexamples', name), 'utf8'),
      );
    }
    // Tightest cases, their pictures, and the sections of the page that show them.
    const [shown, wanted] = [out, whole].map((of) => readFileSync(join(of, 'pictures.json'), 'utf8'));
    expect(shown).toBe(wanted);
    expect(readdirSync(join(out, 'tightest')).sort()).toEqual(readdirSync(join(whole, 'tightest')).sort());
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('Tightest case');

    // Of a fault the shares keep the message alone.
    const suites = (of: string): string[] =>
      readFileSync(join(of, 'junit.xml'), 'utf8')
        .replace(/ time="[^"]*"/g, '')
        .split(/(?=<testsuite )/)
        .filter((suite) => !suite.startsWith('<testsuite name="faulty"'));
    expect(suites(out)).toEqual(suites(whole));
  });

  test('of more shards than there are cases works, and empty shards are no failure', async () => {
    const folders = await shards('many', 7, ['certain', '--cases', '0']);
    const codes = await Promise.all(
      ['1/7', '7/7'].map(async (shard) => {
        const out = join(folder, `again-${shard.slice(0, 1)}`);
        return (await runArtificial(['check', 'certain', '--cases', '0', ...quick, '--shard', shard, '--out', out]))
          .code;
      }),
    );
    expect(codes).toEqual([0, 0]);
    const { code, stdout } = await runArtificial(['merge', ...folders, '--out', join(folder, 'merged-many')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^certain +test +ours +certified +2 exact/m);
    expect(stdout).toMatch(/^1 certified; 2 of 2 mutants refuted; .* Files: .*junit\.xml$/m);
  });

  test('refuses what is no complete set, with what to do, and writes nothing', async () => {
    const folders = await shards('two', 2, ['certain']);
    const out = join(folder, 'refused');
    for (const [args, says] of [
      [folders.slice(0, 1), /these shares are missing: 2\/2\n {2}Run them with --shard/],
      [[...folders, folders[0]!], /are both share 1\/2/],
      [[folders[0]!, join(folder, 'nowhere')], /nowhere: there is no such file/],
      [[folders[0]!, folder], /results\.json: there is no such file/],
      [[...folders, '--out', folders[1]!], /is a shard, and --out would write over it/],
      [[], /missing required argument/],
    ] as const) {
      const { code, stdout, stderr } = await runArtificial(['merge', '--out', out, ...args]);
      expect([code, stdout, stderr]).toEqual([3, '', expect.stringMatching(says)]);
    }
    expect(existsSync(out)).toBe(false);
  });

  test('of claims of the package', async () => {
    const args = ['check', 'indicator', 'softmax-lipschitz', ...quick, '--cases', '10', '--json'];
    const whole = await run([...args, '--out', join(folder, 'own')]);
    const folders = ['1/2', '2/2'].map((shard) => [shard, join(folder, `own-${shard.slice(0, 1)}`)] as const);
    for (const [shard, out] of folders) expect((await run([...args, '--shard', shard, '--out', out])).code).toBe(0);
    const merged = await run(['merge', ...folders.map(([, out]) => out), '--out', join(folder, 'own-both'), '--json']);
    expect(merged.code).toBe(0);
    expect(timeless(merged.stdout)).toEqual(timeless(whole.stdout));
  });
});
