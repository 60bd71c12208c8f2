/** `--weights FILE`: what is refused before any work, and the file. */
import { basename, dirname, resolve } from 'node:path';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { CertifyOptions, EnclosureReport } from '../check/certify-target.js';
import { construct, requireConstruction } from '../check/construct.js';
import { parametersOf, type ConstructionParameters } from '../check/constructions/parameters.js';
import type { AvailableConstruction } from '../check/constructions/registry.js';
import type { Target } from '../expression/target.js';
import { counted } from '../report/counted.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import { softproofVersion } from '../check/version.js';
import type { FloatType } from '../weights/float-type.js';
import { networkWeights } from '../weights/network-weights.js';
import { weightsFile, weightsFormat, type WeightsFormat } from '../weights/weights-file.js';
import { UsageError } from './usage-error.js';

/** What is written down of a network besides its weights. */
export type NetworkReport = Pick<
  EnclosureReport,
  'target' | 'construction' | 'parameters' | 'norm' | 'lower' | 'upper' | 'bound'
>;

/** Writes the file, and returns what to tell. Throws an `OutputError`. */
export type WriteWeightsFile = (report: NetworkReport) => Promise<string>;

/** Proves before any work that a file can be written there, in a format that its name tells. Throws as `prepareWeightsFile`. */
export function prepareWeightsPlace(file: string): WeightsFormat {
  const format = weightsFormat(file);
  prepareFolder(dirname(resolve(file)));
  return format;
}

/**
 * Prepares a file for the weights of a construction for a target, in the format that its name asks for.
 *
 * Throws, before any search, a `UsageError` for a network that is no layer on a grid, a `ConstructionError` for another ending,
 * for a layer beyond the size of literal networks and for weights that the type does not hold, and an `OutputError` for a folder
 * that cannot be written to.
 */
export function prepareWeightsFile(
  file: string,
  type: FloatType,
  target: Target,
  { construction = 'max-affine', ...parameters }: CertifyOptions,
): WriteWeightsFile {
  const layer = layerOf(requireConstruction(construction), target, parametersOf(parameters));
  const format = prepareWeightsPlace(file);
  const weights = networkWeights(layer, type);
  return async (report) => {
    const metadata = {
      target: report.target,
      domain: JSON.stringify(target.domain.map(({ lower, upper }) => [lower.text, upper.text])),
      construction: report.construction,
      parameters: JSON.stringify(report.parameters),
      norm: report.norm,
      lower: report.lower,
      upper: report.upper,
      bound: report.bound,
    };
    const bytes = await weightsFile(weights, { format, type, metadata, version: softproofVersion });
    writeAtomic(dirname(resolve(file)), basename(file), bytes);
    const numbers = weights.tensors.reduce((sum, { data }) => sum + data.length, 0);
    const names = counted(weights.tensors.length, 'tensor', 'tensors');
    return `${file}: ${names} of ${counted(numbers, 'number', 'numbers')} in ${type}, ${bytes.length} bytes`;
  };
}

function layerOf(id: AvailableConstruction, target: Target, parameters: ConstructionParameters): MaxAffineLayer {
  const network = construct(id, target, parameters);
  if ('grid' in network) return network;
  throw new UsageError(
    `--weights with --construction ${id}: files are written of one layer on a grid\n` +
      '  Leave out --weights, or choose --construction max-affine.',
  );
}
