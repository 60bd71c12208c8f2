/** `softproof design TARGET`. */
import { Option, type Command } from 'commander';
import type { Design } from '../check/design/design.js';
import { designInThread } from '../check/design/design-thread.js';
import { designText } from '../report/design-text.js';
import { enclosureText } from '../report/enclosure-text.js';
import type { FloatType } from '../weights/float-type.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { normText, realNumber, realText } from './numbers.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';
import { readFiniteTarget } from './read-finite-target.js';
import { prepareWeightsFile, prepareWeightsPlace } from './weights-file.js';

interface DesignFlags {
  readonly error: string;
  readonly norm: string;
  readonly time?: number;
  readonly weights?: string;
  readonly weightsType?: FloatType;
  readonly json?: true;
  readonly quiet?: true;
}

const help = `
Example:
  softproof design fixtures/targets/sin-cos.ts --error 1e-3
  softproof design fixtures/targets/twisted.ts --error 1e-2 --weights layer.onnx`;

export function addDesign(program: Command, context: CliContext): void {
  program
    .command('design')
    .description('find small layers whose certified error meets a tolerance, beside the choice of the papers')
    .argument('<target>', 'target file, FILE or FILE#name')
    .requiredOption('--error <eps>', 'the error that is asked for', realText(false))
    .option('--norm <p>', 'inf for the largest error, or p ≥ 1 for the L_p norm', normText, 'inf')
    .option('--time <s>', 'most seconds; the smallest layers found by then are the answer', realNumber(false))
    .option('--weights <file>', 'also write the layer of fewest keys: .onnx, .safetensors or .json')
    .addOption(
      new Option('--weights-type <type>', 'numbers of the weights file (default: float64)').choices([
        'float64',
        'float32',
      ]),
    )
    .option('--json', 'print the design as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say more when something goes wrong')
    .addHelpText('after', help)
    .action((path: string, flags: DesignFlags) => run(path, flags, context));
}

async function run(path: string, flags: DesignFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  const { error, norm, time, weights, weightsType = 'float64', json, quiet } = flags;
  const target = await readFiniteTarget(path, norm !== 'inf');
  if (weights !== undefined) prepareWeightsPlace(weights);
  const interrupt = listenForInterrupt(() => stderr.write('Stopping with the layers so far.\n'));
  const progress = showLine(stderr, quiet === true);
  let found: Design;
  try {
    const options = { error, norm, ...(time === undefined ? {} : { seconds: time }) };
    found = await designInThread(target, options, interrupt.signal, ({ construction, cells }) =>
      progress.tell(`trying ${construction} with ${cells.join(' × ')} cells`),
    );
  } finally {
    progress.stop();
    interrupt.release();
  }
  const { document, winner } = found;
  if (json) printJson(stdout, document);
  else {
    const colours = coloursFor(stdout, env);
    stdout.write(`${designText(document, colours)}\n`);
    if (winner !== undefined)
      stdout.write(`\nThe layer of fewest keys:\n${enclosureText(target.name, winner, colours)}\n`);
  }
  if (weights !== undefined && winner !== undefined) {
    const { report } = winner;
    const { cells, ghosts, inverseTemperature, mask } = report.parameters;
    const parameters = {
      construction: report.construction,
      cells: cells!,
      ...(ghosts === undefined ? {} : { ghosts }),
      ...(inverseTemperature === undefined ? {} : { inverseTemperature }),
      ...(mask === undefined ? {} : { mask }),
    };
    const told = await prepareWeightsFile(weights, weightsType, target, parameters)(report);
    (json ? stderr : stdout).write(`${told}\n`);
  }
  context.exit.code = winner === undefined ? EXIT.inconclusive : EXIT.ok;
}
