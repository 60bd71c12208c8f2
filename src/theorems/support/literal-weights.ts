/** The weight matrices of small networks as text, for whoever wants to compute a case again elsewhere. */
import { cellCount } from '../../approximation/grid.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { coordinateLayout, type AttentionSoftmax } from '../../constructions/attention-softmax.js';
import { attentionSoftmaxWeights } from '../../constructions/attention-softmax-weights.js';
import { generalisedReluWeights, type GeneralisedRelu } from '../../constructions/generalised-relu.js';
import type { GradientLayer } from '../../constructions/gradient-layer.js';
import { gradientSizes, gradientWeights } from '../../constructions/gradient-weights.js';
import { maxAffineCrossWeights, type MaxAffineCrossLayer } from '../../constructions/max-affine-cross.js';
import { maxAffineSizes, maxAffineWeights } from '../../constructions/max-affine-weights.js';
import { oneRowColumns, truncatedSingleWeights } from '../../constructions/truncated-single-weights.js';
import type { TruncatedMulti } from '../../constructions/truncated-multi.js';
import { truncatedMultiWeights } from '../../constructions/truncated-multi-weights.js';
import type { TruncatedSingle } from '../../constructions/truncated-single.js';
import { truncationSizes } from '../../constructions/truncation-weights.js';
import { firstLayout, secondLayout, type TwoLayer } from '../../constructions/two-layer.js';
import { twoLayerWeights } from '../../constructions/two-layer-weights.js';
import { decimalConstant } from '../../expression/real-constant.js';
import { decimalSystem } from '../../numeric/decimal.js';
import type { LiteralWeights, WeightsText } from '../claim.js';

/** Of all matrices together. */
const MOST_ENTRIES = 5000;
const DIGITS = 20;
const system = decimalSystem(DIGITS);

/** `finish` makes the layer that is written down, once it is known to be small. */
export function maxAffineText(
  layer: MaxAffineLayer,
  finish: () => MaxAffineLayer = () => layer,
): LiteralWeights | undefined {
  const { rows, columns } = maxAffineSizes(layer);
  return ifSmall(BigInt(rows.total) * columns, () => maxAffineWeights(system, finish()));
}

/** `finish` as for `maxAffineText`. */
export function maxAffineCrossText(
  layer: MaxAffineCrossLayer,
  finish: () => MaxAffineCrossLayer = () => layer,
): LiteralWeights | undefined {
  const { rows, columns } = maxAffineSizes(layer);
  return ifSmall(BigInt(rows.total) * columns, () => maxAffineCrossWeights(system, finish()));
}

/** The query itself: what truncated attention is given in place of a function of a token. */
const itself = { weights: [decimalConstant('1')], offset: decimalConstant('0') };

/** One token of one feature, which is the query itself. */
export function truncatedSingleText(construction: TruncatedSingle): LiteralWeights | undefined {
  const columns = oneRowColumns(construction.cells, 1);
  return ifSmall(BigInt(columns), () => truncatedSingleWeights(system, construction, [itself]));
}

/** Tokens of one feature, each its own query; one entry for each head. */
export function truncatedMultiText(construction: TruncatedMulti): LiteralWeights | undefined {
  const { tokens, heads } = construction;
  const functions = { weights: itself.weights, offsets: Array.from({ length: tokens }, () => itself.offset) };
  const entries = BigInt(heads) * BigInt(tokens) * BigInt(tokens);
  return ifSmall(entries, () => truncatedMultiWeights(system, construction, functions));
}

/** As of `truncatedSingleText`, one entry for each head. */
export function generalisedReluText(network: GeneralisedRelu): LiteralWeights | undefined {
  const columns = oneRowColumns(network.head.cells, 1);
  return ifSmall(BigInt(columns), () => generalisedReluWeights(system, network, [itself]));
}

export function attentionSoftmaxText(network: AttentionSoftmax): LiteralWeights | undefined {
  const { rows, columns } = truncationSizes(network.truncation, coordinateLayout(network));
  const scores = cellCount(network.layer.grid) * BigInt(network.axes.length);
  return ifSmall(BigInt(rows) * BigInt(columns) + scores, () => attentionSoftmaxWeights(system, network));
}

export function twoLayerText(network: TwoLayer): LiteralWeights | undefined {
  const sizes = [
    truncationSizes(network.first, firstLayout(network)),
    truncationSizes(network.second, secondLayout(network)),
  ];
  const entries = sizes.reduce((sum, { rows, columns }) => sum + BigInt(rows) * BigInt(columns), 0n);
  return ifSmall(entries, () => twoLayerWeights(system, network));
}

export function gradientText(layer: GradientLayer): LiteralWeights | undefined {
  const { rows, columns } = gradientSizes(layer);
  return ifSmall(BigInt(rows.total) * columns, () => gradientWeights(system, layer));
}

/** `entries` of the largest matrix are known before any is made; the others follow. */
function ifSmall(entries: bigint, make: () => unknown): LiteralWeights | undefined {
  if (entries > BigInt(MOST_ENTRIES)) return undefined;
  const matrices = textOf(make());
  return countEntries(matrices) > MOST_ENTRIES ? undefined : { digits: DIGITS, matrices };
}

/** Matrices are lists of their rows. */
function textOf(value: unknown): WeightsText {
  if (Array.isArray(value)) return value.map(textOf);
  if (typeof value !== 'object' || value === null) throw new TypeError(`${String(value)} is no part of a network`);
  if (!('entries' in value))
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, textOf(part)]));
  const { rows, columns, entries } = value as { rows: number; columns: number; entries: readonly unknown[] };
  return Array.from({ length: rows }, (_, i) => entries.slice(i * columns, (i + 1) * columns).map(String));
}

function countEntries(text: WeightsText): number {
  if (typeof text === 'string') return 1;
  return Object.values(text).reduce((sum: number, part: WeightsText) => sum + countEntries(part), 0);
}
