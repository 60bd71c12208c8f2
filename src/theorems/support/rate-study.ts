/** Studies of rates: the error of growing layers for one fixed target, enclosed, beside its bound. */
import { domainBoxes } from '../../approximation/box.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { BoxError } from '../../certify/box-error.js';
import { certifyBoxError } from '../../certify/certify-box-error.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { certifySupNorm } from '../../certify/certify-sup-norm.js';
import { layerLpProblem } from '../../certify/layer-lp-problem.js';
import type { LpProblem } from '../../certify/lp-norm.js';
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

interface Options {
  readonly relative: number;
  readonly boxes: number;
}

interface SizedError {
  readonly enclose: (options: Options) => { readonly lower: number; readonly upper: number };
  /** The right-hand side. */
  readonly bound: Interval;
}

function rateFromErrors(family: RateFamily, errorOf: (size: number) => SizedError): RateStudy {
  return {
    ...family,
    measure: (size, { boxes }) => {
      const { enclose, bound } = errorOf(size);
      const { lower, upper } = enclose({ relative: RATE_TOLERANCE, boxes });
      return { lower, upper, bound: bound.lo };
    },
  };
}

export interface SizedLayer extends Pick<SizedError, 'bound'> {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
}

/** From sup norms of max-affine layers. */
export function rateFromSupNorms(family: RateFamily, layerOf: (size: number) => SizedLayer): RateStudy {
  return rateFromErrors(family, (size) => {
    const { layer, target, bound } = layerOf(size);
    return { bound, enclose: (options) => certifySupNorm(layer, target, options) };
  });
}

/** From L_p norms of max-affine layers. */
export function rateFromLpNorms(family: RateFamily, p: Interval, layerOf: (size: number) => SizedLayer): RateStudy {
  return rateFromLpProblems(family, p, (size) => {
    const { layer, target, bound } = layerOf(size);
    return { bound, problem: layerLpProblem(layer, target) };
  });
}

export interface SizedProblem extends Pick<SizedError, 'bound'> {
  readonly problem: LpProblem;
}

/** From L_p norms of any errors. */
export function rateFromLpProblems(
  family: RateFamily,
  p: Interval,
  problemOf: (size: number) => SizedProblem,
): RateStudy {
  return rateFromErrors(family, (size) => {
    const { problem, bound } = problemOf(size);
    return { bound, enclose: (options) => certifyLpNorm(problem, p, options) };
  });
}

export interface SizedNetwork extends Pick<SizedError, 'bound'> {
  readonly error: BoxError;
  readonly target: Target;
}

/** From sup norms of any networks. */
export function rateFromBoxErrors(family: RateFamily, networkOf: (size: number) => SizedNetwork): RateStudy {
  return rateFromErrors(family, (size) => {
    const { error, target, bound } = networkOf(size);
    return { bound, enclose: (options) => certifyBoxError(error, domainBoxes(target), options) };
  });
}
