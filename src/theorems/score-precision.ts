/**
 * What wrong scores do to a max-affine layer: they move the borders of its cells.
 *
 * Statement. Layer M, f continuous, scores each wrong by at most η, in any way that may differ from x to x, up to a shift common to
 * all keys: `|Â(x) − f(x)| ≤ ω̂_f(min(τ_1, τ_2))`, `τ_1² = Σ_t s_t²/4 + (2/R)(Σ_t ln P_t + 2η)`,
 * `τ_2² = e^{2η} Σ_t (s_t²/4 + μ_t/R)`, `μ_t = min(1, 2 ln P_t)`.
 * Proof. (1) Gibbs: the wrong weights minimise free energy for the wrong energies, so that their mean energy exceeds the least one
 * by at most ln G, and 2η more counted in the true ones. (2) Weights change by factors within e^{±2η}: so does E‖x − v_J‖².
 * With `η ≈ uR‖v‖²` the extra term 4η/R contains no R: rounding scores moves borders by about `u‖v‖²/s`, at every temperature.
 * Certified: layers with one input, over the whole domain, for all errors of scores at once.
 * Source: ours.
 */
import fc from 'fast-check';
import { axisValues } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { domainBoxes } from '../approximation/box.js';
import { certifyFunction } from '../certify/certify-function.js';
import { momentRadius } from '../constructions/moment-bound.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { TargetDescription } from '../generators/description.js';
import { inverseTemperatureArbitrary } from '../generators/inverse-temperature.js';
import { realArbitrary } from '../generators/real.js';
import { targetArbitrary } from '../generators/target.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxWorstScoresPicture } from './pictures/approx-worst-scores-picture.js';
import { bounded } from './pictures/picture.js';
import { decideNorm } from './support/decide-norm.js';
import {
  describeLayerCase,
  isSubstantial,
  layerOf,
  modulusAt,
  targetOf,
  temperatureFor,
  type LayerCase,
} from './support/layer-case.js';
import { maxAffineText } from './support/literal-weights.js';
import { perturbedError } from './support/perturbed-layer.js';
import { gridParameters, positive } from './support/free-parameters.js';

export interface ScorePrecisionCase extends LayerCase {
  /** η ≥ 0. */
  readonly eta: string;
}

interface Variant {
  /** `κη` in place of `2η` in Gibbs' form, and `e^{κη}` in the other. */
  readonly etas: string;
  /** Is ln P there? */
  readonly entropy: boolean;
}

const TRUE_VARIANT: Variant = { etas: '2', entropy: true };

function radius(layer: MaxAffineLayer, eta: Interval, { etas, entropy }: Variant): Interval {
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  const change = system.mul(system.literal(etas), eta);
  let gibbs = change;
  let cells = system.literal('0');
  for (const axis of layer.grid.axes) {
    const { width } = axisValues(system, axis);
    cells = system.add(cells, system.div(system.powInteger(width, 2), system.literal('4')));
    if (entropy) gibbs = system.add(gibbs, system.log(system.literal(String(axis.cells))));
  }
  const first = system.sqrt(system.add(cells, system.mul(system.div(system.literal('2'), r), gibbs)));
  const growth = system.exp(system.div(change, system.literal('2')));
  return system.min(first, system.mul(growth, momentRadius(system, layer)));
}

function decidePrecision(input: ScorePrecisionCase, budget: Budget, variant: Variant): CaseResult {
  const target = targetOf(input.target);
  const layer = layerOf(target, input);
  const eta = system.literal(input.eta);
  const bound = modulusAt(input.target, target, radius(layer, eta, variant));
  const [lower, upper] = domainBoxes(target).outer;
  const error = perturbedError(layer, target, eta);
  return decideNorm(
    {
      enclose: ({ goal, boxes }) => {
        const found = certifyFunction(error, lower, upper, { boxes, ...(goal === undefined ? {} : { goal }) });
        return { ...found, witness: [found.witness] };
      },
      bound,
      tie: bound.hi === 0 ? 'the target is constant: weights sum to 1, however wrong they are' : undefined,
      substantial: isSubstantial(target, layer),
    },
    budget,
  );
}

