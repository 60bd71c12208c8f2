/** `softproof check [CLAIM…]`. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Registry } from '../check/registry.js';
import { profileNames } from '../check/profile.js';
import type { ReplayedCase } from '../check/replay.js';
import { runClaims, type CheckOutcome, type RunOptions } from '../check/run-claims.js';
import { DEFAULT_SEED } from '../check/seed.js';
import { selectClaims } from '../check/select-claims.js';
import { withStoredFailures } from '../check/stored-failures.js';
import { defaultWorkers } from '../check/task-pool.js';
import type { Target } from '../expression/target.js';
import { describeEnvironment } from '../report/environment.js';
import { replayFailures } from '../report/failure-replay.js';
import { assembleResults } from '../report/results.js';
import { prepareRunFiles } from '../report/run-files.js';
import { writeRun } from '../report/write-run.js';
import type { Claim, ProfileName } from '../theorems/claim.js';
import { DEFAULT_BASELINE, readBaselineTask, runBaselineTask } from './check-baseline.js';
import { OTHER_KINDS, resumeHint, skippedLines } from './check-notes.js';
import { showProgress } from './check-progress.js';
import { coloursFor, type CliContext } from './context.js';
import { exitCodeOfCheck } from './exit-codes.js';
import { tellGithub } from './github.js';
import { listenForInterrupt } from './interrupt.js';
import { filePath, folderPath, seedNumber, shardNumber, wholeNumber } from './numbers.js';
import { readFiniteTarget } from './read-finite-target.js';
import { tellOutcome } from './tell-outcome.js';
import { UsageError } from './usage-error.js';

export interface CheckFlags {
  readonly profile: ProfileName;
  readonly seed: number;
  readonly cases?: number;
  readonly workers: number;
  readonly target?: string;
  readonly out: string;
  readonly shard?: RunOptions['shard'];
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

export function addCheck(program: Command, context: CliContext): void {
  program
    .command('check')
    .description('run claims on fixtures and random cases, and say which are certified, held, refuted or inconclusive')
    .argument('[claim...]', 'ids of claims (default: all)')
    .addOption(new Option('--profile <name>', 'how much work').choices(profileNames).default('standard'))
    .option('--seed <n>', 'seed of the random cases', seedNumber, DEFAULT_SEED)
    .option('--cases <n>', "random cases per claim, in place of the profile's number", wholeNumber(0))
    .option('--workers <n>', 'worker threads; 0 works in the main thread', wholeNumber(0), defaultWorkers())
    .option('--target <file>', 'run the claims that take a target on this one (FILE or FILE#name)')
    .option(
      '--out <dir>',
      'where results.json, report.html, junit.xml, results.sarif, counterexamples, failures and the journal go, in place of those of an earlier run',
      folderPath,
      join('reports', 'latest'),
    )
    .option('--shard <i/n>', 'run only the cases whose number modulo N is I − 1', shardNumber)
    .addOption(
      new Option('--baseline [file]', 'hold bounds, enclosures, verdicts and assumptions against those in a file')
        .preset(DEFAULT_BASELINE)
        .argParser(filePath),
    )
    .option('--update-baseline', `write that file (default: ${DEFAULT_BASELINE}) from what is found now`)
    .option('--resume', 'go on with what the journal in --out holds')
    .option('--json', 'print the results as one JSON document on stdout')
    .option('--quiet', 'no progress and no table, only the last line')
    .option('--verbose', 'say more about faults, mutants and counterexamples')
    .addHelpText('after', '\nExample:\n  softproof check max-affine-sup --profile quick --out reports/quick')
    .action((ids: readonly string[], flags: CheckFlags) => check(ids, flags, context));
}

async function check(ids: readonly string[], flags: CheckFlags, context: CliContext): Promise<void> {
  const started = performance.now();
  const { stderr, env } = context;
  const colours = coloursFor(stderr, env);
  const target = flags.target === undefined ? undefined : await readFiniteTarget(flags.target, true);
  const registry = await context.registry();
  const chosen = selectClaims(registry.claims, ids);
  if (target !== undefined) requireTaker(chosen, registry.claims, target);
  const options = runOptions(ids, flags, registry, target);
  const baselineTask = await readBaselineTask(flags);
  prepareRunFiles(flags.out);

  const interrupt = listenForInterrupt(() => {
    stderr.write('Stopping; what is finished is kept. Press Ctrl-C again to end at once.\n');
  });
  const progress = flags.quiet ? undefined : showProgress(stderr, colours);
  let outcome: CheckOutcome;
  let failures: readonly ReplayedCase[];
  try {
    if (!flags.quiet) stderr.write(`profile ${flags.profile}, seed ${flags.seed}\n`);
    const taken = target === undefined ? chosen.map(({ id }) => id) : [];
    const tell = (text: string): void => void stderr.write(text);
    failures = await replayFailures({
      registry,
      claims: taken,
      out: flags.out,
      workers: flags.workers,
      signal: interrupt.signal,
      onLeft: tell,
      ...(flags.quiet ? {} : { onReplayed: tell }),
    });
    const baseline =
      baselineTask && (await runBaselineTask(baselineTask, ids, flags, registry, interrupt.signal, context));
    const found = await runClaims({
      ...options,
      signal: interrupt.signal,
      ...(progress === undefined ? {} : { onEvent: progress.onEvent }),
    });
    outcome = { ...withStoredFailures(found, failures), ...(baseline === undefined ? {} : { baseline }) };
  } finally {
    progress?.stop();
    interrupt.release();
  }

  const seconds = (performance.now() - started) / 1000;
  const results = assembleResults(outcome, describeEnvironment(flags.seed, context.commandLine, seconds));
  const { sourceOf } = registry;
  await writeRun(flags.out, outcome, results, { sourceOf, failures });
  tellOutcome(outcome, results, flags, context, {
    seconds,
    isWhole: ids.length === 0 && target === undefined && flags.shard === undefined,
    before: skippedLines(outcome, chosen),
    hint: outcome.interrupted ? resumeHint(ids, flags) : undefined,
  });
  tellGithub(outcome, sourceOf, context);
  context.exit.code = exitCodeOfCheck(outcome);
}

/** Throws a `UsageError` unless one of the chosen claims has cases for the target. */
function requireTaker(chosen: readonly Claim[], all: readonly Claim[], target: Target): void {
  if (chosen.some((claim) => takes(claim, target))) return;
  if (!chosen.some(({ casesFor }) => casesFor !== undefined)) {
    const able = all.filter(({ casesFor }) => casesFor !== undefined).map(({ id }) => id);
    throw new UsageError(`none of these claims takes a target\n  Claims that do: ${able.join(', ') || 'none yet'}.`);
  }
  const able = all.filter((claim) => takes(claim, target)).map(({ id }) => id);
  const remedy = able.length > 0 ? `Claims that do: ${able.join(', ')}.` : 'Use softproof certify for this target.';
  throw new UsageError(`none of these claims takes this target: they take ${OTHER_KINDS}\n  ${remedy}`);
}

function takes({ casesFor }: Claim, target: Target): boolean {
  return casesFor !== undefined && casesFor(target).length > 0;
}

function runOptions(
  ids: readonly string[],
  { profile, seed, cases, workers, shard, out, resume }: CheckFlags,
  registry: Registry,
  target: Target | undefined,
): RunOptions {
  return {
    registry,
    claims: ids,
    profile,
    seed,
    workers,
    journal: { path: join(out, 'journal.jsonl'), resume: resume === true },
    ...(cases === undefined ? {} : { cases }),
    ...(shard === undefined ? {} : { shard }),
    ...(target === undefined ? {} : { target }),
  };
}
