/**
 * Corrected values raise the order of attention at a finite temperature to any even number.
 *
 * Statement (F2). As in `gaussian-order-2`, f in C^{2K} on the grid U⁺, K ≥ Q ≥ 1, values V = Σ_{q<Q} (−Δ/(2R))^q f/q!: the error is at
 * most the right-hand side in `constructions/gaussian-bound.ts`, the least over a few K.
 * Proof. Taylor's formula for Δ^q f(v_J) at x; for a normal law the terms would sum to f and Σ_{N≥Q} (−1)^{Q−1} C(N−1, Q−1)/N! (Δ/2R)^N f.
 * Certified: the layer itself over the whole domain, for orders 4 and 6. Assumed: as there.
 * Source: ours.
 */
import fc from 'fast-check';
import { ExpressionBuilder } from '../expression/builder.js';
import { copyOutputs } from '../expression/rewrite.js';
import type { Target } from '../expression/target.js';
import type { GaussianLayer } from '../constructions/gaussian.js';
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

/** The theorem holds for every `K`; cases are decided for the first one that is sharp. */
function decide(input: GaussianCase, budget: Budget, variant: GaussianVariant): CaseResult {
  const target = gaussianTarget(input);
  const orders = [input.order / 2 + 1];
  return decideGaussian(gaussianLayer(target, input), target, budget, { ...variant, orders });
}

/** The correction with the opposite sign: `2f − V`. */
function withWrongSign(layer: GaussianLayer, { expression }: Target): GaussianLayer {
  const b = new ExpressionBuilder();
  const [values, target] = [copyOutputs(b, layer.values), copyOutputs(b, expression)];
  const outputs = values.map((value, r) => b.binary('sub', b.binary('mul', b.literal('2'), target[r]!), value));
  return { ...layer, values: b.finish(expression.inputs, outputs) };
}

const onLine = (cells: readonly [number, number], kappa: readonly [string, string]): fc.Arbitrary<GaussianCase> =>
  gaussianCases({ targets: smoothTargets(), inputs: 1, cells, orders: [4, 6], kappa });

const onSquare = (targets: fc.Arbitrary<TargetDescription>): fc.Arbitrary<GaussianCase> =>
  gaussianCases({ targets, inputs: 2, cells: [8, 16], orders: [4], kappa: ['0.7', '3'] });

