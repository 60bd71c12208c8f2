/** The workflow that docs/ci.md shows: it is read as YAML, and its own commands are run on a few cases, artifacts and all. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readMarkdown } from '../support/markdown.js';
import { readText } from '../support/source-files.js';
import { run } from './command.js';
import { expectValid, folder, root } from './workspace.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

interface Job {
  readonly needs?: string;
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
  readonly steps: readonly Step[];
}

const [workflow] = readMarkdown(readText('docs/ci.md')).fences.filter(({ language }) => language === 'yaml');
const { jobs } = parse(workflow!.text) as { readonly jobs: Readonly<Record<'check' | 'merge', Job>> };

/** A few cases of two claims in place of all. */
const FEW = ['indicator', 'truncated-single', '--profile', 'quick', '--cases', '6', '--workers', '0'];

/** Where the steps of a machine run: what is checked out is the baseline alone. */
function machine(name: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  cpSync(fileURLToPath(new URL('fixtures/baseline.json', root)), join(place, 'fixtures', 'baseline.json'));
  return place;
}

function filledIn(text: string, shard?: number): string {
  const filled = text.replaceAll('${{ matrix.shard }}', String(shard)).replaceAll('${{ github.run_id }}', '1');
  expect(filled).not.toContain('${{');
  return filled;
}

/** Runs the `run` steps; artifacts go to and come from `store`. */
async function perform({ steps }: Job, place: string, store: string, shard?: number): Promise<void> {
  for (const { uses, run: command, with: given = {} } of steps) {
    const argument = (name: string): string => filledIn(String(given[name]), shard);
    if (command !== undefined) {
      const words = filledIn(command, shard).split(' ');
      if (words.join(' ') === 'npm ci') continue;
      expect(words.slice(0, 2)).toEqual(['npx', 'softproof']);
      const few = words[2] === 'check' ? FEW : [];
      const { code, stdout, stderr } = await run([...words.slice(2), ...few], { cwd: place });
      expect(code, stdout + stderr).toBe(0);
    } else if (uses!.startsWith('actions/upload-artifact@')) {
      cpSync(join(place, argument('path')), join(store, argument('name')), { recursive: true });
    } else if (uses!.startsWith('actions/download-artifact@')) {
      cpSync(store, join(place, argument('path')), { recursive: true });
    } else if (uses!.startsWith('github/codeql-action/upload-sarif@')) {
      expect(existsSync(join(place, argument('sarif_file')))).toBe(true);
    } else {
      expect(uses).toMatch(/^actions\/(checkout|setup-node|cache\/(restore|save))@v\d+$/);
    }
  }
}

describe('the workflow', () => {
  test('runs: shards on machines of their own, then one result', async () => {
    const store = join(folder, 'artifacts');
    const { shard: shards } = jobs.check.strategy!.matrix;
    for (const shard of shards) await perform(jobs.check, machine(`machine-${shard}`), store, shard);
    expect(readdirSync(store).sort()).toEqual(shards.map((shard) => `shard-${shard}`));
    const last = machine('machine-last');
    await perform(jobs.merge, last, store);
    const results = expectValid('results', readFileSync(join(last, 'reports', 'merged', 'results.json'), 'utf8'));
    expect(results).toMatchObject({ claims: [{ id: 'indicator' }, { id: 'truncated-single' }], shards: { length: 3 } });
  });

  test('keeps what a failing run found: failures and artifacts are saved whatever happened', () => {
    const saving = [...jobs.check.steps, ...jobs.merge.steps].filter(({ uses }) =>
      /^(actions\/(upload-artifact|cache\/save)|github\/codeql-action\/upload-sarif)@/.test(uses ?? ''),
    );
    expect(saving).toHaveLength(4);
    for (const { uses, if: when } of saving) expect(when, uses).toBe('always()');
    const [restore, save] = (['restore', 'save'] as const).map((what) =>
      jobs.check.steps.find(({ uses }) => uses?.startsWith(`actions/cache/${what}@`) === true),
    );
    expect([save!.with!['path'], save!.with!['key']]).toEqual([restore!.with!['path'], restore!.with!['key']]);
    expect(basename(String(save!.with!['path']))).toBe('failures');
  });
});
