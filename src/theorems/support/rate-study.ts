/** Studies of rates: the error of growing layers for one fixed target, enclosed, beside its bound. */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { layerLpProblem } from '../../certify/layer-lp-problem.js';
import { certifySupNorm } from '../../certify/certify-sup-norm.js';
import type { Target } from '../../expression/target.js';
import type { Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult, RateStudy } from '../claim.js';

/** What a study says of its family. */
export type RateFamily = Pick<RateStudy, 'family' | 'predicted' | 'sizes'>;

/** From a claim's own cases, where `decide` reports narrow ends of the left-hand side. */
export function rateFromCases<Case>(
  family: RateFamily,
  caseOf: (size: number) => Case,
  decide: (input: Case, budget: Budget) => CaseResult,
): RateStudy {
  return {
    ...family,
    measure: (size, budget) => {
      const { observed, bound } = decide(caseOf(size), budget);
      return { lower: Number(observed.lower), upper: Number(observed.upper), bound: Number(bound) };
    },
  };
}

/** Relative width of the enclosures: fine beside errors that halve from one size to the next. */
export const RATE_TOLERANCE = 0.02;

export interface SizedLayer {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  readonly bound: Interval;
}

/** From L_p norms of layers. */
export function rateFromLpNorms(family: RateFamily, p: Interval, layerOf: (size: number) => SizedLayer): RateStudy {
  return {
    ...family,
    measure: (size, budget) => {
      const { layer, target, bound } = layerOf(size);
      const problem = layerLpProblem(layer, target);
      const { lower, upper } = certifyLpNorm(problem, p, { relative: RATE_TOLERANCE, boxes: budget.boxes });
      return { lower, upper, bound: bound.lo };
    },
  };
}

/** From sup norms of layers. */
export function rateFromSupNorms(family: RateFamily, layerOf: (size: number) => SizedLayer): RateStudy {
  return {
    ...family,
    measure: (size, budget) => {
      const { layer, target, bound } = layerOf(size);
      const { lower, upper } = certifySupNorm(layer, target, { relative: RATE_TOLERANCE, boxes: budget.boxes });
      return { lower, upper, bound: bound.lo };
    },
  };
}
