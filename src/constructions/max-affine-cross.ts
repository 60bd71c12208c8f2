/**
 * Max-affine cross-attention: keys from the key tokens, queries from the query tokens, one head.
 *
 * For a target `f(X_K, X_Q)` of the joint input `x = (x_K, x_Q)` with grid centres `v_j = (v_j^K, v_j^Q)`, the score of
 * key `(i', j)` for query `i` is again `R(v_jᵀx − ‖v_j‖²/2) + M·1[i = i']`: the part `(v_j^K)ᵀx_K` comes from the keys.
 * So the layer is the max-affine layer of the joint input, and every bound of that layer holds with `g = g_K + g_Q`.
 * A target of `X_Q` alone takes one cell on every key axis: then no weight depends on the key tokens.
 *
 * Columns of `Z_K = Linear(X_K)` are `(i, j)`; rows: `v_j^Q` | `(v_j^K)ᵀx_K − ‖v_j‖²/2` | `e_i` | `f(v_j)_{:,i}`. The
 * second is `Σ_{τ,a} e e_aᵀ X_K e_τ(v^K_{j,(τ,a)})_j` plus a bias. `Z_Q` has one column per output token: `x_Q` | 1 | e_i.
 *
 * Source: arXiv:2504.19901 (cross-attention); joint form and weights reconstructed.
 */
import { cellCount } from '../approximation/grid.js';
import { AttentionError } from '../attention/attention-error.js';
import { crossAttention } from '../attention/cross-attention.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { matrixFrom, type Matrix } from '../attention/matrix.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { AttentionWeights } from '../attention/self-attention.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { MatrixShape, Target } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { ConstructionError } from './construction.js';
import { keyTable } from './key-table.js';
import { refuseBeyondLimit } from './literal-limit.js';
import { maxAffine, type MaxAffineParameters } from './max-affine.js';

export interface MaxAffineCrossLayer extends MaxAffineLayer {
  /** Key tokens: the first `width · tokens` axes of the grid. */
  readonly key: MatrixShape;
  /** Query tokens: the axes after those. */
  readonly query: MatrixShape;
}

/**
 * The cross-attention layer that interpolates a target of key and query tokens. Throws `ConstructionError`: `input` for
 * a target that has no key and query tokens, else as `maxAffine`.
 */
export function maxAffineCross(target: Target, parameters: MaxAffineParameters): MaxAffineCrossLayer {
  const { input } = target;
  if (input.kind !== 'cross') {
    throw new ConstructionError({
      code: 'input',
      found: 'a target without key and query tokens',
      required: 'max-affine-cross is cross-attention',
      remedy: 'Export shape = { key: …, query: … }, or use the construction max-affine.',
    });
  }
  const joint = maxAffine({ ...target, input: { kind: 'scalars' } }, parameters);
  return { ...joint, key: input.key, query: input.query };
}

export interface MaxAffineCrossWeights<T> {
  readonly keyMap: LinearMap<T>;
  readonly queryMap: LinearMap<T>;
  readonly attention: AttentionWeights<T>;
}

/** All weight matrices. Throws `ConstructionError` (`too-large`) before any work. Cost: `nG·rows` entries. */
export function maxAffineCrossWeights<T>(
  system: NumberSystem<T>,
  layer: MaxAffineCrossLayer,
): MaxAffineCrossWeights<T> {
  const { key, query, shape } = layer;
  const keyInputs = key.width * key.tokens;
  const queryInputs = query.width * query.tokens;
  const score = queryInputs;
  const block = score + 1;
  const value = block + shape.tokens;
  const columns = BigInt(shape.tokens) * cellCount(layer.grid);
  refuseBeyondLimit('the weights', BigInt(value + shape.width), columns);
  const N = Number(columns);
  const cells = N / shape.tokens;
  const keys = keyTable(system, layer, cells);
  const zero = system.literal('0');
  const one = system.literal('1');
  const unit = (isOne: boolean): T => (isOne ? one : zero);
  const R = evaluateConstant(layer.inverseTemperature.expression, system);
  const M = evaluateConstant(layer.mask.expression, system);

  const features = Array.from({ length: keyInputs }, (_, t) => ({
    token: Math.floor(t / key.width),
    row: t % key.width,
    t,
  }));
  const keyMap: LinearMap<T> = {
    P_h: features.map((feature) =>
      matrixFrom(value + shape.width, key.width, (row, a) => unit(row === score && a === feature.row)),
    ),
    Q_h: features.map((feature) =>
      matrixFrom(key.tokens, N, (token, column) =>
        token === feature.token ? keys[column % cells]!.centre[feature.t]! : zero,
      ),
    ),
    B: matrixFrom(value + shape.width, N, (row, column) => {
      const { centre, bias, value: stored } = keys[column % cells]!;
      const i = Math.floor(column / cells);
      if (row < score) return centre[keyInputs + row]!;
      if (row === score) return bias;
      if (row < value) return unit(row - block === i);
      return stored[i * shape.width + row - value]!;
    }),
  };
  const queryRows = queryInputs + 1 + shape.tokens;
  const queryMap: LinearMap<T> = {
    P_h: Array.from({ length: query.tokens }, (_, token) =>
      matrixFrom(queryRows, query.width, (row, a) => unit(row === token * query.width + a)),
    ),
    Q_h: Array.from({ length: query.tokens }, (_, token) =>
      matrixFrom(query.tokens, shape.tokens, (row) => unit(row === token)),
    ),
    B: matrixFrom(queryRows, shape.tokens, (row, i) => {
      if (row < queryInputs) return zero;
      return row === queryInputs ? one : unit(row - queryInputs - 1 === i);
    }),
  };
  const attention: AttentionWeights<T> = {
    W_Q: matrixFrom(queryRows, queryRows, (i, row) => (i !== row ? zero : i <= queryInputs ? R : M)),
    W_K: matrixFrom(queryRows, value + shape.width, (i, row) => unit(i === row)),
    W_V: matrixFrom(shape.width, value + shape.width, (i, row) => unit(row === value + i)),
    W_O: matrixFrom(shape.tokens, shape.tokens, (i, column) => unit(i === column)),
  };
  return { keyMap, queryMap, attention };
}

/**
 * The layer's output at `(x_K, x_Q) ∈ R^{g_K + g_Q}`, in vec order, through the literal matrices from end to end.
 *
 * Throws `ConstructionError` (`too-large`) before any work, and `AttentionError` (`shape`) for a wrong number of inputs.
 */
export function evaluateCrossLiteral<T>(system: NumberSystem<T>, layer: MaxAffineCrossLayer, x: readonly T[]): T[] {
  const { key, query, shape } = layer;
  if (x.length !== layer.grid.axes.length) {
    throw new AttentionError('shape', `${x.length} coordinates for a grid of ${layer.grid.axes.length} axes`);
  }
  const weights = maxAffineCrossWeights(system, layer);
  const tokensOf = ({ width, tokens }: MatrixShape, start: number): Matrix<T> =>
    matrixFrom(width, tokens, (row, token) => x[start + token * width + row]!);
  const output = crossAttention(
    system,
    weights.attention,
    applyLinearMap(system, weights.keyMap, tokensOf(key, 0)),
    applyLinearMap(system, weights.queryMap, tokensOf(query, key.width * key.tokens)),
  );
  return output.entries.map(
    (_, position) => output.entries[(position % shape.width) * output.columns + Math.floor(position / shape.width)]!,
  );
}
