/** What attention followed by a softmax costs, and what an auditor must see of it. */
import { axisValues, cellCentre, cellCount } from '../approximation/grid.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { axisScale, coordinateLayout, type AttentionSoftmax } from './attention-softmax.js';
import type { Construction, CostReport } from './construction.js';
import { keyBoxes } from './key-boxes.js';
import {
  affineRowParameters,
  attentionParameters,
  boundTruncationScore,
  boundTruncationWeight,
  magnitude,
} from './truncation-cost.js';
import { truncationSizes } from './truncation-weights.js';
import { describeTruncation, truncationBound } from './truncation.js';

/** The network as a construction: id, parameters, cost. */
export function describeAttentionSoftmax(network: AttentionSoftmax): Construction {
  const { truncation, layer } = network;
  return {
    id: 'attention-softmax',
    parameters: {
      ...Object.fromEntries(
        Object.entries(describeTruncation(truncation)).map(([name, text]) => [`attention.${name}`, text]),
      ),
      cells: layer.grid.axes.map(({ cells }) => cells).join(','),
      inverseTemperature: layer.inverseTemperature.text,
    },
    cost: attentionSoftmaxCost(network),
  };
}

/**
 * The cost report. Counts are exact: keys are the columns of the attention and the `G` scores of the softmax, which is no
 * attention head. The largest weight and score are upper bounds rounded up, over the whole domain.
 */
export function attentionSoftmaxCost(network: AttentionSoftmax): CostReport {
  const { truncation, input, output, axes, layer } = network;
  const layout = coordinateLayout(network);
  const sizes = truncationSizes(truncation, layout);
  const [G, g, rows, tokens] = [cellCount(layer.grid), axes.length, output.width, output.tokens].map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  return {
    keys: BigInt(sizes.columns) + G,
    heads: sizes.heads,
    parameters:
      affineRowParameters(truncation, layout, input.width, input.tokens) +
      attentionParameters(truncation, layout) +
      (g * (G + g) + G) +
      (tokens * (rows * G + tokens) + rows * tokens),
    largestWeight: Math.max(boundTruncationWeight(truncation, layout), ...largestEntries(network)),
    largestScore: Math.max(boundTruncationScore(truncation, layout, 1), boundPartitionScore(network, true)),
    linearMaps: [
      { name: 'Linear_1', kind: 'full-tensor', biasPerPosition: true },
      {
        name: 'W_O of Attn_1',
        kind: sizes.columns === layout.count ? 'token-wise' : 'sequence-wise',
        biasPerPosition: false,
      },
      { name: 'Linear_2', kind: 'full-tensor', biasPerPosition: true },
      { name: 'Linear_3', kind: 'full-tensor', biasPerPosition: false },
    ],
    scaleFolded: true,
  };
}

/** Of the three linear maps: `1/D_i`, `lo_i/D_i`; `R D_i v_{j,i}`, the scores' biases; the values. */
function largestEntries(network: AttentionSoftmax): number[] {
  const { axes, layer } = network;
  const R = evaluateConstant(layer.inverseTemperature.expression, system);
  const entries = axes.flatMap((gridAxis, i) => {
    const { lower, length } = axisScale(system, gridAxis);
    const axis = axisValues(system, layer.grid.axes[i]!);
    const ends = [0, axis.cells - 1].map((cell) => cellCentre(system, axis, cell));
    const read = ends.map((centre) => system.mul(system.mul(R, length), centre));
    if (gridAxis.isPoint) return read;
    return [...read, system.div(system.literal('1'), length), system.div(lower, length)];
  });
  let largest = Math.max(magnitude([system.literal('1'), ...entries]), boundPartitionScore(network, false));
  for (const box of keyBoxes(system, layer.grid)) {
    largest = Math.max(largest, magnitude(evaluate(layer.values, system, box)));
  }
  return [largest];
}

/**
 * `max_j |R Σ_i (v_{j,i} x_i − v_{j,i}²/2)|` over all `x̂`, or at `x = lo` alone (the biases of the scores). Per axis the form is
 * linear in `x`, and falls (rises) in `v` over the centres at an `x` that is at most `lo` (at least `hi`): its extremes are
 * among the corners.
 */
function boundPartitionScore({ axes, layer, truncation }: AttentionSoftmax, overDomain: boolean): number {
  const error = truncationBound(system, truncation);
  const half = system.literal('0.5');
  let [least, most] = [system.literal('0'), system.literal('0')];
  axes.forEach((gridAxis, i) => {
    const { lower, length } = axisScale(system, gridAxis);
    // One head's output is a mean of keys in [0, 1].
    const beyond = truncation.kind === 'single' ? system.literal('0') : system.mul(length, error);
    const axis = axisValues(system, layer.grid.axes[i]!);
    const places = overDomain ? [system.sub(lower, beyond), system.add(system.add(lower, length), beyond)] : [lower];
    const corners: Interval[] = places.flatMap((x) =>
      [0, axis.cells - 1].map((cell) => {
        const v = cellCentre(system, axis, cell);
        return system.mul(v, system.sub(x, system.mul(half, v)));
      }),
    );
    least = system.add(
      least,
      corners.reduce((a, b) => system.min(a, b)),
    );
    most = system.add(
      most,
      corners.reduce((a, b) => system.max(a, b)),
    );
  });
  const R = evaluateConstant(layer.inverseTemperature.expression, system);
  return magnitude([system.mul(R, least), system.mul(R, most)]);
}
