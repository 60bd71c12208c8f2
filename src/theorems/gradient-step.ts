/**
 * One attention layer takes a step of gradient descent on the examples in its prompt.
 *
 * Statement. Prompt columns `(x_i, y_i, w)`, residuals `r_i = wᵀx_i − y_i ∈ [−B, B]`, `p` cells of width `Δ` on `[−B, B]`,
 * `ψ = ℓ'` non-decreasing with least concave majorant `ω̂_ψ` of its modulus there:
 * `‖w' − (w − η∇)‖ ≤ (η/n) Σ‖x_i‖ ω̂_ψ((Δ²/4 + min(½, ln p)/β)^{1/2}) + 2ηλ max‖ψ(L_k)x_i‖`,
 * `λ = min(1, (n−1)p e^{β(B² + Δ²/4) − M})`, 0 for one example.
 * Proof: `src/constructions/gradient-bound.ts`. Certified: the layer's step and the true one enclosed, case by case.
 * Source: arXiv:2504.15956, appendix; constants reconstructed, the size of the mask is ours.
 */
import fc from 'fast-check';
import { norm } from '../constructions/gradient-bound.js';
import { exactGradient, layerGradient } from '../constructions/gradient-step.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { realArbitrary } from '../generators/real.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxGradientPicture } from './pictures/approx-case-pictures.js';
import { decideByEnclosures } from './support/decide-by-enclosures.js';
import {
  describeGradientCase,
  gradientCases,
  gradientLayerOf,
  gradientStandstill,
  isSubstantialGradient,
  outsideHypotheses,
  promptOf,
  seesNothing,
  startsInside,
  type GradientCase,
} from './support/gradient-case.js';
import { stepBoundOf, TRUE_STEP, type StepVariant } from './support/gradient-variants.js';
import { gradientText } from './support/literal-weights.js';
import { rateFromCases } from './support/rate-study.js';
import { count, positive, temperature } from './support/free-parameters.js';

function exactTie(input: GradientCase): string | undefined {
  if (seesNothing(input)) return 'one cell: the layer returns 0, and |ψ(r_i)| ≤ ω̂_ψ(B) for every |r_i| ≤ B';
  return gradientStandstill(input);
}

function decideStep(input: GradientCase, budget: Budget, variant: StepVariant): CaseResult {
  if (!startsInside(input)) return outsideHypotheses('a residual lies outside [−B, B]');
  const layer = gradientLayerOf(input);
  return decideByEnclosures(
    {
      tie: variant === TRUE_STEP ? exactTie(input) : undefined,
      substantial: isSubstantialGradient(input),
      sides: (system) => {
        const prompt = promptOf(system, input);
        const wanted = exactGradient(system, layer, prompt);
        const difference = layerGradient(system, layer)(prompt).map((g, j) => system.sub(g, wanted[j]));
        const eta = evaluateConstant(layer.stepSize.expression, system);
        return {
          observed: system.mul(eta, norm(system, difference)),
          bound: stepBoundOf(system, layer, prompt, variant),
        };
      },
    },
    budget,
  );
}

/** One example `((1), −1)` at `w = 0`: the residual is 1 = B, where cells and temperature cost most. */
const atTheEnd: GradientCase = {
  loss: { kind: 'squared' },
  examples: [{ x: ['1'], y: '-1' }],
  weights: ['0'],
  cells: 16,
  inverseTemperature: '256',
  bound: { room: '1', least: '0' },
  mask: { perSquare: '1', extra: '40' },
  stepSize: '1',
  ridge: '0',
};

/** Residuals 1 and 0: keys of the first outweigh those of the second by up to `e^{βB²}`. */
const unlike: GradientCase = {
  ...atTheEnd,
  examples: [
    { x: ['1'], y: '-1' },
    { x: ['1'], y: '0' },
  ],
};

