/**
 * Two layers of attention approximate integrable targets in L_p, 1 ≤ p < ∞: jumps and poles included.
 *
 * Statement. φ continuous, with a sum of ReLUs within ε_1 of it on U and `B_2 ≥ sup_U |φ|`; the network of claim two-layer-sup
 * for φ: `‖out − f‖_p ≤ ‖f − φ‖_p + (ε_1 + max Σ|α| e_1 + e_2 + mask)|U|^{1/p}`.
 * Proof. Minkowski, and claim two-layer-sup for φ. For a jump of height h, φ a ramp of width w: `‖f − φ‖_p = (h/2)(w/(p+1))^{1/p}`.
 * Certified: the norm of the error by adaptive integration; `‖f − φ‖_p` likewise.
 * Source: arXiv:2504.15956 (L_p universality); constants reconstructed.
 */
import Big from 'big.js';
import fc from 'fast-check';
import { boundSingularPart } from '../certify/layer-lp-problem.js';
import { certifyLpNorm } from '../certify/certify-lp-norm.js';
import { functionLpProblem } from '../certify/function-lp-problem.js';
import type { LpProblem } from '../certify/lp-norm.js';
import { UnitFrame } from '../certify/unit-frame.js';
import { root } from '../constructions/average-bound.js';
import { interpolationExpansion } from '../constructions/interpolation-expansion.js';
import { powerModulus } from '../constructions/expansion-modulus.js';
import { truncationBound } from '../constructions/truncation.js';
import { TwoLayerError } from '../constructions/two-layer-error.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { integrableArbitrary } from '../generators/integrable.js';
import type { IntegrableTargetDescription } from '../generators/integrable-description.js';
import { lipschitzApproximation } from '../generators/lipschitz-approximation.js';
import { realArbitrary } from '../generators/real.js';
import { intervalSystem as system, interval, type Interval } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxBoxErrorPicture } from './pictures/approx-layer-picture.js';
import { decideLpProblem } from './support/decide-lp-norm.js';
import { oneKeyTie, TRUE_TWO_LAYER, twoLayerBoundOf, type TwoLayerVariant } from './support/decide-two-layer.js';
import { shortDecimal } from './support/layer-case.js';
import { twoLayerText } from './support/literal-weights.js';
import { integrableOf, MOST_POWER } from './support/lp-case.js';
import { boundOn } from './support/network-target.js';
import { rateFromLpProblems } from './support/rate-study.js';
import {
  describeNetwork,
  networkFor,
  sizesArbitrary,
  type Network,
  type NetworkSizes,
} from './support/two-layer-case.js';
import { count, positive } from './support/free-parameters.js';

export interface TwoLayerLpCase extends NetworkSizes {
  /** Of one input. */
  readonly target: IntegrableTargetDescription;
  /** Width of the ramps and caps of φ, in the units of the input. */
  readonly near: string;
  /** p ≥ 1. */
  readonly exponent: string;
}

interface Variant extends TwoLayerVariant {
  /** Does `‖f − φ‖_p` enter? */
  readonly distance: boolean;
  /** Does `|U|^{1/p}` enter? */
  readonly volume: boolean;
}

const TRUE_VARIANT: Variant = { ...TRUE_TWO_LAYER, distance: true, volume: true };

/** Boxes for ‖f − φ‖_p; a looser enclosure only lowers the bound. */
const DISTANCE_BOXES = 4000;

interface Built extends Network {
  readonly problem: LpProblem;
  readonly bound: Interval;
  /** Why the inequality holds exactly. */
  readonly tie: string | undefined;
}

