/** `softproof replay FILE`. */
import { Option, type Command } from 'commander';
import { profileNames } from '../check/profile.js';
import { replayCases, type ReplayOutcome } from '../check/replay.js';
import { readStoredCases } from '../check/stored-case-file.js';
import { replayDocument } from '../report/replay-document.js';
import { replaySummary, replayText } from '../report/replay-text.js';
import type { ProfileName } from '../theorems/claim.js';
import { coloursFor, type CliContext } from './context.js';
import { exitCodeOfReplay } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';

interface ReplayFlags {
  readonly profile?: ProfileName;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

export function addReplay(program: Command, context: CliContext): void {
  program
    .command('replay')
    .description('decide a stored case again, or every counterexample in the results of a check')
    .argument('<file>', 'a stored case, or results.json')
    .addOption(new Option('--profile <name>', 'how much work (default: that of the file)').choices(profileNames))
    .option('--json', 'print what was found as one JSON document on stdout')
    .option('--quiet', 'no progress, and only the last line')
    .option('--verbose', 'say more about every case')
    .addHelpText(
      'after',
      '\nExample:\n  softproof replay reports/latest/counterexamples/indicator--one-competitor-too-few.json',
    )
    .action((file: string, flags: ReplayFlags) => replay(file, flags, context));
}

async function replay(file: string, flags: ReplayFlags, context: CliContext): Promise<void> {
  const started = performance.now();
  const { stdout, stderr, env } = context;
  const registry = await context.registry();
  const cases = await readStoredCases(file, registry.claims);

  const interrupt = listenForInterrupt(() => stderr.write('Stopping; what is finished is kept.\n'));
  if (flags.verbose) stderr.write(`replaying ${cases.length}; Ctrl-C ends with what is finished\n`);
  const progress = showLine(stderr, flags.quiet === true);
  let outcome: ReplayOutcome;
  try {
    outcome = await replayCases({
      registry,
      cases,
      signal: interrupt.signal,
      onProgress: (done) => progress.tell(`${done} of ${cases.length} cases replayed`),
      ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    });
  } finally {
    progress.stop();
    interrupt.release();
  }
  if (flags.json) printJson(stdout, replayDocument(file, outcome, (performance.now() - started) / 1000));
  else if (!flags.quiet && outcome.cases.length > 0) {
    stdout.write(`${replayText(outcome, coloursFor(stdout, env), flags.verbose === true)}\n`);
  }
  if (cases.length === 0) stderr.write(`${file}: there is no counterexample in it, so nothing is shown.\n`);
  const prose = flags.json ? stderr : stdout;
  if (cases.length > 0) prose.write(`${replaySummary(outcome, cases.length)}\n`);
  context.exit.code = exitCodeOfReplay(outcome);
}
