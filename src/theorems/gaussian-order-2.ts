/**
 * Attention at a finite temperature is a Gaussian quasi-interpolant: its error is of second order, down to a floor.
 *
 * Statement (F1). P_t cells and m_t ghost cells per side on axis t, R = κ_t/s_t², f in C² on the whole grid U⁺, values f(v_j),
 * e_{t,r} and ν_{t,r} as in `constructions/gaussian-bound.ts`: for every x of the domain U
 * `|A(x) − f(x)| ≤ R^{−1/2} Σ_t sup|∂_t f| e_{t,1} + (2R)^{−1} Σ_{t,t'} sup|∂_{tt'} f| λ_{tt'}`, λ_tt = ν_{t,2}, λ_{tt'} = ν_{t,1} ν_{t',1}.
 * Proof. Taylor's formula at x to second order; the moments of the keys factor over the axes and are those of a normal law up to e.
 * Certified: the layer itself over the whole domain. Assumed: the formula of the target is valid and smooth on the ghost cells.
 * Source: ours; the layer is that of arXiv:2504.19901.
 */
import fc from 'fast-check';
import type { TargetDescription } from '../generators/description.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { ghostsMissing, gaussianPicture, gaussianWeights } from './support/gaussian-claim.js';
import { decideGaussian, measureGaussian, TRUE_VARIANT, type GaussianVariant } from './support/decide-gaussian.js';
import {
  describeGaussianCase,
  gaussianCases,
  gaussianLayer,
  gaussianTarget,
  gentleTargets,
  givenGaussianCases,
  polynomial,
  smoothSequences,
  smoothTargets,
  wave,
  type GaussianCase,
} from './support/gaussian-case.js';
import { gridParameters } from './support/free-parameters.js';

const F1: GaussianVariant = { ...TRUE_VARIANT, orders: [1] };

function decide(input: GaussianCase, budget: Budget, variant: GaussianVariant): CaseResult {
  const target = gaussianTarget(input);
  return decideGaussian(gaussianLayer(target, input), target, budget, variant);
}

const onLine = (cells: readonly [number, number], kappa: readonly [string, string]): fc.Arbitrary<GaussianCase> =>
  gaussianCases({ targets: smoothTargets(), inputs: 1, cells, orders: [2], kappa });

const onSquare = (targets: fc.Arbitrary<TargetDescription>): fc.Arbitrary<GaussianCase> =>
  gaussianCases({ targets, inputs: 2, cells: [8, 16], orders: [2], kappa: ['0.7', '4'] });

export const gaussianOrder2: Claim<GaussianCase> = {
  id: 'gaussian-order-2',
  title: 'With ghost cells and R = κ/s² the same layer has an error of second order, down to a floor that κ sets',
  source: { paper: '—', item: 'F1' },
  provenance: 'ours',
  statement:
    "\\sup_{x \\in U} |A(x) - f(x)| \\le R^{-1/2} \\sum_t e_{t,1} \\sup_{U^+} |\\partial_t f| + \\frac{1}{2R} \\sum_{t,t'} \\lambda_{tt'} \\sup_{U^+} |\\partial_{tt'} f|, \\quad \\lambda_{tt} = \\nu_{t,2},\\ \\lambda_{tt'} = \\nu_{t,1} \\nu_{t',1}, \\quad R = \\kappa/s^2",
  constructions: ['gaussian-2'],
  hypotheses: [
    'f twice continuously differentiable on the grid U⁺, ghost cells included',
    'P_t ≥ 1 cells and m_t ≥ 0 ghost cells per side on every axis, of positive length',
    'R > 0',
  ],
  assumptions: [
    'The formula of the target is valid on the ghost cells (export const ghost = true); nobody can check that.',
    'The map before attention is sequence-wise: it changes the number of columns to n·Π(P_t + 2m_t) keys, ghosts counted.',
    'A bias per position carries the keys, values and block one-hots.',
    'R is neither a limit nor large: R = κ/s² with κ of order 1. The published theorem sends R to infinity first.',
    'A factor 1/√d_k in the scores is folded into R.',
  ],
  explanation: [
    'The numbers e_r and ν_r are explicit: e_r is about 2e^{−2π²/κ}(2π/√κ)^r plus what the keys beyond the last ghost cell would weigh, and ν_2 is about 1.',
    'Saturation: the first sum does not fall as P², but as P; it is e^{−2π²/κ}/P times a constant, a floor that only a smaller κ lowers. At κ = 2 it is reached near P = 1000 for sin 3x; κ = 2π²/ln P moves it out of the way for the price of a logarithm in the second sum.',
    'Without ghost cells the softmax near the border averages over one side only: the moments e_r are of order 1 there, and the error is of first order whatever κ is.',
    'The error is enclosed by its expansion in the moments of the keys, in which the leading terms cancel before anything is rounded; where that is not accurate, from the weights and values themselves.',
    'The right-hand side is met from below: suprema of derivatives enter with values that they reach.',
  ],
  aboutLayer: true,
  edgeCases: [
    wave(2, 8, 2, 8),
    wave(2, 32, 2, 8),
    // One cell; a temperature at which the partition is sharp; one at which few keys matter; no ghost cells.
    wave(2, 1, 1, 12),
    wave(2, 16, 400, 2),
    wave(2, 16, 0.1, 40),
    wave(2, 16, 2, 0),
    // Linear: only the floor. Constant: nothing.
    polynomial(['0', '1'], { order: 2, cells: [16], ghosts: [6], inverseTemperature: '1536' }),
    polynomial(['0.3'], { order: 2, cells: [16], ghosts: [6], inverseTemperature: '1536' }),
  ],
  arbitrary: fc.oneof(
    { weight: 16, arbitrary: onLine([8, 64], ['0.7', '12']) },
    { weight: 2, arbitrary: onLine([1, 12], ['0.7', '200']) },
    { weight: 1, arbitrary: onSquare(gentleTargets(2)) },
    { weight: 1, arbitrary: onSquare(smoothSequences()) },
  ),
  free: gridParameters(),
  casesFor: (target) => givenGaussianCases(target, [2]),
  decide: (input, budget) => decide(input, budget, F1),
  describe: describeGaussianCase,
  picture: gaussianPicture,
  weights: gaussianWeights,
  rate: {
    family: 'sin 3x on [0, 1], N cells and 8 ghost cells per side, κ = 2',
    predicted: -2,
    sizes: [8, 16, 32, 64, 128],
    measure: (size, budget) => {
      const input = wave(2, size, 2, 8);
      const target = gaussianTarget(input);
      return measureGaussian(gaussianLayer(target, input), target, F1, budget);
    },
  },
  mutants: [
    {
      id: 'kappa-too-large',
      description: 'drops the saturation terms e_1, as if the keys were normally distributed at any κ',
      decide: (input, budget) => decide(input, budget, { ...F1, factors: { ...F1.factors, saturation: 0 } }),
    },
    ghostsMissing((input, budget, measured) => decide(input, budget, { ...F1, measured })),
    {
      id: 'half-the-second-derivative',
      description: '1/(4R) in place of 1/(2R)',
      decide: (input, budget) => decide(input, budget, { ...F1, factors: { ...F1.factors, remainder: 0.5 } }),
    },
  ],
};
