/**
 * Attention over keys that are on no grid: any max-affine partition, such as a Voronoi or a power diagram.
 *
 * The score of key `j` is `R(a_jᵀx + b_j)`. With `ω_j = 2b_j + ‖a_j‖²` it is, up to a shift common to all keys,
 * `−(R/2)(‖x − a_j‖² − ω_j)`: every max-affine function is a power diagram with the weights `ω`, and the Voronoi diagram of
 * the keys when all `ω` are equal, as they are for `b_j = −‖a_j‖²/2`.
 *
 *     A(x) = Σ_j w_j(x) V_j,    w(x) = softmax_j(R(a_jᵀx + b_j))
 */
import type { NumberSystem } from '../numeric/number-system.js';

/** Exact doubles; keys one after another. */
export interface AffinePartition {
  /** `R > 0`. */
  readonly inverseTemperature: number;
  /** Inputs `g ≥ 1`. */
  readonly inputs: number;
  /** Outputs of a value. */
  readonly outputs: number;
  /** `a_j`, `g` numbers each; their number is that of the keys, `G ≥ 1`. */
  readonly keys: Float64Array;
  /** `b_j`; absent: `−‖a_j‖²/2`. */
  readonly offsets?: Float64Array;
}

export function partitionKeys({ keys, inputs }: AffinePartition): number {
  return keys.length / inputs;
}

/**
 * `A(x)` from all keys, or from those among `near`, in any number system; `value` gives `V_j`. Computed relative to key `m`, best one whose score is
 * near the largest: `V_m + Σ_{j≠m} w_j (V_j − V_m)`. In enclosure systems an enclosure for every `m`. Cost: one
 * exponential for each key.
 */
export function evaluatePartition<T>(
  system: NumberSystem<T>,
  partition: AffinePartition,
  x: readonly T[],
  value: (key: number) => readonly T[],
  m: number,
  near: Iterable<number> = Array.from({ length: partitionKeys(partition) }, (_, j) => j),
): T[] {
  const { inverseTemperature, inputs, keys } = partition;
  const R = system.fromNumber(inverseTemperature);
  const coordinate = (j: number, t: number): T => system.fromNumber(keys[j * inputs + t]!);
  const reference = value(m);
  const shift = shifted(system, partition, m);
  let total = system.literal('1');
  const sums = reference.map(() => system.literal('0'));
  for (const j of near) {
    if (j === m) continue;
    // a_jᵀx + b_j − a_mᵀx − b_m, from differences: far from 0 the scores themselves are large and alike.
    const difference = x.reduce(
      (sum, u, t) => system.add(sum, shift.term(j, t, u, system.sub(coordinate(j, t), coordinate(m, t)))),
      shift.offset(j),
    );
    const weight = system.exp(system.mul(R, difference));
    total = system.add(total, weight);
    value(j).forEach((entry, r) => {
      sums[r] = system.add(sums[r]!, system.mul(weight, system.sub(entry, reference[r]!)));
    });
  }
  return reference.map((entry, r) => system.add(entry, system.div(sums[r]!, total)));
}

/** How `a_jᵀx + b_j − a_mᵀx − b_m` is made of one term for each axis and what is left of the offsets. */
function shifted<T>(
  system: NumberSystem<T>,
  { inputs, keys, offsets }: AffinePartition,
  m: number,
): { readonly offset: (j: number) => T; readonly term: (j: number, t: number, u: T, difference: T) => T } {
  if (offsets !== undefined) {
    return {
      offset: (j) => system.sub(system.fromNumber(offsets[j]!), system.fromNumber(offsets[m]!)),
      term: (_j, _t, u, difference) => system.mul(difference, u),
    };
  }
  // (a − c)u − (a² − c²)/2 = (a − c)(u − (a + c)/2).
  const half = system.literal('0.5');
  return {
    offset: () => system.literal('0'),
    term: (j, t, u, difference) => {
      const ends = system.add(system.fromNumber(keys[j * inputs + t]!), system.fromNumber(keys[m * inputs + t]!));
      return system.mul(difference, system.sub(u, system.mul(half, ends)));
    },
  };
}
