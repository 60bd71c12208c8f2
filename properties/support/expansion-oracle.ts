/**
 * What ReLU expansions are held against: the definitions themselves, at 40 digits, term by term and without any of the
 * symmetries, transforms and tables of the code.
 */
import type { FunctionOnBox } from '../../src/approximation/box.js';
import type { ConcaveModulus } from '../../src/constructions/expansion-modulus.js';
import type { KernelName } from '../../src/constructions/summation-kernel.js';
import { evaluateExpansion, type RidgeExpansion } from '../../src/constructions/relu-expansion.js';
import { ConstructionError } from '../../src/constructions/construction.js';
import { evaluate, evaluateConstant } from '../../src/expression/evaluate.js';
import { evaluateModulus, type TargetDescription } from '../../src/generators/index.js';
import { decimalIntervalSystem, type DecimalInterval } from '../../src/numeric/decimal-interval.js';

export const oracle = decimalIntervalSystem(40);

const zero = oracle.literal('0');
const one = oracle.literal('1');
const pi = oracle.constant('PI');

/** Exactly `numerator/denominator`, enclosed. */
export function ratio(numerator: number, denominator: number): DecimalInterval {
  return oracle.div(oracle.fromNumber(numerator), oracle.fromNumber(denominator));
}

export function sum(terms: readonly DecimalInterval[]): DecimalInterval {
  return terms.reduce((total, term) => oracle.add(total, term), zero);
}

export function product(factors: readonly DecimalInterval[]): DecimalInterval {
  return factors.reduce((total, factor) => oracle.mul(total, factor), one);
}

/** Can both be enclosures of the same number? */
export function overlap(x: DecimalInterval, y: DecimalInterval): boolean {
  return oracle.less(x, y) !== true && oracle.less(y, x) !== true;
}

/** A bound of the length of an enclosure. */
export function width(x: DecimalInterval): number {
  return oracle.upper(oracle.sub(x, x));
}

/** Is `x ≤ y` possible? Where it is not, `x > y` is proved. */
export function mayBeAtMost(x: DecimalInterval, y: DecimalInterval): boolean {
  return oracle.less(y, x) !== true;
}

/** Points of a box with coordinates `lo_t + D_t·fraction_t`. */
export function pointAt(
  { domain }: Pick<FunctionOnBox, 'domain'>,
  fractions: readonly DecimalInterval[],
): DecimalInterval[] {
  return domain.map(({ lower, upper }, t) => {
    const [lo, hi] = [lower, upper].map(({ expression }) => evaluateConstant(expression, oracle));
    return oracle.add(lo!, oracle.mul(oracle.sub(hi!, lo!), fractions[t]!));
  });
}

/** `max_r |S_r − f_r|` as a function of the point, enclosed. */
export function errorOf(expansion: RidgeExpansion, { expression }: FunctionOnBox) {
  const numbers = expansion.numbers(oracle);
  return (x: readonly DecimalInterval[]): DecimalInterval => {
    const truth = evaluate(expression, oracle, x);
    return evaluateExpansion(oracle, numbers, x)
      .map((value, r) => oracle.abs(oracle.sub(value, truth[r]!)))
      .reduce((most, error) => oracle.max(most, error));
  };
}

/** The modulus that a drawn target declares. */
export function modulusOf({ modulus }: TargetDescription): ConcaveModulus {
  if (modulus === undefined) throw new RangeError('the target declares no modulus of continuity');
  return (system, radius) => evaluateModulus(modulus, system, radius);
}

/** Stands in for a modulus where only the other terms of an error are wanted. */
export const noModulus: ConcaveModulus = (system) => system.literal('0');

/** The code of the `ConstructionError` that a call throws. */
export function refusalOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem.code;
    throw error;
  }
  throw new Error('was not refused');
}

/** `a_0, …, a_N`: 1 (Fejér) or `sin((k + 1)π/(N + 2))` (Fejér and Korovkin). */
function amplitudes(kernel: KernelName, degree: number): DecimalInterval[] {
  return Array.from({ length: degree + 1 }, (_, k) =>
    kernel === 'fejer' ? one : oracle.sin(oracle.mul(pi, ratio(k + 1, degree + 2))),
  );
}

/** The kernel as a square, `|Σ_k a_k e^{ikφ}|²/Σ a_k²`. */
export function kernelAsSquare(kernel: KernelName, degree: number, angle: DecimalInterval): DecimalInterval {
  const factors = amplitudes(kernel, degree);
  const part = (wave: (x: DecimalInterval) => DecimalInterval): DecimalInterval =>
    oracle.powInteger(sum(factors.map((a, k) => oracle.mul(a, wave(oracle.mul(oracle.fromNumber(k), angle))))), 2);
  return oracle.div(oracle.add(part(oracle.cos), part(oracle.sin)), sum(factors.map((a) => oracle.mul(a, a))));
}

/** `ρ_k = Σ_j a_j a_{j+k}/Σ_j a_j²`. */
export function autocorrelation(kernel: KernelName, degree: number, k: number): DecimalInterval {
  const factors = amplitudes(kernel, degree);
  const sumOf = (shift: number): DecimalInterval => sum(factors.slice(shift).map((a, j) => oracle.mul(a, factors[j]!)));
  return oracle.div(sumOf(k), sumOf(0));
}

/** Half the number of nodes on the circle: the least that the moments need, but for Fejér. */
export function halfNodes(kernel: KernelName, degree: number): number {
  return kernel === 'fejer' ? degree + 1 : Math.floor(degree / 2) + 2;
}

