/** The part of `softproof audit` that is about one layer of a target. */
import type { AuditOptions } from '../check/audit-options.js';
import { auditTarget, type AuditReport } from '../check/audit-target.js';
import type { Target } from '../expression/target.js';
import type { Accumulation } from '../formats/accumulate.js';
import type { SoftmaxAlgorithm } from '../formats/softmax-mean.js';
import type { CliContext } from './context.js';
import type { OneOrMore } from './one-or-more.js';
import { readFiniteTarget } from './read-finite-target.js';
import { UsageError } from './usage-error.js';

export interface AuditFlags extends Pick<AuditOptions, 'ghosts' | 'mask'> {
  readonly cells?: OneOrMore<readonly number[], number>;
  readonly kappa?: OneOrMore<string, string>;
  readonly inverseTemperature?: OneOrMore<string, string>;
  readonly plot?: string;
  readonly construction?: string;
  readonly layer?: string;
  readonly allow?: number;
  readonly box?: readonly [string, string];
  readonly tokens?: number;
  readonly formats?: readonly string[];
  readonly scores?: 'uncentred' | 'centred';
  readonly softmax: SoftmaxAlgorithm;
  readonly accumulate: Accumulation;
  readonly fma?: true;
  readonly scale: 'folded' | 'separate';
  readonly noise?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

export async function auditOneLayer(
  path: string | undefined,
  flags: AuditFlags,
  { stderr }: CliContext,
): Promise<AuditReport> {
  const { cells, kappa, inverseTemperature, noise, plot, quiet } = flags;
  const target = await auditedTarget(path, flags);
  if (plot !== undefined) {
    throw new UsageError('--plot shows several layers\n  Give a range, such as --cells 4:256.');
  }
  const isShown = quiet !== true && stderr.isTTY === true;
  const options: AuditOptions = {
    ...evaluationOf(flags),
    ...(cells === undefined ? {} : { cells: cells as readonly number[] }),
    ...(kappa === undefined ? {} : { kappa: kappa as string }),
    ...(inverseTemperature === undefined ? {} : { inverseTemperature: inverseTemperature as string }),
    ...(noise === undefined ? {} : { noise }),
  };
  return auditTarget(target, options, ({ format, scores }) => {
    if (isShown) stderr.write(`${format}, ${scores}: done\n`);
  });
}

/** Which layer is evaluated in which formats and how, but for its size and temperature. */
export function evaluationOf(flags: AuditFlags): AuditOptions {
  const { accumulate, softmax, scale, formats, fma, scores, construction, ghosts, mask } = flags;
  return {
    accumulation: accumulate,
    softmax,
    scale,
    ...(formats === undefined ? {} : { formats }),
    ...(fma === undefined ? {} : { fma }),
    ...(scores === undefined ? {} : { scores }),
    ...(construction === undefined ? {} : { construction }),
    ...(ghosts === undefined ? {} : { ghosts }),
    ...(mask === undefined ? {} : { mask }),
  };
}

/** Refuses what makes no sense with a target, or without one. */
export async function auditedTarget(path: string | undefined, flags: AuditFlags): Promise<Target> {
  const { allow, box, tokens, layer } = flags;
  if (layer !== undefined) {
    throw new UsageError(
      'several cells or temperatures beside --layer: a head of your own has neither\n  Leave them out.',
    );
  }
  if (path === undefined) {
    throw new UsageError(
      'audit needs a target file, or --layer\n  For example: softproof audit fixtures/targets/sin.ts --cells 64.',
    );
  }
  const ofLayers = { allow, box, tokens };
  const foreign = Object.entries(ofLayers).find(([, value]) => value !== undefined);
  if (foreign !== undefined) {
    throw new UsageError(
      `--${foreign[0]} without --layer: the target says what the inputs are, its exact layer what is allowed\n  Leave it out.`,
    );
  }
  if (flags.inverseTemperature !== undefined && flags.kappa !== undefined) {
    throw new UsageError('--inverse-temperature and --kappa both set R\n  Give one of them.');
  }
  return readFiniteTarget(path);
}
