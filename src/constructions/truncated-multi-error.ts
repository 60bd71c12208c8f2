/**
 * The error of multi-head truncated linear attention over an interval of queries, in units of the step Δ.
 *
 * With `t = (y − a)/Δ` the keys stand at the integers −1, 0, …, m, the score is `−κ(t − k)²` up to a shift, κ = βΔ², and with
 * α = a/Δ a value is α + k, or 0 where it is 0 by definition, or α at the first head's left. Let `C` be the total weight of the keys whose
 * value is not 0 by definition. For any integer `c`
 *
 *     (Σ_h out_h − Range)/Δ = (α + c)(C − 1) + (c − clamp(t)) + Σ_h Σ_k w^h_k v^h_k,    v = k − c (first left: −c), or 0.
 *
 * With `c` the key next to t, heads that y does not belong to have values near 0, and the last sum is small. Between the
 * heads `h` and `h + 1`, which share their keys A (last inside h, left boundary of h + 1) and B = A + 1,
 *
 *     C − 1 = Σ over such pairs of  P(1 − A') + Q'A,
 *
 * where A and P are the weights in head h of A and of the keys left of it, A' and Q' those in head h + 1 of A and of the
 * keys right of B: products of non-negative terms, nothing cancels, so that even a huge α costs no accuracy. The
 * shift-invariant variant has α = 0.
 */
import { UnitKeys } from '../certify/unit-keys.js';
import { addDown, addUp, divDown, divUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import type { Interval } from '../numeric/interval.js';
import { intervalSystem as system } from '../numeric/interval.js';

interface Head {
  readonly keys: UnitKeys;
  /** Position of its first key. */
  readonly base: number;
  readonly values: Float64Array;
}

export interface MultiErrorInput {
  readonly tokens: number;
  readonly heads: number;
  /** `κ`, finite. */
  readonly sharpness: Interval;
  /** `α = a/Δ`; 0 for the shift-invariant variant. */
  readonly origin: Interval;
}

/** Encloses `(Σ out_h − Range)/Δ` for all `t` of [lower, upper], whose ends may be infinite. */
export function truncatedMultiError(input: MultiErrorInput): (lower: number, upper: number) => Interval {
  const { tokens, heads, sharpness, origin } = input;
  const inside = tokens - 2;
  const cells = inside * heads;
  const all: Head[] = Array.from({ length: heads }, (_, h) => ({
    keys: new UnitKeys(tokens, sharpness, true),
    base: h * inside - 1,
    values: new Float64Array(tokens),
  }));
  const clamp = (t: number): number => Math.min(cells, Math.max(0, t));

  return (lower, upper) => {
    const c = Math.round(clamp(upper === Infinity ? cells : lower === -Infinity ? 0 : lower / 2 + upper / 2));
    let sum = system.literal('0');
    for (const [h, head] of all.entries()) {
      head.keys.enclose(subDown(lower, head.base), subUp(upper, head.base));
      for (let j = 0; j < tokens; j++) head.values[j] = valueOf(h, j, c);
      sum = system.add(sum, head.keys.mean(head.values, 0, 0));
    }
    let excess = system.literal('0');
    for (let h = 0; h + 1 < heads; h++) excess = system.add(excess, excessWeight(all[h]!.keys, all[h + 1]!.keys));
    // Small terms first: near a key they decide on which side of the distance to it the error lies.
    sum = system.add(sum, system.mul(system.add(origin, system.fromNumber(c)), excess));
    return system.add(sum, { lo: subDown(c, clamp(upper)), hi: subUp(c, clamp(lower)), defined: true });
  };

  /** `v` of key `j` of head `h`. */
  function valueOf(h: number, j: number, c: number): number {
    if (j > 0 && j < tokens - 1) return h * inside - 1 + j - c;
    if (h === 0 && j === 0) return -c;
    return h === heads - 1 && j === tokens - 1 ? cells - c : 0;
  }
}

/** `P(1 − A') + Q'A` of two neighbouring heads. */
function excessWeight(left: UnitKeys, right: UnitKeys): Interval {
  const n = left.keys;
  const beyondLeft = share(left, 0, n - 2);
  const shared = share(left, n - 2, n - 1);
  const notShared = share(right, 1, n);
  const beyondRight = share(right, 2, n);
  return {
    lo: addDown(mulDown(beyondLeft.lo, notShared.lo), mulDown(beyondRight.lo, shared.lo)),
    hi: addUp(mulUp(beyondLeft.hi, notShared.hi), mulUp(beyondRight.hi, shared.hi)),
    defined: true,
  };
}

/** The share of all weight that the keys `from ≤ j < to` have; every key is in the window. */
function share(weights: UnitKeys, from: number, to: number): Interval {
  let [least, most, leastRest, mostRest] = [0, 0, 0, 0];
  for (let j = 0; j < weights.keys; j++) {
    if (j >= from && j < to) {
      least = addDown(least, weights.low[j]!);
      most = addUp(most, weights.high[j]!);
    } else {
      leastRest = addDown(leastRest, weights.low[j]!);
      mostRest = addUp(mostRest, weights.high[j]!);
    }
  }
  // s/(s + r) rises with s and falls with r; an overflow or 0/0 leaves [0, 1].
  const lo = divDown(least, addUp(least, mostRest));
  const hi = divUp(most, addDown(most, leastRest));
  return { lo: lo >= 0 ? Math.min(lo, 1) : 0, hi: hi >= 0 ? Math.min(hi, 1) : 1, defined: true };
}
