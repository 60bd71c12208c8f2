/**
 * The errors of scores and softmax of a layer in a format put together, and what follows for keys far away.
 *
 * Notation: `E_j = (R/2)‖x − v_j‖²`, `y_j = E_j − min E`, `E* = Σκ_t/8 ≥ min E`; `η, γ` the absolute and relative error of scores,
 * the softmax's included, `δ` the shift of keys and query. A key's computed score lies at least `a·y_j − β` below the largest:
 * `(D ± δ)² ≷ (1 ± ζ)D² ± (1/ζ ± 1)δ²` gives `a = (1 − γ)(1 − ζ)` and
 *
 *     β = 2η + ((1 + γ)(1 + ζ) − a)E* + Rδ²(1 + 2/ζ),    ζ = 0 if δ = 0.
 */
import { axisValues } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { divUp, mulDown, subDown } from '../numeric/directed.js';
import { logLower } from '../numeric/endpoints/functions.js';
import { intervalSystem as system, mag, type Interval } from '../numeric/interval.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { AxisSharpness } from './excess.js';
import { boundScoreError, type ScoreError } from './score-error.js';
import { boundSoftmaxError, type SoftmaxError } from './softmax-error.js';
import type { StoredLayer } from './stored-layer.js';
import { product, quotient, total } from './upward.js';

export interface LayerAxis extends AxisSharpness {
  /** `s`, at least; 0 for a one-point axis. */
  readonly width: number;
}

export interface LayerErrors {
  readonly inverseTemperature: Interval;
  readonly axes: readonly LayerAxis[];
  readonly scores: ScoreError;
  readonly softmax: SoftmaxError;
  /** `η`, `γ`, `a`, `β`, `E*`, `Rδ²/2`. */
  readonly absolute: number;
  readonly relative: number;
  readonly a: number;
  readonly beta: number;
  readonly nearest: number;
  readonly shiftEnergy: number;
  /** Keys whose exact score is this far below the largest surely weigh 0; ∞ in formats without underflow. */
  readonly cut: number;
}

/** `ζ`: how the shift is parted between a factor and a constant. */
const PART = 0.01;

/** The errors over a box of inputs (doubles lo0, hi0, …), or why nothing is known of them. `quick`: see `boundScoreError`. */
export function layerErrors<T>(
  stored: StoredLayer<T>,
  options: EvaluationOptions,
  domain: Float64Array,
  quick = false,
): LayerErrors | string {
  const { format, layer, count, tokens } = stored;
  const scores = boundScoreError(stored, options, domain, quick);
  if (scores.overflow !== undefined) return `${scores.overflow} may overflow`;
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  const axes = layer.grid.axes.map((axis, t): LayerAxis => {
    const isPoint = stored.cells[t] === 1 && axis.cells > 1;
    const width = isPoint ? system.literal('0') : axisValues(system, axis).width;
    const kappa = system.mul(r, system.powInteger(width, 2));
    return { cells: stored.cells[t]!, width: mag(width), kappaLow: kappa.lo, kappa: kappa.hi };
  });
  const nearest = axes.reduce((sum, { kappa }) => total(sum, divUp(kappa, 8)), 0);
  const shiftEnergy = product(r.hi, scores.shift, scores.shift, 0.5);
  const part = scores.shift === 0 ? 0 : PART;
  const keys = count * tokens;
  const largestScore =
    options.scores === 'centred' ? total(product(nearest, 4), product(4, shiftEnergy), scores.absolute) : scores.size;
  const maskRounding = tokens > 1 ? product(2 * format.unitRoundoff, Math.abs(format.toNumber(stored.mask))) : 0;

  const compose = (counted: number) => {
    const softmax = boundSoftmaxError(format, options, { keys, counted, score: scores.size, largestScore });
    const relative = total(scores.relative, product(softmax.relative, total(1, scores.relative)));
    const ofDifferences = product(2, softmax.relative, scores.absolute);
    const absolute = total(scores.absolute, ofDifferences, softmax.absolute, maskRounding);
    const a = mulDown(subDown(1, relative), subDown(1, part));
    const spare = product(total(product(total(1, relative), total(1, part)), -a), 1 + 2 ** -50);
    const constants = part === 0 ? 0 : product(2, shiftEnergy, total(1, divUp(2, part)));
    return { softmax, relative, absolute, a, beta: total(product(2, absolute), product(spare, nearest), constants) };
  };

  const loose = compose(keys);
  if (!(loose.a > 0 && loose.beta < Infinity)) return 'scores are not known to any digit';
  // An exponential below half the smallest number is 0.
  const tiny = format.underflowError;
  const depth = tiny > 0 ? total(-logLower(tiny, tiny), 1) : Infinity;
  const cut = quotient(total(depth, loose.beta), loose.a);
  const isSparse = options.softmax === 'shifted' && cut < Infinity;
  const errors = isSparse ? compose(Math.min(keys, product(tokens, countWithin(axes, cut)))) : loose;
  if (errors.softmax.overflows) return 'the sum of exponentials may overflow';
  return { inverseTemperature: r, axes, scores, ...errors, nearest, shiftEnergy, cut };
}

/** At most so many cells have `y_j` within the cut: on every axis `|position| ≤ (2·cut/κ + ¼)^{1/2}` in cells. */
function countWithin(axes: readonly LayerAxis[], cut: number): number {
  return axes.reduce((most, { cells, kappaLow }) => {
    const reach = 2 * (Math.sqrt((2 * cut) / kappaLow + 0.25) * (1 + 2 ** -40) + 2) + 1;
    return most * (reach < cells ? Math.ceil(reach) : cells);
  }, 1);
}
