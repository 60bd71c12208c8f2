/**
 * The layer repeated `T` times follows `T` steps of gradient descent.
 *
 * Statement. `E_t = ‖w_t − w*_t‖`, `w_t` the iterates of the layer, `w*_t` those of descent, `w_0 = w*_0`. If the residuals
 * of `w_0, …, w_{T−1}` lie in `[−B, B]` and `ψ` does not decrease:
 * `E_{t+1} ≤ q E_t + step`, `q = max(|1 − ηλ_r|, |1 − ηΛ|)`, `Λ = λ_r + Lip(ψ) λ_max(XXᵀ/n)`, step as in `gradient-step`.
 * Proof: `src/constructions/gradient-curvature.ts`. Certified: both sequences enclosed, and the residuals with them.
 * Source: arXiv:2504.15956, appendix; reconstructed. The contraction factor is ours: the plain argument has `1 + ηΛ`.
 */
import fc from 'fast-check';
import { axisValues } from '../approximation/grid.js';
import { accumulate, norm } from '../constructions/gradient-bound.js';
import { encloseCurvature, stepContraction } from '../constructions/gradient-curvature.js';
import { exactIterates, layerIterates } from '../constructions/gradient-descent.js';
import { residuals, type GradientLayer, type GradientPrompt } from '../constructions/gradient-layer.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { realArbitrary } from '../generators/real.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem, Ternary } from '../numeric/number-system.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxGradientPicture } from './pictures/approx-case-pictures.js';
import { decideByEnclosures } from './support/decide-by-enclosures.js';
import {
  describeGradientCase,
  gradientCases,
  gradientLayerOf,
  gradientStandstill,
  isSubstantialGradient,
  outsideHypotheses,
  promptOf,
  seesNothing,
  startsInside,
  type GradientCase,
} from './support/gradient-case.js';
import { stepBoundOf, TRUE_STEP, type StepVariant } from './support/gradient-variants.js';
import { gradientText } from './support/literal-weights.js';
import { rateFromCases } from './support/rate-study.js';
import { count, positive, temperature } from './support/free-parameters.js';

export interface DescentCase extends GradientCase {
  /** `T ≥ 1`. */
  readonly steps: number;
}

interface Variant {
  readonly step: StepVariant;
  /** What an error is multiplied by in a step: `q`, or one of the two terms of its maximum, or nothing is kept. */
  readonly carry: 'both' | 'largest-slope' | 'least-slope' | 'nothing';
}

const TRUE_VARIANT: Variant = { step: TRUE_STEP, carry: 'both' };

function carryOf<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  carry: Variant['carry'],
): T {
  if (carry === 'both') return stepContraction(system, layer, prompt);
  if (carry === 'nothing') return system.literal('0');
  const eta = evaluateConstant(layer.stepSize.expression, system);
  const slope =
    carry === 'largest-slope'
      ? encloseCurvature(system, layer, prompt)
      : evaluateConstant(layer.ridge.expression, system);
  return system.abs(system.sub(system.literal('1'), system.mul(eta, slope)));
}

/** Do the residuals of the layer's iterates `1 … T−1` lie in `[−B, B]`? (Those at the start are compared exactly.) */
function staysInside<T>(system: NumberSystem<T>, input: DescentCase): Ternary {
  const layer = gradientLayerOf(input);
  const prompt = promptOf(system, input);
  const { upper } = axisValues(system, layer.axis);
  let answer: Ternary = true;
  for (const weights of layerIterates(system, layer, prompt, input.steps - 1).slice(1)) {
    for (const r of residuals(system, layer, { ...prompt, weights })) {
      const inside = system.isDefined(r) ? system.lessOrEqual(system.abs(r), upper) : undefined;
      if (inside === false) return false;
      if (inside === undefined) answer = undefined;
    }
  }
  return answer;
}

/** The same, in growing precision. */
function hypothesesHold(input: DescentCase, budget: Budget): Ternary {
  if (!startsInside(input)) return false;
  if (input.steps === 1) return true;
  let inside = staysInside(intervalSystem, input);
  for (let digits = 25; inside === undefined && digits <= budget.digits; digits *= 2) {
    inside = staysInside(decimalIntervalSystem(digits), input);
  }
  return inside;
}

function exactTie(input: DescentCase): string | undefined {
  if (seesNothing(input) && input.steps === 1) {
    return 'one cell: the layer returns 0, and |ψ(r_i)| ≤ ω̂_ψ(B) for every |r_i| ≤ B';
  }
  return gradientStandstill(input);
}

