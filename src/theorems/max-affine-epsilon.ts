/**
 * The L∞ theorem with its choice written out: for every ε there are explicit P, R and M.
 *
 * Statement. Let ε, ε' > 0 and τ > 0 with ω̂_f(τ) ≤ ε. With P_t = max(1, ⌈D_t√(g/2)/τ⌉), R ≥ 2g/τ² and
 * M ≥ max(0, ln((n−1)σ/ε')): `sup_U |Y − f| ≤ ε + ε'`. For L-Lipschitz f, τ = ε/L.
 * Proof. s_t²/4 ≤ τ²/(2g) and μ_t/R ≤ τ²/(2g), so the radius of claim max-affine-sup is at most τ.
 * Certified: cases prescribe τ and ε'; ε is the declared modulus at τ; the layer is built with the choice and enclosed.
 * Source: arXiv:2504.19901 (existence, as stated); the choice is ours.
 */
import fc from 'fast-check';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { Target } from '../expression/target.js';
import { columnSpread } from '../constructions/mask-leakage.js';
import { maxAffineEpsilonChoice, type EpsilonChoice } from '../constructions/epsilon-choice.js';
import { maxAffine } from '../constructions/max-affine.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import { intervalSystem } from '../numeric/interval.js';
import { realArbitrary } from '../generators/real.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { bounded } from './pictures/picture.js';
import { decideSupNorm } from './support/decide-sup-norm.js';
import { maxAffineText } from './support/literal-weights.js';
import { declaredTargets, isSaturated, modulusAt, targetOf, type LayerCase } from './support/layer-case.js';
import { positive } from './support/free-parameters.js';

export interface EpsilonCase {
  readonly target: LayerCase['target'];
  /** τ in units of the longest axis. */
  readonly radiusShare: string;
  /** ε' > 0. */
  readonly leakage: string;
}

interface Variant {
  readonly choose: (choice: EpsilonChoice, inputs: number) => EpsilonChoice;
}

const TRUE_VARIANT: Variant = { choose: (choice) => choice };

/** τ: the share of the longest axis, as the nearest double, which then is τ exactly. */
function radiusOf(target: Target, share: string): number {
  const lengths = target.domain.map(({ lower, upper }) => Number(upper.text) - Number(lower.text));
  const longest = Math.max(...lengths);
  return Number(share) * (longest > 0 ? longest : 1);
}

/** The layer of the theorem; its values are the target's, so σ may be taken from any grid that has the same keys. */
function layerFor(target: Target, tau: number, leakage: string, variant: Variant) {
  const inputs = target.domain.length;
  const base = {
    axes: target.domain,
    tokens: target.output.tokens,
    radius: doubleConstant(tau),
    leakage: decimalConstant(leakage),
  };
  const { cells } = maxAffineEpsilonChoice({ ...base, spread: decimalConstant('0') });
  const draft = maxAffine(target, { cells, inverseTemperature: doubleConstant(1), mask: decimalConstant('0') });
  const spread = doubleConstant(columnSpread(intervalSystem, draft).hi);
  const choice = variant.choose(maxAffineEpsilonChoice({ ...base, spread }), inputs);
  return maxAffine(target, choice);
}

/** The layer that the theorem gives for a case. */
function theLayer({ target: description, radiusShare, leakage }: EpsilonCase): MaxAffineLayer {
  const target = targetOf(description);
  return layerFor(target, radiusOf(target, radiusShare), leakage, TRUE_VARIANT);
}

function decideEpsilon(input: EpsilonCase, budget: Budget, variant: Variant): CaseResult {
  const target = targetOf(input.target);
  const tau = radiusOf(target, input.radiusShare);
  const layer = layerFor(target, tau, input.leakage, variant);
  const radius = intervalSystem.fromNumber(tau);
  const epsilon = modulusAt(input.target, target, radius);
  const leakage = intervalSystem.literal(input.leakage);
  const bound = layer.shape.tokens === 1 ? epsilon : intervalSystem.add(epsilon, leakage);
  const tie =
    variant !== TRUE_VARIANT
      ? undefined
      : epsilon.hi === 0
        ? 'the target is constant: weights sum to 1, only the mask can leak'
        : isSaturated(input.target, radius)
          ? 'the modulus stands still there: it is the oscillation, which no mean exceeds'
          : undefined;
  return decideSupNorm({ layer, target, bound, tie }, budget);
}

/** τ from fine enough for many cells to so coarse that one is enough. */
const shares = (least: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: realArbitrary({ min: String(least), max: String(2 * least), digits: 3 }) },
    { weight: 1, arbitrary: realArbitrary({ min: String(least), max: '1.5', digits: 3 }) },
  );
const leakages = realArbitrary({ min: '0.0001', max: '1', digits: 4 });
const cases = (targets: LayerCaseTargets, least: number): fc.Arbitrary<EpsilonCase> =>
  fc.record({ target: targets, radiusShare: shares(least), leakage: leakages });
