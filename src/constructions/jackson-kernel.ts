/**
 * The kernel of Fejér and Korovkin, in the part of Jackson's: a second moment of order `1/N²`.
 *
 * Of all kernels of degree `N` it has the largest `ρ_1`, namely `cos(π/n)`, `n = N + 2` (Fejér): Jackson's own, a
 * square of Fejér's, has a smaller one, and multipliers without a short formula. With `a_k = sin((k + 1)π/n)` for
 * `k = 0, …, N`,
 *
 *     K(φ) = |Σ_k a_k e^{ikφ}|² / Σ_k a_k² ≥ 0,
 *     ρ_k = Σ_j a_j a_{j+k} / Σ_j a_j² = (1 − k/n) cos(kπ/n) + (1/n) cot(π/n) sin(kπ/n),    k = 0, …, N.
 *
 * *Statement* (notation of `summation-kernel.ts`; `2M = 2⌊N/2⌋ + 4 > N + 2` nodes). With `σ = sin²(π/2n)`, at every `θ`
 *
 *     E φ² ≤ m_N = 4σ + (π² − 4)·σ(σ + (1 − σ)/n),      m_N = (π/n)²(1 + O(1/n)).
 *
 * *Proof.* Let `v = sin²(φ/2)`. `φ²/v = 4 arcsin²(√v)/v` has a power series in `v` with positive coefficients, hence is
 * convex and below its chord between 4 at `v = 0` and `π²` at `v = 1`: `φ² ≤ 4v + (π² − 4)v²`. The lemma holds for
 * `|m| ≤ 2`, so `E v = (1 − ρ_1)/2 = σ` and `E v² = (3 − 4ρ_1 + ρ_2)/8 = σ(σ + (1 − σ)/n)`.
 *
 * *Radius.* `(Σ_t (D_t/π)² m_{N_t})^{1/2}`, by Cauchy and Schwarz; about `(Σ_t D_t²/n_t²)^{1/2}`. The usual `φ² ≤ π²v`
 * gives `π²σ` in place of `m_N`, and in the limit `π/2` times that radius.
 *
 * Source: P. P. Korovkin, Linear Operators and Approximation Theory (1960), chapter IV, for the kernel; the bound of
 * the second moment and the discrete form are ours.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { rationalCosines } from './rational-cosine.js';
import type { SummationKernel } from './summation-kernel.js';

export const jacksonKernel: SummationKernel = {
  nodes: (degree) => Math.floor(degree / 2) + 2,
  multipliers,
  radius: (system, degrees, lengths) => {
    const squares = lengths.reduce((sum, length, t) => {
      const moment = jacksonSecondMoment(system, degrees[t]!);
      return system.add(sum, system.mul(system.powInteger(length, 2), moment));
    }, system.literal('0'));
    return system.div(system.sqrt(squares), system.constant('PI'));
  },
};

function multipliers<T>(system: NumberSystem<T>, degree: number): T[] {
  const n = degree + 2;
  const one = system.literal('1');
  if (degree === 0) return [one];
  // sin(kπ/n) = cos((n − 2k)π/2n)
  const cosine = rationalCosines(system, 2 * n);
  const cotangent = system.div(cosine(2), system.mul(system.fromNumber(n), cosine(n - 2)));
  return Array.from({ length: degree + 1 }, (_, k) => {
    if (k === 0) return one;
    const share = system.div(system.fromNumber(n - k), system.fromNumber(n));
    return system.add(system.mul(share, cosine(2 * k)), system.mul(cotangent, cosine(n - 2 * k)));
  });
}

/** `m_N`, the square of an angle. */
export function jacksonSecondMoment<T>(system: NumberSystem<T>, degree: number): T {
  const n = degree + 2;
  const sigma = system.powInteger(rationalCosines(system, 2 * n)(n - 1), 2);
  const cosineSquare = system.sub(system.literal('1'), sigma);
  const second = system.mul(sigma, system.add(sigma, system.div(cosineSquare, system.fromNumber(n))));
  const chord = system.sub(system.powInteger(system.constant('PI'), 2), system.literal('4'));
  return system.add(system.mul(system.literal('4'), sigma), system.mul(chord, second));
}
