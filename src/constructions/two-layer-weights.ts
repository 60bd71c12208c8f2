/**
 * The weights of the network of two layers of truncated attention, written out, and the network that they make.
 *
 *     X ∈ R^{d×n} → Linear_1 → Attn_1 → the row of all out_m → Linear_2 → Attn_2 (→ Linear_3 for placement `linear`)
 *
 * `Linear_1` and `Linear_2` write affine functions of everything that they read (`affine-row.ts`); the attention layers are
 * those of `truncation-weights.ts`; `Linear_3 = Σ_r e_r·Q_r` cuts one row of `d'n'` columns into `d'` rows.
 */
import { addMatrices, entryOf, matrixFrom, type Matrix } from '../attention/matrix.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { AttentionError } from '../attention/attention-error.js';
import { selfAttention, type AttentionWeights } from '../attention/self-attention.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { affineRows, type AffineFunction } from './affine-row.js';
import { refuseBeyondLimit } from './literal-limit.js';
import { reluTerms } from './relu-expansion.js';
import { truncationSizes, truncationWeights, type QueryLayout } from './truncation-weights.js';
import type { Truncation } from './truncation.js';
import { firstLayout, secondLayout, type TwoLayer } from './two-layer.js';

export interface LayerWeights<T> {
  readonly map: LinearMap<T>;
  /** Added. */
  readonly heads: readonly AttentionWeights<T>[];
}

export interface TwoLayerWeights<T> {
  readonly first: LayerWeights<T>;
  readonly second: LayerWeights<T>;
  /** Of placement `linear` only. */
  readonly last?: LinearMap<T>;
}

/** All weight matrices. Throws `ConstructionError` (`too-large`) before any work. Cost: their entries. */
export function twoLayerWeights<T>(system: NumberSystem<T>, network: TwoLayer): TwoLayerWeights<T> {
  const { expansion, input, output, placement } = network;
  const layouts = [firstLayout(network), secondLayout(network)] as const;
  refuseLargeLayer('the first layer', network.first, layouts[0], input.tokens);
  refuseLargeLayer('the second layer', network.second, layouts[1], layouts[0].count);

  const numbers = expansion.numbers(system);
  const terms = reluTerms(system, numbers);
  const sums = numbers.constants.map((offset, r) => ({ weights: terms.map((term) => term.coefficients[r]!), offset }));
  const row = { width: 1, tokens: terms.length };
  const first = layerOf(system, network.first, layouts[0], input, [terms]);
  const { block } = truncationSizes(network.second, layouts[1]);
  const second = layerOf(system, network.second, layouts[1], row, placeSums(sums));
  if (placement.kind !== 'linear') return { first, second };
  const zero = system.literal('0');
  const unit = (isOne: boolean): T => (isOne ? system.literal('1') : zero);
  const rows = Array.from({ length: output.width }, (_, r) => r);
  const last: LinearMap<T> = {
    P_h: rows.map((r) => matrixFrom(output.width, 1, (i) => unit(i === r))),
    Q_h: rows.map((r) =>
      matrixFrom(output.width * output.tokens, output.tokens, (i, c) => unit(i === c * output.width + r)),
    ),
    B: matrixFrom(output.width, output.tokens, () => zero),
  };
  return { first, second, last };

  /** The `z_{rc}` in their rows and columns. */
  function placeSums(z: readonly AffineFunction<T>[]): (AffineFunction<T> | undefined)[][] {
    const entry = (r: number, c: number): AffineFunction<T> => z[c * output.width + r]!;
    const columns = Array.from({ length: output.tokens }, (_, c) => c);
    if (placement.kind === 'linear') return [[...z]];
    if (placement.kind === 'heads') {
      return Array.from({ length: output.width }, (_, r) => columns.map((c) => entry(r, c)));
    }
    const single = new Array<AffineFunction<T> | undefined>(block * output.width).fill(undefined);
    for (let r = 0; r < output.width; r++) for (const c of columns) single[r * block + c] = entry(r, c);
    return [single];
  }
}

/** A linear map that writes `functions` of its input above the layer's constant rows, and the layer's heads. */
export function layerOf<T>(
  system: NumberSystem<T>,
  truncation: Truncation,
  layout: QueryLayout,
  input: { readonly width: number; readonly tokens: number },
  functions: readonly (readonly (AffineFunction<T> | undefined)[])[],
): LayerWeights<T> {
  const { constants, heads } = truncationWeights(system, truncation, layout);
  return { map: affineRows(system, input, functions, constants), heads };
}

/** Refuses a layer whose `Z`, scores, or map from `tokens` columns would not be stored. */
export function refuseLargeLayer(what: string, truncation: Truncation, layout: QueryLayout, tokens: number): void {
  const { rows, columns } = truncationSizes(truncation, layout);
  refuseBeyondLimit(`Z of ${what}`, BigInt(rows), BigInt(columns));
  refuseBeyondLimit(`the scores of ${what}`, BigInt(columns), BigInt(columns));
  refuseBeyondLimit(`the linear map of ${what}`, BigInt(tokens), BigInt(columns));
}

/** `Σ_heads Attn(Linear(X))`. */
export function applyLayer<T>(system: NumberSystem<T>, { map, heads }: LayerWeights<T>, X: Matrix<T>): Matrix<T> {
  const Z = applyLinearMap(system, map, X);
  return heads.map((head) => selfAttention(system, head, Z)).reduce((sum, out) => addMatrices(system, sum, out));
}

/**
 * The network's output at `x = vec(X)`, in vec order, through the literal matrices from end to end. Throws
 * `ConstructionError` (`too-large`) before any work, and `AttentionError` (`shape`) for a wrong number of inputs.
 */
export function evaluateTwoLayerLiteral<T>(system: NumberSystem<T>, network: TwoLayer, x: readonly T[]): T[] {
  const { input, output } = network;
  if (x.length !== input.width * input.tokens) {
    throw new AttentionError('shape', `${x.length} coordinates for ${input.tokens} tokens of width ${input.width}`);
  }
  const weights = twoLayerWeights(system, network);
  const X = matrixFrom(input.width, input.tokens, (a, token) => x[token * input.width + a]!);
  const attended = applyLayer(system, weights.second, applyLayer(system, weights.first, X));
  const Y = weights.last === undefined ? attended : applyLinearMap(system, weights.last, attended);
  return Array.from({ length: output.width * output.tokens }, (_, i) =>
    entryOf(Y, i % output.width, Math.floor(i / output.width)),
  );
}
