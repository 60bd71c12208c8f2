/**
 * The choice of the papers' proof: cells, inverse temperature and mask of `epsilon-choice.ts`, which the L∞ theorem promises to
 * suffice. In L_p it is made for `ε/|U|^{1/p}`.
 */
import type { ErrorNorm } from '../../approximation/error-norm.js';
import { powerBounds, type PowerBound } from '../../approximation/declared-modulus.js';
import { boundDiameter, domainBoxes } from '../../approximation/box.js';
import { encloseLipschitz } from '../../approximation/lipschitz.js';
import { normOfOne } from '../../constructions/bound-enclosure.js';
import { maxAffineEpsilonChoice } from '../../constructions/epsilon-choice.js';
import { columnSpread } from '../../constructions/mask-leakage.js';
import { maxAffine } from '../../constructions/max-affine.js';
import { decimalConstant, doubleConstant } from '../../expression/real-constant.js';
import type { Target } from '../../expression/target.js';
import { divDown, divUp, mulDown, subDown } from '../../numeric/directed.js';
import { intervalSystem as system } from '../../numeric/interval.js';
import { powDown } from '../../numeric/elementary/pow.js';
import { build, type Found } from './candidate.js';

/** Of the tolerance, what the mask may leak where there is one. */
const LEAKED = 2 ** -10;

/**
 * The layer, with the tolerance as what is known of its error; undefined where no modulus of continuity is known. Throws a
 * `ConstructionError` where it needs more cells than are possible.
 */
export function papersChoice(target: Target, norm: ErrorNorm, tolerance: number): Found | undefined {
  const everywhere = divDown(tolerance, normOfOne(target.domain, norm).hi);
  const { tokens } = target.output;
  const leakage = tokens === 1 ? 0 : mulDown(everywhere, LEAKED);
  const radius = Math.max(0, ...moduli(target).map((bound) => radiusOf(bound, subDown(everywhere, leakage))));
  if (!(radius > 0)) return undefined;
  // No two points are further apart than the diameter: beyond it the modulus stands still.
  const furthest = Math.max(1, 2 * boundDiameter(domainBoxes(target)));
  const input = {
    axes: target.domain,
    tokens,
    radius: doubleConstant(Math.min(radius, furthest)),
    leakage: doubleConstant(leakage > 0 ? leakage : everywhere),
  };
  const { cells, inverseTemperature } = maxAffineEpsilonChoice({ ...input, spread: decimalConstant('0') });
  const draft = maxAffine(target, { cells, inverseTemperature, mask: decimalConstant('0') });
  const spread = doubleConstant(columnSpread(system, draft).hi);
  const { mask } = maxAffineEpsilonChoice({ ...input, spread });
  const construction = target.input.kind === 'cross' ? 'max-affine-cross' : 'max-affine';
  const parameters = { cells, inverseTemperature: inverseTemperature.text, mask: mask.text };
  return { built: build(construction, target, norm, parameters), upper: tolerance, decidedBy: 'bound' };
}

/** Every `C r^α` that is known to bound the target's modulus. */
function moduli(target: Target): readonly PowerBound[] {
  const { upper } = encloseLipschitz(target);
  const one = { lower: 1, upper: 1 };
  const lipschitz = upper < Infinity ? [{ constant: { lower: upper, upper }, exponent: one }] : [];
  return [...lipschitz, ...powerBounds(target)];
}

/** `(ε/C)^{1/α}`, rounded down; `+Infinity` for `C = 0`. */
function radiusOf({ constant, exponent }: PowerBound, epsilon: number): number {
  if (constant.upper === 0) return Infinity;
  const ratio = divDown(epsilon, constant.upper);
  if (exponent.lower === 1 && exponent.upper === 1) return ratio;
  return powDown(ratio, ratio <= 1 ? divUp(1, exponent.lower) : divDown(1, exponent.upper));
}
