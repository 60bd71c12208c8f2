/** The command line as commander sees it: one file per command, of which only the one that is asked for is loaded. */
import { Command } from 'commander';
import { softproofVersion } from '../check/version.js';
import { processContext, type CliContext } from './context.js';

const ends = `
Exit codes:
  0  everything certified or held
  1  something refuted, invalid or worse than the baseline, a mutant survived, or a replayed case is not as stored
  2  inconclusive: the budget ended first, or the run was stopped
  3  invalid input or usage
  4  internal fault

Example:
  softproof check --profile quick`;

type Add = (program: Command, context: CliContext) => void;

const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  check: async () => (await import('./check.js')).addCheck,
  claims: async () => (await import('./claims.js')).addClaims,
  certify: async () => (await import('./certify.js')).addCertify,
  audit: async () => (await import('./audit.js')).addAudit,
  design: async () => (await import('./design.js')).addDesign,
  inspect: async () => (await import('./inspect.js')).addInspect,
  merge: async () => (await import('./merge.js')).addMerge,
  probe: async () => (await import('./probe.js')).addProbe,
  replay: async () => (await import('./replay.js')).addReplay,
  report: async () => (await import('./report.js')).addReport,
  sample: async () => (await import('./sample.js')).addSample,
  sweep: async () => (await import('./sweep.js')).addSweep,
  verify: async () => (await import('./verify.js')).addVerify,
};

/**
 * The program for a command line, `argv` as in `process.argv`: with the command that it names, or with all where it names none.
 * Running it leaves the exit code in the context, and throws what went wrong.
 */
export async function createProgram(
  argv: readonly string[] = [],
  context: CliContext = processContext(),
): Promise<Command> {
  const program = new Command('softproof')
    .description(
      'Executable theorems about softmax attention: builds the weights of the proofs and decides the claims.',
    )
    .version(softproofVersion, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .addHelpText('after', ends)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  const named = Object.keys(COMMANDS).filter((name) => name === argv[2]);
  // Alone, the version needs no command.
  const isVersion = argv.length === 3 && argv[2] === '--version';
  const names = named.length > 0 || isVersion ? named : Object.keys(COMMANDS);
  for (const name of names) (await COMMANDS[name]!())(program, context);
  return program;
}
