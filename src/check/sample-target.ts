/** Samples the error of one construction for one target, and compares what it saw with what theory promises. */
import type { ErrorNorm } from '../approximation/error-norm.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { BoundEnclosure } from '../constructions/bound-enclosure.js';
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import { decimalDown } from '../numeric/decimal-text.js';
import { buildNetwork, requireConstruction } from './construct.js';
import type { Certifiable } from './constructions/certifiable.js';
import type { ConstructionParameters } from './constructions/parameters.js';
import { constructionEntries, type AvailableConstruction } from './constructions/registry.js';
import { requiredNorm, requireIntegrable } from './required-norm.js';
import { sampleError, type SampleOptions } from './sample-error.js';
import type { SampleReport } from './sample-report.js';

/** Those that are a layer on a grid, and nothing else. */
const SAMPLED = [
  'max-affine',
  'max-affine-cross',
  'max-affine-average',
  'gaussian-2',
  'gaussian-4',
  'gaussian-6',
] as const satisfies readonly AvailableConstruction[];
export const sampledConstructions: readonly string[] = SAMPLED;

export interface SampleTargetOptions extends SampleOptions, ConstructionParameters {
  /** Id of the construction; default `max-affine`. */
  readonly construction?: string;
}

/**
 * As `sampleError`, of the layer that a construction makes; with the bound of its theorem, and a verdict about it that is
 * never *certified*.
 */
export async function sampleTarget(target: Target, options: SampleTargetOptions): Promise<SampleReport> {
  const started = performance.now();
  const id = requireSampled(options.construction ?? 'max-affine');
  const norm = requiredNorm(options.norm ?? 'inf');
  requireIntegrable(target, norm);
  const { layer, network } = networkOf(id, target, norm, options);
  const report = await sampleError(layer, target, options);
  const bound = network.bound({});
  return {
    ...report,
    construction: id,
    parameters: network.parameters,
    bound: decimalDown(bound.lower),
    verdict: judge(report, bound),
    seconds: (performance.now() - started) / 1000,
  };
}

function networkOf<Id extends (typeof SAMPLED)[number]>(
  id: Id,
  target: Target,
  norm: ErrorNorm,
  parameters: ConstructionParameters,
): { readonly layer: MaxAffineLayer; readonly network: Certifiable } {
  const layer = buildNetwork(id, target, parameters, {});
  return { layer, network: constructionEntries[id].certifiable(layer, { target, norm, parameters }) };
}

function requireSampled(id: string): (typeof SAMPLED)[number] {
  const known = requireConstruction(id);
  const found = SAMPLED.find((sampled) => sampled === known);
  if (found !== undefined) return found;
  throw new ConstructionError({
    code: 'parameter',
    found: `a sample of ${id}`,
    required: `layers on a grid are sampled: ${SAMPLED.join(', ')}`,
    remedy: `Choose one of them, or certify ${id}, which encloses the error.`,
  });
}

/**
 * Refuted by the enclosed error at one query, held where no query exceeds the bound; a sample that was ended early or met
 * undefined errors leaves the question open.
 */
function judge(report: SampleReport, bound: BoundEnclosure): SampleReport['verdict'] {
  const { error, lower, queries } = report;
  if (lower !== null && Number(lower) > bound.upper) return 'refuted';
  const isWhole = queries.taken === queries.asked && report.undefined === null;
  return isWhole && error !== null && Number(error) <= bound.upper ? 'held' : 'inconclusive';
}