function decideDescent(input: DescentCase, budget: Budget, variant: Variant): CaseResult {
  const holds = hypothesesHold(input, budget);
  if (holds === false) return outsideHypotheses('a residual of the layer’s iterates leaves [−B, B]');
  if (holds === undefined) return outsideHypotheses('the residuals are too close to ±B to tell');
  const layer = gradientLayerOf(input);
  return decideByEnclosures(
    {
      tie: variant === TRUE_VARIANT ? exactTie(input) : undefined,
      substantial: isSubstantialGradient(input),
      sides: (system) => {
        const prompt = promptOf(system, input);
        const reached = layerIterates(system, layer, prompt, input.steps)[input.steps];
        const wanted = exactIterates(system, layer, prompt, input.steps)[input.steps];
        const step = stepBoundOf(system, layer, prompt, variant.step);
        return {
          observed: norm(
            system,
            reached.map((w, j) => system.sub(w, wanted[j])),
          ),
          bound: accumulate(system, carryOf(system, layer, prompt, variant.carry), step, input.steps),
        };
      },
    },
    budget,
  );
}

const start: DescentCase = {
  loss: { kind: 'squared' },
  examples: [{ x: ['1'], y: '-1' }],
  weights: ['0'],
  cells: 16,
  inverseTemperature: '256',
  bound: { room: '1', least: '0' },
  mask: { perSquare: '1', extra: '40' },
  stepSize: '0.5',
  ridge: '0',
  steps: 3,
};

/** Two examples at right angles: the error along the second is not undone by the curvature of the first. */
const twoDirections: DescentCase = {
  ...start,
  examples: [
    { x: ['1', '0'], y: '1' },
    { x: ['0', '0.5'], y: '1' },
  ],
  weights: ['0', '0'],
  stepSize: '2',
  bound: { room: '2', least: '0' },
  steps: 8,
};

/** Residuals 1 and 0, and a mask that ignores β. */
const unlike: DescentCase = {
  ...start,
  examples: [
    { x: ['1'], y: '-1' },
    { x: ['1'], y: '0' },
  ],
  mask: { perSquare: '0', extra: '30' },
  stepSize: '0.25',
  steps: 2,
};

const descents = gradientCases({
  cells: fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 3, arbitrary: fc.integer({ min: 6, max: 64 }) },
  ),
  inverseTemperature: { min: '1e-4', max: '1e4' },
  stepSize: fc.oneof(
    { weight: 3, arbitrary: realArbitrary({ min: '0.01', max: '0.3', digits: 2 }) },
    { weight: 1, arbitrary: realArbitrary({ min: '0.01', max: '2', digits: 2 }) },
  ),
  room: fc.oneof(
    { weight: 2, arbitrary: realArbitrary({ min: '1', max: '3', digits: 1 }) },
    { weight: 1, arbitrary: realArbitrary({ min: '1', max: '40', digits: 0 }) },
  ),
});

/** Cases whose iterates surely stay where the theorem wants them. */
const cases: fc.Arbitrary<DescentCase> = fc
  .tuple(descents, fc.integer({ min: 1, max: 8 }))
  .map(([input, steps]) => ({ ...input, steps }))
  .filter((input) => staysInside(intervalSystem, input) === true);

