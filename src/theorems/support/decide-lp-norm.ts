/** Decides `‖Y − f‖_p ≤ bound` for a max-affine layer, or any error that can be integrated. */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { layerLpProblem } from '../../certify/layer-lp-problem.js';
import type { LpProblem } from '../../certify/lp-norm.js';
import type { Target } from '../../expression/target.js';
import type { Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult } from '../claim.js';
import { decideNorm, type NormQuestion } from './decide-norm.js';
import { isSubstantial } from './layer-case.js';

interface Exponent {
  readonly p: Interval;
}

export interface LpQuestion extends Pick<NormQuestion, 'bound' | 'tie'>, Exponent {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
}

export function decideLpNorm({ layer, target, ...question }: LpQuestion, budget: Budget): CaseResult {
  const problem = layerLpProblem(layer, target);
  return decideLpProblem({ ...question, problem, substantial: isSubstantial(target, layer) }, budget);
}

export interface LpProblemQuestion extends Omit<NormQuestion, 'enclose'>, Exponent {
  readonly problem: LpProblem;
}

export function decideLpProblem({ problem, p, ...question }: LpProblemQuestion, budget: Budget): CaseResult {
  return decideNorm({ ...question, enclose: (options) => certifyLpNorm(problem, p, options) }, budget);
}
