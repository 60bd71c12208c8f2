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
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { axisValues } from '../approximation/grid.js';
import { certifiedRadius, momentsImprove } from '../constructions/certified-radius.js';
import { layerMaskLeakage } from '../constructions/mask-leakage.js';
import { momentRadius } from '../constructions/moment-bound.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { intervalSystem, interval, type Interval } from '../numeric/interval.js';
import { cellsArbitrary } from '../generators/cells.js';
import { inverseTemperatureArbitrary } from '../generators/inverse-temperature.js';
import { targetArbitrary } from '../generators/target.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { decideSupNorm, layerResult } from './support/decide-sup-norm.js';
import {
  declaredTargets,
  describeLayerCase,
  isSaturated,
  isSubstantial,
  layerCases,
  layerOf,
  modulusAt,
  targetOf,
  type LayerCase,
} from './support/layer-case.js';

/** Beyond this many inputs the layer is not enclosed itself. */
const MAX_ENCLOSED_INPUTS = 3;

interface Variant {
  /** `s²/cellDivisor` in place of `s²/4`. */
  readonly cellDivisor: string;
  /** Is the term 1/R there? */
  readonly temperatureTerm: boolean;
  readonly leakage: boolean;
}

const TRUE_VARIANT: Variant = { cellDivisor: '4', temperatureTerm: true, leakage: true };

function radiusOf(layer: MaxAffineLayer, variant: Variant): Interval {
  if (variant === TRUE_VARIANT) return momentRadius(intervalSystem, layer);
  const system = intervalSystem;
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  let sum = system.literal('0');
  for (const axis of layer.grid.axes) {
    const { width, cells } = axisValues(system, axis);
    if (width.hi === 0) continue;
    sum = system.add(sum, system.div(system.powInteger(width, 2), system.literal(variant.cellDivisor)));
    if (cells > 1 && variant.temperatureTerm) sum = system.add(sum, system.div(system.literal('1'), r));
  }
  return system.sqrt(sum);
}

/** Why both sides are ordered exactly: the layer is the value at one centre, the target is constant, ω̂ stands still. */
function exactTie(input: LayerCase, layer: MaxAffineLayer, radius: Interval, modulus: Interval): string | undefined {
  if (input.target.family === 'given') return undefined;
  if (modulus.hi === 0) return 'the target is constant on the domain: weights sum to 1, only the mask can leak';
  if (layer.grid.axes.every(({ cells }) => cells === 1)) {
    return 'one cell: the layer returns f(v), and ‖x − v‖ is at most the radius';
  }
  if (isSaturated(input.target, radius))
    return 'the modulus stands still there: it is the oscillation, which no mean exceeds';
  return undefined;
}

function decideSup(input: LayerCase, budget: Budget, variant: Variant): CaseResult {
  const target = targetOf(input.target);
  const layer = layerOf(target, input);
  const radius = radiusOf(layer, variant);
  const modulus = modulusAt(input.target, target, radius);
  const leakage = layerMaskLeakage(intervalSystem, layer);
  const bound = variant.leakage ? intervalSystem.add(modulus, leakage) : modulus;
  const tie = variant === TRUE_VARIANT ? exactTie(input, layer, radius, modulus) : undefined;
  if (target.domain.length <= MAX_ENCLOSED_INPUTS) return decideSupNorm({ layer, target, bound, tie }, budget);

  const substantial = isSubstantial(target, layer);
  const certified = modulusAt(input.target, target, interval(0, certifiedRadius(layer)));
  const upper = intervalSystem.add(certified, leakage).hi;
  const observed = { lower: 0, upper };
  if (tie !== undefined) return layerResult('certified', 'exact', observed, bound.lo, { substantial, note: tie });
  // Smaller moments on every axis give a smaller radius, and ω̂ does not fall: the order is exact, whatever rounding.
  const verdict =
    variant === TRUE_VARIANT && momentsImprove(layer) ? 'certified' : upper <= bound.hi ? 'held' : 'inconclusive';
  return layerResult(verdict, 'bound', observed, bound.lo, {
    substantial,
    ...(verdict === 'certified' ? {} : { note: 'certified second moments do not improve on the moment lemma here' }),
  });
}

const linear = (slope: string, cells: number, kappa: string): LayerCase => ({
  target: {
    family: 'mcshane',
    lipschitz: slope,
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: slope },
  },
  cells: [cells],
  kappa,
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
  .map(([target, cells, kappa]) => ({ target, cells: cells.slice(0, target.domain.length), kappa, mask: '0' }));

export const maxAffineSup: Claim<LayerCase> = {
  id: 'max-affine-sup',
  title: 'One attention layer is within ω̂(√(Σ s²/4 + μ/R)) of the target, for every x, P and R',
  source: { paper: 'arXiv:2504.19901', item: 'Theorem 4.1 (quantitative form)' },
  provenance: 'ours',
  statement:
    '\\sup_{x \\in U} |Y(x) - f(x)| \\le \\hat\\omega_f\\Bigl(\\bigl(\\textstyle\\sum_t (s_t^2/4 + \\mu_t/R)\\bigr)^{1/2}\\Bigr) + \\frac{(n-1)e^{-M}}{1+(n-1)e^{-M}}\\,\\sigma, \\quad \\mu_t = \\min(1, 2 \\ln P_t)',
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
    linear('1', 16, '55.262042231857096'),
    linear('1', 32, '1000000'),
    linear('1', 2, '0.000001'),
    {
      target: { family: 'constant', value: '0.1', domain: [['0', '1']], modulus: { kind: 'lipschitz', constant: '0' } },
      cells: [7],
      kappa: '10',
      mask: '0',
    },
  ],
  arbitrary: fc.oneof(
    { weight: 5, arbitrary: layerCases(declaredTargets(1, 1), 1, 64) },
    { weight: 5, arbitrary: layerCases(declaredTargets(1, 2), 2, 256) },
    { weight: 1, arbitrary: layerCases(declaredTargets(3, 3), 3, 216) },
    { weight: 1, arbitrary: manyInputs },
  ),
  casesFor: (target) =>
    [8, 32].map((cells) => ({
      target: { family: 'given', target },
      cells: target.domain.map(() => (target.domain.length > 2 ? Math.min(cells, 8) : cells)),
      kappa: '55.262042231857096',
      mask: '45',
    })),
  decide: (input, budget) => decideSup(input, budget, TRUE_VARIANT),
  describe: describeLayerCase,
  mutants: [
    {
      id: 'no-temperature-term',
      description: 'drops the term μ/R, as if the partition were sharp',
      decide: (input, budget) => decideSup(input, budget, { ...TRUE_VARIANT, temperatureTerm: false }),
    },
    {
      id: 'half-the-cell-term',
      description: 's²/8 in place of s²/4',
      decide: (input, budget) => decideSup(input, budget, { ...TRUE_VARIANT, cellDivisor: '8' }),
    },
    {
      id: 'mask-forgotten',
      description: 'drops the leakage of the block mask',
      arbitrary: layerCases(
        targetArbitrary({ inputs: { min: 2, max: 3 }, sequence: true, families: ['constant', 'mcshane'] }),
        3,
        64,
      ),
      decide: (input, budget) => decideSup(input, budget, { ...TRUE_VARIANT, leakage: false }),
    },
  ],
};