export const gradientDescent: Claim<DescentCase> = {
  id: 'gradient-descent',
  title: 'One attention layer, repeated, follows gradient descent on its prompt within an explicit bound',
  source: {
    paper: 'arXiv:2504.15956',
    item: 'appendix, in-context gradient descent (several steps, quantitative form)',
  },
  provenance: 'reconstructed',
  statement:
    '\\| w_T - w^*_T \\| \\le E_T, \\quad E_0 = 0, \\; E_{t+1} = q E_t + \\text{step}, \\; q = \\max(|1 - \\eta \\lambda_r|, |1 - \\eta \\Lambda|), \\; \\Lambda = \\lambda_r + \\operatorname{Lip}(\\psi) \\, \\lambda_{\\max}(X X^{\\top}/n)',
  published:
    '\\forall \\varepsilon > 0: \\ \\text{each step within } \\varepsilon \\text{ for } p, \\beta, M \\text{ large enough}',
  constructions: ['gradient-descent'],
  hypotheses: [
    'the residuals of the layer’s iterates w_0, …, w_{T−1} lie in [−B, B] (checked rigorously for every case)',
    'ψ = ℓ′ does not decrease and is Lipschitz: squared, Huber and logistic loss, each with or without a ridge term',
    'p ≥ 1 cells, β > 0, M ≥ 0, η ≥ 0, λ_r ≥ 0, T ≥ 1',
  ],
  assumptions: [
    'The same layer X + Attn(Linear(X)) is repeated: one set of weights, T layers deep.',
    'The map before attention is sequence-wise and changes n columns into n·p keys; a bias per position carries −L_k² and one-hots.',
    'One B serves all T steps, and it is built into the weights: the prompt’s residuals must not grow beyond it.',
    'The mask must exceed βB²; B, then p and β, then M.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'Each step adds the error of gradient-step and multiplies what was there by q: for a convex loss without ridge and ηΛ ≤ 2, q = 1, and errors add up at most; with a ridge term q < 1 is possible and errors stay bounded for every T.',
    'The plain Lipschitz argument multiplies by 1 + ηΛ in every step; convexity is what makes that unnecessary. For ηΛ > 2 descent itself expands, by ηΛ − 1 at most.',
    'Both sequences of iterates are enclosed; only cases are drawn in which the layer’s residuals surely stay in [−B, B].',
  ],
  aboutLayer: true,
  edgeCases: [
    start,
    twoDirections,
    { ...twoDirections, cells: 1, bound: { room: '1', least: '0' } },
    unlike,
    { ...start, steps: 1, cells: 1 },
    { ...start, steps: 8, cells: 1 },
    { ...start, stepSize: '0' },
    { ...start, examples: [{ x: ['0'], y: '-1' }] },
    { ...start, examples: [{ x: ['1'], y: '0' }] },
    { ...start, ridge: '1', steps: 8 },
    { ...start, stepSize: '5', cells: 1, steps: 4 },
    { ...twoDirections, loss: { kind: 'huber', threshold: '0.5' } },
    { ...start, loss: { kind: 'logistic' }, bound: { room: '1', least: '4' }, steps: 8 },
  ],
  arbitrary: cases,
  free: [temperature('inverseTemperature', 'β'), count('cells', 'p', 1024), positive('stepSize', 'η', { most: 1000 })],
  decide: (input, budget) => decideDescent(input, budget, TRUE_VARIANT),
  describe: (input) => `${input.steps} ${input.steps === 1 ? 'step' : 'steps'}; ${describeGradientCase(input)}`,
  picture: (input) => approxGradientPicture(gradientLayerOf(input)),
  weights: (input) => gradientText(gradientLayerOf(input)),
  rate: rateFromCases(
    {
      family: 'three steps of η = 0.001 on one example with residual B = 1, squared loss, N keys, β = N²',
      predicted: -1,
      sizes: [8, 16, 32, 64, 128],
    },
    (size) => ({ ...start, cells: size, inverseTemperature: String(size * size), stepSize: '0.001' }),
    (input, budget) => decideDescent(input, budget, TRUE_VARIANT),
  ),
  mutants: [
    {
      id: 'contracts-in-every-direction',
      description: 'q = |1 − ηΛ|, as if the largest curvature acted on every error',
      decide: (input, budget) => decideDescent(input, budget, { ...TRUE_VARIANT, carry: 'largest-slope' }),
    },
    {
      id: 'never-expands',
      description: 'q = |1 − ηλ_r|, also for steps beyond 2/Λ',
      decide: (input, budget) => decideDescent(input, budget, { ...TRUE_VARIANT, carry: 'least-slope' }),
    },
    {
      id: 'errors-do-not-add-up',
      description: 'the error of a single step for all T',
      decide: (input, budget) => decideDescent(input, budget, { ...TRUE_VARIANT, carry: 'nothing' }),
    },
    {
      id: 'mask-ignores-residuals',
      description: 'λ = (n−1)p e^{−M} in every step, as if a mask of order ln(1/ε) served every β',
      decide: (input, budget) =>
        decideDescent(input, budget, { ...TRUE_VARIANT, step: { ...TRUE_STEP, maskIgnoresResiduals: true } }),
    },
    {
      id: 'one-example-too-many',
      description: 'η/(n+1) in place of η/n in the error of a step',
      decide: (input, budget) =>
        decideDescent(input, budget, { ...TRUE_VARIANT, step: { ...TRUE_STEP, extraCount: 1 } }),
    },
  ],
};
