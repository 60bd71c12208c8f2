/**
 * Cross-attention with cell averages approximates integrable targets of key and query tokens in L_p, for every P and R.
 *
 * Statement. For the max-affine cross-attention layer with a grid on the joint input `x = (x_K, x_Q)`, g = g_K + g_Q, and cell
 * averages for values, the three bounds of claim max-affine-lp hold.
 * Proof. The score is R(v_jᵀx − ‖v_j‖²/2) of the joint input (claim cross-sup): the weights are those of self-attention.
 * Certified: the norm of the joint layer's error by adaptive integration of enclosures.
 * Source: arXiv:2504.19901 (cross-attention, integrable targets); joint form and constants reconstructed.
 */
import fc from 'fast-check';
import { maxAffineCross } from '../constructions/max-affine-cross.js';
import { withCellAverages } from '../constructions/max-affine-average.js';
import type { Target } from '../expression/target.js';
import { intervalSystem } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { crossLayer, withoutKeyCells } from './support/cross-layer.js';
import { decideLpNorm } from './support/decide-lp-norm.js';
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
  type LpCaseConstraints,
  type LpVariant,
} from './support/lp-case.js';
import { maxAffineCrossText } from './support/literal-weights.js';
import { rateFromLpNorms } from './support/rate-study.js';
import { gridParameters } from './support/free-parameters.js';

/** The first `keyInputs` inputs (at least one, at least one left) are key tokens of width 1, the others query tokens. */
export interface CrossLpCase extends LpCase {
  readonly keyInputs: number;
}

interface Variant extends LpVariant {
  /** Do the keys of the layer that is measured depend on the key tokens? */
  readonly keys: boolean;
}

const TRUE_VARIANT: Variant = { ...TRUE_LP_VARIANT, keys: true };

function crossTarget(input: CrossLpCase): Target {
  const joint = integrableOf(input);
  if (joint.input.kind === 'cross') return joint;
  const keys = Math.min(input.keyInputs, joint.domain.length - 1);
  const tokens = (count: number) => ({ width: 1, tokens: count });
  return { ...joint, input: { kind: 'cross', key: tokens(keys), query: tokens(joint.domain.length - keys) } };
}

function decideCrossLp(input: CrossLpCase, budget: Budget, variant: Variant): CaseResult {
  const target = crossTarget(input);
  const p = intervalSystem.literal(input.exponent);
  const promised = withCellAverages(crossLayer(target, input), target);
  const bound = lpBound(input, target, promised, p, variant);
  const cells = withoutKeyCells(target, input.cells);
  const layer = variant.keys ? promised : withCellAverages(crossLayer(target, { ...input, cells }), target);
  const tie =
    variant === TRUE_VARIANT && isConstantLp(input)
      ? 'the target is constant but for a null set: averages are its value, weights sum to 1, only the mask can leak'
      : undefined;
  return decideLpNorm({ layer, target, p, bound, tie }, budget);
}

function givenCases(target: Target): CrossLpCase[] {
  if (target.input.kind !== 'cross') return [];
  const { width, tokens } = target.input.key;
  return givenLpCases(target, (parameters) => maxAffineCross(target, parameters)).map((input) => ({
    ...input,
    keyInputs: width * tokens,
  }));
}

const crossCases = (constraints: LpCaseConstraints): fc.Arbitrary<CrossLpCase> =>
  fc.tuple(lpCases(constraints), fc.integer({ min: 1, max: 2 })).map(([input, keyInputs]) => ({ ...input, keyInputs }));

const two = { min: 2, max: 2 };

const domain = [
  ['0', '1'],
  ['0', '1'],
] as const;
const plane: CrossLpCase = {
  target: {
    family: 'jumps',
    base: { family: 'constant', value: '0' },
    jumps: [{ axis: 0, at: '0.5', height: '1' }],
    domain,
    lipschitz: '0',
    hyperplanes: [{ axis: 0, at: '0.5' }],
  },
  cells: [6, 6],
  inverseTemperature: '500',
  mask: '0',
  exponent: '2',
  near: 'zero',
  keyInputs: 1,
};

