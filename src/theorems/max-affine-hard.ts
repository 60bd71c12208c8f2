/**
 * In the hard regime, where the partition is decided by a margin, attention is a lookup table.
 *
 * Statement. At every x whose unscaled margin (largest minus second largest of v_jᵀx − ‖v_j‖²/2) is at least δ:
 * `|Y(x) − f(x)| ≤ ω_f(ρ) + y/(1+y)·osc f + (n−1)e^{−M}/(1+(n−1)e^{−M})·σ`, ρ = ½(Σ s_t²)^{1/2}, y = (G−1)e^{−Rδ}.
 * Proof. The nearest centre is within ρ and carries all mass but y/(1+y) (claim indicator); the rest costs osc f.
 * Certified: the layer enclosed over exactly the set of points with margin ≥ δ, a box in every cell.
 * Source: arXiv:2504.19901; constants reconstructed. What the margin excludes is shown as a share of the volume.
 */
import fc from 'fast-check';
import { axisValues, cellCount } from '../approximation/grid.js';
import { encloseOscillation } from '../approximation/modulus.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { layerMaskLeakage } from '../constructions/mask-leakage.js';
import { hardRegimeRadius, hardRegimeShare } from '../constructions/moment-bound.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { realArbitrary } from '../generators/real.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerCasePicture } from './pictures/approx-case-pictures.js';
import { decideSupNorm } from './support/decide-sup-norm.js';
import { maxAffineText } from './support/literal-weights.js';
import {
  approxCellWidths,
  declaredTargets,
  describeLayerCase,
  isOneCell,
  layerCases,
  layerOf,
  modulusAt,
  shortDecimal,
  targetOf,
  type LayerCase,
} from './support/layer-case.js';
import { gridParameters } from './support/free-parameters.js';

export interface HardCase extends LayerCase {
  /** δ in units of s²/2, `s` the smallest positive cell width: 0 excludes nothing, 1 all but the centres. */
  readonly marginShare: string;
}

interface Variant {
  readonly distance: boolean;
  readonly others: boolean;
  readonly exponentSign: 1 | 2;
}

const TRUE_VARIANT: Variant = { distance: true, others: true, exponentSign: 1 };

/** δ as the nearest double, which then is δ exactly; 0 if every axis is a point. */
function marginOf(layer: MaxAffineLayer, share: string): number {
  let least = Infinity;
  for (const axis of layer.grid.axes) {
    const width = intervalSystem.toNumber(axisValues(intervalSystem, axis).width);
    if (width > 0) least = Math.min(least, width);
  }
  return least < Infinity ? (Number(share) * least * least) / 2 : 0;
}

function decideHard(input: HardCase, budget: Budget, variant: Variant): CaseResult {
  const system = intervalSystem;
  const target = targetOf(input.target);
  const layer = layerOf(target, input);
  const margin = marginOf(layer, input.marginShare);
  const radius = hardRegimeRadius(system, layer);
  const modulus = modulusAt(input.target, target, radius);
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  const decay = system.fromNumber(variant.exponentSign * margin);
  const share = hardRegimeShare(system, cellCount(layer.grid), r, decay);
  const spread = encloseOscillation(target, { boxes: 500, tolerance: 0.1 });
  const oscillation: Interval = { lo: spread.lower, hi: spread.upper, defined: true };
  let bound = layerMaskLeakage(system, layer);
  if (variant.distance) bound = system.add(bound, modulus);
  if (variant.others) bound = system.add(bound, system.mul(share, oscillation));
  const oneCell = isOneCell(layer);
  const tie =
    variant !== TRUE_VARIANT || input.target.family === 'given'
      ? undefined
      : modulus.hi === 0
        ? 'the target is constant on the domain: weights sum to 1, only the mask can leak'
        : oneCell
          ? 'one cell: the layer returns f(v), and ‖x − v‖ is at most ρ'
          : undefined;
  return decideSupNorm({ layer, target, bound, tie, margin }, budget);
}

const marginShares = realArbitrary({ min: '0.02', max: '0.9', digits: 2 });
/**
 * Rδ. At the ends of the domain a linear target meets ω(ρ) exactly, and what separates the two sides is the mass
 * (G−1)e^{−Rδ}: beyond Rδ ≈ 25 no enclosure in doubles can tell them apart.
 */
const decays = realArbitrary({ min: '0.01', max: '18', digits: 2 });

