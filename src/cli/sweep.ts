/** `softproof sweep TARGET`. */
import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { constructionIds } from '../check/constructions/registry.js';
import { inputGrowth, MOST_GROWN, type InputGrowth } from '../check/input-growth.js';
import { SHARP_KAPPA, sweep, type Sweep, type SweepOptions } from '../check/sweep.js';
import { defaultWorkers } from '../check/task-pool.js';
import { growthText } from '../report/growth-text.js';
import { sweepImage } from '../report/sweep-image.js';
import { sweepCsv, sweepText } from '../report/sweep-text.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import {
  cellSteps,
  everyNumber,
  kappaSteps,
  normText,
  rangeText,
  realNumber,
  realText,
  wholeNumber,
} from './numbers.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';
import { readFiniteTarget } from './read-finite-target.js';
import { defaultQueries } from './sample.js';
import { UsageError } from './usage-error.js';

interface GrowthFlags {
  readonly inputs?: readonly number[];
  readonly error?: string;
}

interface SweepFlags
  extends GrowthFlags, Pick<SweepOptions, 'heads' | 'range' | 'tokens' | 'boxes' | 'workers' | 'cells'> {
  readonly construction: string;
  readonly norm: string;
  readonly kappa: readonly string[];
  readonly tolerance: number;
  readonly time?: number;
  readonly sampled?: number | true;
  readonly csv?: string;
  readonly image?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const help = `
Ranges:
  --cells 4:256 takes 4, 8, 16, …, 256; --cells 5,7,9 those three; --kappa likewise.

Example:
  softproof sweep fixtures/targets/sin.ts --cells 4:64 --kappa 0.5:64 --csv sweep.csv --image sweep.svg
  softproof sweep fixtures/targets/sin.ts --inputs 1:10 --error 0.5`;

export function addSweep(program: Command, context: CliContext): void {
  program
    .command('sweep')
    .description('certify or sample a construction over a grid of cells and of κ = R s²')
    .argument('<target>', 'target file, FILE or FILE#name')
    .option('--construction <id>', `the construction: ${constructionIds.join(', ')}`, 'max-affine')
    .option('--norm <p>', 'inf for the largest error, or p ≥ 1 for the L_p norm', normText, 'inf')
    .option('--cells <range>', 'cells of every axis, A:B in doublings or a list', cellSteps, cellSteps('4:64'))
    .option('--kappa <range>', 'κ, A:B in doublings or a list', kappaSteps, [...kappaSteps('0.5:32'), SHARP_KAPPA])
    .option('--inputs <range>', 'the same function of so many inputs instead, A:B or a list', everyNumber(MOST_GROWN))
    .option('--error <eps>', 'with --inputs: the error for which the fewest cells are found', realText(false))
    .option('--heads <h>', 'attention heads', wholeNumber(1))
    .option('--tokens <n>', 'tokens, the keys of each head', wholeNumber(1))
    .option('--range <a,b>', 'ends of a truncated linear function', rangeText)
    .option('--tolerance <rel>', 'stop when upper − lower ≤ REL·lower', realNumber(true), 0.05)
    .option(
      '--sampled [n]',
      'sample at N queries per axis in place of certifying (default: 1000, at most a million in all)',
      wholeNumber(2),
    )
    .option('--boxes <n>', 'most boxes examined at every point', wholeNumber(1))
    .option('--time <s>', 'most seconds of solving at every point', realNumber(false))
    .option('--workers <n>', 'points that are certified at once', wholeNumber(1), defaultWorkers())
    .option('--csv <file>', 'also write the points as comma-separated values')
    .option('--image <file>', 'also write a heat map as SVG')
    .option('--json', 'print the sweep as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say more when something goes wrong')
    .addHelpText('after', help)
    .action((path: string, flags: SweepFlags) => run(path, flags, context));
}

async function run(path: string, flags: SweepFlags, context: CliContext): Promise<void> {
  if (flags.inputs !== undefined || flags.error !== undefined) return runGrowth(path, flags, context);
  const { stdout, stderr, env } = context;
  const { kappa: kappas, tolerance: relative, time, sampled, csv, image, json, quiet, ...given } = flags;
  const target = await readFiniteTarget(path, flags.norm !== 'inf');
  for (const file of [csv, image]) if (file !== undefined) prepareFolder(dirname(file));
  const interrupt = listenForInterrupt(() => stderr.write('Stopping with the points so far.\n'));
  const progress = showLine(stderr, quiet === true);
  let found: Sweep;
  try {
    found = await sweep(target, {
      ...given,
      kappas,
      relative,
      ...(time === undefined ? {} : { seconds: time }),
      ...(sampled === undefined ? {} : { sampled: sampled === true ? defaultQueries(target.domain.length) : sampled }),
      signal: interrupt.signal,
      onProgress: (done, points) => progress.tell(`${done} of ${points} points`),
    });
  } finally {
    progress.stop();
    interrupt.release();
  }
  if (json) printJson(stdout, found);
  else stdout.write(`${sweepText(found, coloursFor(stdout, env))}\n`);
  const files = [
    [csv, sweepCsv],
    [image, sweepImage],
  ] as const;
  for (const [file, write] of files) {
    if (file === undefined) continue;
    writeAtomic(dirname(file), basename(file), write(found));
    stderr.write(`wrote ${file}\n`);
  }
  context.exit.code = exitCode(found);
}

/** Options of a grid, which has no place beside `--inputs`. */
const OF_GRIDS = ['csv', 'image', 'heads', 'tokens', 'range', 'boxes', 'time'] as const;

async function runGrowth(path: string, flags: SweepFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  const { inputs, error, kappa: kappas, json, quiet } = flags;
  if (inputs === undefined || error === undefined) {
    throw new UsageError(
      '--inputs and --error belong together: so many inputs, and the error that is asked for\n  For example: --inputs 1:10 --error 0.5.',
    );
  }
  const foreign = OF_GRIDS.find((name) => flags[name] !== undefined);
  if (foreign !== undefined || flags.construction !== 'max-affine' || flags.norm !== 'inf') {
    const name = foreign ?? (flags.norm === 'inf' ? 'construction' : 'norm');
    throw new UsageError(
      `--${name} beside --inputs: the growth is that of max-affine layers in the sup norm\n  Leave it out.`,
    );
  }
  const target = await readFiniteTarget(path);
  const interrupt = listenForInterrupt(() => stderr.write('Stopping with the layers so far.\n'));
  const progress = showLine(stderr, quiet === true);
  let found: InputGrowth;
  try {
    found = await inputGrowth(target, {
      inputs,
      error,
      kappa: kappas.length === 1 ? kappas[0]! : SHARP_KAPPA,
      signal: interrupt.signal,
      onProgress: (what) => progress.tell(what),
    });
  } finally {
    progress.stop();
    interrupt.release();
  }
  if (json) printJson(stdout, found);
  else stdout.write(`${growthText(found, coloursFor(stdout, env))}\n`);
  context.exit.code = found.interrupted === true ? EXIT.inconclusive : EXIT.ok;
}

/** What is refused was not asked about; what is open is told. */
function exitCode({ points, interrupted }: Sweep): number {
  if (points.some(({ verdict }) => verdict === 'refuted')) return EXIT.refuted;
  const isOpen = interrupted === true || points.some(({ verdict }) => verdict === 'inconclusive');
  return isOpen ? EXIT.inconclusive : EXIT.ok;
}