export const crossLp: Claim<CrossLpCase> = {
  id: 'cross-lp',
  title: 'One cross-attention layer with cell averages approximates integrable targets of key and query tokens in L_p',
  source: { paper: 'arXiv:2504.19901', item: 'Theorem 4.4 (cross-attention, integrable targets)' },
  provenance: 'reconstructed',
  statement:
    '\\Bigl( \\int_U |Y(x_K, x_Q) - f(x_K, x_Q)|^p \\, dx \\Bigr)^{1/p} \\le (1 + C^{1/p})\\,\\lVert f - \\varphi \\rVert_p + \\hat\\omega_\\varphi(\\tau)\\,|U|^{1/p} + \\lambda\\sigma|U|^{1/p}, \\quad \\tau^2 = \\textstyle\\sum_t (s_t^2/3 + \\mu_t/R), \\quad \\lambda = \\frac{(n-1)e^{-M}}{1+(n-1)e^{-M}}',
  published:
    '\\forall f \\in L_p,\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert Y - f \\rVert_p \\le \\varepsilon',
  constructions: ['max-affine-cross', 'max-affine-average'],
  hypotheses: [
    'f in L_p(U), 1 ≤ p < ∞, on a box U of joint inputs (x_K, x_Q) whose axes all have a length',
    'φ any continuous function on U',
    'P_t ≥ 1 cells per axis',
    'R > 0',
    'M ≥ 0',
  ],
  assumptions: [
    'Values are cell averages over the joint input: the weights of the layer contain integrals of f.',
    'The map of the key tokens is sequence-wise: n·G columns, one term per scalar of a key token carries (v_j^K)ᵀx_K.',
    'The map of the query tokens repeats all of them in every output column: sequence-wise too.',
    'A bias per position carries centres, averages and block one-hots.',
    'Keys grow as the product of the cells over all key and query inputs.',
    'A factor 1/√d_k in the scores is folded into R.',
  ],
  explanation: [
    'The weights are those of the max-affine layer of the joint input, so the proof of claim max-affine-lp carries over word for word; τ sums over the axes of the key tokens and of the query tokens. The other two bounds of that claim hold as well, and are sharper where they apply.',
    'Published: existence for every ε. Ours: a bound for every layer, constants written out.',
  ],
  aboutLayer: true,
  edgeCases: [
    plane,
    { ...plane, cells: [1, 8] },
    { ...plane, cells: [8, 2], inverseTemperature: '10000', exponent: '1' },
    { ...plane, cells: [1, 1], exponent: '1' },
    {
      ...plane,
      target: { family: 'singular', height: '1', point: ['0', '0'], exponent: '0.25', constant: '0', domain },
      exponent: '1',
      near: '0.1',
    },
    // Far apart columns under a weak mask: what it leaks is most of the error.
    {
      ...plane,
      target: farApartColumns(domain),
      cells: [8, 2],
      inverseTemperature: '100000',
      mask: '1',
    },
  ],
  arbitrary: crossCases({ inputs: two, product: 64 }),
  free: gridParameters(),
  casesFor: givenCases,
  decide: (input, budget) => decideCrossLp(input, budget, TRUE_VARIANT),
  describe: (input) => `${describeLpCase(input)}; ${input.keyInputs} key inputs`,
  picture: (input) => {
    const target = crossTarget(input);
    return approxLayerPicture(target, withCellAverages(crossLayer(target, input), target), undefined);
  },
  weights: (input) => {
    const target = crossTarget(input);
    const layer = crossLayer(target, input);
    return maxAffineCrossText(layer, () => withCellAverages(layer, target));
  },
  rate: rateFromLpNorms(
    { family: '1[x_K ≥ 1/2] on [0, 1]² in L_2, N × N cells, R = 55N²', predicted: -0.5, sizes: [3, 5, 9, 17] },
    intervalSystem.literal('2'),
    (size) => {
      const input = { ...plane, cells: [size, size], inverseTemperature: String(55 * size * size) };
      const target = crossTarget(input);
      const layer = withCellAverages(crossLayer(target, input), target);
      return { target, layer, bound: lpBound(input, target, layer, intervalSystem.literal('2')) };
    },
  ),
  mutants: [
    {
      id: 'keys-without-tokens',
      description: 'keys that ignore the key tokens, as if the target depended on the queries alone',
      arbitrary: crossCases({ inputs: two, product: 64, families: ['jumps'] }),
      decide: (input, budget) => decideCrossLp(input, budget, { ...TRUE_VARIANT, keys: false }),
    },
    {
      id: 'jump-term-dropped',
      description: 'drops osc f·(4 Σ S √m)^{1/p}, as if f were Lipschitz everywhere',
      arbitrary: crossCases({ inputs: two, product: 64, families: ['jumps'] }),
      decide: (input, budget) => decideCrossLp(input, budget, { ...TRUE_VARIANT, roughness: false }),
    },
    {
      id: 'mask-forgotten',
      description: 'drops the leakage of the block mask',
      arbitrary: unequalColumnCases.map((input) => ({ ...input, keyInputs: 1 })),
      decide: (input, budget) => decideCrossLp(input, budget, { ...TRUE_VARIANT, leakage: 'none' }),
    },
  ],
};
