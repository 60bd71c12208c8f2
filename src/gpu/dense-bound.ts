/**
 * How far the device's mean may be from the exact one, before anything is run: finite precision as in docs/audit.md, with the
 * accuracy that WGSL promises.
 *
 * Notation: `E_j = (R/2)(‖x − a_j‖² + h_j)` exact, `y_j = E_j − min E ≥ 0`, `p` the exact softmax over `G` keys, `v = 2^−23`.
 * The device's weights are `p_j e^{ζ_j}` up to a common factor, with `|ζ_j| ≤ A + B y_j`. Then, with `S` the largest difference
 * of values,
 *
 *     |Â − A| ≤ S Σ p_j |e^{ζ_j} − 1| / Σ p_j e^{ζ_j} ≤ S (e^τ − 1) e^τ,    τ = A + B ln G,
 *
 * because `Σ p_j e^{By_j} ≤ G^B` (Hölder) and `Σ p_j y_j ≤ ln G` (Gibbs). What makes up `ζ`:
 *
 * - coordinates in fixed point: `(D + d)² ≤ (1 + θ)D² + (1 + 1/θ)d²`, for every θ > 0;
 * - conversion, product, square, sum of the energy: `g + 8` steps relative to it; the difference `m − e`: `2(g + 2)` more, in every
 *   order of its terms;
 * - `exp2`: `3 + 2|bits|` steps, `|bits| ≤ 1 + (y_j + …)/ln 2`.
 */
import { addUp, divUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { expUp } from '../numeric/elementary/exp.js';
import { logUpper } from '../numeric/endpoints/functions.js';
import { growth, product, total } from '../formats/upward.js';
import { DISPATCH_KEYS, TILE } from './dense-kernel.js';
import { EXP2_STEPS, HALF_STEP, SMALLEST_NORMAL, STEP } from './wgsl-accuracy.js';

/** What the bound depends on; numbers ≥ 0, rounded up. */
export interface DenseSize {
  readonly inputs: number;
  readonly keys: number;
  /** `(R/2)‖d‖²`, `d` the errors of differences of coordinates. */
  readonly squares: number;
  /** By how much heights are wrong, times `R/2`. */
  readonly heights: number;
}

const LN2 = 0.6931471805599454;
const PER_LN2 = 1.4426950408889636;
/** `ln(1 + ε) ≤ …`, and `ε² ≪ ε`: exponentials are right to better than 2^-12. */
const SPARE = 1 + 2 ** -10;

/** Additions that one term goes through, at most. */
export function additions(keys: number): number {
  const tiles = Math.ceil(Math.min(keys, DISPATCH_KEYS) / TILE);
  return Math.min(keys, TILE) + tiles + Math.ceil(keys / DISPATCH_KEYS);
}

/**
 * Bounds `|Â_r − A_r|` in units of `unit` for values in [−1, 1], rounded up, at a query whose `m` came out as `least`, in bits; ∞ where
 * nothing is known. Cost: tens of operations.
 */
export function boundDenseMean(size: DenseSize, least: number): number {
  const { inputs, keys } = size;
  const entropy = logUpper(keys, keys);
  const theta = approxPart(size, least, entropy);
  const ofEnergy = growth(inputs + 8, STEP);
  const ofDifference = mulUp(2, growth(inputs + 2, STEP));
  const relativeEnergy = total(theta, ofEnergy, product(theta, ofEnergy));
  const ofSquares = product(size.squares, addUp(1, divUp(1, theta)));
  const flushed = product(4 * (inputs + 2), SMALLEST_NORMAL);
  const absoluteEnergy = total(product(total(ofSquares, size.heights), total(1, ofEnergy)), flushed);
  // The device's own least energy is below `least + 1`.
  const seen = addUp(mulUp(LN2, Math.max(0, least + 1)), absoluteEnergy);
  const energy = relativeEnergy < 1 ? divUp(seen, subDown(1, relativeEnergy)) : Infinity;

  const relative = total(relativeEnergy, product(ofDifference, total(1, relativeEnergy)));
  const absolute = product(absoluteEnergy, total(1, ofDifference));
  const perBit = product(EXP2_STEPS.linear, STEP, PER_LN2);
  const constant = (EXP2_STEPS.constant + EXP2_STEPS.linear) * STEP;
  const twice = total(1, product(2, perBit));
  const fixed = product(SPARE, total(product(twice, total(product(relative, energy), absolute)), constant));
  const growing = product(SPARE, total(product(twice, relative), perBit));
  const tau = total(fixed, product(growing, entropy));
  if (!(growing < 1 && tau < 1)) return Infinity;

  const ofWeights = product(2, subUp(expUp(tau), 1), expUp(tau));
  const ofSums = product(growth(2 * additions(keys) + 3, STEP), 1 + 2 ** -20);
  const ofFlushing = product(keys, keys, 2 ** -100);
  return total(ofWeights, ofSums, HALF_STEP * (1 + 2 ** -20), ofFlushing);
}

/** A good θ; the bound holds for every one. */
function approxPart({ squares }: DenseSize, least: number, entropy: number): number {
  return Math.max(Math.sqrt(squares / (Math.max(0, least) + entropy + 1)), STEP);
}
