/**
 * How much further than the nearest key the keys of one axis are, on average: upper bounds of `E[y]`, `y_k = (R/2)((u − c_k)² −
 * min)`, for softmax weights whose scores are wrong by at most `η` each, in any way. `β = 2η`, `κ = Rs²`.
 *
 * - Gibbs: `ln P + β`;
 * - the moment lemma, `E_w[y] ≤ κ/8 + ½` for exact weights, times `e^β`;
 * - for sharp partitions, κ ≥ 2: the neighbour on the near side contributes at most `max_y y/(1 + e^{y−β}) = W(e^{β−1})` (attained
 *   at `y = 1 + W`), every other key at most `y e^{β−y}`, and the i-th on either side is at least `i(i − 1)κ/2` behind, the first
 *   on the far side `κ/2`, where `y e^{−y}` falls.
 */
import { divUp } from '../numeric/directed.js';
import { expUp } from '../numeric/elementary/exp.js';
import { logLower, logUpper } from '../numeric/endpoints/functions.js';
import { addDown } from '../numeric/directed.js';
import { product, total } from './upward.js';

export interface AxisSharpness {
  readonly cells: number;
  /** Ends of κ. */
  readonly kappaLow: number;
  readonly kappa: number;
}

/** Neighbours counted one by one; beyond, terms more than halve. */
const COUNTED = 40;

export function boundExcess({ cells, kappa, kappaLow }: AxisSharpness, beta: number): number {
  if (cells === 1) return 0;
  const factor = expUp(beta);
  const gibbs = total(logUpper(cells, cells), beta);
  const moment = product(factor, total(divUp(kappa, 8), 0.5));
  const half = kappaLow / 2;
  if (!(half >= 1)) return Math.min(gibbs, moment);
  const part = (y: number): number => product(y * (1 + 2 ** -50), factor, expUp(-y * (1 - 2 ** -50)));
  let sharp = total(nearExcess(beta), part(half));
  for (let i = 2; i <= Math.min(cells, COUNTED); i++) sharp = total(sharp, product(2, part(half * i * (i - 1))));
  if (cells > COUNTED) sharp = total(sharp, product(4, part(half * COUNTED * (COUNTED + 1))));
  return Math.min(gibbs, moment, sharp);
}

/** At least `W(e^{β−1})`, the root of `m + ln m = β − 1`, by Newton's iteration and a check. */
export function nearExcess(beta: number): number {
  const goal = beta - 1;
  if (!(goal < 1e300)) return Infinity;
  let m = goal > 1 ? goal : Math.exp(goal) / (1 + Math.exp(goal));
  for (let i = 0; i < 60; i++) m = Math.max(m / 4, m - (m + Math.log(m) - goal) / (1 + 1 / m));
  // The left-hand side grows, so any number that reaches the goal is at least the root.
  for (let slack = 2 ** -48; ; slack *= 2) {
    const candidate = m * (1 + slack);
    if (addDown(candidate, logLower(candidate, candidate)) >= beta - 1 + 2 ** -50 * (beta + 1)) return candidate;
  }
}
