/**
 * The norms in which approximation errors are measured: `sup_U max_r |E_r|`, and `(∫_U (max_r |E_r|)^p dx)^{1/p}` for every
 * decimal number `p ≥ 1`.
 */
import { intervalSystem, type Interval } from '../numeric/interval.js';

export interface ErrorNorm {
  /** `inf`, or `p` in decimals. */
  readonly text: string;
  /** Encloses `p`, both ends at least 1 and finite; absent for the supremum. */
  readonly exponent?: Interval;
}

export const SUP_NORM: ErrorNorm = { text: 'inf' };

/** The norm that `inf`, or a decimal number of at least 1 without sign and exponent, names; undefined for other text. */
export function parseErrorNorm(text: string): ErrorNorm | undefined {
  if (text === SUP_NORM.text) return SUP_NORM;
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const exponent = intervalSystem.literal(text);
  // A number below 1 has a lower end below 1, however near it is.
  return exponent.lo >= 1 && exponent.hi < Infinity ? { text, exponent } : undefined;
}
