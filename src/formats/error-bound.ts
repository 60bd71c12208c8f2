/**
 * An upper bound of the error of a layer in a format, before it is run.
 *
 * Notation as in `layer-errors.ts`; keys are near if `y_j ≤ T`.
 *
 * *Near keys* have scores wrong by at most `η' = η + γ(T + E*) + δ√(2R(T + E*)) + Rδ²/2`: their weights change by factors within
 * `e^{±2η'}`. *Far keys* carry at most `F = G e^{β − aT}` of the mass, and `F·T` of `y`.
 *
 * - *Weights*: `|Σ(ŵ − w)V| ≤ (e^{2η'}/(1 − F) − 1)·ω̂_V(τ) + 2F·osc V`, `τ² = Σs_t²/4 + (2/R)Σ_t h_t(0)`, with `h_t(β)` a bound of
 *   the mean excess `y` on axis `t` for weights wrong by factors within `e^{±β}` (`excess.ts`).
 * - *M2-η*, for values `V_j = f(v_j)`: `|Σŵ V − f| ≤ ω̂_f(τ')` with `τ'` the smaller of
 *   `(Σs_t²/4 + (2/R)(Σ_t h_t(2η') + F·T))^{1/2}` and, by Gibbs, `(((1 + γ)d² + (2/R)(ln G + 2η))/(1 − γ))^{1/2} + δ`,
 *   `d² = Σ(s_t/2 + δ)²`.
 *
 * The bound is the smaller of M2-η and `certified error + weights`, and what the mean itself adds. Rounded up throughout. Ours.
 */
import { logUpper } from '../numeric/endpoints/functions.js';
import { divUp, mulDown, sqrtUp, subDown } from '../numeric/directed.js';
import { expUp } from '../numeric/elementary/exp.js';
import { sumFormat } from './accumulate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import { boundExcess } from './excess.js';
import { layerErrors, type LayerErrors } from './layer-errors.js';
import type { StoredLayer } from './stored-layer.js';
import { product, quotient, total } from './upward.js';

/** What is known of the values of a layer: upper bounds. */
export interface ValueBounds {
  /** `ω̂_V(r)` over the hull of keys and domain; absent for values that are no function of their centres. */
  readonly modulus?: (radius: number) => number;
  /** Are they the target's values at the centres? */
  readonly isTarget: boolean;
  /** Largest difference of two values of the same output. */
  readonly oscillation: number;
  /** Largest difference of any two, of any outputs. */
  readonly spread: number;
  /** Largest magnitude. */
  readonly largest: number;
}

export interface FormatBound {
  /** At least the error of the layer in the format, `sup |Ŷ − f|` over inputs that are numbers of the format. */
  readonly total: number;
  /** At least `sup |Ŷ − Y|`. */
  readonly rounding: number;
  /** Keys whose exact score is this far below the largest surely weigh 0; ∞ if that is not known. */
  readonly cut: number;
  /** `η`. */
  readonly scoreError: number;
  /** Why nothing is known. */
  readonly reason?: string;
}

/** Trial sizes of the near set, beyond `ln G`. */
const REACHES = [5, 10, 20, 40, 80, 160];

/** The bound over a box of inputs (doubles lo0, hi0, …); `certified`: at least the error of the exact layer. */
export function boundFormatError<T>(
  stored: StoredLayer<T>,
  options: EvaluationOptions,
  domain: Float64Array,
  values: ValueBounds,
  certified: number,
): FormatBound {
  const { format } = stored;
  if (!(product(values.largest, 1 + 2 ** -1) <= format.largest)) return unknown('a value may overflow');
  // Running means of the online algorithm are not normalised.
  const online = options.softmax === 'online' ? product(stored.count * stored.tokens, 1.5, values.largest) : 0;
  if (!(online <= sumFormat(format, options).largest)) return unknown('a sum of values may overflow');
  const errors = layerErrors(stored, options, domain);
  if (typeof errors === 'string') return unknown(errors);
  const { weights, radius, leak } = boundWeights(stored, errors, values);
  const extra = boundMean(stored, errors, values);
  // The exact layer leaks, too.
  const rounding = total(weights, product(2, leak), extra);
  const { modulus, isTarget } = values;
  const direct = isTarget && modulus !== undefined ? total(modulus(radius), leak, extra) : Infinity;
  return {
    total: Math.min(direct, total(certified, rounding)),
    rounding,
    cut: errors.cut,
    scoreError: errors.absolute,
  };
}