/** The weights `K(θ − θ_j)/2M` of all `2M` nodes at `θ = π·fraction`. */
export function nodeWeights(kernel: KernelName, degree: number, fraction: DecimalInterval): DecimalInterval[] {
  const half = halfNodes(kernel, degree);
  return Array.from({ length: 2 * half }, (_, j) => {
    const angle = oracle.mul(pi, oracle.sub(fraction, ratio(2 * j + 1, 2 * half)));
    return oracle.div(kernelAsSquare(kernel, degree, angle), oracle.fromNumber(2 * half));
  });
}

/** All tuples with entry `t` from `choices[t]`. */
export function tuples<V>(choices: readonly (readonly V[])[]): V[][] {
  return choices.reduce<V[][]>(
    (prefixes, axis) => prefixes.flatMap((prefix) => axis.map((value) => [...prefix, value])),
    [[]],
  );
}

/** `TF` at `θ = π·fractions` by the double sum over all nodes of the circle; a node beyond π is reflected. */
export function kernelMean(
  target: FunctionOnBox,
  kernel: KernelName,
  degrees: readonly number[],
  fractions: readonly DecimalInterval[],
): DecimalInterval[] {
  const weights = degrees.map((degree, t) => nodeWeights(kernel, degree, fractions[t]!));
  const nodes = tuples(weights.map((axis) => [...axis.keys()]));
  const terms = nodes.map((node) => {
    const place = node.map((j, t) => {
      const half = weights[t]!.length / 2;
      return j < half ? ratio(2 * j + 1, 2 * half) : oracle.sub(oracle.literal('2'), ratio(2 * j + 1, 2 * half));
    });
    const weight = product(node.map((j, t) => weights[t]![j]!));
    return evaluate(target.expression, oracle, pointAt(target, place)).map((value) => oracle.mul(weight, value));
  });
  return target.expression.outputs.map((_, r) => sum(terms.map((term) => term[r]!)));
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** A rational number as `[numerator, denominator]`. */
type Fraction = readonly [numerator: number, denominator: number];

/**
 * `cos kᵀθ` at `θ = π·fractions`, interpolated linearly in `τ = qᵀθ`, `k = gcd·q`, between knots `π/(p·m)` apart; `m` is the
 * largest factor with which `q` stays in the box of frequencies. Integers decide between which knots `τ` lies.
 */
function interpolatedCosine(
  k: readonly number[],
  degrees: readonly number[],
  pieces: number,
  fractions: readonly Fraction[],
): DecimalInterval {
  const gcd = k.reduce((all, entry) => divisor(all, Math.abs(entry)), 0);
  if (gcd === 0) return one;
  const q = k.map((entry) => entry / gcd);
  const most = Math.min(...q.flatMap((entry, t) => (entry === 0 ? [] : [Math.floor(degrees[t]! / Math.abs(entry))])));
  const denominator = fractions.reduce((all, [, below]) => all * below, 1);
  const numerator = q.reduce((all, entry, t) => {
    const [above, below] = fractions[t]!;
    return all + entry * above * (denominator / below);
  }, 0);
  const place = numerator * pieces * most;
  const i = Math.floor(place / denominator);
  const share = ratio(place - i * denominator, denominator);
  const at = (knot: number): DecimalInterval => oracle.cos(oracle.mul(pi, ratio(gcd * knot, pieces * most)));
  return oracle.add(at(i), oracle.mul(share, oracle.sub(at(i + 1), at(i))));
}

/**
 * `S` at `θ = π·fractions` by its definition, frequency by frequency: `Σ_{k ∈ Z^g} A_{|k|} cos kᵀθ` with interpolated
 * cosines, `A` by the sum over all nodes in [0, π]^g and by autocorrelations.
 */
export function interpolatedMean(
  target: FunctionOnBox,
  { kernel, degrees, pieces }: { kernel: KernelName; degrees: readonly number[]; pieces: number },
  fractions: readonly Fraction[],
): DecimalInterval[] {
  const halves = degrees.map((degree) => halfNodes(kernel, degree));
  const count = oracle.fromNumber(halves.reduce((all, half) => all * half, 1));
  const samples = tuples(halves.map((half) => Array.from({ length: half }, (_, j) => j))).map((node) => {
    const place = node.map((j, t) => ratio(2 * j + 1, 2 * halves[t]!));
    return { place, values: evaluate(target.expression, oracle, pointAt(target, place)) };
  });
  const frequencies = tuples(degrees.map((degree) => Array.from({ length: 2 * degree + 1 }, (_, i) => i - degree)));
  const terms = frequencies.map((k) => {
    const multipliers = product(k.map((entry, t) => autocorrelation(kernel, degrees[t]!, Math.abs(entry))));
    const waves = samples.map(({ place }) =>
      product(k.map((entry, t) => oracle.cos(oracle.mul(oracle.mul(oracle.fromNumber(entry), pi), place[t]!)))),
    );
    const factor = oracle.mul(oracle.div(multipliers, count), interpolatedCosine(k, degrees, pieces, fractions));
    return target.expression.outputs.map((_, r) =>
      oracle.mul(factor, sum(samples.map(({ values }, i) => oracle.mul(values[r]!, waves[i]!)))),
    );
  });
  return target.expression.outputs.map((_, r) => sum(terms.map((term) => term[r]!)));
}
