/** The bytes of a weights file, in the format that its name asks for. */
import { ConstructionError } from '../constructions/construction.js';
import type { FloatType } from './float-type.js';
import type { NetworkWeights } from './network-weights.js';
import { onnxModelOf } from './onnx-model.js';
import { safetensorsOf } from './safetensors.js';
import { weightsDocument } from './weights-document.js';

export type WeightsFormat = 'onnx' | 'safetensors' | 'json';

const FORMATS: readonly WeightsFormat[] = ['onnx', 'safetensors', 'json'];

/** The format by the ending of a file's name. Throws `ConstructionError` (`parameter`) for another one. */
export function weightsFormat(path: string): WeightsFormat {
  const format = FORMATS.find((known) => path.toLowerCase().endsWith(`.${known}`));
  if (format !== undefined) return format;
  throw new ConstructionError({
    code: 'parameter',
    found: `the weights file ${path}`,
    required: 'weights are written as ONNX, safetensors or JSON, by the ending of the name',
    remedy: 'Let the name end in .onnx, .safetensors or .json.',
  });
}

export interface WeightsFileOptions {
  readonly format: WeightsFormat;
  /** Of the numbers; JSON is written in doubles always. */
  readonly type: FloatType;
  /** What the reader should know of them, as text. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The version that wrote them. */
  readonly version: string;
}

export async function weightsFile(weights: NetworkWeights, options: WeightsFileOptions): Promise<Uint8Array> {
  const { format, type, metadata, version } = options;
  if (format === 'onnx') return onnxModelOf(weights, type, metadata, version);
  if (format === 'safetensors') return safetensorsOf(weights, type, metadata);
  return new TextEncoder().encode(`${JSON.stringify(weightsDocument(weights, metadata))}\n`);
}
