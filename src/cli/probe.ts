/** `softproof probe CLAIM|TARGET`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { DEFAULT_CASES, probe as hunt, type ProbeOptions } from '../check/probe/probe.js';
import type { ProbeReport } from '../check/probe/probe-report.js';
import { profileNames } from '../check/profile.js';
import type { Registry } from '../check/registry.js';
import { DEFAULT_SEED } from '../check/seed.js';
import { findClaim } from '../check/select-claims.js';
import { defaultWorkers } from '../check/task-pool.js';
import { probedCaseFiles } from '../report/probe-files.js';
import { probeText } from '../report/probe-text.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT, exitCodeOfVerdict } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { folderPath, realNumber, seedNumber, wholeNumber } from './numbers.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';
import { readFiniteTarget } from './read-finite-target.js';

interface ProbeFlags extends Required<Pick<ProbeOptions, 'cases' | 'compare' | 'seed' | 'workers' | 'profile'>> {
  readonly time?: number;
  readonly store?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const help = `
Cases are counted, so that one seed gives one answer; --time only ends the search before its cases are used up.

Example:
  softproof probe truncated-single
  softproof probe max-affine-sup --compare 10000 --store fixtures/cases
  softproof probe fixtures/targets/sin.ts`;

export function addProbe(program: Command, context: CliContext): void {
  program
    .command('probe')
    .description('hunt the case on which a claim is tightest: its ratio observed/bound, the input, the least R and P')
    .argument('<subject>', 'id of a claim, or a target file, FILE or FILE#name, for all claims that take it')
    .option('--cases <n>', 'cases that the search may decide', wholeNumber(1), DEFAULT_CASES)
    .option(
      '--compare <n>',
      'also measure this many random cases, and say by how much the search is ahead',
      wholeNumber(0),
      0,
    )
    .option('--time <s>', 'most seconds; what is found by then is the answer', realNumber(false))
    .option('--seed <n>', 'seed of the search', seedNumber, DEFAULT_SEED)
    .addOption(
      new Option('--profile <name>', 'how much work the worst case is worth in the end')
        .choices(profileNames)
        .default('standard'),
    )
    .option('--workers <n>', 'threads; the answer does not depend on it', wholeNumber(0), defaultWorkers())
    .option('--store <dir>', 'write the worst case of each claim to this folder, for softproof replay', folderPath)
    .option('--json', 'print what was found as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say more when something goes wrong')
    .addHelpText('after', help)
    .action((subject: string, flags: ProbeFlags) => run(subject, flags, context));
}

async function run(name: string, flags: ProbeFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  const { time, store, json, quiet, cases, compare, seed, workers, profile } = flags;
  const registry = await context.registry();
  const subject = await subjectOf(name, registry);
  if (store !== undefined) prepareFolder(store);
  const interrupt = listenForInterrupt(() => stderr.write('Stopping with what is found so far.\n'));
  const progress = showLine(stderr, quiet === true);
  let report: ProbeReport;
  try {
    report = await hunt({
      registry,
      subject,
      ...{ cases, compare, seed, workers, profile },
      ...(time === undefined ? {} : { seconds: time }),
      signal: interrupt.signal,
      onProgress: (what) => progress.tell(what),
    });
  } finally {
    progress.stop();
    interrupt.release();
  }
  const files = store === undefined ? [] : probedCaseFiles(report);
  for (const file of files) writeAtomic(store!, file.name, file.text);
  if (json) printJson(stdout, report);
  else stdout.write(`${probeText(report, coloursFor(stdout, env))}\n`);
  for (const file of files) (json ? stderr : stdout).write(`softproof replay ${join(store!, file.name)}\n`);
  context.exit.code = exitCode(report);
}

/** A claim, unless there is such a file. */
async function subjectOf(name: string, registry: Registry): Promise<ProbeOptions['subject']> {
  const [path] = name.split('#') as [string];
  const isFile = /[./\\#]/.test(name) || existsSync(path);
  return isFile && !registry.claims.some(({ id }) => id === name)
    ? readFiniteTarget(name, true)
    : findClaim(registry.claims, name).id;
}

/** What is refuted outweighs what is open; a search that somebody stopped is open, one that its time ended is not. */
function exitCode({ claims, stopped }: ProbeReport): number {
  const codes = claims.flatMap(({ worst }) => (worst === undefined ? [] : [exitCodeOfVerdict(worst.result.verdict)]));
  if (codes.includes(EXIT.refuted)) return EXIT.refuted;
  return stopped === 'interrupt' || codes.length === 0 || codes.includes(EXIT.inconclusive)
    ? EXIT.inconclusive
    : EXIT.ok;
}
