/**
 * Finite sums of ReLUs of affine functions, gathered into ridges: what two layers of truncated attention can compute.
 *
 * A ridge is a continuous piecewise-linear profile of one affine function `u = directionᵀx + offset` that lies in [0, 1]
 * on the domain; with knots `0 = u_0 < … < u_K = 1` and values `v_0 = 0, v_1, …, v_K`,
 *
 *     profile(u) = Σ_{i<K} (slope_i − slope_{i−1})·ReLU(u − u_i),   slope_i = (v_{i+1} − v_i)/(u_{i+1} − u_i), slope_{−1} = 0,
 *
 * for `u ∈ [0, 1]`, and `S(x) = constants + Σ profiles`. All arguments of ReLUs are at most 1 on the domain, so that one
 * range [0, 1] serves every truncated linear function that stands for one.
 *
 * Every number is an exact real, enclosed or approximated as the number system is that it is asked for in.
 */
import type { NumberSystem } from '../numeric/number-system.js';

export interface RidgeExpansion {
  /** Scalar inputs `g`, in vec order. */
  readonly inputs: number;
  /** Scalar outputs, in vec order. */
  readonly outputs: number;
  /** Pieces `K ≥ 1` of every ridge: as many ReLUs. */
  readonly pieces: readonly number[];
  /** The numbers in a number system; costly, so callers keep what they get. */
  readonly numbers: <T>(system: NumberSystem<T>) => ExpansionNumbers<T>;
  /**
   * `ε_1`: `sup_U max_r |S_r − f_r|` is at most this number for the target that the expansion stands for. In enclosure
   * systems an enclosure of the right-hand side of that statement.
   */
  readonly error: <T>(system: NumberSystem<T>) => T;
}

export interface ExpansionNumbers<T> {
  /** One per output. */
  readonly constants: readonly T[];
  readonly ridges: readonly RidgeNumbers<T>[];
}

export interface RidgeNumbers<T> {
  /** One entry per input. */
  readonly direction: readonly T[];
  readonly offset: T;
  /** `u_0 = 0, …, u_K = 1`. */
  readonly knots: readonly T[];
  /** Per output, the slope of each of the `K` pieces. */
  readonly slopes: readonly (readonly T[])[];
}

/** `α ReLU(wᵀx + t)`, one coefficient per output. */
export interface ReluTerm<T> {
  readonly weights: readonly T[];
  readonly offset: T;
  readonly coefficients: readonly T[];
}

/** The ReLUs of an expansion one by one, ridge by ridge and knot by knot. */
export function reluTerms<T>(system: NumberSystem<T>, { ridges }: ExpansionNumbers<T>): ReluTerm<T>[] {
  return ridges.flatMap(({ direction, offset, knots, slopes }) =>
    knots.slice(0, -1).map((knot, i) => ({
      weights: direction,
      offset: system.sub(offset, knot),
      coefficients: slopes.map((pieces) => (i === 0 ? pieces[0]! : system.sub(pieces[i]!, pieces[i - 1]!))),
    })),
  );
}

/** Number of ReLUs. */
export function reluCount({ pieces }: Pick<RidgeExpansion, 'pieces'>): number {
  return pieces.reduce((sum, count) => sum + count, 0);
}

/** `Σ_m |α_m|` of every output: how far the sum moves when every ReLU does. */
export function coefficientSums<T>(system: NumberSystem<T>, numbers: ExpansionNumbers<T>): T[] {
  const terms = reluTerms(system, numbers);
  return numbers.constants.map((_, r) =>
    terms.reduce((sum, { coefficients }) => system.add(sum, system.abs(coefficients[r]!)), system.literal('0')),
  );
}

/** `S(x)` by its ReLUs: the definition. Cost: one ReLU per term and output. */
export function evaluateExpansion<T>(system: NumberSystem<T>, numbers: ExpansionNumbers<T>, x: readonly T[]): T[] {
  const zero = system.literal('0');
  const terms = reluTerms(system, numbers).map(({ weights, offset, coefficients }) => ({
    coefficients,
    value: system.max(
      zero,
      weights.reduce((sum, w, t) => system.add(sum, system.mul(w, x[t]!)), offset),
    ),
  }));
  return numbers.constants.map((constant, r) =>
    terms.reduce((sum, { coefficients, value }) => system.add(sum, system.mul(coefficients[r]!, value)), constant),
  );
}
