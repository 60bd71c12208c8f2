/** `softproof check`: documents, exit codes, workers, and a stop that loses nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Results } from '../../src/report/results.js';
import { programs, run, runArtificial, start } from './command.js';
import { expectValid, fixture, folder, timeless } from './workspace.js';

describe('check', () => {
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
    const files = ['counterexamples', 'journal.jsonl', 'junit.xml', 'pictures.json', 'report.html', 'results.json'];
    expect(readdirSync(out).sort()).toEqual([...files, 'results.sarif', 'tightest']);
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
    expect(stdout).toMatch(/^claim +source +provenance +verdict +cases by method +tightest +rate +mutants +time$/m);
    expect(stdout).toMatch(/^false-at-edge: refuted, because 1?\d cases? (is|are) refuted$|refuted, because/m);
    expect(stdout).toContain('counterexample: n = 101');
    expect(stdout).toContain(`  replay: softproof replay ${join(out, 'counterexamples', 'false-at-edge.json')}\n`);
    expect(stdout).not.toContain('certain--halved.json');
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
    expect(claims[1]?.cases.run).toBe(52);
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

  test('GitHub Actions is told of findings and given a summary, and nobody else is', async () => {
    const out = join(folder, 'github');
    const summary = join(folder, 'summary.md');
    const args = ['check', 'certain', 'survivor', '--profile', 'quick', '--out', out, '--json'];
    const env = { GITHUB_STEP_SUMMARY: summary };
    const elsewhere = await runArtificial(args, { env });
    expect([elsewhere.stderr.includes('::error'), existsSync(summary)]).toEqual([false, false]);
    const there = await runArtificial(args, { env: { ...env, GITHUB_ACTIONS: 'true' } });
    expectValid('results', there.stdout);
    expect(there.stderr).toMatch(/^::error title=softproof%3A survivor::the mutant harmless survived 202 cases/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## softproof: 2 certified\n/);
    const broken = await runArtificial(args, { env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: folder } });
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('the job summary is left out: EISDIR')]);
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
    expect(stderr).toContain('claims that take no target, not run: certain\n');
    expect(stderr.match(/for this target/g)).toHaveLength(1);
    expect(stderr).toMatch(/layer: held, because 2 cases are certified for this target; /);
    expect(stderr).toMatch(/^1 held; [^;]* s\. Files: .*, of this run alone$/m);
  });
});
