/** Tells on the terminal what a check, or a merge of shards, came to. */
import type { CheckOutcome } from '../check/run-claims.js';
import type { Results } from '../report/results.js';
import { claimsTable } from '../report/table.js';
import { lastLine, notes } from './check-notes.js';
import { coloursFor, columnsOf, type CliContext } from './context.js';
import { printJson } from './print-json.js';

export interface TellFlags {
  readonly out: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

export interface Telling {
  /** How long the command took. */
  readonly seconds: number;
  /** Do the results stand for all claims? */
  readonly isWhole: boolean;
  /** Lines to be told before the notes. */
  readonly before?: readonly string[];
  /** A line on stderr after them. */
  readonly hint?: string | undefined;
}

export function tellOutcome(
  outcome: CheckOutcome,
  results: Results,
  flags: TellFlags,
  { stdout, stderr, env }: CliContext,
  { seconds, isWhole, before = [], hint }: Telling,
): void {
  const prose = flags.json ? stderr : stdout;
  if (!flags.json && !flags.quiet && outcome.claims.length > 0) {
    stdout.write(`\n${claimsTable(outcome, coloursFor(stdout, env), columnsOf(stdout))}\n`);
  }
  if (!flags.quiet) for (const line of [...before, ...notes(outcome, flags)]) prose.write(`${line}\n`);
  if (hint !== undefined) stderr.write(`${hint}\n`);
  if (flags.json) printJson(stdout, results);
  prose.write(`${lastLine(outcome, results, flags.out, isWhole, seconds)}\n`);
}
