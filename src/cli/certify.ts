/** `softproof certify TARGET`. */
import { Option, type Command } from 'commander';
import { certifyInThread } from '../check/certify-thread.js';
import type { Certification, CertifyOptions } from '../check/certify-target.js';
import { constructionIds } from '../check/constructions/registry.js';
import { readPartition } from '../check/read-partition.js';
import { defaultWorkers } from '../check/task-pool.js';
import { completePartition } from '../check/valued-partition.js';
import { counted } from '../report/counted.js';
import { enclosureText } from '../report/enclosure-text.js';
import { prepareCertificateFile, writeCertificateFile } from './certificate-file.js';
import { coloursFor, type CliContext } from './context.js';
import { prepareCoqFile, requireCoqOptions } from './coq-file.js';
import { EXIT, exitCodeOfVerdict } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import {
  cellNumbers,
  ghostNumbers,
  normText,
  rangeText,
  realNumber,
  realText,
  temperature,
  wholeNumber,
} from './numbers.js';
import { printJson } from './print-json.js';
import { readFiniteTarget } from './read-finite-target.js';
import { showSearch } from './search-progress.js';
import type { FloatType } from '../weights/float-type.js';
import { UsageError } from './usage-error.js';
import { prepareWeightsFile } from './weights-file.js';

interface CertifyFlags extends Pick<
  CertifyOptions,
  | 'cells'
  | 'inverseTemperature'
  | 'kappa'
  | 'ghosts'
  | 'mask'
  | 'range'
  | 'keys'
  | 'beta'
  | 'heads'
  | 'tokens'
  | 'boxes'
  | 'workers'
> {
  readonly construction: string;
  readonly norm: string;
  readonly tolerance: number;
  readonly absolute: number;
  readonly time?: number;
  readonly partition?: string;
  readonly certificate?: string;
  readonly coq?: string;
  readonly weights?: string;
  readonly weightsType?: FloatType;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

const help = `
Parameters:
  max-affine, max-affine-cross, max-affine-average   --cells [--inverse-temperature | --kappa] [--mask]
  truncated-single                                   --range --cells [--keys] [--beta]
  truncated-multi                                    --range --heads --tokens [--beta]
  generalised-relu                                   --range 0,B --cells [--beta]
  two-layer                                          --cells [--keys]
  two-layer-multi                                    --cells --heads
  attention-softmax                                  --cells [--inverse-temperature | --kappa] [--keys | --heads]
  gaussian-2, gaussian-4, gaussian-6                 --cells [--inverse-temperature | --kappa] [--ghosts] [--mask]
  --partition FILE                                   [--inverse-temperature | --kappa]

Example:
  softproof certify fixtures/targets/sin-cos.ts --cells 32 --tolerance 0.1
  softproof certify fixtures/targets/step.ts --construction max-affine-average --cells 32 --norm 2
  softproof certify fixtures/targets/sin.ts --construction two-layer --cells 16
  softproof certify fixtures/targets/sin.ts --construction gaussian-4 --cells 32
  softproof certify fixtures/targets/sin.ts --cells 8 --coq certificate.v`;

export function addCertify(program: Command, context: CliContext): void {
  program
    .command('certify')
    .description('enclose the error norm of one construction for a target, rigorously')
    .argument('<target>', 'target file, FILE or FILE#name')
    .option('--construction <id>', `the construction: ${constructionIds.join(', ')}`, 'max-affine')
    .option(
      '--partition <file>',
      'keys that are on no grid instead of a construction: .json or .safetensors; R as for softproof sample',
    )
    .option('--norm <p>', 'inf for the largest error, or p ≥ 1 for the L_p norm', normText, 'inf')
    .option(
      '--cells <p>',
      'cells per axis: one number, or one per axis separated by commas; pieces or degree of a two-layer expansion',
      cellNumbers,
    )
    .option(
      '--inverse-temperature <r>',
      'R, or auto: 4 ln(10^6)/s² for the smallest cell width s (default: auto)',
      temperature,
    )
    .option('--kappa <k>', 'sets R = K/s² instead', realText(false))
    .option(
      '--ghosts <m>',
      'ghost cells per side beyond the domain: one number, or one per axis separated by commas (default: by the bound)',
      ghostNumbers,
    )
    .option('--mask <m>', 'mask weight M (default: 40 + ⌈log₂(n − 1)⌉ for n output tokens; 0 for one)', realText(true))
    .option('--range <a,b>', 'ends of a truncated linear function', rangeText)
    .addOption(
      new Option('--keys <place>', 'where keys stand in their cells (default: left)').choices(['left', 'centred']),
    )
    .option('--beta <b>', 'β, or auto: what decays with it is at most 1/1000 of a step (default: auto)', temperature)
    .option('--heads <h>', 'attention heads', wholeNumber(1))
    .option('--tokens <n>', 'tokens, the keys of each head', wholeNumber(1))
    .option('--tolerance <rel>', 'stop when upper − lower ≤ max(REL·lower, ABS)', realNumber(true), 0.05)
    .option('--absolute <abs>', 'ABS of the same rule', realNumber(true), 1e-12)
    .option('--boxes <n>', 'most boxes examined (default: 10000000, fewer where a box costs more)', wholeNumber(1))
    .option('--time <s>', 'most seconds of solving', realNumber(false))
    .option(
      '--workers <n>',
      'threads that share a long search; they change nothing but its time (default: one per core, up to 8)',
      wholeNumber(1),
      defaultWorkers(),
    )
    .option('--certificate <file>', 'write down why the enclosure is true, for softproof verify')
    .option('--coq <file>', 'also write a Coq development of the certificate; max-affine, one input, sup norm')
    .option('--weights <file>', 'also write the layer: .onnx, .safetensors or .json; max-affine constructions')
    .addOption(
      new Option('--weights-type <type>', 'numbers of the weights file (default: float64)').choices([
        'float64',
        'float32',
      ]),
    )
    .option('--json', 'print the enclosure as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say when the search begins, and more when something goes wrong')
    .addHelpText('after', help)
    .action((path: string, flags: CertifyFlags, command: Command) => {
      if (flags.partition !== undefined) requirePartitionOptions(command);
      return certify(path, flags, context);
    });
}

async function certify(path: string, flags: CertifyFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env, commandLine } = context;
  const options = certifyOptions(flags);
  if (flags.coq !== undefined) requireCoqOptions(flags.coq, options);
  const target = await readFiniteTarget(path, flags.norm !== 'inf');
  const partition =
    flags.partition === undefined
      ? undefined
      : completePartition(await readPartition(flags.partition), target, options);
  if (flags.certificate !== undefined) prepareCertificateFile(flags.certificate);
  const writeCoq = flags.coq === undefined ? undefined : prepareCoqFile(flags.coq, path, target, options);
  const writeWeights =
    flags.weights === undefined
      ? undefined
      : prepareWeightsFile(flags.weights, flags.weightsType ?? 'float64', target, options);

  const interrupt = listenForInterrupt(() => stderr.write('Stopping with the enclosure so far.\n'));
  if (flags.verbose) stderr.write('searching; Ctrl-C ends with the enclosure so far\n');
  const progress = showSearch(stderr, flags.quiet === true);
  let found: Certification;
  try {
    found = await certifyInThread(target, options, interrupt.signal, progress.onProgress, partition);
  } finally {
    progress.stop();
    interrupt.release();
  }
  const { report, status, declaredModulus } = found;
  if (declaredModulus === 'violated' || declaredModulus === 'undecided') {
    const fault = declaredModulus === 'violated' ? 'is violated' : 'could not be confirmed';
    stderr.write(`warning: the declared modulus ${fault}, and was not used; see softproof inspect\n`);
  }
  if (flags.json) printJson(stdout, report);
  else stdout.write(`${enclosureText(target.name, found, coloursFor(stdout, env))}\n`);
  const written = [
    flags.certificate === undefined ? undefined : writeCertificateFile(flags.certificate, found, commandLine),
    writeCoq?.(Number(report.upper)).message,
    await writeWeights?.(report),
  ];
  for (const message of written) if (message !== undefined) (flags.json ? stderr : stdout).write(`${message}\n`);
  const isEarly = status === 'budget' || status === 'precision';
  if (isEarly) {
    const { ended, remedy } = limitMet(found, flags, interrupt.signal.aborted);
    stderr.write(`The search ended ${ended}, before the tolerance was met; the enclosure is true, but wide.\n`);
    stderr.write(`  To narrow it, ${remedy}; or accept more with a larger --tolerance.\n`);
  }
  const code = exitCodeOfVerdict(report.verdict);
  const isShort = isEarly || (flags.certificate !== undefined && found.certificate === undefined);
  context.exit.code = code === EXIT.ok && isShort ? EXIT.inconclusive : code;
}

