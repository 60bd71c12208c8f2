/**
 * The hypothesis on the second layer's range: `B_2 ≥ max_r sup_U |S_r|`, and networks that meet it.
 *
 * `sup_U |S_r|` is bounded ridge by ridge, each over all of [0, 1]; given a domain, also by branch and bound over it, which
 * sees how ridges cancel. Without the hypothesis the second layer cuts the output off, and the theorem is false.
 */
import { domainBoxes } from '../approximation/box.js';
import { certifyBoxError } from '../certify/certify-box-error.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { doubleConstant } from '../expression/real-constant.js';
import type { DomainAxis, RealConstant } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { addUp } from '../numeric/directed.js';
import { ExpansionError } from './expansion-error.js';
import { coefficientSums, type RidgeExpansion } from './relu-expansion.js';
import { refusal } from './truncated-range.js';
import { truncationBound, type Truncation } from './truncation.js';
import { uncheckedTwoLayer, type TwoLayer, type TwoLayerParameters } from './two-layer.js';

/** Bounds are taken at this many digits, then rounded up. */
const system = decimalIntervalSystem(40);
/** Work and accuracy of the search over a domain. */
const SEARCH = { boxes: 4000, relative: 0.01 };

/** `sup_U |S_r|` of every output, each a bound rounded up: ridge by ridge, over all arguments in [0, 1]. */
export function boundExpansion(expansion: RidgeExpansion): number[] {
  const { constants, ridges } = expansion.numbers(system);
  const zero = system.literal('0');
  return constants.map((constant, r) => {
    const sum = ridges.reduce((total, { knots, slopes }) => {
      let value = zero;
      let range = zero;
      slopes[r]!.forEach((slope, i) => {
        value = system.add(value, system.mul(slope, system.sub(knots[i + 1]!, knots[i]!)));
        range = system.hull(range, value);
      });
      return system.add(total, range);
    }, constant);
    return system.upper(system.abs(sum));
  });
}

/** `sup_U max_r |S_r|` over a domain, rounded up. Cost: a few thousand boxes. */
export function boundExpansionOn(expansion: RidgeExpansion, domain: readonly DomainAxis[]): number {
  const builder = new ExpressionBuilder();
  const zero = builder.literal('0');
  const outputs = Array.from({ length: expansion.outputs }, () => zero);
  const nothing = { domain, expression: builder.finish(expansion.inputs, outputs) };
  return certifyBoxError(new ExpansionError(expansion, nothing), domainBoxes(nothing), SEARCH).upper;
}

/** At least `max_r sup_U |S_r|`: a `B_2` that suffices. Without a domain, ridge by ridge. */
export function sufficientRange(expansion: RidgeExpansion, domain?: readonly DomainAxis[]): number {
  const byRidges = Math.max(0, ...boundExpansion(expansion));
  return domain === undefined ? byRidges : Math.min(byRidges, boundExpansionOn(expansion, domain));
}

/** At least `max_r (sup_U |S_r| + Σ_m |α_m^r| e_1)`: the largest number that the second layer meets. */
export function boundSums(expansion: RidgeExpansion, first: Truncation): number {
  const error = truncationBound(system, first);
  const shares = coefficientSums(system, expansion.numbers(system)).map((sum) => system.upper(system.mul(sum, error)));
  return Math.max(0, ...boundExpansion(expansion).map((bound, r) => addUp(bound, shares[r]!)));
}

export interface CheckedTwoLayerParameters extends Omit<TwoLayerParameters, 'range'> {
  /** `B_2`; by default a double that is seen to suffice. */
  readonly range?: RealConstant;
  /** Where the ridges' arguments lie in [0, 1]; makes what suffices smaller. */
  readonly domain?: readonly DomainAxis[];
}

/**
 * The network with a `B_2` for which the theorem's hypothesis is certified.
 *
 * Throws `ConstructionError` `domain` for a `B_2` that is not seen to suffice; else as `uncheckedTwoLayer`.
 */
export function twoLayer(parameters: CheckedTwoLayerParameters): TwoLayer {
  const { expansion, range, domain } = parameters;
  const needed = sufficientRange(expansion, domain);
  if (range === undefined) return uncheckedTwoLayer({ ...parameters, range: doubleConstant(needed) });
  const given = evaluateConstant(range.expression, system);
  if (system.lessOrEqual(system.fromNumber(needed), given) !== true) {
    throw refusal(
      'domain',
      `the second layer's range [−B, B] with B = ${range.text}`,
      `the theorem needs B to be at least sup |S|, and ${needed} is seen to suffice`,
      'Give a larger B, or leave it out.',
    );
  }
  return uncheckedTwoLayer({ ...parameters, range });
}
