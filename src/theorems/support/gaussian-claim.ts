/** What the claims about attention at a finite temperature have in common: how a case is shown, and a layer without ghost cells. */
import type { GaussianLayer } from '../../constructions/gaussian.js';
import type { Target } from '../../expression/target.js';
import type { Budget, CaseResult, LiteralWeights, Mutant } from '../claim.js';
import { approxLayerPicture } from '../pictures/approx-layer-picture.js';
import { bounded, type Picture } from '../pictures/picture.js';
import { gaussianLayer, gaussianTarget, type GaussianCase } from './gaussian-case.js';
import { maxAffineText } from './literal-weights.js';

export function gaussianPicture(input: GaussianCase, witness: readonly string[] | undefined): Picture | undefined {
  const target = gaussianTarget(input);
  return bounded(approxLayerPicture(target, gaussianLayer(target, input), witness));
}

/** Ghost cells among the keys, and values as they are corrected. */
export function gaussianWeights(input: GaussianCase): LiteralWeights | undefined {
  return maxAffineText(gaussianLayer(gaussianTarget(input), input));
}

/** The bound of the layer with ghost cells, for one that has none. `decide` measures the layer that it is given. */
export function ghostsMissing(
  decide: (
    input: GaussianCase,
    budget: Budget,
    measured: (layer: GaussianLayer, target: Target) => GaussianLayer,
  ) => CaseResult,
): Mutant<GaussianCase> {
  return {
    id: 'ghosts-missing',
    description: 'the layer has no ghost cells',
    decide: (input, budget) => {
      const none = input.cells.map(() => 0);
      return decide(input, budget, (_, target) => gaussianLayer(target, input, none));
    },
  };
}
