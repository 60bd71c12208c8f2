/** `softproof audit TARGET`. */
import { Option, type Command } from 'commander';
import { auditLayer } from '../check/audit-layer.js';
import type { AuditReport } from '../check/audit-target.js';
import { readLayerFile } from '../check/layer-file.js';
import { accumulations } from '../formats/accumulate.js';
import { formatNames } from '../formats/formats.js';
import { softmaxAlgorithms } from '../formats/softmax-mean.js';
import { auditText } from '../report/audit-text.js';
import { asksForSeveral, auditLayers } from './audit-grid.js';
import { auditOneLayer, type AuditFlags } from './audit-target.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import {
  cellNumbers,
  cellSteps,
  decadeSteps,
  ghostNumbers,
  kappaSteps,
  rangeText,
  realNumber,
  realText,
  temperature,
  wholeNumber,
} from './numbers.js';
import { orRange } from './one-or-more.js';
import { printJson } from './print-json.js';
import { UsageError } from './usage-error.js';

const help = `
A format fails when the largest error found exceeds the certified error of the exact layer by more than a tenth, or when an
output is not finite. Formats: ${formatNames.join(', ')} (K digits).

Example:
  softproof audit fixtures/targets/sin.ts --cells 256 --inverse-temperature 3621000
  softproof audit fixtures/targets/sin.ts --construction gaussian-2 --cells 1024 --kappa 2 --formats float32
  softproof audit fixtures/targets/sin.ts --cells 16 --kappa 8 --noise 1e-6:1e-2 --formats float32
  softproof audit fixtures/targets/sin.ts --cells 16:256 --formats float16,bfloat16 --plot formats.svg
  softproof audit --layer head.json --formats float16,bfloat16
  softproof audit --layer head.safetensors --box -1,1 --tokens 8
  softproof audit fixtures/targets/sin.ts --cells 40 --formats float16,bfloat16,fp8-e5m2 --accumulate wide`;

export function addAudit(program: Command, context: CliContext): void {
  program
    .command('audit')
    .description('show which floating-point formats carry a layer: predicted and measured errors, reasons, remedies')
    .argument('[target]', 'target file, FILE or FILE#name; none with --layer')
    .option('--construction <id>', 'a construction that is one layer on a grid (default: max-affine)')
    .option(
      '--cells <p>',
      'cells per axis: one number, one per axis separated by commas, or A:B for A, 2A, 4A, … up to B on every axis',
      orRange(cellNumbers, cellSteps, ':'),
    )
    .option(
      '--inverse-temperature <r>',
      'R, or auto: 4 ln(10^6)/s² for the smallest cell width s (default: auto); or several, as with --kappa',
      orRange(temperature, kappaSteps, ':,'),
    )
    .option(
      '--kappa <k>',
      'sets R = K/s² instead: one number, A:B in doublings, or a list',
      orRange(realText(false), kappaSteps, ':,'),
    )
    .option('--ghosts <m>', 'ghost cells per side beyond the domain, of Gaussian constructions', ghostNumbers)
    .option('--mask <m>', 'mask weight M', realText(true))
    .option('--layer <file>', 'audit an attention head of your own instead: its matrices as JSON or safetensors')
    .option(
      '--allow <abs>',
      'with --layer, largest change of an output (default: 1/1000 of the largest output)',
      realNumber(false),
    )
    .option('--box <a,b>', 'with --layer, where every input lies, if the file does not say', rangeText)
    .option('--tokens <n>', 'with --layer, how many tokens the head reads, if the file does not say', wholeNumber(1))
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
    .option(
      '--noise <range>',
      'also wrong weights: A:B for A, 10A, … up to B, or a list; relative to the largest entry of each matrix',
      decadeSteps,
    )
    .option('--plot <file>', 'with several cells or temperatures, also write a plot as SVG')
    .option('--json', 'print the audit as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say more when something goes wrong')
    .addHelpText('after', help)
    .action((path: string | undefined, flags: AuditFlags) => audit(path, flags, context));
}

function nameList(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}

async function audit(path: string | undefined, flags: AuditFlags, context: CliContext): Promise<void> {
  const { stdout, env } = context;
  if (asksForSeveral(flags)) return auditLayers(path, flags, context);
  const report =
    flags.layer === undefined ? await auditOneLayer(path, flags, context) : await ofLayer(path, flags.layer, flags);
  if (flags.json) printJson(stdout, report);
  else stdout.write(`${auditText(report, coloursFor(stdout, env))}\n`);
  context.exit.code = EXIT.ok;
}

/** Options of targets and grids, which a head of one's own has not. */
const OF_TARGETS = [
  'construction',
  'cells',
  'inverseTemperature',
  'kappa',
  'ghosts',
  'mask',
  'scores',
  'noise',
  'plot',
] as const;

async function ofLayer(path: string | undefined, file: string, flags: AuditFlags): Promise<AuditReport> {
  const { accumulate, formats, softmax, fma, scale, allow, box, tokens } = flags;
  const foreign = OF_TARGETS.find((name) => flags[name] !== undefined);
  if (path !== undefined || foreign !== undefined) {
    const what =
      path === undefined
        ? `--${foreign!.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
        : `the target ${path}`;
    throw new UsageError(
      `${what} beside --layer: a head of your own is compared with itself in exact arithmetic\n  Leave it out.`,
    );
  }
  const given = {
    ...(box === undefined ? {} : { box: [Number(box[0]), Number(box[1])] as const }),
    ...(tokens === undefined ? {} : { tokens }),
  };
  return auditLayer(file, await readLayerFile(file, given), {
    softmax,
    accumulation: accumulate,
    scale,
    ...(formats === undefined ? {} : { formats }),
    ...(fma === undefined ? {} : { fma }),
    ...(allow === undefined ? {} : { allowed: allow }),
  });
}
