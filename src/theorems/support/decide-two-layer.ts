/** Decides the bound of two layers of truncated attention, and wrong versions of it, for one head or several. */
import { axisValues } from '../../approximation/grid.js';
import { isPointAxis } from '../../attention/axis-weights.js';
import { outputMaskBound, twoLayerBound } from '../../constructions/two-layer-bound.js';
import { TwoLayerError } from '../../constructions/two-layer-error.js';
import { twoLayerEvaluator, type TwoLayer } from '../../constructions/two-layer.js';
import { coefficientSums, reluTerms } from '../../constructions/relu-expansion.js';
import { truncationBound } from '../../constructions/truncation.js';
import { evaluate, evaluateConstant } from '../../expression/evaluate.js';
import { intervalSystem as system } from '../../numeric/interval.js';
import type { NumberSystem } from '../../numeric/number-system.js';
import type { Budget, CaseResult, RateStudy } from '../claim.js';
import { decideByEnclosures } from './decide-by-enclosures.js';
import { decideBoxError } from './decide-sup-norm.js';
import { rateFromBoxErrors, type RateFamily } from './rate-study.js';
import { networkOf, type LayerKind, type Network, type TwoLayerCase } from './two-layer-case.js';

/** What a wrong version of the bound changes. */
export interface TwoLayerVariant {
  /** `B_2` as a part of what the theorem asks for. */
  readonly range: string;
  /** How the errors of the ReLUs add up: `Σ|α|`, or (wrongly) `max|α|`. */
  readonly coefficients: 'sum' | 'largest';
  readonly secondLayer: boolean;
  readonly expansion: boolean;
  readonly mask: boolean;
}

export const TRUE_TWO_LAYER: TwoLayerVariant = {
  range: '1',
  coefficients: 'sum',
  secondLayer: true,
  expansion: true,
  mask: true,
};

/** `ε_1 + max_r Σ_m |α_m^r| e_1 + e_2 + mask`, or what the variant makes of it. */
export function twoLayerBoundOf<T>(system: NumberSystem<T>, network: TwoLayer, variant: TwoLayerVariant): T {
  const { coefficients, expansion, secondLayer, mask } = variant;
  if (coefficients === 'sum' && expansion && secondLayer && mask) return twoLayerBound(system, network);
  const zero = system.literal('0');
  const numbers = network.expansion.numbers(system);
  const factors =
    coefficients === 'sum'
      ? coefficientSums(system, numbers)
      : reluTerms(system, numbers).flatMap((term) => term.coefficients.map((alpha) => system.abs(alpha)));
  const factor = factors.reduce((a, b) => system.max(a, b), zero);
  return [
    expansion ? network.expansion.error(system) : zero,
    system.mul(factor, truncationBound(system, network.first)),
    secondLayer ? truncationBound(system, network.second) : zero,
    mask ? outputMaskBound(system, network) : zero,
  ].reduce((sum, part) => system.add(sum, part));
}

/** Why the inequality holds exactly where the second layer has one key. */
export function oneKeyTie({ second }: TwoLayer): string | undefined {
  if (second.kind !== 'single' || second.cells !== 1) return undefined;
  return 'one key in the second layer: it is the output, and no number of [−B₂, B₂] is further from it than e₂';
}

export function decideTwoLayer(
  input: TwoLayerCase,
  kind: LayerKind,
  budget: Budget,
  variant: TwoLayerVariant = TRUE_TWO_LAYER,
): CaseResult {
  const { network, target, substantial } = networkOf(input, kind, variant.range);
  const tie = variant === TRUE_TWO_LAYER ? oneKeyTie(network) : undefined;
  if (target.domain.every((axis) => isPointAxis(system, { axis, cells: 1 }, axisValues(system, { axis, cells: 1 })))) {
    return decideAtPoint({ network, target, substantial }, tie, budget, variant);
  }
  const bound = twoLayerBoundOf(system, network, variant);
  return decideBoxError({ error: new TwoLayerError(network, target), target, bound, tie, substantial }, budget);
}

/** On a domain of one point both sides are numbers, and precision may grow until they are told apart. */
function decideAtPoint(
  { network, target, substantial }: Network,
  tie: string | undefined,
  budget: Budget,
  variant: TwoLayerVariant,
): CaseResult {
  return decideByEnclosures(
    {
      tie,
      substantial,
      sides: (numbers) => {
        const x = target.domain.map(({ lower }) => evaluateConstant(lower.expression, numbers));
        const wanted = evaluate(target.expression, numbers, x);
        const errors = twoLayerEvaluator(numbers, network)(x).map((y, r) => numbers.abs(numbers.sub(y, wanted[r]!)));
        return {
          observed: errors.reduce((a, b) => numbers.max(a, b)),
          bound: twoLayerBoundOf(numbers, network, variant),
        };
      },
    },
    budget,
  );
}

/** The rate at which the error of growing networks falls. */
export function twoLayerRate(family: RateFamily, kind: LayerKind, caseOf: (size: number) => TwoLayerCase): RateStudy {
  return rateFromBoxErrors(family, (size) => {
    const { network, target } = networkOf(caseOf(size), kind);
    return { target, error: new TwoLayerError(network, target), bound: twoLayerBound(system, network) };
  });
}