function buildNetwork(input: TwoLayerLpCase, variant: Pick<Variant, 'range'>) {
  const target = integrableOf(input);
  const { approximation, remainder } = lipschitzApproximation(input.target, input.near);
  if (approximation.modulus === undefined) throw new RangeError('the function near the target has no known modulus');
  const expansion = interpolationExpansion(approximation, {
    pieces: input.fineness,
    modulus: powerModulus(approximation.modulus),
  });
  const range = boundOn(approximation, new Big(input.room).times(variant.range).toFixed());
  const { network, substantial } = networkFor({ target: approximation, expansion, range }, input, 'single');
  return { target, remainder, range, network, substantial, error: new TwoLayerError(network, target) };
}

function build(input: TwoLayerLpCase, variant: Variant): Built {
  const { target, remainder, range, network, substantial, error } = buildNetwork(input, variant);
  const largest = system.add(evaluateConstant(range.expression, system), truncationBound(system, network.second)).hi;
  const p = system.literal(input.exponent);
  const problem: LpProblem = {
    frame: new UnitFrame(target.domain.map((axis) => ({ axis, cells: 1 }))),
    error,
    boundSingularPart: (box, exponent) => boundSingularPart(target, largest, box, exponent),
  };
  const options = { relative: 1e-3, boxes: DISTANCE_BOXES };
  const distance = certifyLpNorm(functionLpProblem(remainder), p, options);
  const [lower, upper] = problem.frame.volume;
  const volume = variant.volume ? root(interval(lower, upper), p) : system.literal('1');
  const uniform = system.mul(twoLayerBoundOf(system, network, variant), volume);
  const bound = variant.distance ? system.add(interval(distance.lower, distance.upper), uniform) : uniform;
  const tie = variant === TRUE_VARIANT && distance.upper === 0 ? oneKeyTie(network) : undefined;
  return { target, network, substantial, problem, bound, tie };
}

function decideLp(input: TwoLayerLpCase, budget: Budget, variant: Variant): CaseResult {
  const { problem, bound, tie, substantial } = build(input, variant);
  return decideLpProblem({ problem, p: system.literal(input.exponent), bound, tie, substantial }, budget);
}

const step: TwoLayerLpCase = {
  target: {
    family: 'jumps',
    base: { family: 'constant', value: '0' },
    jumps: [{ axis: 0, at: '0.5', height: '1' }],
    domain: [['0', '1']],
    lipschitz: '0',
    hyperplanes: [{ axis: 0, at: '0.5' }],
  },
  near: '0.125',
  exponent: '2',
  fineness: 16,
  sizes: [64, 64],
  remainder: '0.0001',
  keys: 'left',
  shiftInvariant: false,
  placement: 'linear',
  mask: '0',
  room: '1',
};

/** A jump on a long domain, where the uniform part counts. */
const long: TwoLayerLpCase = {
  ...step,
  target: {
    family: 'jumps',
    base: { family: 'mcshane', lipschitz: '1', anchors: [{ point: ['0'], value: '0' }] },
    jumps: [{ axis: 0, at: '8', height: '1' }],
    domain: [['0', '16']],
    lipschitz: '1',
    hyperplanes: [{ axis: 0, at: '8' }],
  },
  exponent: '1',
  sizes: [4, 4],
  fineness: 1,
};

const lpCases: fc.Arbitrary<TwoLayerLpCase> = fc
  .tuple(
    integrableArbitrary({ inputs: { min: 1, max: 1 }, power: MOST_POWER, families: ['jumps', 'singular', 'ball'] }),
    realArbitrary({ min: '0.01', max: '0.5', digits: 2 }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('1', '2', '4') },
      realArbitrary({ min: '1', max: '4', digits: 2 }),
    ),
    fc.integer({ min: 1, max: 24 }),
    sizesArbitrary('single'),
  )
  .map(([target, share, exponent, fineness, sizes]) => {
    const [lower, upper] = target.domain[0]!;
    const near = shortDecimal(Number(share) * (Number(upper) - Number(lower)));
    return { target, near, exponent, fineness, ...sizes };
  });

