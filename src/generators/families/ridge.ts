/**
 * Sums of ridge functions `f(x) = Σ_m amplitude_m · profile_m(weights_mᵀx + shift_m)`.
 *
 * Every profile has Lipschitz constant 1, so `L = Σ |amplitude_m| ‖weights_m‖₂` by Cauchy and Schwarz; the norms are
 * rounded up at the 12th significant digit (exact for one non-zero weight), the rest is exact.
 */
import type { NodeIndex } from '../../expression/expression.js';
import { repeat, pick } from '../engine/draw.js';
import { exact, normUp, toText, ZERO } from '../engine/exact-decimal.js';
import { affine, linearCombination } from '../engine/express.js';
import type { Family, Scope } from '../engine/family.js';
import {
  drawAmplitude,
  drawConstant,
  drawWeights,
  moveAffine,
  select,
  simplifyAmplitude,
  simplifyOffset,
  simplifyWeights,
} from '../engine/parameters.js';
import { simplifyChoice, simplifyFields, simplifyList } from '../engine/simplify.js';

/** Functions of one variable with Lipschitz constant 1, simplest first. */
export const ridgeProfiles = ['abs', 'sin', 'tanh', 'atan'] as const;
export type RidgeProfile = (typeof ridgeProfiles)[number];

export interface Ridge {
  readonly amplitude: string;
  readonly profile: RidgeProfile;
  readonly weights: readonly string[];
  readonly shift: string;
}

export interface RidgeFunction {
  readonly family: 'ridge';
  readonly terms: readonly Ridge[];
}

const MOST_TERMS = 4;

const simplifyTerm = simplifyFields<Ridge>({
  weights: simplifyWeights,
  amplitude: simplifyAmplitude,
  shift: simplifyOffset,
  profile: simplifyChoice(ridgeProfiles),
});

function expressTerm({ profile, weights, shift }: Ridge, scope: Scope): NodeIndex {
  return scope.builder.unary(profile, affine(scope, weights, shift));
}

export const ridgeFamily: Family<RidgeFunction> = {
  draw: (random, domain) => ({
    family: 'ridge',
    terms: repeat(random.nextInt(1, MOST_TERMS), () => {
      const weights = drawWeights(random, domain);
      return {
        amplitude: drawAmplitude(random),
        profile: pick(random, ridgeProfiles),
        weights,
        shift: drawConstant(random, weights, domain),
      };
    }),
  }),
  simplify: simplifyFields<RidgeFunction>({ terms: simplifyList(1, simplifyTerm) }),
  selectInputs: (value, kept) => ({
    ...value,
    terms: value.terms.map((term) => ({ ...term, weights: select(term.weights, kept) })),
  }),
  move: (value, from, to) => ({
    ...value,
    terms: value.terms.map((term) => {
      const { weights, constant } = moveAffine(term.weights, term.shift, from, to);
      return { ...term, weights, shift: constant };
    }),
  }),
  express: ({ terms }, scope) =>
    linearCombination(
      scope,
      terms.map((term) => ({ coefficient: term.amplitude, node: expressTerm(term, scope) })),
    ),
  modulus: ({ terms }) => ({
    kind: 'lipschitz',
    constant: toText(
      terms.reduce((sum, { amplitude, weights }) => sum.plus(exact(amplitude).abs().times(normUp(weights))), ZERO),
    ),
  }),
};
