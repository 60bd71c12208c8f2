/** `softproof report DIR`. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { readRun } from '../report/read-results.js';
import { REPORT_FILE, writePage } from '../report/report-files.js';
import { prepareFolder } from '../report/write-atomic.js';
import type { CliContext } from './context.js';
import { folderPath } from './numbers.js';
import { printJson } from './print-json.js';

interface ReportFlags {
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export function addReport(program: Command, context: CliContext): void {
  program
    .command('report')
    .description('write the page of a check again, from the results and pictures in its folder')
    .argument('<dir>', 'the folder that softproof check wrote')
    .option('--out <dir>', 'where report.html goes (default: the same folder)', folderPath)
    .option('--json', 'print the path of the page as one JSON document on stdout')
    .option('--quiet', 'say nothing')
    .addHelpText('after', '\nExample:\n  softproof report reports/latest')
    .action((folder: string, flags: ReportFlags) => report(folder, flags, context));
}

async function report(
  folder: string,
  { out = folder, json, quiet }: ReportFlags,
  { stdout }: CliContext,
): Promise<void> {
  const { results, pictures } = await readRun(folder);
  prepareFolder(out);
  await writePage(out, results, pictures);
  const file = join(out, REPORT_FILE);
  if (json) printJson(stdout, { file });
  else if (!quiet) stdout.write(`${file}\n`);
}
