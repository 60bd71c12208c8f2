/**
 * How far a contraction on a device may be from the exact one, before it is run. Per axis, with `M ≥ |T̂|` and `E ≥ |T̂ − T|` of
 * the tensor so far, `ε ≥ Σ|ŵ − w|` of the uploaded weights, and `n` kept cells:
 *
 *     E ← E + εM + ((1 + v)^{n+1} − 1)(1 + ε)M + what flushing adds,     M ← (1 + ε)(1 + v)^{n+1} M + …
 *
 * To that come values rounded to float32, and twice the mass of the cells that are left out.
 */
import { growth, product, total } from '../formats/upward.js';
import { HALF_STEP, SMALLEST_NORMAL, STEP } from './wgsl-accuracy.js';

export interface ContractedAxis {
  readonly kept: number;
  /** `ε`. */
  readonly error: number;
  /** Share of the mass that the cells left out have at most. */
  readonly dropped: number;
}

/** In units of `unit` for values in [−1, 1], rounded up. */
export function boundContraction(axes: readonly ContractedAxis[]): number {
  const rounded = HALF_STEP * (1 + 2 ** -20);
  let [size, error] = [1 + rounded, rounded];
  for (const { kept, error: ofWeights, dropped } of axes) {
    const ofSum = growth(kept + 1, STEP);
    const flushed = product(2 * (kept + 1), SMALLEST_NORMAL);
    const weighted = product(size, total(1, ofWeights));
    error = total(error, product(ofWeights, size), product(ofSum, weighted), flushed, product(2, dropped));
    size = total(weighted, product(ofSum, weighted), flushed);
  }
  return error;
}
