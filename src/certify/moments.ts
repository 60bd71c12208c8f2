/**
 * Certified second moments of the one-dimensional key distribution: a bound in any dimension rests on them.
 *
 * On an axis with P cells of width s, `u` in cell k at `c_k + vs`, |v| ≤ ½, and κ = Rs²:
 *
 *     E(c_J − u)²/s² = Σ_δ ρ_δ(v)(δ − v)² / Σ_δ ρ_δ(v),   ρ_δ(v) = exp(κδ(v − δ/2)),   −k ≤ δ ≤ P − 1 − k.
 *
 * The supremum over v is enclosed by branch and bound per cell; by symmetry half the cells suffice, and cells with at
 * least W cells on both sides differ only in what keys beyond distance W do, at most
 * `T = 2 Σ_{δ > W} (δ + ½)² exp(−κδ(δ − 1)/2)` (numerator; the denominator is at least 1), so one stands for all.
 * The moment lemma, `E(c_J − u)² ≤ s²/4 + min(1, 2 ln P)/R` (sharp as κ → ∞ and as κ → 0), caps the result, and alone
 * serves where κ is so small that W would exceed 64.
 */
import { addUp, divUp, mulUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import { logUp } from '../numeric/elementary/log.js';
import { BoxQueue } from './box-queue.js';
import { boundWeightedMean } from './weighted-mean.js';

const MAX_REACH = 64;
const MAX_BOXES_PER_CELL = 4000;
const ROUND_UP = 1 + 2 ** -40;

/** Upper bound, in units of s², of `1/4 + min(1, 2 ln P)/κ`. */
function lemmaBound(cells: number, kappa: readonly [number, number]): number {
  const mu = cells === 1 ? 0 : Math.min(1, mulUp(2, logUp(cells)));
  return addUp(0.25, divUp(mu, kappa[0]));
}

/** Upper bound of the far numerator T for keys further than `reach`. */
function farMoment(kappa: number, reach: number): number {
  const start = reach + 1;
  const head = expUp(-(kappa * start * reach) / 2 / ROUND_UP) * (start + 0.5) * (start + 0.5) * ROUND_UP;
  const growth = (start + 1.5) / (start + 0.5);
  const ratio = expUp((-kappa * start) / ROUND_UP) * growth * growth * ROUND_UP;
  return ratio < 1 ? ((2 * head) / (1 - ratio)) * ROUND_UP : Infinity;
}

class MomentProblem {
  private readonly kappa: readonly [number, number];
  /** Finer than the lemma's slack 1/κ, so that the result improves on the lemma for every κ. */
  private readonly relative: number;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly values: Float64Array;

  constructor(kappa: readonly [number, number], reach: number) {
    this.kappa = kappa;
    this.relative = Math.max(1e-12, Math.min(1e-3, 0.1 / kappa[1]));
    this.low = new Float64Array(2 * reach + 1);
    this.high = new Float64Array(2 * reach + 1);
    this.values = new Float64Array(2 * reach + 1);
  }

  /** Upper bound of E(δ − v)² over v in [a, b], keys δ = −left … right. */
  private bound(a: number, b: number, left: number, right: number): number {
    for (let delta = -left; delta <= right; delta++) {
      const i = delta + left;
      const near = delta > 0 ? b : a;
      const far = delta > 0 ? a : b;
      this.high[i] = delta === 0 ? 1 : expUp(this.exponent(delta, near, true));
      this.low[i] = delta === 0 ? 1 : expDown(this.exponent(delta, far, false));
      const distance = Math.max(Math.abs(delta - a), Math.abs(delta - b));
      this.values[i] = distance * distance * ROUND_UP;
    }
    return boundWeightedMean(left + right + 1, this.low, this.high, this.values, 0, 0, 1);
  }

  /** κδ(v − δ/2), rounded up or down; v − δ/2 is exact for the dyadic v that bisection makes. */
  private exponent(delta: number, v: number, up: boolean): number {
    const factor = delta * (v - delta / 2);
    const kappa = factor > 0 === up ? this.kappa[1] : this.kappa[0];
    const z = kappa * factor;
    return up ? z + Math.abs(z) * 2 ** -50 : z - Math.abs(z) * 2 ** -50;
  }

  /** Upper bound of the supremum over a whole cell, which need not be resolved below `floor`. */
  supremum(left: number, right: number, floor: number): number {
    const queue = new BoxQueue(1);
    const box = Float64Array.of(-0.5, 0.5);
    queue.push(this.bound(-0.5, 0.5, left, right), box);
    for (let boxes = 0; boxes < MAX_BOXES_PER_CELL; boxes++) {
      const top = queue.top;
      if (top <= floor) return top;
      queue.pop();
      const [a, b] = queue.box;
      const middle = (a + b) / 2;
      const atMiddle = this.bound(middle, middle, left, right);
      if (top <= atMiddle * (1 + this.relative)) return top;
      queue.push(Math.min(top, this.bound(a, middle, left, right)), Float64Array.of(a, middle));
      queue.push(Math.min(top, this.bound(middle, b, left, right)), Float64Array.of(middle, b));
    }
    return queue.top;
  }
}

/**
 * An upper bound of `sup_u E(u − c_J)²/s²` over the axis (dimensionless).
 *
 * @param cells number P of cells, at least 1
 * @param kappa enclosure of κ = Rs², positive
 */
export function boundSecondMoment(cells: number, kappa: readonly [number, number]): number {
  const lemma = lemmaBound(cells, kappa);
  let reach = 1;
  while (reach <= MAX_REACH && (kappa[0] * reach * (reach + 1)) / 2 < 50) reach++;
  reach = Math.min(reach, cells - 1);
  if (reach > MAX_REACH) return lemma;
  const far = reach < cells - 1 ? farMoment(kappa[0], reach) : 0;
  const problem = new MomentProblem(kappa, reach);
  let largest = 0;
  const distinct = Math.min(Math.ceil(cells / 2), reach + 1);
  for (let k = distinct - 1; k >= 0; k--) {
    const bound = problem.supremum(Math.min(k, reach), Math.min(cells - 1 - k, reach), largest);
    largest = Math.max(largest, bound);
  }
  return Math.min(lemma, mulUp(addUp(largest, far), ROUND_UP));
}
