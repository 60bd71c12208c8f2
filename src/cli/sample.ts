/** `softproof sample TARGET`. */
import { Option, type Command } from 'commander';
import { sampledConstructions, sampleTarget, type SampleTargetOptions } from '../check/sample-target.js';
import type { SampleReport } from '../check/sample-report.js';
import { defaultWorkers } from '../check/task-pool.js';
import { counted } from '../report/counted.js';
import { completePartition } from '../check/valued-partition.js';
import { samplePartition } from '../check/sample-partition.js';
import { readPartition } from '../check/read-partition.js';
import type { Target } from '../expression/target.js';
import { sampleText } from '../report/sample-text.js';
import { ARITHMETICS } from '../sampling/arithmetic.js';
import type { Queries } from '../sampling/queries.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT, exitCodeOfVerdict } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { cellNumbers, ghostNumbers, normText, realText, seedNumber, temperature, wholeNumber } from './numbers.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';
import { readFiniteTarget } from './read-finite-target.js';
import { readQueries } from './read-queries.js';
import { UsageError } from './usage-error.js';

interface SampleFlags extends Pick<
  SampleTargetOptions,
  'construction' | 'cells' | 'inverseTemperature' | 'kappa' | 'ghosts' | 'mask' | 'arithmetic' | 'digits' | 'device'
