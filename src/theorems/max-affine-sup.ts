/**
 * Max-affine attention approximates at every x, for every P and every R, without a margin assumption.
 *
 * Statement. Layer M on a grid of widths s_t with P_t cells, f continuous with least concave majorant ω̂_f of its modulus:
 * `|Y(x) − f(x)| ≤ ω̂_f((Σ_t (s_t²/4 + μ_t/R))^{1/2}) + (n−1)e^{−M}/(1+(n−1)e^{−M})·σ`, μ_t = min(1, 2 ln P_t).
 * Proof. |A − f| ≤ E ω̂(‖x − v_J‖) ≤ ω̂((E‖x − v_J‖²)^{1/2}) (Jensen), moment lemma per axis; mask leakage.
 * Certified: the layer itself by branch and bound in up to three inputs; beyond, through certified one-dimensional second
 * moments. The modulus is declared by the target's family, or, for given targets, bounded from below by pairs of points.
 * Source: arXiv:2504.19901 for the construction; the bound is ours.
 */
import fc from 'fast-check';
import { maxAffine } from '../constructions/max-affine.js';
import type { Target } from '../expression/target.js';
import { cellsArbitrary } from '../generators/cells.js';
import { inverseTemperatureArbitrary } from '../generators/inverse-temperature.js';
import { targetArbitrary } from '../generators/target.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerCasePicture } from './pictures/approx-case-pictures.js';
import { bounded } from './pictures/picture.js';
import { decideMaxAffineSup, supBound, TRUE_SUP_VARIANT, type SupVariant } from './support/decide-max-affine-sup.js';
import {
  declaredTargets,
  describeLayerCase,
  layerCases,
  layerOf,
  targetOf,
  temperatureFor,
  type LayerCase,
} from './support/layer-case.js';
import { maxAffineText } from './support/literal-weights.js';
import { rateFromSupNorms } from './support/rate-study.js';
import { gridParameters } from './support/free-parameters.js';

function decideSup(input: LayerCase, budget: Budget, variant: SupVariant): CaseResult {
  const target = targetOf(input.target);
  return decideMaxAffineSup(input, target, layerOf(target, input), budget, variant);
}

const linear = (slope: string, cells: number, inverseTemperature: string): LayerCase => ({
  target: {
    family: 'mcshane',
    lipschitz: slope,
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: slope },
  },
  cells: [cells],
  inverseTemperature,
  mask: '0',
});

const manyInputs: fc.Arbitrary<LayerCase> = fc
  .tuple(
    targetArbitrary({
      inputs: { min: 4, max: 6 },
      sequence: false,
      families: ['mcshane', 'piecewise-linear', 'ridge', 'hoelder'],
    }),
    cellsArbitrary({ axes: 6, perAxis: 12, product: 4096 }),
    inverseTemperatureArbitrary({ min: '0.01', max: '1e4' }),
  )
  .map(([target, counts, sharpness]) => {
    const cells = counts.slice(0, target.domain.length);
    return { target, cells, inverseTemperature: temperatureFor(target, cells, sharpness), mask: '0' };
  });

