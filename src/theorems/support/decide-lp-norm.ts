/**
 * Decides `‖Y − f‖_p ≤ bound` for a layer, given an enclosure of the right-hand side: certified against its lower end,
 * refuted against its upper end, held when only the upper end suffices.
 */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { layerLpProblem } from '../../certify/layer-lp-problem.js';
import type { LpNormEnclosure, LpProblem } from '../../certify/lp-norm.js';
import type { Target } from '../../expression/target.js';
import type { Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult, Verdict } from '../claim.js';
import { layerResult } from './decide-sup-norm.js';
import { isSubstantial } from './layer-case.js';

export interface LpQuestion {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  readonly p: Interval;
  /** Enclosure of the right-hand side. */
  readonly bound: Interval;
  /** Why the inequality holds exactly, when exact reasoning shows it. */
  readonly tie?: string | undefined;
}

export function decideLpNorm({ layer, target, p, bound, tie }: LpQuestion, budget: Budget): CaseResult {
  const problem = layerLpProblem(layer, target);
  return decideLpProblem(problem, { p, bound, tie, substantial: isSubstantial(target, layer) }, budget);
}

export interface LpProblemQuestion extends Pick<LpQuestion, 'p' | 'bound' | 'tie'> {
  readonly substantial: boolean;
}

/** The same for any error that can be integrated. */
export function decideLpProblem(problem: LpProblem, question: LpProblemQuestion, budget: Budget): CaseResult {
  const { p, bound, tie, substantial } = question;
  const run = (goal: number, boxes = budget.boxes): LpNormEnclosure => certifyLpNorm(problem, p, { goal, boxes });
  const answer = (verdict: Verdict, found: LpNormEnclosure, note?: string): CaseResult =>
    layerResult(verdict, tie === undefined ? 'enclosure' : 'exact', found, bound.lo, {
      substantial,
      ...(note === undefined ? {} : { note }),
    });
  if (tie !== undefined) {
    const observed = run(bound.lo, Math.min(budget.boxes, 500));
    // Exact reasoning and enclosures must not contradict each other.
    return observed.lower > bound.hi ? answer('refuted', observed) : answer('certified', observed, tie);
  }
  const found = run(bound.lo);
  if (found.upper <= bound.lo) return answer('certified', found);
  if (found.lower > bound.hi) return answer('refuted', found);
  const above = found.lower > bound.lo ? run(bound.hi) : found;
  if (above.upper <= bound.hi) return answer('held', above, 'the right-hand side is only known from above here');
  return answer('inconclusive', above, `${above.boxes} boxes did not separate the error from its bound`);
}
