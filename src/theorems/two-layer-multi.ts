/**
 * Two layers of attention with several heads approximate every continuous sequence-to-sequence map uniformly.
 *
 * Statement. As claim two-layer-sup, with H_1 and H_2 heads in the layers, whose keys are the columns themselves: with the
 * errors e_1 and e_2 of claim truncated-multi, `|out − f| ≤ ε_1 + max_{rc} Σ_m |α_m^{rc}| e_1 + e_2 + mask`.
 * Proof. As there; every head mixes the blocks of a mask with the same shares.
 * Certified: the error of the network over the domain by branch and bound.
 * Source: arXiv:2504.15956 (sequence-to-sequence universality, multi-head); constants reconstructed.
 */
import type { Target } from '../expression/target.js';
import type { Claim } from './claim.js';
import { approxTwoLayerPicture } from './pictures/approx-case-pictures.js';
import { bounded } from './pictures/picture.js';
import { decideTwoLayer, TRUE_TWO_LAYER, twoLayerRate } from './support/decide-two-layer.js';
import { twoLayerText } from './support/literal-weights.js';
import { describeTwoLayerCase, networkOf, twoLayerCases, type TwoLayerCase } from './support/two-layer-case.js';
import { count, positive } from './support/free-parameters.js';

/** Slopes that grow: all coefficients are positive, so the errors of the ReLUs add up. */
const convex: TwoLayerCase = {
  target: { family: 'knots', knots: ['0', '0.25', '0.5', '0.75', '1'], values: ['0', '0.25', '1', '2.25', '4'] },
  fineness: 1,
  sizes: [4, 64],
  remainder: '0.0001',
  keys: 'left',
  shiftInvariant: false,
  placement: 'linear',
  mask: '0',
  room: '1',
};

/** Two rows with far apart values, which a weak mask mixes. */
const rows: TwoLayerCase = {
  ...convex,
  target: {
    family: 'sequence',
    shape: { width: 2, tokens: 1 },
    entries: [
      { family: 'constant', value: '1' },
      { family: 'constant', value: '-1' },
    ],
    domain: [
      ['0', '1'],
      ['0', '1'],
    ],
    modulus: { kind: 'lipschitz', constant: '0' },
  },
  sizes: [1, 16],
  placement: 'mask',
  mask: '1',
};

/** Networks for a given target of one input. */
function givenCases(target: Target): TwoLayerCase[] {
  if (target.singularities.length > 0 || target.input.kind === 'cross' || target.domain.length > 1) return [];
  return [{ ...convex, target: { family: 'given', target }, fineness: 8, sizes: [4, 16] }];
}

export const twoLayerMulti: Claim<TwoLayerCase> = {
  id: 'two-layer-multi',
  title: 'Two layers of multi-head attention are within ε₁ + Σ|α|e₁ + e₂ of every target with a ReLU expansion',
  source: { paper: 'arXiv:2504.15956', item: 'sequence-to-sequence universality, multi-head (quantitative form)' },
  provenance: 'reconstructed',
  statement:
    '\\sup_{X \\in U} |\\mathrm{out}(X) - f(X)| \\le \\varepsilon_1 + \\max_{r,c} \\sum_m |\\alpha_m^{rc}|\\, e_1 + e_2 + \\frac{(d-1)e^{-M}}{1 + (d-1)e^{-M}}\\,\\sigma, \\quad e_i = \\frac{\\Delta_i}{2} + H_i(n_i-1)\\max(|a_i|, |b_i|, b_i - a_i)\\,e^{-\\beta_i\\Delta_i^2}, \\quad \\sigma = \\min(2 H_2 B_2,\\, 2(B_2 + e_2))',
  published:
    '\\forall f \\text{ continuous},\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert \\mathrm{out} - f \\rVert_\\infty \\le \\varepsilon',
  constructions: ['two-layer-multi'],
  hypotheses: [
    'f on a box U, with a sum of ReLUs within ε₁ of every entry; all arguments at most 1 on U',
    'B₂ ≥ sup over U of every |f_rc|: without it the statement is false',
    'H₁, H₂ ≥ 1 heads; layers have at least 3 columns (padded with columns of zeros where there are fewer)',
    'M ≥ 0; the last term only where rows are placed by a mask',
  ],
  assumptions: [
    'The maps that write affine functions of the whole sequence into columns are sequence-wise; the keys of a head are positions, one n more rows.',
    'A bias per position carries the one-hot of the position.',
    'Row r is reached by one group of heads per row, by blocks under a mask, or by a last linear map; all three are built.',
    'Steps are 1/((n₁−2)H₁) and 2B₂/((n₂−2)H₂): more ReLUs make the first layer finer by themselves.',
    'B₂ is built into the weights: a bound of the target must be known.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'The claim is two-layer-sup with the layers of claim truncated-multi; what that claim says of the order of β carries over.',
    'With a mask every head mixes the blocks with the same shares, so the spread is that of the summed heads, which stay within e₂ of [−B₂, B₂], and not H₂ times that of one.',
  ],
  aboutLayer: true,
  edgeCases: [
    convex,
    { ...convex, shiftInvariant: true },
    { ...convex, sizes: [1, 1] },
    rows,
    { ...rows, placement: 'heads' },
    { ...rows, shiftInvariant: true },
  ],
  arbitrary: twoLayerCases('multi'),
  free: [positive('remainder', 'ε₀', { most: 0.5 }), count('fineness', 'N', 64)],
  casesFor: givenCases,
  decide: (input, budget) => decideTwoLayer(input, 'multi', budget),
  describe: describeTwoLayerCase,
  picture: (input, witness) => bounded(approxTwoLayerPicture('multi', input, witness)),
  weights: (input) => twoLayerText(networkOf(input, 'multi').network),
  rate: twoLayerRate(
    {
      family: 'a convex function of 5 knots on [0, 1], N heads, 16N in the second layer',
      predicted: -1,
      sizes: [4, 8, 16, 32],
    },
    'multi',
    (size) => ({ ...convex, sizes: [size, 16 * size] }),
  ),
  mutants: [
    {
      id: 'range-too-small',
      description: 'B₂ nine tenths of sup |f|',
      decide: (input, budget) => decideTwoLayer(input, 'multi', budget, { ...TRUE_TWO_LAYER, range: '0.9' }),
    },
    {
      id: 'largest-coefficient',
      description: 'max|α| in place of Σ|α|, as if only one ReLU were wrong at a time',
      decide: (input, budget) => decideTwoLayer(input, 'multi', budget, { ...TRUE_TWO_LAYER, coefficients: 'largest' }),
    },
    {
      id: 'mask-forgotten',
      description: 'drops what the mask between rows leaks',
      decide: (input, budget) => decideTwoLayer(input, 'multi', budget, { ...TRUE_TWO_LAYER, mask: false }),
    },
  ],
};