const cases: fc.Arbitrary<ScorePrecisionCase> = fc
  .tuple(
    targetArbitrary({
      inputs: { min: 1, max: 1 },
      sequence: false,
      families: ['mcshane', 'piecewise-linear', 'ridge', 'hoelder'],
    }),
    fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 15 }) },
      { weight: 2, arbitrary: fc.integer({ min: 16, max: 24 }) },
    ),
    inverseTemperatureArbitrary({ min: '0.1', max: '200' }),
    fc.oneof(realArbitrary({ min: '0.01', max: '2' }), realArbitrary({ min: '0.01', max: '40' })),
  )
  .map(([target, cells, sharpness, eta]) => ({
    target,
    cells: [cells],
    inverseTemperature: temperatureFor(target, [cells], sharpness),
    mask: '0',
    eta,
  }));

const slope: TargetDescription = {
  family: 'mcshane',
  lipschitz: '1',
  anchors: [{ point: ['0'], value: '0' }],
  domain: [['0', '1']],
  modulus: { kind: 'lipschitz', constant: '1' },
};

const sloping = (cells: number, inverseTemperature: string, eta: string): ScorePrecisionCase => ({
  target: slope,
  cells: [cells],
  inverseTemperature,
  mask: '0',
  eta,
});

export const scorePrecision: Claim<ScorePrecisionCase> = {
  id: 'score-precision',
  title: 'Scores wrong by η leave attention within ω̂(√(Σ s²/4 + (2/R)(Σ ln P + 2η))) of the target, for every x',
  source: { paper: '—', item: 'M2-η' },
  provenance: 'ours',
  statement:
    '|\\hat A(x) - f(x)| \\le \\hat\\omega_f\\Bigl(\\min\\Bigl\\{ \\bigl(\\textstyle\\sum_t \\frac{s_t^2}{4} + \\frac{2}{R}(\\sum_t \\ln P_t + 2\\eta)\\bigr)^{1/2},\\; e^{\\eta} \\bigl(\\sum_t (\\frac{s_t^2}{4} + \\frac{\\mu_t}{R})\\bigr)^{1/2} \\Bigr\\}\\Bigr)',
  constructions: ['max-affine'],
  hypotheses: [
    'f continuous on a box U; P_t ≥ 1 cells per axis; R > 0',
    'the score of every key is wrong by at most η, up to a shift common to all keys, in any way that may depend on x',
  ],
  assumptions: [
    'The map before attention is sequence-wise, as in the claim max-affine-sup.',
    'η is an error of scores that contain R: uncentred scores in a format with unit roundoff u have η of about u·R‖v‖².',
  ],
  explanation: [
    'The worst errors of scores at a point favour all keys beyond a threshold: the layer is enclosed for all errors at once, over the whole domain.',
    'The claim softmax-perturbation bounds the same change by the spread of all values; here near keys have near values.',
  ],
  aboutLayer: true,
  edgeCases: [
    sloping(16, '14080', '220'),
    sloping(16, '14080', '1'),
    sloping(2, '4', '0.5'),
    sloping(24, '576', '3'),
    {
      ...sloping(20, '400', '1'),
      target: { family: 'constant', value: '0.1', domain: [['0', '1']], modulus: { kind: 'lipschitz', constant: '0' } },
    },
  ],
  arbitrary: cases,
  free: [...gridParameters<ScorePrecisionCase>(), positive('eta', 'η')],
  decide: (input, budget) => decidePrecision(input, budget, TRUE_VARIANT),
  describe: (input) => `${describeLayerCase(input)}, η = ${input.eta}`,
  picture: (input, witness) => {
    const target = targetOf(input.target);
    return bounded(approxWorstScoresPicture(target, layerOf(target, input), Number(input.eta), witness));
  },
  weights: (input) => maxAffineText(layerOf(targetOf(input.target), input)),
  mutants: [
    {
      id: 'eta-forgotten',
      description: 'the bound for exact scores',
      decide: (input, budget) => decidePrecision(input, budget, { ...TRUE_VARIANT, etas: '0' }),
    },
    {
      id: 'eta-once',
      description: 'η in place of 2η, as if only one of two scores were wrong',
      decide: (input, budget) => decidePrecision(input, budget, { ...TRUE_VARIANT, etas: '1' }),
    },
  ],
};