function unknown(reason: string): FormatBound {
  return { total: Infinity, rounding: Infinity, cut: Infinity, scoreError: Infinity, reason };
}

/** What wrong weights do: to the mean of any values, to the mean distance of keys, and to what the mask leaks. */
function boundWeights<T>(
  stored: StoredLayer<T>,
  { inverseTemperature: r, axes, scores, absolute, relative, a, beta, nearest, shiftEnergy }: LayerErrors,
  { modulus, oscillation, spread }: ValueBounds,
): { readonly weights: number; readonly radius: number; readonly leak: number } {
  const { count, tokens } = stored;
  const logKeys = logUpper(count, count);
  const twoOverR = divUp(2, r.lo);
  const excess = (by: number): number => axes.reduce((sum, axis) => total(sum, boundExcess(axis, by)), 0);
  const cellSquares = axes.reduce((sum, { width }) => total(sum, product(width, width, 0.25)), 0);
  const ofValues = modulus?.(sqrtUp(total(cellSquares, product(twoOverR, excess(0))))) ?? oscillation;
  let weights = oscillation;
  let moment = Infinity;
  let leak = tokens === 1 ? 0 : spread;
  for (const reach of REACHES) {
    const near = total(logKeys, reach);
    const energy = total(near, nearest);
    const ofShift = total(product(scores.shift, sqrtUp(product(2, r.hi, energy))), shiftEnergy);
    const twiceEta = product(2, total(absolute, product(relative, energy), ofShift));
    const factor = expUp(twiceEta);
    const far = product(count, expUp(beta), expUp(-mulDown(a, near)));
    // aT ≥ 1, so that y e^{−ay} falls beyond T.
    if (!(mulDown(a, near) >= 1 && far < 1)) continue;
    const change = Math.max(0, total(quotient(factor, subDown(1, far)), -1));
    weights = Math.min(weights, total(product(change, ofValues), product(2, far, oscillation)));
    const spreadOut = total(excess(twiceEta), product(far, near));
    moment = Math.min(moment, total(cellSquares, product(twoOverR, spreadOut)));
    if (tokens > 1) {
      const others = total(product(expUp(-leastMask(stored)), factor), far);
      leak = Math.min(leak, product(tokens - 1, others, spread));
    }
  }
  const shifted = axes.reduce((sum, { width }) => {
    const d = total(width / 2, scores.shift);
    return total(sum, product(d, d));
  }, 0);
  const gibbs = total(product(total(1, relative), shifted), product(twoOverR, total(logKeys, product(2, absolute))));
  const radius = Math.min(sqrtUp(moment), total(sqrtUp(quotient(gibbs, subDown(1, relative))), scores.shift));
  return { weights, radius, leak };
}

/** What rounding values, sums and quotients adds to the mean, and what underflow takes from it. */
function boundMean<T>(
  { format, count, tokens }: StoredLayer<T>,
  { softmax }: LayerErrors,
  { largest, oscillation, spread }: ValueBounds,
): number {
  const keys = count * tokens;
  const storing = total(product(format.unitRoundoff, largest), format.underflowError);
  const stored = total(largest, storing);
  return total(
    storing,
    product(stored, softmax.ofMean),
    product(keys, softmax.ofShare, total(tokens > 1 ? spread : oscillation, 2 * storing)),
    product(keys, total(product(softmax.ofWeight, stored), softmax.ofProduct)),
    format.underflowError,
  );
}

/** A lower bound of the mask as it is added. */
function leastMask<T>({ format, mask }: StoredLayer<T>): number {
  return Math.max(0, format.toNumber(mask) * (1 - 8 * format.unitRoundoff));
}