/** What a partition has no use for. */
const OF_CONSTRUCTIONS = [
  ...['construction', 'norm', 'cells', 'ghosts', 'mask', 'range', 'keys', 'beta', 'heads', 'tokens'],
  ...['certificate', 'coq', 'weights', 'weightsType'],
];

function requirePartitionOptions(command: Command): void {
  const foreign = command.options.find(
    (option) =>
      OF_CONSTRUCTIONS.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (foreign === undefined || (foreign.long === '--norm' && command.getOptionValue('norm') === 'inf')) return;
  throw new UsageError(
    `${foreign.long ?? ''} is about constructions, and --partition gives the keys themselves\n` +
      '  Give one of them; the largest error of a partition is enclosed, without a certificate.',
  );
}

/** Which limit ended a search, and what moves it. */
function limitMet(
  { report: { boxes, solverSeconds }, status }: Certification,
  { time = Infinity, boxes: most }: CertifyFlags,
  stopped: boolean,
): { readonly ended: string; readonly remedy: string } {
  if (status === 'precision') {
    return {
      ended: `after ${counted(boxes, 'box', 'boxes')}, at one that doubles cannot halve`,
      remedy: 'avoid jumps and Math.floor in the target',
    };
  }
  if (stopped) return { ended: 'on Ctrl-C', remedy: 'let it run longer' };
  if (solverSeconds >= time) return { ended: `after --time ${time}`, remedy: 'raise --time' };
  const limit = most === undefined ? ', the most by default' : ` (--boxes ${most})`;
  return { ended: `after ${counted(boxes, 'box', 'boxes')}${limit}`, remedy: 'raise --boxes' };
}

function certifyOptions(flags: CertifyFlags): Omit<CertifyOptions, 'onProgress' | 'stop'> {
  const { tolerance, absolute, time, certificate, ...given } = flags;
  if (given.inverseTemperature !== undefined && given.kappa !== undefined) {
    throw new UsageError('--inverse-temperature and --kappa both set R\n  Give one of them.');
  }
  if (tolerance === 0 && absolute === 0) {
    throw new UsageError(
      '--tolerance 0 and --absolute 0 together can never be met\n  Give one of them a positive number.',
    );
  }
  return {
    ...given,
    relative: tolerance,
    absolute,
    ...(time === undefined ? {} : { seconds: time }),
    ...(certificate === undefined ? {} : { certificate: true }),
  };
}
