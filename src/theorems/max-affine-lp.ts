/**
 * Max-affine attention with cell averages approximates integrable targets in L_p, for every P and R, 1 ≤ p < ∞.
 *
 * Statement. Layer M with the averages of f over the cells for values, `m_t = s_t²/3 + μ_t/R`, `τ = (Σ_t m_t)^{1/2}`, and
 * `leak = (n−1)e^{−M}/(1+(n−1)e^{−M})·σ|U|^{1/p}`, σ the column spread of the averages:
 * - f continuous: `‖Y − f‖_p ≤ ω̂_f(τ)|U|^{1/p} + leak`;
 * - f L-Lipschitz off hyperplanes `x_t = h` of (g−1)-measure S_h: `≤ Lτ|U|^{1/p} + osc f·(4 Σ_h S_h √m_t)^{1/p} + leak`;
 * - f in L_p, φ continuous: `≤ (1 + C^{1/p})‖f − φ‖_p + ω̂_φ(τ)|U|^{1/p} + leak`, C the largest ∫w_j/|cell j|.
 * Proof. See `average-bound.ts`: Jensen with the moment lemma; Chebyshev across a hyperplane; averaging is bounded in L_p.
 * Certified: the norm of the error by adaptive integration of enclosures, discontinuous and unbounded targets included.
 * Source: arXiv:2504.19901 (existence for integrable targets); constants reconstructed.
 */
import fc from 'fast-check';
import { maxAffine } from '../constructions/max-affine.js';
import { withCellAverages } from '../constructions/max-affine-average.js';
import type { DomainDescription } from '../generators/description.js';
import { intervalSystem } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { decideLpNorm } from './support/decide-lp-norm.js';
import { layerOf } from './support/layer-case.js';
import {
  describeLpCase,
  farApartColumns,
  givenLpCases,
  integrableOf,
  isConstantLp,
  lpBound,
  lpCases,
  TRUE_LP_VARIANT,
  unequalColumnCases,
  type LpCase,
  type LpVariant,
} from './support/lp-case.js';
import { maxAffineText } from './support/literal-weights.js';
import { rateFromLpNorms } from './support/rate-study.js';
import { gridParameters } from './support/free-parameters.js';

interface Variant extends LpVariant {
  /** Values of the layer that is measured. */
  readonly values: 'averages' | 'centres';
}

const TRUE_VARIANT: Variant = { ...TRUE_LP_VARIANT, values: 'averages' };

function decideLp(input: LpCase, budget: Budget, variant: Variant): CaseResult {
  const target = integrableOf(input);
  const centres = layerOf(target, input);
  const averages = withCellAverages(centres, target);
  const p = intervalSystem.literal(input.exponent);
  const bound = lpBound(input, target, averages, p, variant);
  const tie =
    variant === TRUE_VARIANT && isConstantLp(input)
      ? 'the target is constant but for a null set: averages are its value, weights sum to 1, only the mask can leak'
      : undefined;
  const layer = variant.values === 'averages' ? averages : centres;
  return decideLpNorm({ layer, target, p, bound, tie }, budget);
}

const unit = [['0', '1']] as const;
const square = [...unit, ...unit] as const;

const step = (at: string, cells: number, inverseTemperature: string, exponent: string): LpCase => ({
  target: {
    family: 'jumps',
    base: { family: 'constant', value: '0' },
    jumps: [{ axis: 0, at, height: '1' }],
    domain: unit,
    lipschitz: '0',
    hyperplanes: [{ axis: 0, at }],
  },
  cells: [cells],
  inverseTemperature,
  mask: '0',
  exponent,
  near: 'zero',
});

const ball = (domain: DomainDescription): LpCase['target'] => ({
  family: 'ball',
  height: '1',
  centre: domain.map(() => '0.5'),
  radius: '0.05',
  domain,
});

const rough = lpCases({ inputs: { min: 1, max: 1 }, product: 64, families: ['jumps', 'ball'] });

