/**
 * How much of an axis one key can claim: `C = max_k s^{−1} ∫ w_k(u) du`, the norm in L_∞ → L_∞ of the adjoint of averaging.
 *
 * In cell coordinates, at `c_l + vs`, |v| ≤ ½, the weight of key `k = l + δ` is `ρ_δ(v)/Σ ρ`, `ρ_δ(v) = exp(κδ(v − δ/2))`, κ = Rs²
 * (as in `moments.ts`). The integral over each cell is enclosed by pieces on which every ρ is monotone. Keys further than
 * `W` cells are left out of the sums, where they only make weights smaller, and weigh at most
 * `T = 2 Σ_{δ>W} exp(−κδ(δ−1)/2)` together. Cells with W cells on both sides differ only in that, so a long axis is
 * represented by its first ones; the other end is its mirror image.
 */
import { addDown, addUp, divDown, divUp, mulUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import type { Interval } from '../numeric/interval.js';

const MAX_REACH = 64;
/** Pieces of a cell. */
const PIECES = 32;
const ROUND_UP = 1 + 2 ** -40;

/** For κ so small that the window would be too long: see `softShare`. */
const SOFT_SHARE = 5;

/**
 * Encloses `C` for `cells = P ≥ 1` and an enclosure of κ > 0: at least 1, as the mean over all keys is 1; 1 for one cell.
 *
 * Where κ is below some 0.02 and there are many cells, the upper end is 5. With `x = κ^{−1/2} ≤ P`: the part of the axis
 * within `x` of `u` is at least `x` long and holds `⌊x⌋` keys, so that `Σ e^{−κ(u−c)²/2} ≥ e^{−1/2}⌊x⌋`, while one key's term has
 * the integral `(2π)^{1/2} x` at most; and `(2πe)^{1/2} x/⌊x⌋ < 5` for `x ≥ 7`. With `P < x` all weights are at most `e^{1/2}/P`.
 */
export function encloseLargestShare(cells: number, kappa: readonly [number, number]): Interval {
  if (cells === 1) return { lo: 1, hi: 1, defined: true };
  let reach = 1;
  while (reach < cells - 1 && reach <= MAX_REACH && (kappa[0] * reach * (reach + 1)) / 2 < 40) reach++;
  if (reach > MAX_REACH) return { lo: 1, hi: SOFT_SHARE, defined: true };
  const { low, high } = new ShareTable(cells, kappa, reach).sums();
  const tail = reach < cells - 1 ? farWeight(kappa[0], reach) : 0;
  const lo = low.reduce((most, share) => Math.max(most, share), 1);
  const hi = high.reduce((most, share) => Math.max(most, share), 1);
  return { lo, hi: mulUp(addUp(hi, tail), ROUND_UP), defined: true };
}

/** `T`. */
function farWeight(kappa: number, reach: number): number {
  const start = reach + 1;
  const head = expUp(-(kappa * start * reach) / 2 / ROUND_UP);
  const ratio = expUp((-kappa * start) / ROUND_UP);
  return ratio < 1 ? mulUp(divUp(2 * head, 1 - ratio), ROUND_UP) : Infinity;
}

class ShareTable {
  private readonly cells: number;
  private readonly kappa: readonly [number, number];
  private readonly reach: number;
  private readonly weightLow: Float64Array;
  private readonly weightHigh: Float64Array;

  constructor(cells: number, kappa: readonly [number, number], reach: number) {
    this.cells = cells;
    this.kappa = kappa;
    this.reach = reach;
    this.weightLow = new Float64Array(2 * reach + 1);
    this.weightHigh = new Float64Array(2 * reach + 1);
  }

  /** Ends of `s^{−1} ∫ w_k` over the cells within reach, for the keys of the first half of the axis that can differ. */
  sums(): { readonly low: Float64Array; readonly high: Float64Array } {
    const { cells, reach } = this;
    const keys = Math.min(Math.ceil(cells / 2), 2 * reach + 1);
    const low = new Float64Array(keys);
    const high = new Float64Array(keys);
    const last = Math.min(cells - 1, keys - 1 + reach);
    const tail = reach < cells - 1 ? farWeight(this.kappa[0], reach) : 0;
    for (let cell = 0; cell <= last; cell++) {
      const left = Math.min(cell, reach);
      const right = Math.min(cells - 1 - cell, reach);
      for (let piece = 0; piece < PIECES; piece++) {
        this.weigh(piece / PIECES - 0.5, (piece + 1) / PIECES - 0.5, left, right);
        this.enter(cell, left, right, tail, low, high);
      }
    }
    return { low, high };
  }

  /** Ranges of ρ_δ over v in [a, b], δ = −left … right. */
  private weigh(a: number, b: number, left: number, right: number): void {
    for (let delta = -left; delta <= right; delta++) {
      const i = delta + left;
      this.weightHigh[i] = delta === 0 ? 1 : expUp(this.exponent(delta, delta > 0 ? b : a, true));
      this.weightLow[i] = delta === 0 ? 1 : expDown(this.exponent(delta, delta > 0 ? a : b, false));
    }
  }

  /** κδ(v − δ/2), rounded up or down; v − δ/2 is exact for dyadic v. */
  private exponent(delta: number, v: number, up: boolean): number {
    const factor = delta * (v - delta / 2);
    const z = (factor > 0 === up ? this.kappa[1] : this.kappa[0]) * factor;
    return up ? z + Math.abs(z) * 2 ** -50 : z - Math.abs(z) * 2 ** -50;
  }

  /** Adds the range of every weight over the piece, times its length. */
  private enter(cell: number, left: number, right: number, tail: number, low: Float64Array, high: Float64Array): void {
    let [least, most] = [0, tail];
    for (let i = 0; i <= left + right; i++) {
      least = addDown(least, this.weightLow[i]!);
      most = addUp(most, this.weightHigh[i]!);
    }
    for (let i = 0; i <= left + right; i++) {
      const key = cell + i - left;
      if (key >= low.length) break;
      const [own, ownMost] = [this.weightLow[i]!, this.weightHigh[i]!];
      // x/(x + rest) rises with x and falls with the rest; sums less a term are rounded outward by a part in 2^40.
      const restLeast = Math.max(0, (least - own) * (1 - 2 ** -40) - own * 2 ** -40);
      const restMost = (most - ownMost) * (1 + 2 ** -40) + ownMost * 2 ** -40;
      low[key] = addDown(low[key]!, divDown(own, addUp(own, restMost)) / PIECES);
      high[key] = addUp(high[key]!, divUp(ownMost, addDown(ownMost, restLeast)) / PIECES);
    }
  }
}
