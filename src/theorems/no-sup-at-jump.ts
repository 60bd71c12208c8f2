/**
 * At a jump no layer is uniformly near its target, while the L_p error still falls.
 *
 * Statement. f with a jump of height h across a hyperplane `x_t = c`: for every P and R the layer A with cell averages has
 * `sup_U |A − f| ≥ h/2`, and `‖A − f‖_p ≤ Lτ|U|^{1/p} + osc f·(4 Σ_h S_h √m_t)^{1/p}`, which tends to 0 as P, R → ∞.
 * Proof. A is continuous, so on the two sides of c the error tends to `|A(c) − f(c⁺)|` and `|A(c) − f(c⁻)|`; their sum is at
 * least h. The second half is claim max-affine-lp.
 * Certified: A at a point of the jump and both limits in decimal intervals; where A(c) is (nearly) in the middle the two
 * sides agree and the triangle inequality decides. The L_p error by adaptive integration.
 * Source: ours (the uniform theorem of arXiv:2504.19901 needs a continuous target, the L_p theorem does not).
 */
import Big from 'big.js';
import fc from 'fast-check';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { productEvaluator } from '../attention/product.js';
import { certifySupNorm } from '../certify/certify-sup-norm.js';
import { averageRadius, gridVolume, root } from '../constructions/average-bound.js';
import { withCellAverages } from '../constructions/max-affine-average.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildIntegrable } from '../generators/build-integrable.js';
import type { Jump } from '../generators/families/jumps.js';
import type { JumpsDescription } from '../generators/integrable-description.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { decideLpNorm } from './support/decide-lp-norm.js';
import { layerResult } from './support/decide-norm.js';
import { maxAffineText } from './support/literal-weights.js';
import { isSubstantial, layerOf } from './support/layer-case.js';
import { describeLpCase, jumpsInside, lpBound, lpCases, type LpCase } from './support/lp-case.js';
import { gridParameters, noResource } from './support/free-parameters.js';

export interface JumpCase extends LpCase {
  readonly target: JumpsDescription;
}

const DIGITS = 40;

interface Setting {
  readonly target: Target;
  readonly layer: MaxAffineLayer;
  /** The jump that is looked at. */
  readonly jump: Jump;
  /** A point on its hyperplane, exact decimals. */
  readonly point: readonly string[];
  readonly substantial: boolean;
}

function settingOf(input: JumpCase): Setting | undefined {
  const [jump] = jumpsInside(input.target.jumps, input.target.domain);
  if (jump === undefined) return undefined;
  const target = buildIntegrable(input.target);
  const layer = withCellAverages(layerOf(target, input), target);
  const point = input.target.domain.map(([lower, upper], t) =>
    t === jump.axis ? jump.at : new Big(lower).plus(upper).times('0.5').toFixed(),
  );
  return { target, layer, jump, point, substantial: isSubstantial(target, layer) };
}

/** Ends of the larger of the errors on the two sides of the jump, as doubles. */
function encloseErrorAtJump({ target, layer, jump, point }: Setting): { lower: number; upper: number } {
  const system = decimalIntervalSystem(DIGITS);
  const x = point.map((coordinate) => evaluateConstant(decimalConstant(coordinate).expression, system));
  const [value] = productEvaluator(system, layer)(x);
  const [right] = evaluate(target.expression, system, x);
  const left = system.sub(right!, evaluateConstant(decimalConstant(jump.height).expression, system));
  const larger = system.max(system.abs(system.sub(value!, right!)), system.abs(system.sub(value!, left)));
  return { lower: system.lower(larger), upper: system.upper(larger) };
}

const noJump: CaseResult = {
  verdict: 'certified',
  method: 'exact',
  observed: { lower: '0', upper: '0' },
  bound: '0',
  ratio: 0,
  substantial: false,
  note: 'the jumps cancel or lie at the ends of the domain: h = 0',
};

function decideJump(input: JumpCase, budget: Budget): CaseResult {
  const setting = settingOf(input);
  if (setting === undefined) return noJump;
  const { target, layer, jump, point, substantial } = setting;
  const p = intervalSystem.literal(input.exponent);
  const inLp = decideLpNorm({ layer, target, p, bound: lpBound(input, target, layer, p) }, budget);
  if (inLp.verdict !== 'certified') return inLp;
  const error = encloseErrorAtJump(setting);
  const half = intervalSystem.abs(
    intervalSystem.mul(
      evaluateConstant(decimalConstant(jump.height).expression, intervalSystem),
      intervalSystem.literal('0.5'),
    ),
  );
  const observed = { lower: half.lo, upper: half.hi };
  const details = { substantial, witness: point };
  if (error.lower >= half.hi) return layerResult('certified', 'enclosure', observed, error.lower, details);
  // |A(c) − f(c⁺)| + |A(c) − f(c⁻)| ≥ h whatever A(c) is; an evaluator that says otherwise is wrong.
  if (error.upper < half.lo) return layerResult('refuted', 'enclosure', observed, error.upper, details);
  return layerResult('certified', 'exact', observed, half.lo, {
    ...details,
    note: 'A lies in the middle of the jump to all digits: the triangle inequality gives h/2',
  });
}

/** Wrong: away from the jump f is L-Lipschitz, so the error is at most Lτ everywhere. */
function decideUniform(input: JumpCase): CaseResult {
  const setting = settingOf(input);
  if (setting === undefined) return noJump;
  const { layer, point, substantial } = setting;
  const error = encloseErrorAtJump(setting);
  const radius = averageRadius(intervalSystem, layer);
  const allowed = intervalSystem.mul(intervalSystem.literal(input.target.lipschitz), radius);
  const verdict = error.lower > allowed.hi ? 'refuted' : 'inconclusive';
  return layerResult(verdict, 'enclosure', error, allowed.hi, { substantial, witness: point });
}

