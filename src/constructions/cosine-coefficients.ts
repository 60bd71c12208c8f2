/**
 * The cosine polynomial that a kernel mean of a function on a box is.
 *
 * In the notation of `summation-kernel.ts`, with `F` even in every angle, so that the nodes in [0, π]^g and their
 * mirror images pair up,
 *
 *     TF(θ) = Σ_{0 ≤ k_t ≤ N_t} A_k Π_t ε_{k_t} cos k_tθ_t,    ε_0 = 1, ε_k = 2 for k ≥ 1,
 *     A_k = Π_t (ρ_{k_t}/M_t) Σ_{0 ≤ j_t < M_t} F(θ_j) Π_t cos(k_tπ(j_t + ½)/M_t).
 *
 * The sums are done axis by axis. Products of cosines are means of cosines over signs, so in signed frequencies
 *
 *     TF(θ) = Σ_{k ∈ Z^g, |k_t| ≤ N_t} A_{|k|} cos kᵀθ.
 *
 * *Proof.* `K(θ − θ_j) + K(θ + θ_j) = 2 Σ_k ε_k ρ_k cos kθ cos kθ_j`. `Π_t 2cos k_tθ_t = Σ_{signs} cos(Σ ±k_tθ_t)` over
 * axes with `k_t ≠ 0`, by induction from `2 cos a cos b = cos(a + b) + cos(a − b)`; these are the vectors with entries
 * `±k_t`.
 */
import type { FunctionOnBox } from '../approximation/box.js';
import { evaluate } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { rationalCosines } from './rational-cosine.js';
import type { SummationKernel } from './summation-kernel.js';
import { axisEnds } from './unit-map.js';

/** `A_k` of every output, at `Σ_t k_t·stride_t`, the last axis running fastest. */
export interface CosineCoefficients<T> {
  readonly outputs: readonly (readonly T[])[];
  readonly strides: readonly number[];
}

/** Values of the target that are needed: `Π_t M_t`. */
export function nodeCount(kernel: SummationKernel, degrees: readonly number[]): number {
  return degrees.reduce((count, degree) => count * kernel.nodes(degree), 1);
}

/** Products that the transforms of one output take: on each axis one per node, coefficient and line along the axis. */
export function transformCost(kernel: SummationKernel, degrees: readonly number[]): number {
  return degrees.reduce((cost, degree, axis) => {
    const lines = degrees.reduce((count, other, t) => {
      if (t === axis) return count;
      return count * (t < axis ? other + 1 : kernel.nodes(other));
    }, 1);
    return cost + lines * kernel.nodes(degree) * (degree + 1);
  }, 0);
}

/** The `A_k`; enclosures in enclosure systems. Cost: `nodeCount` values of the target, and `transformCost` per output. */
export function cosineCoefficients<T>(
  system: NumberSystem<T>,
  target: FunctionOnBox,
  kernel: SummationKernel,
  degrees: readonly number[],
): CosineCoefficients<T> {
  const counts = degrees.map((degree) => degree + 1);
  const nodes = degrees.map(kernel.nodes);
  const samples = sampleAtNodes(system, target, nodes);
  const matrices = degrees.map((degree) => axisTransform(system, kernel, degree));
  const outputs = target.expression.outputs.map((_, r) => {
    let values: T[] = samples.map((sample) => sample[r]!);
    matrices.forEach((matrix, axis) => {
      const inner = nodes.slice(axis + 1).reduce((product, count) => product * count, 1);
      values = transformAxis(system, values, matrix, inner);
    });
    return values;
  });
  const strides = counts.map((_, t) => counts.slice(t + 1).reduce((product, count) => product * count, 1));
  return { outputs, strides };
}

/** The target at all nodes `lo_t + D_t(j_t + ½)/M_t`, the last axis running fastest. */
function sampleAtNodes<T>(
  system: NumberSystem<T>,
  { expression, domain }: FunctionOnBox,
  nodes: readonly number[],
): T[][] {
  const coordinates = axisEnds(system, domain).map(({ lower, length }, t) =>
    Array.from({ length: nodes[t]! }, (_, j) => {
      const part = system.mul(length, system.fromNumber(2 * j + 1));
      return system.add(lower, system.div(part, system.fromNumber(2 * nodes[t]!)));
    }),
  );
  const points = coordinates.reduce<T[][]>(
    (prefixes, axis) => prefixes.flatMap((prefix) => axis.map((x) => [...prefix, x])),
    [[]],
  );
  return points.map((point) => evaluate(expression, system, point));
}

/** Row `k`, column `j`: `(ρ_k/M) cos(kπ(j + ½)/M)`. */
function axisTransform<T>(system: NumberSystem<T>, kernel: SummationKernel, degree: number): T[][] {
  const nodes = kernel.nodes(degree);
  const cosine = rationalCosines(system, 2 * nodes);
  return kernel.multipliers(system, degree).map((multiplier, k) => {
    const factor = system.div(multiplier, system.fromNumber(nodes));
    return Array.from({ length: nodes }, (_, j) => system.mul(factor, cosine(k * (2 * j + 1))));
  });
}

/** The matrix applied along one axis, whose neighbours are `inner` entries apart. */
function transformAxis<T>(
  system: NumberSystem<T>,
  values: readonly T[],
  matrix: readonly (readonly T[])[],
  inner: number,
): T[] {
  const nodes = matrix[0]!.length;
  const result: T[] = [];
  for (let block = 0; block < values.length; block += nodes * inner) {
    for (const row of matrix) {
      for (let i = 0; i < inner; i++) {
        let sum = system.mul(row[0]!, values[block + i]!);
        for (let j = 1; j < nodes; j++) sum = system.add(sum, system.mul(row[j]!, values[block + j * inner + i]!));
        result.push(sum);
      }
    }
  }
  return result;
}