> {
  readonly norm: string;
  readonly workers: number;
  readonly queries?: readonly number[];
  readonly scattered?: number;
  readonly seed?: number;
  readonly queriesFile?: string;
  readonly partition?: string;
  readonly histogram?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

const help = `
A sample decides nothing: what it finds is a lower bound of the error. softproof certify encloses the error itself.

Example:
  softproof sample fixtures/targets/sin-cos.ts --cells 256 --queries 10000
  softproof sample fixtures/targets/sin.ts --cells 16 --queries 100 --arithmetic decimal --digits 40 --histogram
  softproof sample fixtures/targets/twisted.ts --cells 64 --scattered 1000000 --seed 7 --norm 2`;

/** Queries of each axis by default; fewer where that would be more than a million in all. */
const DEFAULT_QUERIES = 1000;
const MOST_BY_DEFAULT = 1e6;

export function addSample(program: Command, context: CliContext): void {
  program
    .command('sample')
    .description('sample the error of a layer at many queries: the largest, an L_p mean, a histogram')
    .argument('<target>', 'target file, FILE or FILE#name')
    .option('--construction <id>', `the construction: ${sampledConstructions.join(', ')}`, 'max-affine')
    .option('--cells <p>', 'cells per axis: one number, or one per axis separated by commas', cellNumbers)
    .option(
      '--inverse-temperature <r>',
      'R, or auto: 4 ln(10^6)/s² for the smallest cell width s (default: auto)',
      temperature,
    )
    .option('--kappa <k>', 'sets R = K/s² instead', realText(false))
    .option('--ghosts <m>', 'ghost cells per side beyond the domain, of Gaussian constructions', ghostNumbers)
    .option('--mask <m>', 'mask weight M (default: 40 + ⌈log₂(n − 1)⌉ for n output tokens; 0 for one)', realText(true))
    .option(
      '--partition <file>',
      'keys that are on no grid instead of a construction: .json or .safetensors; R = K/s² with s^g = |U|/keys',
    )
    .option('--norm <p>', 'inf for the largest error, or p ≥ 1 for the L_p norm', normText, 'inf')
    .option(
      '--queries <n>',
      'a grid of queries: one number for all axes, or one per axis separated by commas (default: 1000, at most a million in all)',
      cellNumbers,
    )
    .option('--scattered <n>', 'random queries instead, independent and uniform', wholeNumber(1))
    .option('--seed <n>', 'seed of the random queries (default: 1)', seedNumber)
    .option('--queries-file <file>', 'the queries of a file instead, one a line, coordinates separated by commas')
    .addOption(
      new Option('--arithmetic <name>', 'float64; decimal at any precision; or mpfr, the same faster, by gmp-wasm')
        .choices(ARITHMETICS)
        .default('float64'),
    )
    .option('--digits <k>', 'digits of decimal or mpfr, 2 to 1000 (default: 50)', wholeNumber(2))
    .addOption(
      new Option(
        '--device <name>',
        'who looks at every query: cpu, gpu, or auto, a GPU where there is one and the sample is large (docs/gpu.md)',
      )
        .choices(['auto', 'cpu', 'gpu'])
        .default('auto'),
    )
    .option('--histogram', 'count errors by their size')
    .option(
      '--workers <n>',
      'threads; they change nothing but the time (default: one per core, up to 8)',
      wholeNumber(1),
      defaultWorkers(),
    )
    .option('--json', 'print the sample as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say when sampling begins, and more when something goes wrong')
    .addHelpText('after', help)
    .action((path: string, flags: SampleFlags) => sample(path, flags, context));
}

async function sample(path: string, flags: SampleFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  if (flags.inverseTemperature !== undefined && flags.kappa !== undefined) {
    throw new UsageError('--inverse-temperature and --kappa both set R\n  Give one of them.');
  }
  const chosen = await chooseQueries(flags);
  const target = await readFiniteTarget(path, flags.norm !== 'inf');
  const queries = chosen ?? defaultQueries(target.domain.length);
  const interrupt = listenForInterrupt(() => stderr.write('Stopping with the queries so far.\n'));
  if (flags.verbose) stderr.write('sampling; Ctrl-C ends with the queries so far\n');
  const line = showLine(stderr, flags.quiet === true);
  let report: SampleReport;
  try {
    const options: SampleTargetOptions = {
      ...flags,
      queries,
      signal: interrupt.signal,
      onProgress: ({ taken, asked }) =>
        line.tell(`${((100 * taken) / asked).toFixed(1)} % of ${counted(asked, 'query', 'queries')}`),
    };
    report =
      flags.partition === undefined
        ? await sampleTarget(target, options)
        : await sampleKeys(flags.partition, target, options);
  } finally {
    line.stop();
    interrupt.release();
  }
  if (flags.json) printJson(stdout, report);
  else stdout.write(`${sampleText(report, coloursFor(stdout, env))}\n`);
  if (report.device.reason !== null) stderr.write(`The CPU takes this sample: ${report.device.reason}\n`);
  const { taken, asked } = report.queries;
  if (taken < asked)
    stderr.write(`The sample ended after ${taken} of ${asked} queries; the same command takes them all.\n`);
  if (report.undefined !== null) {
    stderr.write(
      `warning: at ${report.undefined.queries} queries the error was no finite number in ${report.arithmetic}\n`,
    );
  }
  context.exit.code = report.verdict === null ? EXIT.ok : exitCodeOfVerdict(report.verdict);
}

async function sampleKeys(file: string, target: Target, options: SampleTargetOptions): Promise<SampleReport> {
  const foreign = (['cells', 'ghosts', 'mask'] as const).find((name) => options[name] !== undefined);
  if (foreign !== undefined) {
    throw new UsageError(`--${foreign} is about keys on a grid, and --partition has others\n  Give one of them.`);
  }
  const read = await readPartition(file);
  return samplePartition(completePartition(read, target, options), target, options);
}

/** Undefined when nothing was said about queries. */
async function chooseQueries(flags: SampleFlags): Promise<SampleTargetOptions['queries'] | undefined> {
  const { queries, scattered, seed, queriesFile } = flags;
  const given = [queries, scattered, queriesFile].filter((choice) => choice !== undefined);
  if (given.length > 1) {
    throw new UsageError('--queries, --scattered and --queries-file each say where to sample\n  Give one of them.');
  }
  if (seed !== undefined && scattered === undefined) {
    throw new UsageError('--seed is about random queries\n  Give it with --scattered, or leave it out.');
  }
  if (scattered !== undefined) return { kind: 'scattered', count: scattered, seed: seed ?? 1 } satisfies Queries;
  return queriesFile === undefined ? queries : readQueries(queriesFile);
}

/** Queries of each axis, where nothing else is said. */
export function defaultQueries(axes: number): number {
  return Math.max(2, Math.min(DEFAULT_QUERIES, Math.floor(MOST_BY_DEFAULT ** (1 / axes) + 1e-9)));
}
