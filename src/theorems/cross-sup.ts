/**
 * Cross-attention approximates every continuous target of key and query tokens, at every x, for every P and R.
 *
 * Statement. For the max-affine cross-attention layer with a grid on the joint input `x = (x_K, x_Q)`, g = g_K + g_Q:
 * `|Y(x) − f(x)| ≤ ω̂_f((Σ_t (s_t²/4 + μ_t/R))^{1/2}) + (n−1)e^{−M}/(1+(n−1)e^{−M})·σ`, μ_t = min(1, 2 ln P_t).
 * Proof. The keys contribute (v_j^K)ᵀx_K to the score, the queries R x_Q; so the score is R(v_jᵀx − ‖v_j‖²/2) as in
 * self-attention, and claim max-affine-sup applies in the joint input. For f(X_Q) alone the keys are constant.
 * Certified: the joint layer enclosed (its literal weights are held equal to it by a property), up to three inputs.
 * Source: arXiv:2504.19901 (cross-attention); joint form reconstructed, bound ours.
 */
import fc from 'fast-check';
import { maxAffineCross } from '../constructions/max-affine-cross.js';
import type { Target } from '../expression/target.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { bounded } from './pictures/picture.js';
import { crossLayer, withoutKeyCells } from './support/cross-layer.js';
import { decideMaxAffineSup, supBound, TRUE_SUP_VARIANT, type SupVariant } from './support/decide-max-affine-sup.js';
import { declaredCrossTargets, describeLayerCase, layerCases, targetOf, type LayerCase } from './support/layer-case.js';
import { maxAffineCrossText } from './support/literal-weights.js';
import { rateFromSupNorms } from './support/rate-study.js';
import { gridParameters } from './support/free-parameters.js';

function decideCross(input: LayerCase, budget: Budget, variant: SupVariant): CaseResult {
  const target = targetOf(input.target);
  return decideMaxAffineSup(input, target, crossLayer(target, input), budget, variant);
}

/** The bound of the grid that was asked for, the layer of one whose key axes have a single cell. */
function decideWithoutKeys(input: LayerCase, budget: Budget): CaseResult {
  const target = targetOf(input.target);
  const promised = crossLayer(target, input);
  const built = crossLayer(target, { ...input, cells: withoutKeyCells(target, input.cells) });
  return decideMaxAffineSup(input, target, built, budget, { ...TRUE_SUP_VARIANT, promised });
}

function givenCases(target: Target): LayerCase[] {
  if (target.input.kind !== 'cross' || target.singularities.length > 0) return [];
  const cells = target.domain.map(() => (target.domain.length > 2 ? 8 : 16));
  const { inverseTemperature, mask } = maxAffineCross(target, { cells, inverseTemperature: 'auto' });
  return [{ target: { family: 'given', target }, cells, inverseTemperature: inverseTemperature.text, mask: mask.text }];
}

const token = { width: 1, tokens: 1 };
const plane: LayerCase = {
  target: {
    family: 'cross',
    key: token,
    query: token,
    reads: 'both',
    output: token,
    entries: [{ family: 'mcshane', lipschitz: '1', anchors: [{ point: ['0', '0'], value: '0' }] }],
    domain: [
      ['0', '1'],
      ['0', '1'],
    ],
    modulus: { kind: 'lipschitz', constant: '1' },
  },
  cells: [8, 8],
  inverseTemperature: '3520',
  mask: '0',
};

export const crossSup: Claim<LayerCase> = {
  id: 'cross-sup',
  title: 'One cross-attention layer is within ω̂(√(Σ s²/4 + μ/R)) of a target of key and query tokens',
  source: { paper: 'arXiv:2504.19901', item: 'Theorem 4.3 (cross-attention)' },
  provenance: 'reconstructed',
  statement:
    '\\sup_{x = (x_K, x_Q) \\in U} |Y(x) - f(x)| \\le \\hat\\omega_f\\Bigl(\\bigl(\\textstyle\\sum_t (s_t^2/4 + \\mu_t/R)\\bigr)^{1/2}\\Bigr) + \\frac{(n-1)e^{-M}}{1+(n-1)e^{-M}}\\,\\sigma',
  published:
    '\\forall f \\text{ continuous},\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert Y - f \\rVert_\\infty \\le \\varepsilon',
  constructions: ['max-affine-cross'],
  hypotheses: ['f continuous on a box U of joint inputs (x_K, x_Q)', 'P_t ≥ 1 cells per axis', 'R > 0', 'M ≥ 0'],
  assumptions: [
    'The map of the key tokens is sequence-wise: n·G columns, one term per scalar of a key token carries (v_j^K)ᵀx_K.',
    'The map of the query tokens repeats all of them in every output column: sequence-wise too.',
    'A bias per position carries centres, values and block one-hots.',
    'Keys grow as the product of the cells over all key and query inputs.',
    'A factor 1/√d_k in the scores is folded into R.',
  ],
  explanation: [
    'The part of the score that belongs to the keys is a number per key, computed by the linear map; the softmax sees the joint partition.',
    'For a target of the queries alone one cell per key axis suffices: then no weight depends on the key tokens.',
    'Published: existence for every ε. Ours: the bound of claim max-affine-sup in the joint input, constants written out.',
  ],
  aboutLayer: true,
  edgeCases: [
    plane,
    { ...plane, cells: [1, 16] },
    { ...plane, cells: [4, 4], inverseTemperature: '0.016' },
    { ...plane, cells: [1, 1] },
  ],
  arbitrary: fc.oneof(
    { weight: 6, arbitrary: layerCases(declaredCrossTargets(2, 2), 2, 256) },
    { weight: 1, arbitrary: layerCases(declaredCrossTargets(3, 3), 3, 216) },
  ),
  free: gridParameters(),
  casesFor: givenCases,
  decide: (input, budget) => decideCross(input, budget, TRUE_SUP_VARIANT),
  describe: describeLayerCase,
  picture: (input, witness) => {
    const target = targetOf(input.target);
    return bounded(approxLayerPicture(target, crossLayer(target, input), witness));
  },
  weights: (input) => maxAffineCrossText(crossLayer(targetOf(input.target), input)),
  rate: rateFromSupNorms(
    { family: '‖(x_K, x_Q)‖ on [0, 1]², N × N cells, R = 55N²', predicted: -1, sizes: [4, 8, 16, 32] },
    (size) => {
      const input = { ...plane, cells: [size, size], inverseTemperature: String(55 * size * size) };
      const target = targetOf(input.target);
      const layer = crossLayer(target, input);
      return { target, layer, bound: supBound(input, target, layer).bound };
    },
  ),
  mutants: [
    {
      id: 'keys-without-tokens',
      description: 'keys that ignore the key tokens, as if the target depended on the queries alone',
      decide: decideWithoutKeys,
    },
    {
      id: 'no-temperature-term',
      description: 'drops the term μ/R, as if the partition were sharp',
      decide: (input, budget) => decideCross(input, budget, { ...TRUE_SUP_VARIANT, temperatureTerm: false }),
    },
  ],
};
