/** How a layer is evaluated in a format: the choices that programs make. */
import type { SoftmaxOptions } from './softmax-mean.js';

export interface EvaluationOptions extends SoftmaxOptions {
  /**
   * - `uncentred`: `(Rx)ᵀv − R‖v‖²/2`, the product of a query and a key, as published;
   * - `centred`: `−(R/2)Σ(x − v)²`, the same up to a shift common to all keys.
   */
  readonly scores: 'uncentred' | 'centred';
  /** Is `1/√d_k` part of the query weights (`folded`), or are uncentred scores multiplied by it (`separate`)? */
  readonly scale: 'folded' | 'separate';
}

export const defaultEvaluation: EvaluationOptions = {
  softmax: 'shifted',
  accumulation: 'sequential',
  fma: false,
  scores: 'uncentred',
  scale: 'folded',
};
