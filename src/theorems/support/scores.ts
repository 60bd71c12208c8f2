/** Sorted scores and their gaps to the leader, exactly, and sums of exponentials of them. */
import Big from 'big.js';
import type { NumberSystem } from '../../numeric/number-system.js';

export interface Ranking {
  /** `z_(1) − z_(k)` for the sorted scores `z_(1) ≥ z_(2) ≥ …`, as exact decimal text; the first is 0. */
  readonly gaps: readonly string[];
  /** Original index of the k-th largest score (ties in order of index). */
  readonly order: readonly number[];
}

export function rankScores(scores: readonly string[]): Ranking {
  const values = scores.map((score) => new Big(score));
  const order = values.map((_, k) => k).sort((a, b) => values[b].cmp(values[a]) || a - b);
  const leader = values[order[0]];
  return { order, gaps: order.map((k) => leader.minus(values[k]).toFixed()) };
}

/** `−R·gap`, enclosed. */
export function decay<T>(system: NumberSystem<T>, inverseTemperature: string, gap: string): T {
  return system.neg(system.mul(signed(system, inverseTemperature), signed(system, gap)));
}

/** A decimal with an optional sign. */
export function signed<T>(system: NumberSystem<T>, text: string): T {
  return text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
}

export function sum<T>(system: NumberSystem<T>, terms: readonly T[]): T {
  return terms.reduce((total, term) => system.add(total, term), system.literal('0'));
}

export function largest<T>(system: NumberSystem<T>, terms: readonly T[]): T {
  return terms.reduce((most, term) => system.max(most, term), system.literal('0'));
}
