/**
 * Uncentred scores in float32 do not carry the papers' regime beyond a few thousand cells.
 *
 * Statement. float32, `P = 8192` cells of [0, D], `R = 4P² ln 10⁶/D²`, scores `(Rx)v − Rv²/2`, shifted softmax: for targets that
 * rise towards D like L·x there is an x at which `|Ŷ(x) − f(x)|` exceeds the bound `ω̂_f((s²/4 + 1/R)^{1/2})` that holds for every x
 * in exact arithmetic (claim max-affine-sup).
 * Why. Near D scores are about RD²/2, their roundings about uRD²/2: borders of cells move by about uD²/s, which is several s for
 * `uP² ≫ 1`, whatever R. Centred scores `−(R/2)(x − v)²` do not suffer from it.
 * Certified: the format is emulated exactly, keys that surely weigh 0 left out; the target and the bound are enclosed.
 * Source: ours.
 */
import fc from 'fast-check';
import { domainBoxes } from '../approximation/box.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { maxAffine } from '../constructions/max-affine.js';
import { momentRadius } from '../constructions/moment-bound.js';
import { evaluate } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { defaultEvaluation, type EvaluationOptions } from '../formats/evaluation-options.js';
import { float32 } from '../formats/formats.js';
import { LayerEvaluator } from '../formats/layer-evaluator.js';
import { layerErrors } from '../formats/layer-errors.js';
import { StoredLayer } from '../formats/stored-layer.js';
import { realArbitrary } from '../generators/real.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { intervalSystem as system, mag, mig, type Interval } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxCells, approxDomain, approxScalarFunction } from './pictures/approx-layer-picture.js';
import { approxFunctionPicture } from './pictures/approx-truncation-picture.js';
import { layerResult } from './support/decide-norm.js';
import { modulusAt, targetOf, type LayerCase } from './support/layer-case.js';

export interface UncentredCase {
  readonly target: LayerCase['target'];
}

const CELLS = 8192;
const POINTS = 24;

interface Reading {
  readonly options: EvaluationOptions;
  /** `24 ln 10`, and what a colder or warmer layer has. */
  readonly kappa: string;
}

const KAPPA = '55.262042231857094';
const AS_STATED: Reading = { options: defaultEvaluation, kappa: KAPPA };

/** What the layer gives in float32. */
function emulated(target: Target, layer: MaxAffineLayer, options: EvaluationOptions): (x: number) => number {
  const stored = new StoredLayer(float32, layer, options);
  const errors = layerErrors(stored, options, domainBoxes(target).outer, true);
  const evaluator = new LayerEvaluator(stored, options, typeof errors === 'string' ? undefined : errors.cut);
  return (x) => evaluator.evaluate([x]).outputs[0];
}

/** The largest error among a few points near the upper end of the domain. */
function worstError(target: Target, layer: MaxAffineLayer, options: EvaluationOptions): { x: number; error: Interval } {
  const domain = domainBoxes(target).outer;
  const output = emulated(target, layer, options);
  let worst = { x: 0, error: system.literal('0') };
  for (let i = 0; i < POINTS; i++) {
    // Spread over the last eighth of the domain, at different places of their cells.
    const x = Math.fround(domain[1] * (1 - (i + 1) / (8 * (POINTS + 1)) + (0.3 * i) / CELLS / POINTS));
    const [f] = evaluate(target.expression, system, [system.fromNumber(x)]);
    const error = system.sub(system.fromNumber(output(x)), f);
    if (mig(error) > mig(worst.error)) worst = { x, error };
  }
  return worst;
}

function layerAt(target: Target, kappa: string): MaxAffineLayer {
  return maxAffine(target, { cells: CELLS, inverseTemperature: { kappa } });
}

function sides(input: UncentredCase, { options, kappa }: Reading) {
  const target = targetOf(input.target);
  const layer = layerAt(target, kappa);
  const bound = modulusAt(input.target, target, momentRadius(system, layer));
  const { x, error } = worstError(target, layer, options);
  return { bound, error, details: { substantial: true, witness: [exactDecimal(x)] } };
}