/** sin 3x with N cells; κ = Rs² stays the same, so both terms of the radius are of order 1/N. */
const wave = (size: number): LayerCase => ({
  target: {
    family: 'ridge',
    terms: [{ amplitude: '1', profile: 'sin', weights: ['3'], shift: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '3' },
  },
  cells: [size],
  inverseTemperature: String(55 * size * size),
  mask: '0',
});

/** Layers on a given target; none for one that is unbounded or has key and query tokens. */
function givenCases(target: Target): LayerCase[] {
  if (target.singularities.length > 0 || target.input.kind === 'cross') return [];
  return [8, 32].map((most) => {
    const cells = target.domain.map(() => (target.domain.length > 2 ? Math.min(most, 8) : most));
    const layer = maxAffine(target, { cells, inverseTemperature: 'auto' });
    return {
      target: { family: 'given', target },
      cells,
      inverseTemperature: layer.inverseTemperature.text,
      mask: layer.mask.text,
    };
  });
}

export const maxAffineSup: Claim<LayerCase> = {
  id: 'max-affine-sup',
  title: 'One attention layer is within ω̂(√(Σ s²/4 + μ/R)) of the target, for every x, P and R',
  source: { paper: 'arXiv:2504.19901', item: 'Theorem 4.1 (quantitative form)' },
  provenance: 'ours',
  statement:
    '\\sup_{x \\in U} |Y(x) - f(x)| \\le \\hat\\omega_f\\Bigl(\\bigl(\\textstyle\\sum_t (s_t^2/4 + \\mu_t/R)\\bigr)^{1/2}\\Bigr) + \\frac{(n-1)e^{-M}}{1+(n-1)e^{-M}}\\,\\sigma, \\quad \\mu_t = \\min(1, 2 \\ln P_t)',
  published:
    '\\forall f \\text{ continuous},\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert Y - f \\rVert_\\infty \\le \\varepsilon',
  constructions: ['max-affine'],
  hypotheses: ['f continuous on a box U', 'P_t ≥ 1 cells per axis', 'R > 0', 'M ≥ 0'],
  assumptions: [
    'The map before attention is sequence-wise: it changes the number of columns to n·G keys.',
    'A bias per position carries the keys, values and block one-hots.',
    'Keys grow as the product of the cells over all inputs; the score grows as R·‖v‖².',
    'Neither P nor R is a limit here: the bound holds for every pair, and M is independent of both.',
    'A factor 1/√d_k in the scores is folded into R.',
  ],
  explanation: [
    'The published theorem sends R to infinity under a margin that no connected domain has; here Jensen’s inequality and a second-moment lemma replace the margin.',
    'In up to three inputs the layer itself is enclosed over the whole domain; beyond, the claim is decided through certified one-dimensional second moments (method bound).',
    'The right-hand side uses the modulus that the target’s family declares; for a given target only differences found at pairs of points certify.',
  ],
  aboutLayer: true,
  edgeCases: [
    linear('1', 1, '1'),
    linear('1', 16, '14147'),
    linear('1', 32, '1000000000'),
    linear('1', 2, '0.000004'),
    {
      target: { family: 'constant', value: '0.1', domain: [['0', '1']], modulus: { kind: 'lipschitz', constant: '0' } },
      cells: [7],
      inverseTemperature: '490',
      mask: '0',
    },
  ],
  arbitrary: fc.oneof(
    { weight: 5, arbitrary: layerCases(declaredTargets(1, 1), 1, 64) },
    { weight: 5, arbitrary: layerCases(declaredTargets(1, 2), 2, 256) },
    { weight: 1, arbitrary: layerCases(declaredTargets(3, 3), 3, 216) },
    { weight: 1, arbitrary: manyInputs },
  ),
  free: gridParameters(),
  casesFor: givenCases,
  decide: (input, budget) => decideSup(input, budget, TRUE_SUP_VARIANT),
  describe: describeLayerCase,
  picture: (input, witness) => bounded(approxLayerCasePicture(input, witness)),
  weights: (input) => maxAffineText(layerOf(targetOf(input.target), input)),
  rate: rateFromSupNorms(
    { family: 'sin 3x on [0, 1], N cells, R = 55N²', predicted: -1, sizes: [8, 16, 32, 64, 128] },
    (size) => {
      const input = wave(size);
      const target = targetOf(input.target);
      const layer = layerOf(target, input);
      return { target, layer, bound: supBound(input, target, layer).bound };
    },
  ),
  mutants: [
    {
      id: 'no-temperature-term',
      description: 'drops the term μ/R, as if the partition were sharp',
      decide: (input, budget) => decideSup(input, budget, { ...TRUE_SUP_VARIANT, temperatureTerm: false }),
    },
    {
      id: 'half-the-cell-term',
      description: 's²/8 in place of s²/4',
      decide: (input, budget) => decideSup(input, budget, { ...TRUE_SUP_VARIANT, cellDivisor: '8' }),
    },
    {
      id: 'mask-forgotten',
      description: 'drops the leakage of the block mask',
      arbitrary: layerCases(
        targetArbitrary({ inputs: { min: 2, max: 3 }, sequence: true, families: ['constant', 'mcshane'] }),
        3,
        64,
      ),
      decide: (input, budget) => decideSup(input, budget, { ...TRUE_SUP_VARIANT, leakage: false }),
    },
  ],
};
