/**
 * The weights of a network as named arrays of doubles, ready to leave the program: attention with its query, key, value and
 * output matrices, not a folded function.
 *
 * Self-attention reads `X ∈ R^{d×n}` and answers with
 *
 *     Z = Σ_h P_h X Q_h + B,   Y = W_V Z · Softmax((W_K Z)ᵀ W_Q Z) · W_O,   softmax over columns,
 *
 * from `linear.P` (h × m × d), `linear.Q` (h × n × N), `linear.B` (m × N), `attention.W_Q`, `.W_K`, `.W_V`, `.W_O`.
 * Cross-attention reads `X_K` and `X_Q`, and has `key.P`, `key.Q`, `key.B` for keys and values, `query.P`, `query.Q`,
 * `query.B` for queries. Tokens are columns; matrices are stored row by row.
 */
import type { LinearMap } from '../attention/linear-map.js';
import type { Matrix } from '../attention/matrix.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { AttentionWeights } from '../attention/self-attention.js';
import { maxAffineCrossWeights, type MaxAffineCrossLayer } from '../constructions/max-affine-cross.js';
import { maxAffineSizes, maxAffineWeights } from '../constructions/max-affine-weights.js';
import { ConstructionError } from '../constructions/construction.js';
import type { MatrixShape } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { FloatType } from './float-type.js';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row by row, the last index fastest. */
  readonly data: Float64Array;
}

export interface NetworkWeights {
  readonly kind: 'self' | 'cross';
  /** `X`; or `X_K` and `X_Q`. */
  readonly inputs: readonly { readonly name: string; readonly shape: MatrixShape }[];
  readonly output: MatrixShape;
  readonly tensors: readonly NamedTensor[];
}

/** So many digits decide which double is nearest. */
const system = decimalIntervalSystem(40);

/**
 * The literal weights of a layer, each the double nearest to the exact number (for averages, to the middle of its enclosure).
 *
 * Throws `ConstructionError` (`too-large`) beyond the size of literal networks, before any work, and for weights that the type
 * does not hold.
 */
export function networkWeights(layer: MaxAffineLayer, type: FloatType): NetworkWeights {
  const weights = isCross(layer) ? crossWeights(layer) : selfWeights(layer);
  for (const { name, data } of weights.tensors) requireFinite(name, data, type);
  return weights;
}

function isCross(layer: MaxAffineLayer): layer is MaxAffineCrossLayer {
  return 'query' in layer;
}

function requireFinite(name: string, data: Float64Array, type: FloatType): void {
  const large = data.find((x) => !Number.isFinite(type === 'float32' ? Math.fround(x) : x));
  if (large === undefined) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `the entry ${large} of ${name} in ${type}`,
    required: 'every weight must be a finite number of the format',
    remedy: type === 'float32' ? 'Write float64.' : 'Use fewer cells or a smaller inverse temperature.',
  });
}

function crossWeights(layer: MaxAffineCrossLayer): NetworkWeights {
  const { keyMap, queryMap, attention } = maxAffineCrossWeights(system, layer);
  return {
    kind: 'cross',
    inputs: [
      { name: 'X_K', shape: layer.key },
      { name: 'X_Q', shape: layer.query },
    ],
    output: layer.shape,
    tensors: [...mapTensors('key', keyMap), ...mapTensors('query', queryMap), ...attentionTensors(attention)],
  };
}

function selfWeights(layer: MaxAffineLayer): NetworkWeights {
  const weights = maxAffineWeights(system, layer);
  return {
    kind: 'self',
    inputs: [{ name: 'X', shape: maxAffineSizes(layer).input }],
    output: layer.shape,
    tensors: [...mapTensors('linear', weights), ...attentionTensors(weights)],
  };
}

function mapTensors(name: string, { P_h, Q_h, B }: LinearMap<DecimalInterval>): NamedTensor[] {
  return [stack(`${name}.P`, P_h), stack(`${name}.Q`, Q_h), tensor(`${name}.B`, B)];
}

function attentionTensors({ W_Q, W_K, W_V, W_O }: AttentionWeights<DecimalInterval>): NamedTensor[] {
  return Object.entries({ W_Q, W_K, W_V, W_O }).map(([name, matrix]) => tensor(`attention.${name}`, matrix));
}

function tensor(name: string, { rows, columns, entries }: Matrix<DecimalInterval>): NamedTensor {
  return { name, shape: [rows, columns], data: Float64Array.from(entries, nearest) };
}

function stack(name: string, matrices: readonly Matrix<DecimalInterval>[]): NamedTensor {
  const [{ rows, columns }] = matrices as readonly [Matrix<DecimalInterval>];
  const data = new Float64Array(matrices.length * rows * columns);
  matrices.forEach(({ entries }, h) => data.set(entries.map(nearest), h * rows * columns));
  return { name, shape: [matrices.length, rows, columns], data };
}

/** The double nearest to the middle; both ends agree on it but where an entry is an average. */
function nearest(x: DecimalInterval): number {
  const [lower, upper] = [Number(x.lo), Number(x.hi)];
  return lower === upper ? lower : lower / 2 + upper / 2;
}