function decideFailure(input: UncentredCase, _budget: Budget): CaseResult {
  const { bound, error, details } = sides(input, AS_STATED);
  const isExceeded = bound.hi <= mig(error);
  return layerResult(
    isExceeded ? 'certified' : 'inconclusive',
    'enclosure',
    { lower: bound.lo, upper: bound.hi },
    mig(error),
    {
      ...details,
      ...(isExceeded ? {} : { note: `none of ${POINTS} points shows it` }),
    },
  );
}

/** The naive converse, and variations of it: float32 stays within the bound. */
function decideConverse(input: UncentredCase, reading: Reading): CaseResult {
  const { bound, error, details } = sides(input, reading);
  const verdict = mig(error) > bound.hi ? 'refuted' : 'inconclusive';
  return layerResult(verdict, 'enclosure', { lower: mig(error), upper: mag(error) }, bound.lo, details);
}

const slope = (lipschitz: string, length: string): UncentredCase => ({
  target: {
    family: 'mcshane',
    lipschitz,
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', length]],
    modulus: { kind: 'lipschitz', constant: lipschitz },
  },
});

const wave: UncentredCase = {
  target: {
    family: 'ridge',
    terms: [{ amplitude: '1', profile: 'sin', weights: ['3'], shift: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '3' },
  },
};

export const scoreUncentredFails: Claim<UncentredCase> = {
  id: 'score-uncentred-fails',
  title:
    'In float32, with 8192 cells at the papers’ temperature, uncentred scores exceed the error bound of exact arithmetic',
  source: { paper: '—', item: 'N5' },
  provenance: 'ours',
  statement:
    '\\text{float32},\\; P = 8192,\\; R = 4 P^2 \\ln 10^6 / D^2: \\quad \\exists x: \\; |\\hat Y(x) - f(x)| > \\hat\\omega_f\\bigl((s^2/4 + 1/R)^{1/2}\\bigr)',
  constructions: ['max-affine'],
  hypotheses: [
    'scores (Rx)v − Rv²/2 as published, weights rounded once, shifted softmax, sums one after the other',
    'f on [0, D] rises towards D as steeply as its Lipschitz constant allows, or nearly',
  ],
  assumptions: [
    'Centred scores −(R/2)(x − v)², which are the same up to a shift, stay within about 1 % of the bound: softproof audit shows it.',
    'The temperature has no part in it: a colder or warmer layer fails in the same way.',
  ],
  explanation: [
    'float32 is emulated exactly, so the output is a number; the point x is stored with the case.',
    'Mutants claim that float32 stays within the bound as published, at a sixteenth of R, and with fused multiply-add.',
  ],
  aboutLayer: true,
  edgeCases: [wave, slope('1', '1'), slope('1', '0.1')],
  arbitrary: fc
    .tuple(realArbitrary({ min: '0.1', max: '10' }), realArbitrary({ min: '0.1', max: '50' }))
    .map(([lipschitz, length]) => slope(lipschitz, length)),
  decide: decideFailure,
  describe: ({ target }) =>
    target.family === 'mcshane'
      ? `slope ${target.lipschitz} on [0, ${target.domain[0][1]}], float32, 8192 cells`
      : `${target.family} target, float32, 8192 cells`,
  picture: (input, witness) => {
    const target = targetOf(input.target);
    const layer = layerAt(target, KAPPA);
    const output = emulated(target, layer, defaultEvaluation);
    const [domain] = approxDomain(target);
    return approxFunctionPicture(
      {
        variable: 'x',
        names: ['target f', 'attention layer in float32'],
        domain: domain!,
        target: approxScalarFunction(target.expression),
        output: (x) => output(Math.fround(x)),
        cells: approxCells(layer.grid),
      },
      witness,
    );
  },
  mutants: [
    {
      id: 'float32-suffices',
      description: 'float32 stays within the bound of exact arithmetic',
      decide: (input) => decideConverse(input, AS_STATED),
    },
    {
      id: 'warmer-suffices',
      description: 'it does at a sixteenth of the inverse temperature',
      decide: (input) => decideConverse(input, { ...AS_STATED, kappa: '3.4538776394910684' }),
    },
    {
      id: 'fused-suffices',
      description: 'it does with fused multiply-add',
      decide: (input) => decideConverse(input, { ...AS_STATED, options: { ...defaultEvaluation, fma: true } }),
    },
  ],
};
