/** The command line as commander sees it: one file per command. */
import { Command } from 'commander';
import { softproofVersion } from '../check/version.js';
import { addAudit } from './audit.js';
import { addCertify } from './certify.js';
import { addCheck } from './check.js';
import { addClaims } from './claims.js';
import { processContext, type CliContext } from './context.js';
import { addDesign } from './design.js';
import { addInspect } from './inspect.js';
import { addMerge } from './merge.js';
import { addProbe } from './probe.js';
import { addReplay } from './replay.js';
import { addReport } from './report.js';
import { addSample } from './sample.js';
import { addSweep } from './sweep.js';
import { addVerify } from './verify.js';

const ends = `
Exit codes:
  0  everything certified or held
  1  something refuted, invalid or worse than the baseline, a mutant survived, or a replayed case is not as stored
  2  inconclusive: the budget ended first, or the run was stopped
  3  invalid input or usage
  4  internal fault

Example:
  softproof check --profile quick`;

/** The program; running it leaves the exit code in the context, and throws what went wrong. */
export function createProgram(context: CliContext = processContext()): Command {
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
  const all = [
    addCheck,
    addClaims,
    addCertify,
    addAudit,
    addDesign,
    addInspect,
    addMerge,
    addProbe,
    addReplay,
    addReport,
    addSample,
    addSweep,
    addVerify,
  ];
  for (const add of all) add(program, context);
  return program;
}
