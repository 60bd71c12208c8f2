/** The registry: every claim, in the order in which they are listed and run. */
import type { Claim } from './claim.js';
import { attentionSoftmaxSup } from './attention-softmax-sup.js';
import { crossLp } from './cross-lp.js';
import { crossSup } from './cross-sup.js';
import { gaussianOrder2 } from './gaussian-order-2.js';
import { gaussianOrder2q } from './gaussian-order-2q.js';
import { evaluationError } from './evaluation-error.js';
import { generalisedRelu } from './generalised-relu.js';
import { gradientDescent } from './gradient-descent.js';
import { gradientStep } from './gradient-step.js';
import { hardmaxTwoLeaders } from './hardmax-two-leaders.js';
import { indicator } from './indicator.js';
import { maxAffineEpsilon } from './max-affine-epsilon.js';
import { maxAffineHard } from './max-affine-hard.js';
import { maxAffineLp } from './max-affine-lp.js';
import { maxAffineSup } from './max-affine-sup.js';
import { noFixedTemperature } from './no-fixed-temperature.js';
import { noSupAtJump } from './no-sup-at-jump.js';
import { noUniformMargin } from './no-uniform-margin.js';
import { sampledIsLowerBound } from './sampled-is-lower-bound.js';
import { scorePrecision } from './score-precision.js';
import { scoreUncentredFails } from './score-uncentred-fails.js';
import { softmaxLipschitz } from './softmax-lipschitz.js';
import { softmaxPerturbation } from './softmax-perturbation.js';
import { truncatedCentred } from './truncated-centred.js';
import { truncatedEndAttained } from './truncated-end-attained.js';
import { truncatedMultiClaim } from './truncated-multi.js';
import { truncatedSingleClaim } from './truncated-single.js';
import { twoLayerLp } from './two-layer-lp.js';
import { twoLayerMulti } from './two-layer-multi.js';
import { twoLayerSup } from './two-layer-sup.js';

/** A claim forgets the type of its cases here: whoever runs claims only passes each one its own. */
function entry<Case>(claim: Claim<Case>): Claim {
  return claim as unknown as Claim;
}

export const claims: readonly Claim[] = [
  entry(indicator),
  entry(hardmaxTwoLeaders),
  entry(softmaxPerturbation),
  entry(softmaxLipschitz),
  entry(maxAffineHard),
  entry(maxAffineSup),
  entry(maxAffineEpsilon),
  entry(maxAffineLp),
  entry(crossSup),
  entry(crossLp),
  entry(truncatedSingleClaim),
  entry(truncatedCentred),
  entry(truncatedMultiClaim),
  entry(generalisedRelu),
  entry(twoLayerSup),
  entry(twoLayerLp),
  entry(twoLayerMulti),
  entry(attentionSoftmaxSup),
  entry(gradientStep),
  entry(gradientDescent),
  entry(gaussianOrder2),
  entry(gaussianOrder2q),
  entry(evaluationError),
  entry(scorePrecision),
  entry(noFixedTemperature),
  entry(noUniformMargin),
  entry(noSupAtJump),
  entry(truncatedEndAttained),
  entry(scoreUncentredFails),
  entry(sampledIsLowerBound),
];
