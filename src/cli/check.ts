/** `softproof check [CLAIM…]`. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Registry } from '../check/registry.js';
import { profileNames } from '../check/profile.js';
import { runClaims, type CheckOutcome, type RunOptions } from '../check/run-claims.js';
import { DEFAULT_SEED } from '../check/seed.js';
import { selectClaims } from '../check/select-claims.js';
import { defaultWorkers } from '../check/task-pool.js';
import type { Target } from '../expression/target.js';
import { caseFilePath, prepareCaseFiles, writeCaseFiles } from '../report/case-files.js';
import { describeEnvironment } from '../report/environment.js';
import { junitXml } from '../report/junit.js';
import { writeReport } from '../report/report-files.js';
import { assembleResults, type Results } from '../report/results.js';
import { shortenInterval } from '../report/shorten.js';
import { claimsTable } from '../report/table.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import type { Claim, ProfileName } from '../theorems/claim.js';
import { showProgress } from './check-progress.js';
import { coloursFor, columnsOf, type CliContext } from './context.js';
import { exitCodeOfCheck } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { folderPath, seedNumber, shardNumber, wholeNumber } from './numbers.js';
import { printJson } from './print-json.js';
import { readFiniteTarget } from './read-finite-target.js';
import { UsageError } from './usage-error.js';

interface CheckFlags {
  readonly profile: ProfileName;
  readonly seed: number;
  readonly cases?: number;
  readonly workers: number;
  readonly target?: string;
  readonly out: string;
  readonly shard?: RunOptions['shard'];
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
      'where results.json, report.html, junit.xml, counterexamples and the journal go, in place of those of an earlier run',
      folderPath,
      join('reports', 'latest'),
    )
    .option('--shard <i/n>', 'run only the cases whose number modulo N is I − 1', shardNumber)
    .option('--resume', 'go on with what the journal in --out holds')
    .option('--json', 'print the results as one JSON document on stdout')
    .option('--quiet', 'no progress and no table, only the last line')
    .option('--verbose', 'say more about faults, mutants and counterexamples')
    .addHelpText('after', '\nExample:\n  softproof check max-affine-sup --profile quick --out reports/quick')
    .action((ids: readonly string[], flags: CheckFlags) => check(ids, flags, context));
}

async function check(ids: readonly string[], flags: CheckFlags, context: CliContext): Promise<void> {
  const started = performance.now();
  const { stdout, stderr, env } = context;
  const colours = coloursFor(stderr, env);
  const target = flags.target === undefined ? undefined : await readFiniteTarget(flags.target, true);
  const registry = await context.registry();
  const chosen = selectClaims(registry.claims, ids);
  if (target !== undefined) requireTaker(chosen, registry.claims, target);
  const options = runOptions(ids, flags, registry, target);
  prepareFolder(flags.out);
  prepareCaseFiles(flags.out);

  const interrupt = listenForInterrupt(() => {
    stderr.write('Stopping; what is finished is kept. Press Ctrl-C again to end at once.\n');
  });
  const progress = flags.quiet ? undefined : showProgress(stderr, colours);
  let outcome: CheckOutcome;
  try {
    if (!flags.quiet) stderr.write(`profile ${flags.profile}, seed ${flags.seed}\n`);
    outcome = await runClaims({
      ...options,
      signal: interrupt.signal,
      ...(progress === undefined ? {} : { onEvent: progress.onEvent }),
    });
  } finally {
    progress?.stop();
    interrupt.release();
  }

  const seconds = (performance.now() - started) / 1000;
  const results = assembleResults(outcome, describeEnvironment(flags.seed, context.commandLine, seconds));
  // A run of nothing leaves the files of an earlier one alone.
  if (outcome.claims.length > 0) {
    writeAtomic(flags.out, 'results.json', `${JSON.stringify(results, undefined, 2)}\n`);
    writeAtomic(flags.out, 'junit.xml', junitXml(outcome));
    writeCaseFiles(flags.out, outcome);
    await writeReport(flags.out, outcome, results);
  }

  const prose = flags.json ? stderr : stdout;
  if (!flags.json && !flags.quiet && outcome.claims.length > 0) {
    stdout.write(`\n${claimsTable(outcome, coloursFor(stdout, env), columnsOf(stdout))}\n`);
  }
  if (!flags.quiet)
    for (const line of [...skippedLines(outcome, chosen), ...notes(outcome, flags)]) prose.write(`${line}\n`);
  if (outcome.interrupted) stderr.write(`${resumeHint(ids, flags)}\n`);
  if (flags.json) printJson(stdout, results);
  const isWhole = ids.length === 0 && target === undefined && flags.shard === undefined;
  prose.write(`${lastLine(outcome, results, flags.out, isWhole, seconds)}\n`);
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

/** What claims ask of a target, beyond that it is one. */
const OTHER_KINDS = 'targets of another kind (such as key and query tokens, fewer inputs, or no singularities)';

