/**
 * What imperfect weights do to a max-affine layer: an upper bound of `sup |Ŷ − f|` for all query, key and value matrices whose
 * entries, zeros included, differ by at most `ν` times the largest entry of their matrix.
 *
 * Columns of the input of attention are `z_{i,j} = (x, 1, v_j, −‖v_j‖²/2, e_i, V_{j,i})`; as in `max-affine-weights.ts`. The part
 * `(x, 1)` is common to all keys and moves all scores alike, and so does the middle of what is left, so the scores are wrong, up
 * to a common shift, by at most
 *
 *     η = ‖k − k_mid‖₁ · ν max(R, M) ‖z‖₁ + ν ‖z̃ − z̃_mid‖₁ · (R‖x‖₁ + R + M + (g + 1 + n) ν max(R, M) ‖z‖₁),
 *
 * and the values by at most `ν‖z‖₁`. To that come S3, `tanh(η/2)·spread` beside the certified error of the exact layer; and for one
 * token and values of the target, with `τ² = Σ(s_t²/4 + μ_t/R)`, the smallest of M2-η,
 * `ω̂_f((Σs_t²/4 + (2/R)(Σ ln P_t + 2η))^{1/2})` and `ω̂_f(e^η τ)`, and of `certified + (e^{2η} − 1)·ω̂_f(τ)`: weights change by factors
 * within `e^{±2η}`, and `E|V_J − f(x)| ≤ ω̂_f(τ)`. Rounded up throughout. Ours.
 */
import { axisValues, cellCentre, type AxisValues } from '../approximation/grid.js';
import { domainBoxes } from '../approximation/box.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { momentRadius } from '../constructions/moment-bound.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { divUp, sqrtUp, subUp } from '../numeric/directed.js';
import { logUpper } from '../numeric/endpoints/functions.js';
import { expUp } from '../numeric/elementary/exp.js';
import { expm1Up } from '../numeric/elementary/expm1.js';
import { tanhUp } from '../numeric/elementary/tanh.js';
import { intervalSystem as system, mag, type Interval } from '../numeric/interval.js';
import type { ValueBounds } from './error-bound.js';
import { product, total } from './upward.js';

/** Upper bounds. */
export interface NoiseBound {
  /** `η`. */
  readonly scores: number;
  /** `ν‖z‖₁`. */
  readonly values: number;
  /** Of the error, through S3. */
  readonly bySoftmax: number;
  /** Of the error, through moments; ∞ where these say nothing. */
  readonly byMoments: number;
  /** Of the error: the smaller of both. */
  readonly total: number;
}

/** `noise`: ν. `certified`: at least the error of the exact layer. */
export function boundWeightNoise(
  layer: MaxAffineLayer,
  target: Target,
  values: ValueBounds,
  certified: number,
  noise: number,
): NoiseBound {
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  const mask = evaluateConstant(layer.mask.expression, system);
  const { scores, ofValues } = wrongScores(layer, target, values, noise, r, mask);
  const bySoftmax = total(certified, product(tanhUp(scores / 2), values.spread), ofValues);
  const isPlain = layer.shape.tokens === 1 && values.isTarget && values.modulus !== undefined;
  const byMoments = isPlain ? total(momentBound(layer, values.modulus!, certified, scores, r), ofValues) : Infinity;
  return { scores, values: ofValues, bySoftmax, byMoments, total: Math.min(bySoftmax, byMoments) };
}

function wrongScores(
  layer: MaxAffineLayer,
  target: Target,
  { largest, spread }: ValueBounds,
  noise: number,
  r: Interval,
  mask: Interval,
): { readonly scores: number; readonly ofValues: number } {
  const { tokens, width } = layer.shape;
  const { outer } = domainBoxes(target);
  const inputs = target.domain.reduce((sum, _, t) => total(sum, Math.max(-outer[2 * t]!, outer[2 * t + 1]!)), 0);
  const centres = layer.grid.axes.map((axis) => centreHull(axisValues(system, axis)));
  const square = system.div(
    centres.reduce((sum, v) => system.add(sum, system.powInteger(v, 2)), system.literal('0')),
    system.literal('2'),
  );
  const sum = (list: readonly Interval[], of: (x: Interval) => number): number =>
    list.reduce((all, one) => total(all, of(one)), 0);
  // One-hot rows: with one token they are the same for all keys.
  const oneHot = tokens === 1 ? 0 : tokens / 2;
  const keySpread = total(sum([...centres, square], halfWidth), oneHot);
  const columnSpread = total(keySpread, product(width, spread, 0.5));
  const column = total(inputs, 1, sum([...centres, square], mag), 1, product(width, largest));
  const ofQuery = product(noise, Math.max(r.hi, mask.hi), column);
  const query = total(product(r.hi, total(inputs, 1)), mask.hi, product(centres.length + 1 + tokens, ofQuery));
  return {
    scores: total(product(keySpread, ofQuery), product(noise, columnSpread, query)),
    ofValues: product(noise, column),
  };
}

function centreHull(axis: AxisValues<Interval>): Interval {
  return system.hull(cellCentre(system, axis, 0), cellCentre(system, axis, axis.cells - 1));
}

function halfWidth({ lo, hi }: Interval): number {
  return product(subUp(hi, lo), 0.5);
}

function momentBound(
  layer: MaxAffineLayer,
  modulus: (radius: number) => number,
  certified: number,
  eta: number,
  r: Interval,
): number {
  const axes = layer.grid.axes.map((axis) => axisValues(system, axis));
  const squares = axes.reduce((sum, { width }) => total(sum, product(width.hi, width.hi, 0.25)), 0);
  const logKeys = axes.reduce((sum, { cells }) => total(sum, logUpper(cells, cells)), 0);
  const gibbs = sqrtUp(total(squares, product(divUp(2, r.lo), total(logKeys, product(2, eta)))));
  const tau = momentRadius(system, layer).hi;
  return Math.min(
    modulus(gibbs),
    modulus(product(expUp(eta), tau)),
    total(certified, product(expm1Up(product(2, eta)), modulus(tau))),
  );
}
