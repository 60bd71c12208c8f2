/** Weights as the JSON document `softproof/weights@1`. */
import type { NetworkWeights } from './network-weights.js';

export interface WeightsDocument {
  readonly schema: 'softproof/weights@1';
  readonly kind: NetworkWeights['kind'];
  readonly inputs: NetworkWeights['inputs'];
  readonly output: NetworkWeights['output'];
  readonly metadata: Readonly<Record<string, string>>;
  /** Row by row; numbers are the shortest decimals that name the doubles. */
  readonly tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>;
}

export function weightsDocument(
  { kind, inputs, output, tensors }: NetworkWeights,
  metadata: Readonly<Record<string, string>>,
): WeightsDocument {
  return {
    schema: 'softproof/weights@1',
    kind,
    inputs,
    output,
    metadata,
    tensors: Object.fromEntries(tensors.map(({ name, shape, data }) => [name, { shape, data: [...data] }])),
  };
}
