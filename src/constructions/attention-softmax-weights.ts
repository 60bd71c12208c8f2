/**
 * The weights of attention followed by a softmax, written out, and the network that they make.
 *
 * `Linear_1` and `Attn_1` are those of `truncation-weights.ts`, for the affine functions `(x_i − lo_i)/D_i` of the whole
 * sequence. `Linear_2` turns the row of the `out_i` into a column, `Σ_i P_i · row · e_i` with `P_i = (R D_i v_{j,i})_j`, and adds
 * `R(Σ_i v_{j,i} lo_i − ‖v_j‖²/2)`. After the softmax `Linear_3 = Σ_c V_{:,c} · w · e_cᵀ` reads the values.
 */
import { cellCount } from '../approximation/grid.js';
import { AttentionError } from '../attention/attention-error.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { entryOf, matrixFrom } from '../attention/matrix.js';
import { softmaxColumns } from '../attention/softmax.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { axisScale, coordinateLayout, type AttentionSoftmax } from './attention-softmax.js';
import { keyTable } from './key-table.js';
import { refuseBeyondLimit } from './literal-limit.js';
import { applyLayer, layerOf, refuseLargeLayer, type LayerWeights } from './two-layer-weights.js';

export interface AttentionSoftmaxWeights<T> {
  readonly first: LayerWeights<T>;
  /** To a column of `G` scores. */
  readonly scores: LinearMap<T>;
  /** From a column of `G` weights to the output. */
  readonly values: LinearMap<T>;
}

/** All weight matrices. Throws `ConstructionError` (`too-large`) before any work. Cost: their entries, `G` values. */
export function attentionSoftmaxWeights<T>(
  system: NumberSystem<T>,
  network: AttentionSoftmax,
): AttentionSoftmaxWeights<T> {
  const { input, output, truncation, axes, layer } = network;
  const layout = coordinateLayout(network);
  const [G, g] = [cellCount(layer.grid), axes.length];
  refuseLargeLayer('the first layer', truncation, layout, input.tokens);
  refuseBeyondLimit('the linear map to the scores', G, BigInt(g));
  refuseBeyondLimit('the linear map of the values', G, BigInt(output.width * output.tokens));
  const zero = system.literal('0');
  const unit = (isOne: boolean): T => (isOne ? system.literal('1') : zero);
  const scales = axes.map((axis) => axisScale(system, axis));
  const coordinates = scales.map(({ lower, length }, i) => {
    const weights = axes.map(() => zero);
    if (axes[i]!.isPoint) return { weights, offset: zero };
    weights[i] = system.div(system.literal('1'), length);
    return { weights, offset: system.neg(system.div(lower, length)) };
  });
  const keys = keyTable(system, layer, Number(G));
  const R = evaluateConstant(layer.inverseTemperature.expression, system);
  const columns = Array.from({ length: output.tokens }, (_, c) => c);
  return {
    first: layerOf(system, truncation, layout, input, [coordinates]),
    scores: {
      P_h: scales.map(({ length }, i) =>
        matrixFrom(keys.length, 1, (j) => system.mul(system.mul(R, length), keys[j]!.centre[i]!)),
      ),
      Q_h: scales.map((_, i) => matrixFrom(g, 1, (row) => unit(row === i))),
      B: matrixFrom(keys.length, 1, (j) => {
        const { centre, bias } = keys[j]!;
        const atOrigin = scales.reduce((sum, { lower }, i) => system.add(sum, system.mul(centre[i]!, lower)), bias);
        return system.mul(R, atOrigin);
      }),
    },
    values: {
      P_h: columns.map((c) => matrixFrom(output.width, keys.length, (r, j) => keys[j]!.value[c * output.width + r]!)),
      Q_h: columns.map((c) => matrixFrom(1, output.tokens, (_, column) => unit(column === c))),
      B: matrixFrom(output.width, output.tokens, () => zero),
    },
  };
}

/**
 * The network's output at `x = vec(X)`, in vec order, through the literal matrices from end to end. Throws
 * `ConstructionError` (`too-large`) before any work, and `AttentionError` (`shape`) for a wrong number of inputs.
 */
export function evaluateAttentionSoftmaxLiteral<T>(
  system: NumberSystem<T>,
  network: AttentionSoftmax,
  x: readonly T[],
): T[] {
  const { input, output } = network;
  if (x.length !== input.width * input.tokens) {
    throw new AttentionError('shape', `${x.length} coordinates for ${input.tokens} tokens of width ${input.width}`);
  }
  const { first, scores, values } = attentionSoftmaxWeights(system, network);
  const X = matrixFrom(input.width, input.tokens, (a, token) => x[token * input.width + a]!);
  const weights = softmaxColumns(system, applyLinearMap(system, scores, applyLayer(system, first, X)));
  const Y = applyLinearMap(system, values, weights);
  return Array.from({ length: output.width * output.tokens }, (_, i) =>
    entryOf(Y, i % output.width, Math.floor(i / output.width)),
  );
}