export const maxAffineLp: Claim<LpCase> = {
  id: 'max-affine-lp',
  title: 'One attention layer with cell averages approximates every integrable target in L_p, for every P and R',
  source: { paper: 'arXiv:2504.19901', item: 'Theorem 4.2 (integrable targets)' },
  provenance: 'reconstructed',
  statement:
    '\\lVert Y - f \\rVert_p \\le \\lambda\\sigma|U|^{1/p} + \\begin{cases} \\hat\\omega_f(\\tau)\\,|U|^{1/p} & f \\text{ continuous} \\\\ L\\tau\\,|U|^{1/p} + \\operatorname{osc} f \\,\\bigl(4 \\sum_h S_h m_{t(h)}^{1/2}\\bigr)^{1/p} & f\\ L\\text{-Lipschitz off hyperplanes } h \\\\ (1 + C^{1/p})\\,\\lVert f - \\varphi \\rVert_p + \\hat\\omega_\\varphi(\\tau)\\,|U|^{1/p} & f \\in L_p,\\ \\varphi \\text{ continuous} \\end{cases} \\quad m_t = \\tfrac{s_t^2}{3} + \\tfrac{\\mu_t}{R},\\ \\tau^2 = \\textstyle\\sum_t m_t,\\ \\lambda = \\frac{(n-1)e^{-M}}{1+(n-1)e^{-M}}',
  published:
    '\\forall f \\in L_p,\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert Y - f \\rVert_p \\le \\varepsilon',
  constructions: ['max-affine-average'],
  hypotheses: [
    'f in L_p(U), 1 ≤ p < ∞, on a box U whose axes all have a length',
    'P_t ≥ 1 cells per axis',
    'R > 0',
    'M ≥ 0; for an unbounded f of several tokens M is chosen after P, because σ grows with P',
  ],
  assumptions: [
    'Values are cell averages: the weights of the layer contain integrals of f.',
    'The map before attention is sequence-wise: it changes the number of columns to n·G keys.',
    'A bias per position carries the keys, averages and block one-hots.',
    'Neither P nor R is a limit here; for a general f the choice of φ comes first, then P and R.',
    'A factor 1/√d_k in the scores is folded into R.',
  ],
  explanation: [
    'Published: for every ε some layer is within ε in L_p. Here the error is bounded for every layer; an f without any smoothness goes through a function φ near it.',
    'C is the largest integral of a weight over the volume of its cell, a product of one-dimensional integrals, certified; it tends to 1 as R grows and is at most the number of cells.',
    'The norm of the error is enclosed by integration over adaptive boxes; where the target is unbounded, its declared power law bounds the rest.',
  ],
  aboutLayer: true,
  edgeCases: [
    step('0.3333', 32, '10000', '2'),
    step('0.5', 16, '200', '1'),
    step('0.25', 1, '1', '4'),
    { ...step('0.5', 1, '1', '1'), target: ball(unit) },
    { ...step('0.5', 6, '500', '2'), target: ball(square), cells: [6, 6], near: '0.1' },
    {
      ...step('0.5', 24, '4000', '2'),
      target: { family: 'singular', height: '1', point: ['0'], exponent: '0.25', constant: '0', domain: unit },
      near: '0.05',
    },
    {
      ...step('0.5', 16, '1000', '1'),
      target: {
        family: 'continuous',
        base: { family: 'constant', value: '0.1' },
        domain: unit,
        modulus: { kind: 'lipschitz', constant: '0' },
      },
    },
    // Far apart columns under a weak mask: what it leaks is most of the error.
    {
      ...step('0.5', 1, '1', '2'),
      target: farApartColumns(square),
      cells: [8, 2],
      inverseTemperature: '100000',
      mask: '1',
    },
  ],
  arbitrary: fc.oneof(
    { weight: 4, arbitrary: lpCases({ inputs: { min: 1, max: 1 }, product: 64 }) },
    { weight: 1, arbitrary: lpCases({ inputs: { min: 2, max: 2 }, product: 64 }) },
  ),
  free: gridParameters(),
  casesFor: (target) =>
    target.input.kind === 'cross' ? [] : givenLpCases(target, (parameters) => maxAffine(target, parameters)),
  decide: (input, budget) => decideLp(input, budget, TRUE_VARIANT),
  describe: describeLpCase,
  picture: (input) => {
    const target = integrableOf(input);
    return approxLayerPicture(target, withCellAverages(layerOf(target, input), target), undefined);
  },
  weights: (input) => {
    const target = integrableOf(input);
    const layer = layerOf(target, input);
    return maxAffineText(layer, () => withCellAverages(layer, target));
  },
  rate: rateFromLpNorms(
    { family: '1[x ≥ 1/3] on [0, 1] in L_2, N cells, R = 55N²', predicted: -0.5, sizes: [8, 16, 32, 64, 128] },
    intervalSystem.literal('2'),
    (size) => {
      const input = step('0.3333333333333333', size, String(55 * size * size), '2');
      const target = integrableOf(input);
      const layer = withCellAverages(layerOf(target, input), target);
      return { target, layer, bound: lpBound(input, target, layer, intervalSystem.literal('2')) };
    },
  ),
  mutants: [
    {
      id: 'centre-values',
      description: 'values at the centres in place of averages, for a target that jumps',
      arbitrary: rough,
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, values: 'centres' }),
    },
    {
      id: 'jump-term-dropped',
      description: 'drops osc f·(4 Σ S √m)^{1/p}, as if f were Lipschitz everywhere',
      arbitrary: rough,
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, roughness: false }),
    },
    {
      id: 'jump-term-of-first-order',
      description: 'the power 1 in place of 1/p, as if a jump cost L_p no more than L_1',
      arbitrary: rough,
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, crossing: 'first-order' }),
    },
    {
      id: 'averaging-for-free',
      description: 'the factor 1 of ‖f − φ‖ in place of 1 + C^{1/p}, as if averaging changed φ alone',
      arbitrary: rough,
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, averaging: false }),
    },
    {
      id: 'oscillation-for-column-spread',
      description: 'the oscillation of single entries in place of the column spread in what the mask leaks',
      arbitrary: unequalColumnCases,
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, leakage: 'oscillation' }),
    },
  ],
};