type LayerCaseTargets = ReturnType<typeof declaredTargets>;

const slope = (radiusShare: string): EpsilonCase => ({
  target: {
    family: 'mcshane',
    lipschitz: '1',
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '1' },
  },
  radiusShare,
  leakage: '0.001',
});

/** Halves a temperature exactly. */
const scaled = (choice: EpsilonChoice, factor: number): EpsilonChoice => ({
  ...choice,
  inverseTemperature: doubleConstant(
    intervalSystem.toNumber(intervalSystem.literal(choice.inverseTemperature.text)) * factor,
  ),
});

export const maxAffineEpsilon: Claim<EpsilonCase> = {
  id: 'max-affine-epsilon',
  title: 'For every ε, explicit cells, temperature and mask make the error at most ε + ε′ everywhere',
  source: { paper: 'arXiv:2504.19901', item: 'Theorem 4.1' },
  provenance: 'reconstructed',
  statement:
    "\\hat\\omega_f(\\tau) \\le \\varepsilon,\\; P_t = \\max(1, \\lceil D_t \\sqrt{g/2}/\\tau \\rceil),\\; R \\ge 2g/\\tau^2,\\; M \\ge \\ln\\frac{(n-1)\\sigma}{\\varepsilon'} \\implies \\sup_U |Y - f| \\le \\varepsilon + \\varepsilon'",
  published:
    '\\forall f \\text{ continuous},\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert Y - f \\rVert_\\infty \\le \\varepsilon',
  constructions: ['max-affine'],
  hypotheses: ['f continuous on a box U of g inputs', 'ω̂_f(τ) ≤ ε, τ > 0', 'ε′ > 0'],
  assumptions: [
    'Existence is as stated in the source; the numbers P, R, M are ours, and R needs no margin.',
    'Keys grow as (√(g/2)·D/τ)^g: exponentially in the number of inputs.',
    'R depends on τ and on the number of inputs g, and on nothing of the grid; M depends on n, ε′ and, of the grid, on σ alone.',
    'The map before attention is sequence-wise; a bias per position carries keys, values and block one-hots.',
  ],
  explanation: [
    'Half of τ² pays for the cells, half for the temperature; both are rounded in the safe direction.',
    'Each case fixes τ; ε is the declared modulus there. The layer with the prescribed numbers is built and enclosed.',
  ],
  aboutLayer: true,
  edgeCases: [slope('1'), slope('0.05'), slope('0.02'), slope('1.5')],
  arbitrary: fc.oneof(
    { weight: 5, arbitrary: cases(declaredTargets(1, 1), 0.012) },
    { weight: 5, arbitrary: cases(declaredTargets(1, 2), 0.04) },
    { weight: 1, arbitrary: cases(declaredTargets(3, 3), 0.25) },
  ),
  free: [positive('radiusShare', 'τ/D', { least: 0.005, most: 2 }), positive('leakage', 'ε′', { most: 10 })],
  decide: (input, budget) => decideEpsilon(input, budget, TRUE_VARIANT),
  describe: ({ target, radiusShare, leakage }) =>
    `${target.family === 'given' ? target.target.name : target.family} target; τ = ${radiusShare} of the longest axis, ε′ = ${leakage}`,
  picture: (input, witness) => bounded(approxLayerPicture(targetOf(input.target), theLayer(input), witness)),
  weights: (input) => maxAffineText(theLayer(input)),
  mutants: [
    {
      id: 'quarter-of-the-cells',
      description: 'a quarter of the prescribed cells on every axis',
      decide: (input, budget) =>
        decideEpsilon(input, budget, {
          choose: (choice) => ({ ...choice, cells: choice.cells.map((cells) => Math.max(1, Math.ceil(cells / 4))) }),
        }),
    },
    {
      id: 'temperature-of-first-order',
      description: 'R of order 1/τ instead of 1/τ²',
      decide: (input, budget) =>
        decideEpsilon(input, budget, {
          choose: (choice, inputs) => {
            const r = Number(choice.inverseTemperature.text);
            return { ...choice, inverseTemperature: doubleConstant(Math.sqrt(2 * inputs * r)) };
          },
        }),
    },
    {
      id: 'temperature-a-sixteenth',
      description: 'R = g/(8τ²), a sixteenth of what is prescribed',
      decide: (input, budget) => decideEpsilon(input, budget, { choose: (choice) => scaled(choice, 1 / 16) }),
    },
    {
      id: 'no-mask',
      description: 'M = 0 for several tokens',
      arbitrary: cases(declaredTargets(2, 2), 0.08),
      decide: (input, budget) =>
        decideEpsilon(input, budget, { choose: (choice) => ({ ...choice, mask: decimalConstant('0') }) }),
    },
  ],
};
