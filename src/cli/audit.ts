/** `softproof audit TARGET`. */
import { Option, type Command } from 'commander';
import type { AuditOptions } from '../check/audit-options.js';
import { auditTarget } from '../check/audit-target.js';
import { accumulations, type Accumulation } from '../formats/accumulate.js';
import { formatNames } from '../formats/formats.js';
import { softmaxAlgorithms, type SoftmaxAlgorithm } from '../formats/softmax-mean.js';
import { auditText } from '../report/audit-text.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { cellNumbers, realText } from './numbers.js';
import { printJson } from './print-json.js';
import { readFiniteTarget } from './read-finite-target.js';
import { UsageError } from './usage-error.js';

interface AuditFlags extends Pick<AuditOptions, 'cells' | 'inverseTemperature' | 'kappa' | 'mask'> {
  readonly construction: string;
  readonly formats?: readonly string[];
  readonly scores?: 'uncentred' | 'centred';
  readonly softmax: SoftmaxAlgorithm;
  readonly accumulate: Accumulation;
  readonly fma?: true;
  readonly scale: 'folded' | 'separate';
  readonly json?: true;
  readonly quiet?: true;
}

const help = `
A format fails when the largest error found exceeds the certified error of the exact layer by more than a tenth, or when an
output is not finite. Formats: ${formatNames.join(', ')} (K digits).

Example:
  softproof audit fixtures/targets/sin.ts --cells 256 --inverse-temperature 3621000
  softproof audit fixtures/targets/sin.ts --cells 40 --formats float16,bfloat16,fp8-e5m2 --accumulate wide`;

export function addAudit(program: Command, context: CliContext): void {
  program
    .command('audit')
    .description('show which floating-point formats carry a layer: predicted and measured errors, reasons, remedies')
    .argument('<target>', 'target file, FILE or FILE#name')
    .option('--construction <id>', 'a construction that is one layer on a grid', 'max-affine')
    .option('--cells <p>', 'cells per axis: one number, or one per axis separated by commas', cellNumbers)
    .option(
      '--inverse-temperature <r>',
      'R, or auto: 4 ln(10^6)/s² for the smallest cell width s (default: auto)',
      temperature,
    )
    .option('--kappa <k>', 'sets R = K/s² instead', realText(false))
    .option('--mask <m>', 'mask weight M', realText(true))
    .option('--formats <list>', 'formats separated by commas (default: float64,float32,float16,bfloat16)', nameList)
    .addOption(
      new Option('--scores <form>', '(Rx)ᵀv − R‖v‖²/2, or −(R/2)‖x − v‖² (default: both)').choices([
        'uncentred',
        'centred',
      ]),
    )
    .addOption(
      new Option('--softmax <algorithm>', 'how exponentials are formed')
        .choices([...softmaxAlgorithms])
        .default('shifted'),
    )
    .addOption(
      new Option('--accumulate <order>', 'how sums are formed').choices([...accumulations]).default('sequential'),
    )
    .option('--fma', 'add products by fused multiply-add')
    .addOption(
      new Option('--scale <place>', 'where 1/√d_k is applied').choices(['folded', 'separate']).default('folded'),
    )
    .option('--json', 'print the audit as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say more when something goes wrong')
    .addHelpText('after', help)
    .action((path: string, flags: AuditFlags) => audit(path, flags, context));
}

function temperature(text: string): string {
  return text === 'auto' ? text : realText(false)(text);
}

function nameList(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}

async function audit(path: string, flags: AuditFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  const { accumulate, json, quiet, ...options } = flags;
  if (options.inverseTemperature !== undefined && options.kappa !== undefined) {
    throw new UsageError('--inverse-temperature and --kappa both set R\n  Give one of them.');
  }
  const target = await readFiniteTarget(path);
  const isShown = quiet !== true && stderr.isTTY === true;
  const report = auditTarget(target, { ...options, accumulation: accumulate }, ({ format, scores }) => {
    if (isShown) stderr.write(`${format}, ${scores}: done\n`);
  });
  if (json) printJson(stdout, report);
  else stdout.write(`${auditText(report, coloursFor(stdout, env))}\n`);
  context.exit.code = EXIT.ok;
}
