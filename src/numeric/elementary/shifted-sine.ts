/**
 * Upper bounds of `sin(x + shift·π/2)`, `shift = 0, 1, 2, 3`: of sin, cos, −sin and −cos.
 *
 * Every bound of a sine or cosine, upper or lower, of a number or over an interval, is one of these. At most two
 * doubles separate the bound of a function from minus the bound of its negative.
 */
import { nextUp } from '../directed.js';
import { reduce } from './argument-reduction.js';
import { negatePair, pairUp } from './outward.js';
import { crosses, quadrantOf, spansFullTurn } from './quadrants.js';
import { cosinePair, sinePair } from './sine-kernel.js';

export type Shift = 0 | 1 | 2 | 3;

/** Here `x − x³/6 < sin x < x` and `1 − x²/2 < cos x < 1` lie between neighbouring doubles. */
const NEAR_ZERO = 2 ** -27;

/** Bound at an argument reduced to `n·π/2` and the content of `reduced`. */
function afterReduction(n: number): number {
  if (n & 1) cosinePair();
  else sinePair();
  if (n & 2) negatePair();
  return Math.min(1, pairUp());
}

function nearZero(x: number, shift: Shift): number {
  if (shift === 1) return 1;
  if (shift === 3) return x === 0 ? -1 : -1 + 2 ** -53;
  const signed = shift === 0 ? x : 0 - x;
  return signed < 0 ? nextUp(signed) : signed;
}

/** A double at least `sin(x + shift·π/2)`; NaN unless `x` is finite. */
export function shiftedSineUp(x: number, shift: Shift): number {
  if (Math.abs(x) <= NEAR_ZERO) return nearZero(x, shift);
  return x - x === 0 ? afterReduction(reduce(x) + shift) : NaN;
}

/** A double at least `sin(x + shift·π/2)` for every `x` in [lo, hi]; NaN if that is empty. */
export function shiftedSineUpper(lo: number, hi: number, shift: Shift): number {
  if (!(lo <= hi)) return NaN;
  if (spansFullTurn(lo, hi)) return 1;
  const n = reduce(lo);
  const from = quadrantOf(n);
  const atLo = Math.abs(lo) <= NEAR_ZERO ? nearZero(lo, shift) : afterReduction(n + shift);
  const m = reduce(hi);
  if (crosses(from, quadrantOf(m), 1 - shift)) return 1;
  return Math.max(atLo, Math.abs(hi) <= NEAR_ZERO ? nearZero(hi, shift) : afterReduction(m + shift));
}