const withMargin = (axes: number, inputs: readonly [number, number], product: number): fc.Arbitrary<HardCase> =>
  fc
    .tuple(layerCases(declaredTargets(...inputs), axes, product), marginShares, decays)
    .map(([input, marginShare, decay]) => {
      if (input.target.family === 'given') return { ...input, marginShare };
      const widths = approxCellWidths(input.target, input.cells).filter((width) => width > 0);
      const least = widths.length > 0 ? Math.min(...widths) : 1;
      // δ = share·s²/2, so R = 2Rδ/(share·s²).
      const r = (2 * Number(decay)) / (Number(marginShare) * least * least);
      return { ...input, inverseTemperature: shortDecimal(r), marginShare };
    });

const slope = (cells: number, inverseTemperature: string, marginShare: string): HardCase => ({
  target: {
    family: 'mcshane',
    lipschitz: '1',
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '1' },
  },
  cells: [cells],
  inverseTemperature,
  mask: '0',
  marginShare,
});

export const maxAffineHard: Claim<HardCase> = {
  id: 'max-affine-hard',
  title: 'Where the margin is at least δ, the error is at most ω(ρ) plus the mass behind the leader times osc f',
  source: { paper: 'arXiv:2504.19901', item: 'Propositions 3.2 and 3.3 (partition and value reassignment)' },
  provenance: 'reconstructed',
  statement:
    '\\delta(x) \\ge \\delta \\implies |Y(x) - f(x)| \\le \\omega_f(\\rho) + \\frac{y}{1+y}\\operatorname{osc} f + \\text{leakage}, \\quad \\rho = \\tfrac12 \\bigl(\\textstyle\\sum_t s_t^2\\bigr)^{1/2}, \\; y = (G-1)e^{-R\\delta}',
  published:
    '\\forall \\varepsilon > 0\\ \\exists P, R: \\ |A(x) - f(x)| \\le \\varepsilon \\text{ where the margin is at least } \\delta',
  constructions: ['max-affine'],
  hypotheses: ['f continuous on a box U', 'the unscaled margin at x is at least δ > 0'],
  assumptions: [
    'The statement speaks of the subset of U where the margin holds; no δ > 0 serves a whole connected domain (claim no-uniform-margin).',
    'The map before attention is sequence-wise; a bias per position carries keys, values and block one-hots.',
    'R depends on δ, and through ω on P: first P, then δ, then R.',
    'A factor 1/√d_k in the scores is folded into R.',
  ],
  explanation: [
    'On a product grid the points with margin at least δ form a box in every cell, so the supremum over exactly that set is enclosed.',
    'The bound is the published argument with its constants written out; the mask’s leakage is added because M is finite.',
  ],
  aboutLayer: true,
  edgeCases: [slope(16, '14080', '0.5'), slope(1, '1', '0.5'), slope(2, '0.004', '0.9'), slope(32, '1843200', '0.02')],
  arbitrary: fc.oneof(
    { weight: 5, arbitrary: withMargin(1, [1, 1], 64) },
    { weight: 5, arbitrary: withMargin(2, [1, 2], 256) },
    { weight: 1, arbitrary: withMargin(3, [3, 3], 216) },
  ),
  free: gridParameters(),
  decide: (input, budget) => decideHard(input, budget, TRUE_VARIANT),
  describe: (input) => `${describeLayerCase(input)}; δ = ${input.marginShare}·s²/2`,
  picture: approxLayerCasePicture,
  weights: (input) => maxAffineText(layerOf(targetOf(input.target), input)),
  mutants: [
    {
      id: 'others-forgotten',
      description: 'drops the mass behind the leader, as if the margin made the weights exact',
      decide: (input, budget) => decideHard(input, budget, { ...TRUE_VARIANT, others: false }),
    },
    {
      id: 'distance-forgotten',
      description: 'drops ω(ρ), as if the target were constant on cells',
      decide: (input, budget) => decideHard(input, budget, { ...TRUE_VARIANT, distance: false }),
    },
    {
      id: 'scaled-margin-for-unscaled',
      description: 'takes the margin of 2(v_jᵀx − ‖v_j‖²/2), the difference of squared distances, with the same R',
      decide: (input, budget) => decideHard(input, budget, { ...TRUE_VARIANT, distance: false, exponentSign: 2 }),
    },
  ],
};