/** One line for each reason why claims were left out. */
function skippedLines({ skipped }: CheckOutcome, chosen: readonly Claim[]): string[] {
  const takesNone = new Set(chosen.filter(({ casesFor }) => casesFor === undefined).map(({ id }) => id));
  const line = (what: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`claims that take ${what}, not run: ${ids.join(', ')}`];
  return [
    ...line(
      'no target',
      skipped.filter((id) => takesNone.has(id)),
    ),
    ...line(
      OTHER_KINDS,
      skipped.filter((id) => !takesNone.has(id)),
    ),
  ];
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

/** What the table has no room for: why a claim is not certified, counterexamples, survivors, faults. */
function notes({ claims }: CheckOutcome, { out, verbose }: CheckFlags): string[] {
  const replay = (claim: string, mutant?: string): string =>
    `  replay: softproof replay ${quoted(caseFilePath(out, claim, mutant))}`;
  const lines: string[] = [];
  for (const { claim, verdict, reason, counterexample, weakest, mutants, faults } of claims) {
    if (reason !== undefined) lines.push(`${claim.id}: ${verdict}, because ${reason}`);
    if (weakest !== undefined) lines.push(`  first of them: case ${weakest.index}, ${weakest.description}`);
    if (weakest !== undefined && weakest.note !== '') lines.push(`  ${weakest.note}`);
    if (counterexample !== undefined) {
      const { description, observed, bound } = counterexample;
      lines.push(
        `  counterexample: ${description}`,
        `  observed ${shortenInterval(observed)}, bound ${bound}`,
        replay(claim.id),
      );
    }
    for (const mutant of mutants) {
      if (!mutant.refuted) {
        lines.push(`${claim.id}: the mutant ${mutant.id} survived ${mutant.tried} cases: ${mutant.description}`);
      } else if (verbose && mutant.counterexample !== undefined) {
        lines.push(
          `${claim.id}: the mutant ${mutant.id} is refuted by ${mutant.counterexample.description}`,
          replay(claim.id, mutant.id),
        );
      }
    }
    for (const { where, message, stack, case: text } of faults) {
      lines.push(`${claim.id}: internal fault in ${where}: ${verbose ? stack : message}`);
      if (text !== undefined) lines.push(`  case ${text}`);
    }
  }
  const faulty = claims.some(({ faults }) => faults.length > 0);
  return faulty ? [...lines, 'An internal fault is an error of softproof: please report it with the case.'] : lines;
}

function resumeHint(ids: readonly string[], { profile, seed, out, target, cases, shard }: CheckFlags): string {
  const words = ['softproof check', ...ids, `--profile ${profile} --seed ${seed} --out ${quoted(out)}`];
  if (target !== undefined) words.push(`--target ${quoted(target)}`);
  if (cases !== undefined) words.push(`--cases ${cases}`);
  if (shard !== undefined) words.push(`--shard ${shard.index + 1}/${shard.count}`);
  return `Stopped. To go on: ${words.join(' ')} --resume`;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:#@%+=,-]+$/.test(word) ? word : `'${word.replace(/'/g, String.raw`'\''`)}'`;
}

function lastLine({ claims }: CheckOutcome, results: Results, out: string, isWhole: boolean, seconds: number): string {
  const verdicts = ['certified', 'held', 'refuted', 'inconclusive'] as const;
  const totals = verdicts
    .map((verdict) => [claims.filter((outcome) => outcome.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const run = results.claims.reduce((sum, { mutants }) => sum + mutants.run, 0);
  const refuted = results.claims.reduce((sum, { mutants }) => sum + mutants.refuted, 0);
  const time = `${seconds.toFixed(1)} s`;
  if (claims.length === 0) return `no claim ran; ${time}. No results were written to ${out}`;
  const killed = run === 0 ? '' : `; ${refuted} of ${run} mutants refuted`;
  const alone = isWhole ? '' : ', of this run alone';
  return `${totals.join(', ')}${killed}; ${time}. Files: ${join(out, 'report.html')}, ${join(out, 'results.json')}, ${join(out, 'junit.xml')}${alone}`;
}
