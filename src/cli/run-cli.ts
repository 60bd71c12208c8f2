/** Runs the command line and turns whatever happens into an exit code and a message. */
import { CommanderError } from 'commander';
import { BaselineError } from '../check/baseline/baseline-error.js';
import { JournalError } from '../check/journal.js';
import { InvalidFileError } from '../check/read-json-file.js';
import { UnknownClaimError } from '../check/select-claims.js';
import { UnknownConstructionError } from '../check/unknown-construction-error.js';
import { ConstructionError } from '../constructions/construction.js';
import { UnreadableFileError } from '../expression/read-text-file.js';
import { TargetError } from '../expression/target.js';
import { MergeError } from '../report/merge/require-one-run.js';
import { OutputError } from '../report/write-atomic.js';
import { SamplingError } from '../sampling/sampling-error.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { createProgram } from './program.js';
import { UsageError } from './usage-error.js';

/** What a user can put right. */
const usageErrors = [
  BaselineError,
  ConstructionError,
  InvalidFileError,
  JournalError,
  MergeError,
  OutputError,
  SamplingError,
  TargetError,
  UnknownClaimError,
  UnknownConstructionError,
  UnreadableFileError,
  UsageError,
];

/** `argv` as in `process.argv`: the words begin at index 2. Never throws. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  try {
    const program = await createProgram(argv, context);
    await program.parseAsync(argv);
    return context.exit.code;
  } catch (error) {
    return explain(error, argv.includes('--verbose'), context);
  }
}

function explain(error: unknown, verbose: boolean, { stderr }: CliContext): number {
  if (error instanceof CommanderError) {
    // Commander has already written help or its message. Help that was not asked for is an error of usage.
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return EXIT.ok;
    if (error.code !== 'commander.help') stderr.write('  See softproof --help, or --help after a command.\n');
    return EXIT.usage;
  }
  if (usageErrors.some((kind) => error instanceof kind) || isSystemError(error)) {
    const { message, stack } = error as Error;
    stderr.write(`error: ${verbose ? (stack ?? message) : message}\n`);
    if (error instanceof UnknownClaimError) stderr.write('  softproof claims lists them.\n');
    return EXIT.usage;
  }
  const known = error instanceof Error ? error : new Error(String(error));
  stderr.write(`internal fault: ${verbose ? (known.stack ?? known.message) : known.message}\n`);
  stderr.write(
    '  This is an error of softproof. Please report it with the command line and the output of --verbose.\n',
  );
  return EXIT.fault;
}

/** A file that cannot be read or written, in the words of the operating system. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