export const gaussianOrder2q: Claim<GaussianCase> = {
  id: 'gaussian-order-2q',
  title: 'Values corrected by powers of the Laplacian raise the order to 2Q',
  source: { paper: '—', item: 'F2' },
  provenance: 'ours',
  statement:
    '\\sup_{x \\in U} |A_V(x) - f(x)| \\le \\sum_{N=Q}^{K-1} \\tbinom{N-1}{Q-1} \\frac{N_{0,N}}{N! (2R)^N} + \\sum_{q<Q} \\frac{1}{q! (2R)^q} \\Bigl[ \\sum_{0<|\\alpha|<2(K-q)} \\frac{N_{\\alpha,q}}{\\alpha! R^{|\\alpha|/2}} \\Bigl( \\prod_t (\\gamma_{\\alpha_t} + e_{t,\\alpha_t}) - \\prod_t \\gamma_{\\alpha_t} \\Bigr) + \\sum_{|\\alpha|=2(K-q)} \\frac{N_{\\alpha,q}}{\\alpha! R^{|\\alpha|/2}} \\prod_t \\nu_{t,\\alpha_t} \\Bigr], \\quad V = \\sum_{q<Q} \\frac{(-\\Delta/2R)^q}{q!} f',
  constructions: ['gaussian-4', 'gaussian-6'],
  hypotheses: [
    'f in C^{2K} on the grid U⁺, ghost cells included, K ≥ Q ≥ 1',
    'P_t ≥ 1 cells and m_t ≥ 0 ghost cells per side on every axis, of positive length',
    'R > 0',
  ],
  assumptions: [
    'The formula of the target is valid on the ghost cells (export const ghost = true); nobody can check that.',
    'The values are those of another function than the target: exact derivatives of order up to 2Q − 2 are needed to write them down.',
    'The map before attention is sequence-wise: it changes the number of columns to n·Π(P_t + 2m_t) keys, ghosts counted.',
    'A bias per position carries the keys, values and block one-hots.',
    'R = κ/s² with κ of order 1; the bound holds for every R, every number of cells and of ghost cells.',
  ],
  explanation: [
    'N_{α,q} is the supremum of |∂^α Δ^q f| over the grid; cases are decided for K = Q + 1, certify takes the best of a few K. K = Q alone loses a factor 2^Q − 1.',
    'A mean over a normal law of variance 1/R applies e^{Δ/(2R)}; the values apply the first Q terms of its inverse beforehand. The first sum is what is left of the product, of order P^{−2Q} at a fixed κ.',
    'Saturation: the sums with e_r fall as 1/P only, times e^{−2π²/κ}. The best κ falls with P, about as 2π²/((2Q − 1) ln P), and then the error is O((ln P)^Q P^{−2Q}).',
    'The error is enclosed by its expansion in means of Hermite polynomials of the keys, which vanish under a normal law: doubles then enclose errors of 1e-11 to many digits.',
  ],
  aboutLayer: true,
  edgeCases: [
    wave(4, 8, 1, 12),
    wave(4, 32, 1, 12),
    wave(6, 8, 0.7, 12),
    wave(6, 32, 0.7, 12),
    wave(6, 128, 0.7, 12),
    wave(4, 1, 1, 12),
    wave(4, 16, 40, 2),
    wave(6, 16, 2, 0),
    polynomial(['0', '1'], { order: 4, cells: [16], ghosts: [6], inverseTemperature: '1536' }),
    polynomial(['1', '-2', '0.5', '1'], { order: 6, cells: [16], ghosts: [8], inverseTemperature: '768' }),
    polynomial(['0.3'], { order: 4, cells: [16], ghosts: [6], inverseTemperature: '1536' }),
  ],
  arbitrary: fc.oneof(
    { weight: 16, arbitrary: onLine([8, 64], ['0.6', '6']) },
    { weight: 2, arbitrary: onLine([1, 12], ['0.7', '30']) },
    { weight: 1, arbitrary: onSquare(gentleTargets(2)) },
    { weight: 1, arbitrary: onSquare(smoothSequences()) },
  ),
  free: gridParameters(),
  casesFor: (target) => givenGaussianCases(target, [4, 6]),
  decide: (input, budget) => decide(input, budget, TRUE_VARIANT),
  describe: describeGaussianCase,
  picture: gaussianPicture,
  weights: gaussianWeights,
  rate: {
    family: 'sin 3x on [0, 1], order 6, N cells and 12 ghost cells per side, κ = 0.7',
    predicted: -6,
    sizes: [16, 32, 64, 128],
    measure: (size, budget) => {
      const input = wave(6, size, 0.7, 12);
      const target = gaussianTarget(input);
      return measureGaussian(gaussianLayer(target, input), target, TRUE_VARIANT, budget);
    },
  },
  mutants: [
    {
      id: 'kappa-too-large',
      description: 'drops the saturation terms e_r, as if the keys were normally distributed at any κ',
      arbitrary: onLine([16, 64], ['3', '10']),
      decide: (input, budget) => decide(input, budget, { factors: { ...TRUE_VARIANT.factors, saturation: 0 } }),
    },
    ghostsMissing((input, budget, measured) => decide(input, budget, { ...TRUE_VARIANT, measured })),
    {
      id: 'wrong-sign',
      description: 'the values f + Δf/(2R) − … in place of f − Δf/(2R) + …',
      decide: (input, budget) => decide(input, budget, { ...TRUE_VARIANT, measured: withWrongSign }),
    },
    {
      id: 'bias-forgotten',
      description: 'drops the error of an exact Gaussian mean, the sum over N from Q to K − 1',
      decide: (input, budget) => decide(input, budget, { factors: { ...TRUE_VARIANT.factors, bias: 0 } }),
    },
  ],
};
