/** The weights of a box's keys, and the test that they show a bound of the error there. */
import { shiftUp, type Interval } from './interval.js';
import type { Window } from './axis-keys.js';
import type { Deadline } from './rejection.js';

/** Enclosures of all values of a layer, key by key and entry by entry, and their range per entry. */
export interface KeyValues {
  readonly entries: number;
  readonly low: readonly bigint[];
  readonly high: readonly bigint[];
  readonly least: readonly bigint[];
  readonly greatest: readonly bigint[];
}

/** The keys in the windows with the ranges of their weights; all others weigh at most `outside`. */
export interface Weights {
  readonly keys: readonly number[];
  readonly low: readonly bigint[];
  readonly high: readonly bigint[];
  readonly outside: bigint;
}

/** Products of the weights of all axes, `cells` keys each, the last axis fastest. */
export function productWeights(windows: readonly Window[], cells: readonly number[], p: bigint): Weights {
  let [keys, low, high]: [number[], bigint[], bigint[]] = [[0], [1n << p], [1n << p]];
  // ∏(W + T) and ∏ W, exactly.
  let [all, inside] = [1n, 1n];
  windows.forEach((window, t) => {
    const before = { keys, low, high };
    [keys, low, high] = [[], [], []];
    for (let i = 0; i < before.keys.length; i++) {
      for (let j = 0; j < window.low.length; j++) {
        keys.push(before.keys[i]! * cells[t]! + window.first + j);
        low.push((before.low[i]! * window.low[j]!) >> p);
        high.push(shiftUp(before.high[i]! * window.high[j]!, p));
      }
    }
    all *= window.total + window.tail;
    inside *= window.total;
  });
  return { keys, low, high, outside: shiftUp(all - inside, p * BigInt(windows.length - 1)) };
}

/**
 * Do the weights show Y − f ≤ bound (side 1), or f − Y ≤ bound (side −1), of entry `r` where `f` lies in the interval?
 * That the weighted sum of `value − f − bound` is at most 0, whatever the weights within their ranges.
 */
export function showsBound(
  { keys, low, high, outside }: Weights,
  values: KeyValues,
  f: Interval,
  r: number,
  side: 1 | -1,
  bound: bigint,
  deadline: Deadline,
): boolean {
  deadline.step();
  const shift = side === 1 ? -f.lo - bound : f.hi - bound;
  let sum = 0n;
  for (let i = 0; i < keys.length; i++) {
    const at = keys[i]! * values.entries + r;
    const d = side === 1 ? values.high[at]! + shift : shift - values.low[at]!;
    sum += d * (d > 0n ? high[i]! : low[i]!);
    if ((i & 1023) === 1023) deadline.step();
  }
  if (outside > 0n) {
    const d = side === 1 ? values.greatest[r]! + shift : shift - values.least[r]!;
    if (d > 0n) sum += d * outside;
  }
  return sum <= 0n;
}
