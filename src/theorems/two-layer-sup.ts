/**
 * Two layers of attention with one head each approximate every continuous sequence-to-sequence map uniformly.
 *
 * Statement. `S_{rc} = const + Σ_m α_m^{rc} ReLU(w_mᵀx + t_m)` within ε_1 of f on U, arguments at most 1 there; first layer
 * p_1 keys on [0, 1], second p_2 keys on [−B_2, B_2], `B_2 ≥ sup_U |f_{rc}|`, with errors e_1 and e_2 of claim
 * truncated-single (or -centred): `|out − f| ≤ ε_1 + max_{rc} Σ_m |α_m^{rc}| e_1 + e_2 + mask`.
 * Proof. See `two-layer.ts`. ε_1: piecewise-linear functions of one variable exactly; interpolants; ridges; Jackson means.
 * Certified: the error of the network over the domain by branch and bound.
 * Source: arXiv:2504.15956 (sequence-to-sequence universality); constants reconstructed; that B_2 needs no room is ours.
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
  sizes: [16, 512],
  remainder: '0.0001',
  keys: 'left',
  shiftInvariant: false,
  placement: 'linear',
  mask: '0',
  room: '1',
};

const wave = (fineness: number, first: number, second: number): TwoLayerCase => ({
  ...convex,
  target: {
    family: 'ridge',
    terms: [{ amplitude: '1', profile: 'sin', weights: ['3'], shift: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '3' },
  },
  fineness,
  sizes: [first, second],
});

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
  sizes: [4, 32],
  placement: 'mask',
  mask: '1',
};

/** Networks for a given target of one or two inputs. */
function givenCases(target: Target): TwoLayerCase[] {
  if (target.singularities.length > 0 || target.input.kind === 'cross' || target.domain.length > 2) return [];
  const fineness = target.domain.length === 1 ? 16 : 2;
  return [{ ...convex, target: { family: 'given', target }, fineness, sizes: [64, 64] }];
}

export const twoLayerSup: Claim<TwoLayerCase> = {
  id: 'two-layer-sup',
  title: 'Two layers of one-head attention are within ε₁ + Σ|α|e₁ + e₂ of every target with a ReLU expansion',
  source: { paper: 'arXiv:2504.15956', item: 'sequence-to-sequence universality, two layers (quantitative form)' },
  provenance: 'reconstructed',
  statement:
    '\\sup_{X \\in U} |\\mathrm{out}(X) - f(X)| \\le \\varepsilon_1 + \\max_{r,c} \\sum_m |\\alpha_m^{rc}|\\, e_1 + e_2 + \\frac{(d-1)e^{-M}}{1 + (d-1)e^{-M}}\\, 2 B_2, \\quad \\Bigl| f_{rc}(X) - \\alpha_0^{rc} - \\sum_m \\alpha_m^{rc}\\, \\mathrm{ReLU}(w_m^\\top \\mathrm{vec} X + t_m) \\Bigr| \\le \\varepsilon_1',
  published:
    '\\forall f \\text{ continuous},\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert \\mathrm{out} - f \\rVert_\\infty \\le \\varepsilon',
  constructions: ['two-layer'],
  hypotheses: [
    'f on a box U, with a sum of ReLUs within ε₁ of every entry; all arguments at most 1 on U',
    'B₂ ≥ sup over U of every |f_rc|: without it the statement is false',
    'p₁, p₂ ≥ 1 keys; e₁ on [0, 1] and e₂ on [−B₂, B₂] as in truncated-single or truncated-centred',
    'M ≥ 0; the last term only where rows are placed by a mask',
  ],
  assumptions: [
    'Both maps before attention are sequence-wise: they change the number of columns, and write any affine function of the whole sequence into a column.',
    'A bias per position carries the keys of both layers.',
    'Row r is reached by one head per row, by keys in blocks under a mask, or by a last linear map; all three are built.',
    'Keys: p₁⌈m/p₁⌉ for m ReLUs, and p₂ or more in the second layer; β of each is chosen after its p and range.',
    'B₂ is built into the weights: a bound of the target must be known.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'The published proof takes the sum of ReLUs for granted. Here it is written out: exact for piecewise-linear functions of one variable, interpolated profiles for sums of ridges, and a mean with the kernel of Fejér and Korovkin, which stands for Jackson’s, on the reflected periodic extension for any modulus of continuity.',
    'Published hypothesis: B₂ ≥ sup |f| + ε₁ + …. Truncation brings no two numbers further apart and leaves f alone, so sup |f| suffices.',
    'The error of the network is enclosed as expansion error, errors of the ReLUs, overshoot beyond B₂ and error of the second layer, box by box.',
  ],
  aboutLayer: true,
  edgeCases: [
    convex,
    { ...convex, keys: 'centred' },
    wave(16, 64, 64),
    wave(1, 1, 1),
    { ...wave(4, 32, 32), room: '2' },
    rows,
    { ...rows, placement: 'heads' },
  ],
  arbitrary: twoLayerCases('single'),
  free: [positive('remainder', 'ε₀', { most: 0.5 }), count('fineness', 'N', 64)],
  casesFor: givenCases,
  decide: (input, budget) => decideTwoLayer(input, 'single', budget),
  describe: describeTwoLayerCase,
  picture: (input, witness) => bounded(approxTwoLayerPicture('single', input, witness)),
  weights: (input) => twoLayerText(networkOf(input, 'single').network),
  rate: twoLayerRate(
    {
      family: 'a convex function of 5 knots on [0, 1], N keys, 8N in the second layer',
      predicted: -1,
      sizes: [16, 32, 64, 128],
    },
    'single',
    (size) => ({ ...convex, sizes: [size, 8 * size] }),
  ),
  mutants: [
    {
      id: 'range-too-small',
      description: 'B₂ nine tenths of sup |f|',
      decide: (input, budget) => decideTwoLayer(input, 'single', budget, { ...TRUE_TWO_LAYER, range: '0.9' }),
    },
    {
      id: 'largest-coefficient',
      description: 'max|α| in place of Σ|α|, as if only one ReLU were wrong at a time',
      decide: (input, budget) =>
        decideTwoLayer(input, 'single', budget, { ...TRUE_TWO_LAYER, coefficients: 'largest' }),
    },
    {
      id: 'second-layer-for-free',
      description: 'drops e₂, as if the second layer passed its input unchanged',
      decide: (input, budget) => decideTwoLayer(input, 'single', budget, { ...TRUE_TWO_LAYER, secondLayer: false }),
    },
    {
      id: 'mask-forgotten',
      description: 'drops what the mask between rows leaks',
      decide: (input, budget) => decideTwoLayer(input, 'single', budget, { ...TRUE_TWO_LAYER, mask: false }),
    },
  ],
};