export const twoLayerLp: Claim<TwoLayerLpCase> = {
  id: 'two-layer-lp',
  title: 'Two layers of attention approximate integrable targets in L_p, jumps and poles included',
  source: { paper: 'arXiv:2504.15956', item: 'L_p universality, two layers (quantitative form)' },
  provenance: 'reconstructed',
  statement:
    '\\lVert \\mathrm{out} - f \\rVert_p \\le \\lVert f - \\varphi \\rVert_p + \\Bigl( \\varepsilon_1 + \\max_r \\sum_m |\\alpha_m^r|\\, e_1 + e_2 \\Bigr) |U|^{1/p}, \\quad \\varphi \\text{ continuous},\\ 1 \\le p < \\infty',
  published:
    '\\forall f \\in L_p,\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert \\mathrm{out} - f \\rVert_p \\le \\varepsilon',
  constructions: ['two-layer'],
  hypotheses: [
    'f in L_p(U), 1 ≤ p < ∞, on a box U whose axes all have a length',
    'φ continuous, with a sum of ReLUs within ε₁ of it on U',
    'B₂ ≥ sup over U of |φ|: without it the statement is false',
  ],
  assumptions: [
    'The network is that of claim two-layer-sup for φ: its linear maps, biases and placements.',
    'φ is chosen first: the steeper it is, the larger Σ|α| and ε₁, and the more keys and pieces are needed.',
    'B₂ is built into the weights: for an unbounded f it grows as φ comes nearer.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'Cases: jumps, indicators of intervals and poles |x − c|^{−α}, αp < 1, of one input; φ has ramps in place of jumps, and a cap in place of a pole.',
    'For a jump of height h and a ramp of width w, ‖f − φ‖_p = (h/2)(w/(p+1))^{1/p}.',
    'Published: density of the networks in L_p. Ours: the bound, from that of claim two-layer-sup by Minkowski’s inequality.',
  ],
  aboutLayer: true,
  edgeCases: [
    step,
    { ...step, exponent: '1', near: '0.5', fineness: 1, sizes: [1, 1] },
    { ...step, target: { family: 'ball', height: '1', centre: ['0.5'], radius: '0.25', domain: [['0', '1']] } },
    {
      ...step,
      target: { family: 'singular', height: '1', point: ['0'], exponent: '0.25', constant: '0', domain: [['0', '1']] },
    },
    long,
  ],
  arbitrary: lpCases,
  free: [positive('remainder', 'ε₀', { most: 0.5 }), count('fineness', 'N', 64)],
  decide: (input, budget) => decideLp(input, budget, TRUE_VARIANT),
  describe: (input) =>
    `${describeNetwork(input, input.target.family, 1)}; p = ${input.exponent}, φ within ${input.near}`,
  picture: (input) => {
    const { target, error } = buildNetwork(input, TRUE_VARIANT);
    return approxBoxErrorPicture(target, error, undefined);
  },
  weights: (input) => twoLayerText(buildNetwork(input, TRUE_VARIANT).network),
  rate: rateFromLpProblems(
    {
      family: '1[x ≥ 1/2] on [0, 1] in L_2, ramps of width 1/N, 2N² pieces, 8N² keys in both layers',
      predicted: -0.5,
      sizes: [2, 4, 8, 16],
    },
    system.literal('2'),
    (size) =>
      build(
        { ...step, near: String(1 / size), fineness: 2 * size * size, sizes: [8 * size * size, 8 * size * size] },
        TRUE_VARIANT,
      ),
  ),
  mutants: [
    {
      id: 'jump-for-free',
      description: 'drops ‖f − φ‖_p, as if ramps were jumps',
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, distance: false }),
    },
    {
      id: 'volume-forgotten',
      description: 'drops the factor |U|^{1/p}',
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, volume: false }),
    },
    {
      id: 'range-too-small',
      description: 'B₂ half of sup |φ|',
      decide: (input, budget) => decideLp(input, budget, { ...TRUE_VARIANT, range: '0.5' }),
    },
  ],
};
