/**
 * Positive means of periodic functions over equally spaced points: what Fejér's and Jackson's kernels have in common.
 *
 * *Notation.* A kernel of degree `N` is `K(φ) = 1 + 2 Σ_{k=1}^N ρ_k cos kφ ≥ 0`; `ρ_{−k} = ρ_k`, `ρ_0 = 1`, `ρ_k = 0`
 * beyond `N`. The nodes are the `2M` points `θ_j = π(j + ½)/M` of the circle, `j = 0, …, 2M − 1`; the last `M` are the
 * reflections `−θ_j` of the first. With `φ_j = θ − θ_j`, reduced to [−π, π], the weights at `θ` are `K(φ_j)/2M`; `E`
 * averages with them.
 *
 * *Lemma.* For integers `m` with `|m| + N < 2M`: `E e^{imφ} = ρ_m`. For `N < 2M`: the weights are probabilities.
 * *Proof.* `Σ_j e^{i(k+m)φ_j}/2M` is 0 unless `2M` divides `k + m`, when it is of modulus 1. For `|k| ≤ N` and such `m`
 * that happens for `k = −m` alone, when it is 1. With `m = 0` the weights, which are not negative, sum to 1.
 *
 * *Means on a box.* `x_t = lo_t + D_t θ_t/π` on [0, π], reflected at its ends, makes `f` on `Π [lo_t, lo_t + D_t]` a
 * function `F` of angles, even and 2π-periodic in each. Reflection is a contraction: `|F(θ) − F(θ')|` is at most
 * `ω_f((Σ_t (D_t φ_t/π)²)^{1/2})`, with `φ_t ∈ [−π, π]` equal to `θ_t − θ'_t` modulo 2π. Let `TF(θ) = E F(θ − φ)`, the
 * `φ_t` independent, with the weights of axis `t`. Then for every `θ`
 *
 *     |TF − F| ≤ E ω̂_f((Σ_t (D_t φ_t/π)²)^{1/2}) ≤ ω̂_f(radius)      if    E (Σ_t (D_t φ_t/π)²)^{1/2} ≤ radius
 *
 * by Jensen. Each kernel's file bounds that mean. Textbook, but for the constants of the discrete form: ours.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { fejerKernel } from './fejer-kernel.js';
import { jacksonKernel } from './jackson-kernel.js';

export interface SummationKernel {
  /** `M ≥ 1`: half the number of nodes on the circle, all that the even function `F` needs. */
  readonly nodes: (degree: number) => number;
  /** `ρ_0 = 1, …, ρ_N`. */
  readonly multipliers: <T>(system: NumberSystem<T>, degree: number) => T[];
  /**
   * A bound of `sup_θ E (Σ_t (D_t φ_t/π)²)^{1/2}` for the degrees `N_t ≥ 0` and lengths `D_t`, in the unit of the
   * lengths; in enclosure systems an enclosure of that bound.
   */
  readonly radius: <T>(system: NumberSystem<T>, degrees: readonly number[], lengths: readonly T[]) => T;
}

export type KernelName = 'fejer' | 'jackson';

export const summationKernels: Readonly<Record<KernelName, SummationKernel>> = {
  fejer: fejerKernel,
  jackson: jacksonKernel,
};
