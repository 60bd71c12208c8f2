/** Pictures of the cases that several claims share. */
import { approxAxisWeights } from './approx-axis-weights.js';
import { approxBoxErrorPicture, approxCells, approxLayerPicture } from './approx-layer-picture.js';
import { approxFunctionPicture } from './approx-truncation-picture.js';
import type { Picture } from './picture.js';
import { axisScale, type AttentionSoftmax } from '../../constructions/attention-softmax.js';
import { AttentionSoftmaxError } from '../../constructions/attention-softmax-error.js';
import type { GradientLayer } from '../../constructions/gradient-layer.js';
import { lossDerivative } from '../../constructions/gradient-loss.js';
import { layerGradient } from '../../constructions/gradient-step.js';
import { truncationEvaluator } from '../../constructions/truncation.js';
import { TwoLayerError } from '../../constructions/two-layer-error.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { Target } from '../../expression/target.js';
import { float64System } from '../../numeric/float64.js';
import { layerOf, targetOf, type LayerCase } from '../support/layer-case.js';
import { networkOf, type LayerKind, type TwoLayerCase } from '../support/two-layer-case.js';

type Witness = readonly string[] | undefined;

export function approxLayerCasePicture(input: LayerCase, witness: Witness): Picture | undefined {
  const target = targetOf(input.target);
  return approxLayerPicture(target, layerOf(target, input), witness);
}

export function approxTwoLayerPicture(kind: LayerKind, input: TwoLayerCase, witness: Witness): Picture | undefined {
  const { target, network } = networkOf(input, kind);
  return approxBoxErrorPicture(target, new TwoLayerError(network, target), witness);
}

/** The cells of the partition, and the weights of their keys at what attention makes of a coordinate. */
export function approxAttentionSoftmaxPicture(
  target: Target,
  network: AttentionSoftmax,
  witness: Witness,
): Picture | undefined {
  const { axes, layer, truncation } = network;
  const cells = approxCells(layer.grid);
  const pass = truncationEvaluator(float64System, truncation);
  const scales = axes.map((axis) => axisScale(float64System, axis));
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
  return approxBoxErrorPicture(target, new AttentionSoftmaxError(network, target), witness, {
    cells,
    weights: (t, u) => {
      const { lower, length } = scales[t]!;
      const query = length > 0 ? lower + length * pass((u - lower) / length) : lower;
      return approxAxisWeights(cells[t]!, inverseTemperature, query);
    },
  });
}

/** What a layer makes of one residual, beside the derivative of the loss. */
export function approxGradientPicture(layer: GradientLayer): Picture | undefined {
  const gradient = layerGradient(float64System, { ...layer, examples: 1, features: 1 });
  const [lower, upper] = [layer.axis.axis.lower, layer.axis.axis.upper].map(({ expression }) =>
    evaluateConstant(expression, float64System),
  ) as [number, number];
  const { cells: count } = layer.axis;
  const cells = { lower, width: (upper - lower) / count, count };
  const beta = evaluateConstant(layer.inverseTemperature.expression, float64System);
  return approxFunctionPicture(
    {
      variable: 'r',
      names: ['derivative ψ of the loss', 'attention'],
      domain: [lower, upper],
      target: (r) => lossDerivative(float64System, layer.loss, r),
      // One example with the feature 1 at the weight 0: the ridge term is 0 there.
      output: (r) => gradient({ features: [[1]], targets: [-r], weights: [0] })[0]!,
      cells: [cells],
      weights: (_, r) => approxAxisWeights(cells, 2 * beta, r),
    },
    undefined,
  );
}
