/** `npm run bench`: runs the benches and prints their ratios. */
import { Command } from 'commander';
import { describeEnvironment } from '../src/report/environment.js';
import { prepareFolder, writeAtomic } from '../src/report/write-atomic.js';
import type { Absence, Bench, BenchRow } from './bench.js';
import { benchCertifier } from './certifier.js';
import { benchChecker } from './checker.js';
import { benchEvaluators } from './evaluators.js';
import { benchGpu } from './gpu.js';
import { benchIntervalOperations } from './interval-operations.js';
import { benchPeers } from './peers.js';
import { benchSamplingGrowth } from './sampling-growth.js';
import { benchSampling } from './sampling.js';

const BENCHES: readonly Bench[] = [
  {
    name: 'evaluators',
    title: 'literal and product evaluators, and the number systems under them',
    run: benchEvaluators,
  },
  {
    name: 'interval-operations',
    title: 'both ends of every interval operation against the same operation on doubles',
    run: () =>
      benchIntervalOperations().map(({ operation, ratio, intervalNanoseconds, float64Nanoseconds }) => ({
        name: `${operation}: interval / float64`,
        ratio,
        seconds: [intervalNanoseconds * 1e-9, float64Nanoseconds * 1e-9],
      })),
  },
  {
    name: 'certifier',
    title: 'boxes enclosed against points evaluated in float64',
    run: benchCertifier,
  },
  {
    name: 'checker',
    title: 'checking certificates against finding them, with microseconds per leaf',
    run: benchChecker,
  },
  {
    name: 'peers',
    title: 'the certifier against Arb, where it is installed',
    run: benchPeers,
  },
  {
    name: 'sampling',
    title:
      'errors at many queries against numpy and PyTorch dense, and contraction, threads and decimals against each other',
    run: benchSampling,
  },
  {
    name: 'sampling-growth',
    title:
      'how the time of a sample grows in queries, cells, temperature, inputs and digits, beside what the cost model says',
    run: benchSamplingGrowth,
  },
  {
    name: 'gpu',
    title: 'a graphics device against the CPU, where there is one: dense attention and contraction',
    run: benchGpu,
  },
];

interface Options {
  readonly only?: readonly string[];
  readonly json?: boolean;
  readonly save?: boolean;
}

const command = new Command('bench')
  .description('Measures ratios of running times. Run it on an idle machine.')
  .option('--only <name...>', 'run these benches only')
  .option('--json', 'print one JSON document')
  .option('--save', 'write that document to bench/results/ too')
  .addHelpText('after', ['', 'Benches:', ...BENCHES.map(({ name, title }) => `  ${name}: ${title}`)].join('\n'))
  .addHelpText('after', '\nExample: npm run --silent bench -- --only evaluators --json')
  .parse();
const options = command.opts<Options>();

const unknown = options.only?.filter((name) => !BENCHES.some((bench) => bench.name === name)) ?? [];
if (unknown.length > 0) {
  command.error(`no bench ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}`, {
    exitCode: 3,
  });
}

/** Three digits, in the largest unit of which there is at least one. */
function duration(seconds: number): string {
  const [unit, size] = (
    [
      ['s', 1],
      ['ms', 1e-3],
      ['µs', 1e-6],
    ] as const
  ).find(([, one]) => seconds >= one) ?? ['ns', 1e-9];
  return `${(seconds / size).toPrecision(3)} ${unit}`;
}

function describe(row: BenchRow | Absence): string {
  if ('absent' in row) return `    absent  ${row.name}: ${row.absent}`;
  const { name, ratio, seconds } = row;
  return `  ${ratio.toPrecision(3).padStart(8)}  ${name}  (${seconds.map(duration).join(' / ')})`;
}

const started = performance.now();
const benches = [];
for (const { name, run } of BENCHES.filter((bench) => options.only?.includes(bench.name) ?? true)) {
  if (options.json !== true) console.log(name);
  const rows = await run();
  if (options.json !== true) console.log(rows.map(describe).join('\n'));
  benches.push({ name, rows });
}
const seconds = (performance.now() - started) / 1000;
const text = `${JSON.stringify({ environment: describeEnvironment(0, process.argv.slice(2).join(' '), seconds), benches }, null, 2)}\n`;
if (options.json === true) process.stdout.write(text);
if (options.save === true) {
  const folder = 'bench/results';
  const file = `${new Date().toISOString().replaceAll(':', '-')}.json`;
  prepareFolder(folder);
  writeAtomic(folder, file, text);
  console.error(`written: ${folder}/${file}`);
}
