/** Explicit constructions: weights, predicted bounds, costs. */
export {
  approximateAverageBound,
  averageMaskLeakage,
  averageRadius,
  continuousAverageBound,
  piecewiseAverageBound,
} from './average-bound.js';
export type {
  Construction,
  ConstructionErrorCode,
  ConstructionId,
  ConstructionProblem,
  CostReport,
  LinearMapKind,
  LinearMapReport,
} from './construction.js';
export { ConstructionError } from './construction.js';
export { powerModulus, type ConcaveModulus } from './expansion-modulus.js';
export { interpolationExpansion, type InterpolationParameters } from './interpolation-expansion.js';
export { kernelExpansion, type KernelParameters } from './kernel-expansion.js';
export { piecewiseLinearExpansion, type PiecewiseLinear } from './piecewise-linear-expansion.js';
export { ridgeSumExpansion, type Profile, type RidgeSum, type RidgeTerm } from './ridge-sum-expansion.js';
export type { KernelName } from './summation-kernel.js';
export { maxAffineEpsilonChoice, type EpsilonChoice, type EpsilonChoiceInput } from './epsilon-choice.js';
export {
  activate,
  activations,
  evaluateGeneralisedReluLiteral,
  generalisedRelu,
  generalisedReluBound,
  generalisedReluEvaluator,
  generalisedReluWeights,
  type Activation,
  type GeneralisedRelu,
  type GeneralisedReluParameters,
} from './generalised-relu.js';
export { gradientDescentBound, gradientStepBound } from './gradient-bound.js';
export { describeGradientDescent, describeGradientStep, gradientCost } from './gradient-cost.js';
export { exactIterates, layerIterates } from './gradient-descent.js';
export {
  gradientLayer,
  residuals,
  type GradientLayer,
  type GradientParameters,
  type GradientPrompt,
} from './gradient-layer.js';
export type { GradientLoss } from './gradient-loss.js';
export { exactGradient, layerGradient } from './gradient-step.js';
export { evaluateGradientLiteral, gradientWeights, type GradientWeights } from './gradient-weights.js';
export { columnSpread, layerMaskLeakage, maskLeakageBound } from './mask-leakage.js';
export { maxAffineAverage, withCellAverages } from './max-affine-average.js';
export { describeMaxAffine, maxAffineCost } from './max-affine-cost.js';
export { MAX_LITERAL_ENTRIES } from './literal-limit.js';
export {
  evaluateCrossLiteral,
  maxAffineCross,
  maxAffineCrossWeights,
  type MaxAffineCrossLayer,
  type MaxAffineCrossWeights,
} from './max-affine-cross.js';
export { evaluateLiteral, maxAffineWeights, type MaxAffineWeights } from './max-affine-weights.js';
export {
  defaultMask,
  maxAffine,
  MAX_CELLS,
  type InverseTemperatureChoice,
  type MaxAffineParameters,
} from './max-affine.js';
export { hardRegimeRadius, hardRegimeShare, hardRegimeTail, momentRadius, secondMomentBound } from './moment-bound.js';
export { describeGeneralisedRelu, describeTruncatedMulti, describeTruncatedSingle } from './truncated-cost.js';
export {
  evaluateTruncatedMultiLiteral,
  truncatedMultiWeights,
  type SequenceFunction,
} from './truncated-multi-weights.js';
export {
  truncatedMulti,
  truncatedMultiBound,
  truncatedMultiEvaluator,
  truncatedMultiHeads,
  type TruncatedHead,
  type TruncatedMulti,
} from './truncated-multi.js';
export { truncate, type TruncatedRange } from './truncated-range.js';
export {
  evaluateTruncatedSingleLiteral,
  truncatedRowsWeights,
  truncatedSingleWeights,
  type TruncatedSingleWeights,
} from './truncated-single-weights.js';
export { affineRows, type AffineFunction } from './affine-row.js';
export { attentionSoftmaxBound, attentionSoftmaxRadii, type AttentionSoftmaxRadii } from './attention-softmax-bound.js';
export { attentionSoftmaxCost, describeAttentionSoftmax } from './attention-softmax-cost.js';
export { AttentionSoftmaxError } from './attention-softmax-error.js';
export {
  attentionSoftmaxWeights,
  evaluateAttentionSoftmaxLiteral,
  type AttentionSoftmaxWeights,
} from './attention-softmax-weights.js';
export {
  attentionSoftmax,
  attentionSoftmaxEvaluator,
  type AttentionSoftmax,
  type AttentionSoftmaxAxis,
  type AttentionSoftmaxParameters,
} from './attention-softmax.js';
export { ExpansionError } from './expansion-error.js';
export {
  coefficientSums,
  evaluateExpansion,
  reluCount,
  reluTerms,
  type ExpansionNumbers,
  type ReluTerm,
  type RidgeExpansion,
  type RidgeNumbers,
} from './relu-expansion.js';
export { TruncationError } from './truncation-error.js';
export {
  truncationBound,
  truncationEvaluator,
  truncationOf,
  type MultiChoice,
  type SingleChoice,
  type TemperatureChoice,
  type Truncation,
  type TruncationChoice,
} from './truncation.js';
export { outputMaskBound, twoLayerBound } from './two-layer-bound.js';
export { describeTwoLayer, twoLayerCost } from './two-layer-cost.js';
export { TwoLayerError, twoLayerParts, type TwoLayerParts } from './two-layer-error.js';
export {
  boundExpansion,
  boundExpansionOn,
  boundSums,
  sufficientRange,
  twoLayer,
  type CheckedTwoLayerParameters,
} from './two-layer-range.js';
export { evaluateTwoLayerLiteral, twoLayerWeights, type TwoLayerWeights } from './two-layer-weights.js';
export {
  twoLayerEvaluator,
  uncheckedTwoLayer,
  type OutputPlacement,
  type TwoLayer,
  type TwoLayerParameters,
} from './two-layer.js';
export {
  encloseTruncatedSingle,
  truncatedSingle,
  truncatedSingleBound,
  truncatedSingleEvaluator,
  truncatedSingleKeys,
  truncatedSingleLayer,
  type KeyPlacement,
  type TruncatedSingle,
} from './truncated-single.js';
export type { TokenFunction } from './token-function.js';
