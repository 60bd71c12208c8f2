/** `softproof certify TARGET`. */
import type { Command } from 'commander';
import { certifyInThread } from '../check/certify-thread.js';
import { requireSize, type Certification, type CertifyOptions } from '../check/certify-target.js';
import { construct, constructionIds } from '../check/construct.js';
import { enclosureText } from '../report/enclosure-text.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT, exitCodeOfVerdict } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { cellNumbers, realNumber, realText, wholeNumber } from './numbers.js';
import { printJson } from './print-json.js';
import { readFiniteTarget } from './read-finite-target.js';
import { showSearch } from './search-progress.js';
import { UsageError } from './usage-error.js';

interface CertifyFlags {
  readonly construction: string;
  readonly cells: readonly number[];
  readonly inverseTemperature?: string;
  readonly kappa?: string;
  readonly mask?: string;
  readonly tolerance: number;
  readonly absolute: number;
  readonly boxes: number;
  readonly time?: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

export function addCertify(program: Command, context: CliContext): void {
  program
    .command('certify')
    .description('enclose the sup-norm error of one construction for a target, rigorously')
    .argument('<target>', 'target file, FILE or FILE#name')
    .option('--construction <id>', `the construction: ${constructionIds.join(', ')}`, 'max-affine')
    .requiredOption('--cells <p>', 'cells per axis: one number, or one per axis separated by commas', cellNumbers)
    .option(
      '--inverse-temperature <r>',
      'R, or auto: 4 ln(10^6)/s² for the smallest cell width s (default: auto)',
      temperature,
    )
    .option('--kappa <k>', 'sets R = K/s² instead', realText(false))
    .option('--mask <m>', 'mask weight M (default: as large as rounding can tell)', realText(true))
    .option('--tolerance <rel>', 'stop when upper − lower ≤ max(REL·lower, ABS)', realNumber(true), 0.05)
    .option('--absolute <abs>', 'ABS of the same rule', realNumber(true), 1e-12)
    .option('--boxes <n>', 'most boxes examined', wholeNumber(1), 10_000_000)
    .option('--time <s>', 'most seconds of solving', realNumber(false))
    .option('--json', 'print the enclosure as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say when the search begins, and more when something goes wrong')
    .addHelpText('after', '\nExample:\n  softproof certify fixtures/targets/sin-cos.ts --cells 32 --tolerance 0.1')
    .action((path: string, flags: CertifyFlags) => certify(path, flags, context));
}

function temperature(text: string): string {
  return text === 'auto' ? text : realText(false)(text);
}

async function certify(path: string, flags: CertifyFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  const options = certifyOptions(flags);
  const target = await readFiniteTarget(path);
  requireSize(construct(flags.construction, target, options));

  const interrupt = listenForInterrupt(() => stderr.write('Stopping with the enclosure so far.\n'));
  if (flags.verbose)
    stderr.write(`searching, ${options.boxes ?? 0} boxes at most; Ctrl-C ends with the enclosure so far\n`);
  const progress = showSearch(stderr, flags.quiet === true);
  let found: Certification;
  try {
    found = await certifyInThread(target, options, interrupt.signal, progress.onProgress);
  } finally {
    progress.stop();
    interrupt.release();
  }
  const { report, status } = found;
  if (flags.json) printJson(stdout, report);
  else stdout.write(`${enclosureText(target.name, found, coloursFor(stdout, env))}\n`);
  if (status === 'budget') {
    stderr.write('The search ended before the tolerance was met; the enclosure is true, but wide.\n');
    stderr.write(`  To narrow it, raise ${flags.time === undefined ? '' : '--time or '}--boxes, or --tolerance.\n`);
  }
  const code = exitCodeOfVerdict(report.verdict);
  context.exit.code = code === EXIT.ok && status === 'budget' ? EXIT.inconclusive : code;
}

function certifyOptions(flags: CertifyFlags): Omit<CertifyOptions, 'onProgress' | 'stop'> {
  const { construction, cells, inverseTemperature, kappa, mask, tolerance, absolute, boxes, time } = flags;
  if (inverseTemperature !== undefined && kappa !== undefined) {
    throw new UsageError('--inverse-temperature and --kappa both set R\n  Give one of them.');
  }
  if (tolerance === 0 && absolute === 0) {
    throw new UsageError(
      '--tolerance 0 and --absolute 0 together can never be met\n  Give one of them a positive number.',
    );
  }
  return {
    construction,
    cells,
    relative: tolerance,
    absolute,
    boxes,
    ...(inverseTemperature === undefined ? {} : { inverseTemperature }),
    ...(kappa === undefined ? {} : { kappa }),
    ...(mask === undefined ? {} : { mask }),
    ...(time === undefined ? {} : { seconds: time }),
  };
}
