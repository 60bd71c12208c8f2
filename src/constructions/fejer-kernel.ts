/**
 * Fejér's kernel: `ρ_k = 1 − k/n`, `n = N + 1`, on `2M = 2n` nodes, and its sharp first moment.
 *
 * `K(φ) = (1/n)(sin(nφ/2)/sin(φ/2))² ≥ 0`. Notation of `summation-kernel.ts`.
 *
 * *Statement.* `sup_θ E|φ| = e_N`, attained halfway between two nodes (so at `θ = 0` and `θ = π`), where
 *
 *     e_N = (π/2n³) Σ_{j=0}^{n−1} (j + ½)/sin²((2j + 1)π/4n)
 *         ≤ (1/n)((4/π) Σ_{j=0}^{n−1} 1/(2j + 1) + π/4 − 1/π) ≤ (1/n)((2/π) ln(2n − 1) + 4/π + π/4 − 1/π) = O(ln n/n).
 *
 * *Proof.* On [−π, π] `|φ| = π/2 − (4/π) Σ_{m odd > 0} cos(mφ)/m²`. Let `a` be one of the `φ_j`. As in the lemma
 * `E cos mφ = ρ_k cos(2nla)` for the one `k = 2nl − m` with `|k| < n`, 0 if there is none. So, absolutely convergent,
 * with the terms of `l = 0` in the constant, and over odd `k` only,
 *
 *     E|φ| = const − (4/π) Σ_{l≥1} cos(2nla) Σ_{|k|<n} ρ_k/(2nl − k)².
 *
 * With `(2nl − k)^{−2} = ∫_0^∞ s e^{−(2nl−k)s} ds` and `Σ_{l≥1} q^l cos lx = (q cos x − q²)/(1 − 2q cos x + q²)`, which
 * increases in `cos x`, the double sum is least, and `E|φ|` largest, at `cos 2na = −1`: the nodes are `±(j + ½)π/n`,
 * where `sin²(nφ/2) = ½`. That is `e_N`. The bounds: `1/sin²x ≤ 1/x² + 1 − 4/π²` on (0, π/2], as the difference of the
 * first two is `Σ_{k≠0} 1/(x − kπ)²`, which increases; and `Σ_{j≥1} 1/(2j+1) ≤ ½ ln(2n − 1)`.
 *
 * *Radius.* `Σ_t (D_t/π) e_{N_t}`, since a norm is at most the sum of the entries. Attained by `f(x) = x` at an end.
 * The usual argument, from `K ≤ min(n, π²/nφ²)`, gives `(π/n)(½ + H_N)` in place of `e_N`: some three times as much.
 * Ours.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { rationalCosines } from './rational-cosine.js';
import type { SummationKernel } from './summation-kernel.js';

export const fejerKernel: SummationKernel = {
  nodes: (degree) => degree + 1,

  multipliers: (system, degree) =>
    Array.from({ length: degree + 1 }, (_, k) =>
      system.div(system.fromNumber(degree + 1 - k), system.fromNumber(degree + 1)),
    ),

  radius: (system, degrees, lengths) =>
    lengths.reduce((sum, length, t) => {
      const share = system.div(fejerFirstMoment(system, degrees[t]!), system.constant('PI'));
      return system.add(sum, system.mul(length, share));
    }, system.literal('0')),
};

/** `e_N`, an angle. Cost: `n` cosines. */
export function fejerFirstMoment<T>(system: NumberSystem<T>, degree: number): T {
  const n = degree + 1;
  // sin x = cos(π/2 − x).
  const cosine = rationalCosines(system, 4 * n);
  let sum = system.literal('0');
  for (let j = 0; j < n; j++) {
    const sine = cosine(2 * n - (2 * j + 1));
    sum = system.add(sum, system.div(system.fromNumber(j + 0.5), system.powInteger(sine, 2)));
  }
  const cube = system.powInteger(system.fromNumber(n), 3);
  return system.div(system.mul(system.constant('PI'), sum), system.mul(system.literal('2'), cube));
}
