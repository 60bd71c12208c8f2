/** `softproof inspect TARGET`. */
import type { Command } from 'commander';
import { inspectTarget } from '../check/inspect-target.js';
import { inspectionText } from '../report/inspection-text.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { printJson } from './print-json.js';
import { readFiniteTarget } from './read-finite-target.js';

export function addInspect(program: Command, context: CliContext): void {
  program
    .command('inspect')
    .description('show what was understood of a target: expression, range, Lipschitz constant, smoothness')
    .argument('<target>', 'target file, FILE or FILE#name')
    .option('--json', 'print the inspection as one JSON document on stdout')
    .option('--quiet', 'no effect: there is no progress to leave out')
    .option('--verbose', 'say more when something goes wrong')
    .addHelpText('after', '\nExample:\n  softproof inspect fixtures/targets/franke.ts')
    .action(async (path: string, flags: { json?: true }) => {
      const { stdout, env } = context;
      const inspection = inspectTarget(await readFiniteTarget(path, true));
      if (flags.json) printJson(stdout, inspection);
      else stdout.write(`${inspectionText(inspection, coloursFor(stdout, env))}\n`);
      if (inspection.modulus?.verdict === 'refuted') context.exit.code = EXIT.refuted;
    });
}