export const gradientStep: Claim<GradientCase> = {
  id: 'gradient-step',
  title: 'One attention layer is within an explicit bound of a step of gradient descent on its prompt',
  source: { paper: 'arXiv:2504.15956', item: 'appendix, in-context gradient descent (quantitative form)' },
  provenance: 'reconstructed',
  statement:
    "\\| w' - (w - \\eta \\nabla L(w)) \\| \\le \\frac{\\eta}{n} \\sum_i \\|x_i\\| \\, \\hat\\omega_\\psi\\Bigl(\\bigl(\\Delta^2/4 + \\min(\\tfrac12, \\ln p)/\\beta\\bigr)^{1/2}\\Bigr) + 2 \\eta \\lambda \\max_{i,k} \\|\\psi(L_k) x_i\\|, \\quad \\lambda = \\min\\bigl(1, (n-1) p \\, e^{\\beta(B^2 + \\Delta^2/4) - M}\\bigr)",
  published:
    '\\forall \\varepsilon > 0: \\ \\| w^\\ast - (w - \\eta \\nabla L(w)) \\| \\le \\varepsilon \\text{ for } p, \\beta, M \\text{ large enough}',
  constructions: ['gradient-step'],
  hypotheses: [
    'the residuals of all examples lie in [−B, B] (checked exactly for every case)',
    'ψ = ℓ′ does not decrease: squared, Huber and logistic loss, each with or without a ridge term',
    'p ≥ 1 cells, β > 0, M ≥ 0, η ≥ 0, λ_r ≥ 0',
  ],
  assumptions: [
    'The map before attention is sequence-wise: Σ_h P_h X Q_h + B with three summands turns n columns into n·p keys.',
    'A bias per position carries −L_k² and the one-hot of the example.',
    'W_O adds the n blocks from the right, with the factor −η/n: n is built into the weights.',
    'The grid covers [−B, B]: a bound of all residuals is built into the weights.',
    'The mask depends on β and B: blocks have unlike residuals, so M must exceed βB², and the largest score grows with it.',
    'A factor 1/√d_k in the scores is folded into β; the inverse temperature of the partition is R = 2β.',
    'For the logistic loss the prompt’s columns are (y_i x_i, 0, w): the labels are multiplied in beforehand.',
  ],
  explanation: [
    'Within block i the scores are β(r_i² − (r_i − L_k)²): a softmax partition of the residual, to which the moment lemma and Jensen’s inequality apply.',
    'The published argument lets the temperature grow without saying how large the mask must be. With M of order ln(1/ε), independent of β, the statement fails: keys of an example with a large residual outweigh those of the block itself.',
    'A ridge term λ_r w is added to every value; softmax weights sum to 1, so it passes exactly.',
    'The layer’s step and the true one are enclosed in interval arithmetic, on doubles first, then in decimals of growing precision; the fast evaluator is held equal to the literal matrices by a property.',
  ],
  aboutLayer: true,
  edgeCases: [
    atTheEnd,
    unlike,
    { ...atTheEnd, cells: 1 },
    { ...unlike, mask: { perSquare: '0', extra: '0' } },
    { ...unlike, mask: { perSquare: '0', extra: '30' } },
    { ...atTheEnd, stepSize: '0' },
    { ...atTheEnd, examples: [{ x: ['0'], y: '-1' }] },
    { ...atTheEnd, examples: [{ x: ['1'], y: '0' }] },
    { ...unlike, loss: { kind: 'huber', threshold: '0.5' }, ridge: '0.25' },
    { ...unlike, loss: { kind: 'logistic' }, weights: ['1'] },
    { ...unlike, loss: { kind: 'logistic' }, bound: { room: '1', least: '0' } },
    { ...atTheEnd, cells: 64, inverseTemperature: '16' },
    { ...unlike, cells: 64, inverseTemperature: '1000000' },
    { ...unlike, cells: 64, inverseTemperature: '0.000001' },
  ],
  arbitrary: gradientCases({
    cells: fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
      { weight: 3, arbitrary: fc.integer({ min: 4, max: 64 }) },
    ),
    inverseTemperature: { min: '1e-6', max: '1e6' },
    stepSize: realArbitrary({ min: '0.01', max: '4', digits: 2 }),
    room: fc.oneof(
      { weight: 3, arbitrary: fc.constant('1') },
      { weight: 1, arbitrary: realArbitrary({ min: '1', max: '4', digits: 1 }) },
    ),
  }),
  free: [temperature('inverseTemperature', 'β'), count('cells', 'p', 1024), positive('stepSize', 'η', { most: 1000 })],
  decide: (input, budget) => decideStep(input, budget, TRUE_STEP),
  describe: describeGradientCase,
  picture: (input) => approxGradientPicture(gradientLayerOf(input)),
  weights: (input) => gradientText(gradientLayerOf(input)),
  rate: rateFromCases(
    {
      family: 'one example with residual B = 1, squared loss, N keys, β = N²',
      predicted: -1,
      sizes: [8, 16, 32, 64, 128],
    },
    (size) => ({ ...atTheEnd, cells: size, inverseTemperature: String(size * size) }),
    (input, budget) => decideStep(input, budget, TRUE_STEP),
  ),
  mutants: [
    {
      id: 'mask-ignores-residuals',
      description: 'λ = (n−1)p e^{−M}, as if a mask of order ln(1/ε) served every β',
      decide: (input, budget) => decideStep(input, budget, { ...TRUE_STEP, maskIgnoresResiduals: true }),
    },
    {
      id: 'cell-term-forgotten',
      description: 'drops Δ²/4, as if the grid met every residual',
      decide: (input, budget) => decideStep(input, budget, { ...TRUE_STEP, cellDivisor: 'none' }),
    },
    {
      id: 'cell-term-of-uniform-noise',
      description: 'Δ²/12, the mean square over a cell, in place of Δ²/4',
      decide: (input, budget) => decideStep(input, budget, { ...TRUE_STEP, cellDivisor: '12' }),
    },
    {
      id: 'temperature-forgotten',
      description: 'drops min(½, ln p)/β, as if the partition were sharp',
      decide: (input, budget) => decideStep(input, budget, { ...TRUE_STEP, temperatureDivisor: 'none' }),
    },
    {
      id: 'temperature-doubled',
      description: 'takes R = 4β for the inverse temperature of the partition, which is 2β',
      decide: (input, budget) => decideStep(input, budget, { ...TRUE_STEP, temperatureDivisor: '4' }),
    },
    {
      id: 'one-example-too-many',
      description: 'η/(n+1) in place of η/n',
      decide: (input, budget) => decideStep(input, budget, { ...TRUE_STEP, extraCount: 1 }),
    },
  ],
};