/** Wrong: h/2 is no more than half of what must be paid. */
function decideMoreThanHalf(input: JumpCase, budget: Budget): CaseResult {
  const setting = settingOf(input);
  if (setting === undefined) return noJump;
  const { target, layer, jump, substantial } = setting;
  const height = intervalSystem.abs(evaluateConstant(decimalConstant(jump.height).expression, intervalSystem));
  const claimed = intervalSystem.mul(height, intervalSystem.literal('0.6'));
  const found = certifySupNorm(layer, target, { goal: claimed.lo, boxes: budget.boxes });
  const verdict = found.upper < claimed.lo ? 'refuted' : found.lower >= claimed.hi ? 'certified' : 'inconclusive';
  return layerResult(verdict, 'enclosure', { lower: claimed.lo, upper: claimed.hi }, found.upper, { substantial });
}

/** Wrong: what cannot be small uniformly cannot be small in L_p either. */
function decideLpStaysAway(input: JumpCase, budget: Budget): CaseResult {
  const setting = settingOf(input);
  if (setting === undefined) return noJump;
  const { target, layer, jump, substantial } = setting;
  const p = intervalSystem.literal(input.exponent);
  const height = intervalSystem.abs(evaluateConstant(decimalConstant(jump.height).expression, intervalSystem));
  const quarter = intervalSystem.mul(height, intervalSystem.literal('0.25'));
  const claimed = intervalSystem.mul(quarter, root(gridVolume(intervalSystem, layer), p));
  const found = decideLpNorm({ layer, target, p, bound: claimed }, budget);
  const [lower, upper] = [Number(found.observed.lower), Number(found.observed.upper)];
  const verdict = upper < claimed.lo ? 'refuted' : lower >= claimed.hi ? 'certified' : 'inconclusive';
  return layerResult(verdict, 'enclosure', { lower: claimed.lo, upper: claimed.hi }, upper, { substantial });
}

const jumpCases = (inputs: number, product: number): fc.Arbitrary<JumpCase> =>
  lpCases({ inputs: { min: inputs, max: inputs }, product, families: ['jumps'] }).filter(isJumpCase);

function isJumpCase(input: LpCase): input is JumpCase {
  return input.target.family === 'jumps';
}

const step = (at: string, cells: number, inverseTemperature: string, exponent: string): JumpCase => ({
  target: {
    family: 'jumps',
    base: { family: 'constant', value: '0' },
    jumps: [{ axis: 0, at, height: '1' }],
    domain: [['0', '1']],
    lipschitz: '0',
    hyperplanes: [{ axis: 0, at }],
  },
  cells: [cells],
  inverseTemperature,
  mask: '0',
  exponent,
  near: 'zero',
});

export const noSupAtJump: Claim<JumpCase> = {
  id: 'no-sup-at-jump',
  title: 'At a jump of height h the uniform error is at least h/2 for every P and R, while the L_p error falls',
  source: { paper: '—', item: 'N3' },
  provenance: 'ours',
  statement:
    '\\forall P, R: \\quad \\sup_U |A - f| \\ge \\tfrac{h}{2}, \\quad \\lVert A - f \\rVert_p \\le e_{P,R} = L\\tau\\,|U|^{1/p} + \\operatorname{osc} f \\,\\bigl(4 \\textstyle\\sum_i S_i m_{t(i)}^{1/2}\\bigr)^{1/p}; \\qquad \\lim_{P, R \\to \\infty} e_{P,R} = 0',
  constructions: ['max-affine-average'],
  hypotheses: [
    'f is L-Lipschitz off finitely many hyperplanes x_{t(i)} = const of measure S_i in U, with a jump of height h across one of them',
    'P_t ≥ 1 cells per axis, R > 0',
    '1 ≤ p < ∞',
  ],
  assumptions: [
    'Only the continuity of attention is used: the lower bound holds for any weights, not only for these.',
    'The uniform theorem is about continuous targets; nothing in it survives a jump.',
  ],
  explanation: [
    'The one-sided limits of the error at a point of the jump are errors at points of the domain, as near as one likes; so the supremum is at least the larger of them.',
    'Shown is h/2 against the larger limit; the ratio 1 is reached where the layer passes through the middle of the jump.',
    'Each case also certifies that the L_p error of the same layer obeys its bound.',
  ],
  aboutLayer: true,
  edgeCases: [step('0.5', 16, '100000', '2'), step('0.3333', 32, '10000', '1'), step('0.25', 1, '1', '4')],
  arbitrary: fc.oneof({ weight: 4, arbitrary: jumpCases(1, 64) }, { weight: 1, arbitrary: jumpCases(2, 64) }),
  free: noResource(gridParameters()),
  decide: decideJump,
  describe: describeLpCase,
  picture: (input) => {
    const setting = settingOf(input);
    return setting === undefined ? undefined : approxLayerPicture(setting.target, setting.layer, setting.point);
  },
  weights: (input) => {
    const setting = settingOf(input);
    return setting === undefined ? undefined : maxAffineText(setting.layer);
  },
  mutants: [
    {
      id: 'lipschitz-bound-everywhere',
      description: 'sup |A − f| ≤ Lτ, as if the bound off the jump held across it',
      decide: decideUniform,
    },
    {
      id: 'more-than-half-the-jump',
      description: 'sup |A − f| ≥ 0.6 h, more than half of the jump',
      decide: decideMoreThanHalf,
    },
    {
      id: 'no-convergence-in-lp',
      description: '‖A − f‖_p ≥ (h/4)|U|^{1/p} for every P and R, as if L_p saw the jump as the supremum does',
      decide: decideLpStaysAway,
    },
  ],
};
