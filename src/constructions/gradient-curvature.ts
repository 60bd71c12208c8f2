/**
 * How one step of gradient descent moves two weight vectors towards or away from each other.
 *
 * *Lemma.* For a loss with non-decreasing, `Lip(ψ)`-Lipschitz `ψ` the map `G(w) = w − η∇` satisfies
 * `‖G(v) − G(w)‖ ≤ q‖v − w‖`, `q = max(|1 − ηλ_r|, |1 − ηΛ|)`, `Λ = λ_r + Lip(ψ)·λ_max(XXᵀ/n)`.
 *
 * *Proof.* `ψ(a_i) − ψ(b_i) = c_i(a_i − b_i)` with `c_i ∈ [0, Lip(ψ)]`, so `G(v) − G(w) = (I − ηH)(v − w)` with
 * `H = λ_r I + (1/n) Σ c_i x_i x_iᵀ` symmetric and `λ_r ≤ H ≤ Λ`. No second derivative is needed.
 *
 * Without the ridge and for `ηΛ ≤ 2` this is 1. Where `ψ` also decreases, only `1 + ηΛ` would be left. Ours.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { GradientLayer, GradientPrompt } from './gradient-layer.js';
import { lossDerivativeLipschitz } from './gradient-loss.js';

/** Squarings: the eigenvalue is known to the relative width `ln(size)/2^14`. */
const SQUARINGS = 14;

type Rows<T> = readonly (readonly T[])[];

/** `Λ`. In enclosure systems an enclosure of relative width some 1e-4; sharp for one example or one feature. */
export function encloseCurvature<T>(system: NumberSystem<T>, layer: GradientLayer, { features }: GradientPrompt<T>): T {
  const largest = encloseLargestEigenvalue(system, gram(system, features));
  const scaled = system.div(system.mul(lossDerivativeLipschitz(system, layer.loss), largest), count(system, layer));
  return system.add(evaluateConstant(layer.ridge.expression, system), scaled);
}

/** `q`, at least 0; an enclosure in enclosure systems. */
export function stepContraction<T>(system: NumberSystem<T>, layer: GradientLayer, prompt: GradientPrompt<T>): T {
  const eta = evaluateConstant(layer.stepSize.expression, system);
  const factorAt = (slope: T): T => system.abs(system.sub(system.literal('1'), system.mul(eta, slope)));
  const ridge = evaluateConstant(layer.ridge.expression, system);
  return system.max(factorAt(ridge), factorAt(encloseCurvature(system, layer, prompt)));
}

/** `XXᵀ` or `XᵀX`, which have the same largest eigenvalue: the smaller one. */
function gram<T>(system: NumberSystem<T>, features: Rows<T>): Rows<T> {
  const columns = features[0]!.map((_, j) => features.map((x) => x[j]!));
  const vectors = columns.length < features.length ? columns : features;
  return vectors.map((v) =>
    vectors.map((w) =>
      sum(
        system,
        v.map((entry, i) => system.mul(entry, w[i]!)),
      ),
    ),
  );
}

/**
 * The largest eigenvalue of a symmetric positive semidefinite matrix, in an enclosure system.
 *
 * With `M_0` the matrix divided by its trace and `M_{k+1} = M_k²/t_k`, `t_k = tr M_k²`, every `M_k` has trace 1, so that
 * `λ(M_k) ∈ [1/size, 1]`, and `λ(M_k) = √(t_k λ(M_{k+1}))` leads back: each step halves the relative width. Errors of
 * the squarings grow as fast as the roots shrink them.
 */
function encloseLargestEigenvalue<T>(system: NumberSystem<T>, matrix: Rows<T>): T {
  const trace = traceOf(system, matrix);
  const zero = system.literal('0');
  if (matrix.length === 1) return trace;
  if (system.less(zero, trace) !== true) return system.hull(zero, system.max(zero, trace));
  let current = divided(system, matrix, trace);
  const traces: T[] = [];
  for (let k = 0; k < SQUARINGS; k++) {
    const square = current.map((row) =>
      current.map((other) =>
        sum(
          system,
          row.map((entry, i) => system.mul(entry, other[i]!)),
        ),
      ),
    );
    const squareTrace = traceOf(system, square);
    // A trace that rounding no longer keeps from 0 ends the squaring early; what is known stays true.
    if (system.less(zero, squareTrace) !== true) break;
    traces.push(squareTrace);
    current = divided(system, square, squareTrace);
  }
  const one = system.literal('1');
  const last = system.hull(system.div(one, system.fromNumber(matrix.length)), one);
  return system.mul(
    trace,
    traces.reduceRight((eigenvalue, t) => system.sqrt(system.mul(t, eigenvalue)), last),
  );
}

function divided<T>(system: NumberSystem<T>, matrix: Rows<T>, divisor: T): Rows<T> {
  return matrix.map((row) => row.map((entry) => system.div(entry, divisor)));
}

function traceOf<T>(system: NumberSystem<T>, matrix: Rows<T>): T {
  return sum(
    system,
    matrix.map((row, i) => row[i]!),
  );
}

function sum<T>(system: NumberSystem<T>, terms: readonly T[]): T {
  return terms.reduce((total, term) => system.add(total, term), system.literal('0'));
}

function count<T>(system: NumberSystem<T>, layer: GradientLayer): T {
  return system.fromNumber(layer.examples);
}
