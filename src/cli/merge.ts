/** `softproof merge DIR…`. */
import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { CheckOutcome } from '../check/run-claims.js';
import { describeEnvironment, type Environment } from '../report/environment.js';
import { mergeShares } from '../report/merge/merge-shares.js';
import { readShare, type Share } from '../report/merge/read-share.js';
import { writeReport } from '../report/report-files.js';
import { assembleResults, type Results } from '../report/results.js';
import { prepareRunFiles, RESULTS_FILE, writeRunFiles } from '../report/run-files.js';
import type { CliContext } from './context.js';
import { exitCodeOfCheck } from './exit-codes.js';
import { tellGithub } from './github.js';
import { folderPath } from './numbers.js';
import { tellOutcome, type TellFlags } from './tell-outcome.js';
import { UsageError } from './usage-error.js';

export function addMerge(program: Command, context: CliContext): void {
  program
    .command('merge')
    .description('put the results of shards together, as if check had run undivided')
    .argument('<dir...>', 'folders that check --shard wrote, one for each shard')
    .option('--out <dir>', 'where the merged files go', folderPath, join('reports', 'latest'))
    .option('--json', 'print the results as one JSON document on stdout')
    .option('--quiet', 'no table, only the last line')
    .option('--verbose', 'say more about faults, mutants and counterexamples')
    .addHelpText('after', '\nExample:\n  softproof merge shards/1 shards/2 shards/3 --out reports/merged')
    .action((folders: readonly string[], flags: TellFlags) => merge(folders, flags, context));
}

async function merge(folders: readonly string[], flags: TellFlags, context: CliContext): Promise<void> {
  const started = performance.now();
  const registry = await context.registry();
  const files = folders.map(resultsIn);
  refuseOverwriting(flags.out, folders);
  const shares = await Promise.all(files.map(readShare));
  const outcome = mergeShares(shares, registry.claims);
  prepareRunFiles(flags.out);

  const seconds = (performance.now() - started) / 1000;
  const results = mergedResults(outcome, shares, context.commandLine);
  const { sourceOf } = registry;
  writeRunFiles(flags.out, outcome, results, { sourceOf });
  await writeReport(flags.out, outcome, results);
  tellOutcome(outcome, results, flags, context, { seconds, isWhole: true });
  tellGithub(outcome, sourceOf, context);
  context.exit.code = exitCodeOfCheck(outcome);
}

function resultsIn(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? join(folder, RESULTS_FILE) : folder;
}

function refuseOverwriting(out: string, folders: readonly string[]): void {
  const place = (folder: string): string | undefined =>
    statSync(folder, { throwIfNoEntry: false }) === undefined ? undefined : realpathSync(folder);
  const own = place(out);
  const taken = folders.find((folder) => own !== undefined && place(folder) === own);
  if (taken === undefined) return;
  throw new UsageError(`${taken} is a shard, and --out would write over it\n  Give another folder with --out.`);
}

/** The environment is that of the first share, with the time of all and the largest memory; all of them stand beside it. */
function mergedResults(outcome: CheckOutcome, shares: readonly Share[], command: string): Results {
  const environments = shares.toSorted((a, b) => a.share.index - b.share.index).map(({ environment }) => environment);
  const environment: Environment = {
    ...(environments[0] ?? describeEnvironment(outcome.seed, command, 0)),
    command,
    wallSeconds: environments.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
    peakMemoryBytes: Math.max(...environments.map(({ peakMemoryBytes }) => peakMemoryBytes)),
  };
  return { ...assembleResults(outcome, environment), shards: environments };
}
