/**
 * Decides the max-affine bound for every x, P and R, and wrong versions of it, for a layer of either kind of attention.
 *
 * In up to three inputs the layer itself is enclosed; beyond, the claim goes through certified one-dimensional second
 * moments. Equality is recognised beforehand: a constant target, one cell, a modulus that stands still.
 */
import { axisValues } from '../../approximation/grid.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifiedRadius, momentsImprove } from '../../constructions/certified-radius.js';
import { layerMaskLeakage } from '../../constructions/mask-leakage.js';
import { momentRadius } from '../../constructions/moment-bound.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { Target } from '../../expression/target.js';
import { interval, intervalSystem, type Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult } from '../claim.js';
import { layerResult } from './decide-norm.js';
import { decideSupNorm } from './decide-sup-norm.js';
import { isOneCell, isSaturated, isSubstantial, modulusAt, type LayerCase } from './layer-case.js';

/** Beyond this many inputs the layer is not enclosed itself. */
const MAX_ENCLOSED_INPUTS = 3;

/** What a wrong version of the bound changes. */
export interface SupVariant {
  /** `s²/cellDivisor` in place of `s²/4`. */
  readonly cellDivisor: string;
  /** Is the term 1/R there? */
  readonly temperatureTerm: boolean;
  readonly leakage: boolean;
  /** A layer whose bound is claimed for another one. */
  readonly promised?: MaxAffineLayer;
}

export const TRUE_SUP_VARIANT: SupVariant = { cellDivisor: '4', temperatureTerm: true, leakage: true };

/** The radius at which the modulus is taken. */
export function radiusOf(layer: MaxAffineLayer, variant: SupVariant): Interval {
  if (variant === TRUE_SUP_VARIANT) return momentRadius(intervalSystem, layer);
  const system = intervalSystem;
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  let sum = system.literal('0');
  for (const axis of layer.grid.axes) {
    const { width, cells } = axisValues(system, axis);
    if (width.hi === 0) continue;
    sum = system.add(sum, system.div(system.powInteger(width, 2), system.literal(variant.cellDivisor)));
    if (cells > 1 && variant.temperatureTerm) sum = system.add(sum, system.div(system.literal('1'), r));
  }
  return system.sqrt(sum);
}

/** Why both sides are ordered exactly: the layer is the value at one centre, the target is constant, ω̂ stands still. */
function exactTie(
  input: Pick<LayerCase, 'target'>,
  layer: MaxAffineLayer,
  radius: Interval,
  modulus: Interval,
): string | undefined {
  if (modulus.hi === 0) return 'the target is constant on the domain: weights sum to 1, only the mask can leak';
  if (isOneCell(layer)) {
    return 'one cell: the layer returns f(v), and ‖x − v‖ is at most the radius';
  }
  if (isSaturated(input.target, radius))
    return 'the modulus stands still there: it is the oscillation, which no mean exceeds';
  return undefined;
}

interface SupBound {
  readonly radius: Interval;
  readonly modulus: Interval;
  readonly leakage: Interval;
  /** The right-hand side. */
  readonly bound: Interval;
}

export function supBound(
  input: Pick<LayerCase, 'target'>,
  target: Target,
  layer: MaxAffineLayer,
  variant: SupVariant = TRUE_SUP_VARIANT,
): SupBound {
  const radius = radiusOf(variant.promised ?? layer, variant);
  const modulus = modulusAt(input.target, target, radius);
  const leakage = layerMaskLeakage(intervalSystem, layer);
  return { radius, modulus, leakage, bound: variant.leakage ? intervalSystem.add(modulus, leakage) : modulus };
}

export function decideMaxAffineSup(
  input: Pick<LayerCase, 'target'>,
  target: Target,
  layer: MaxAffineLayer,
  budget: Budget,
  variant: SupVariant,
): CaseResult {
  const { radius, modulus, leakage, bound } = supBound(input, target, layer, variant);
  const tie = variant === TRUE_SUP_VARIANT ? exactTie(input, layer, radius, modulus) : undefined;
  if (target.domain.length <= MAX_ENCLOSED_INPUTS) return decideSupNorm({ layer, target, bound, tie }, budget);

  const substantial = isSubstantial(target, layer);
  const certified = modulusAt(input.target, target, interval(0, certifiedRadius(layer)));
  const upper = intervalSystem.add(certified, leakage).hi;
  const observed = { lower: 0, upper };
  if (tie !== undefined) return layerResult('certified', 'exact', observed, bound.lo, { substantial, note: tie });
  // Smaller moments on every axis give a smaller radius, and ω̂ does not fall: the order is exact, whatever rounding.
  const verdict =
    variant === TRUE_SUP_VARIANT && momentsImprove(layer) ? 'certified' : upper <= bound.hi ? 'held' : 'inconclusive';
  return layerResult(verdict, 'bound', observed, bound.lo, {
    substantial,
    ...(verdict === 'certified' ? {} : { note: 'certified second moments do not improve on the moment lemma here' }),
  });
}
