/**
 * Softmax `w_j = e^{z_j} / Σ_k e^{z_k}` of one score vector, and of every column of a matrix.
 *
 * Both forms subtract something common from all scores, which changes nothing in exact arithmetic; so any shift keeps
 * an enclosure an enclosure, and a shift near the largest score keeps exponentials from overflowing.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { columnOf, matrixFrom, type Matrix } from './matrix.js';

/**
 * The weights `e^{z_j − m} / Σ_k e^{z_k − m}` of a non-empty score vector (dimensionless).
 *
 * Approximate and exact systems take the largest score for `m`; enclosure systems the largest upper end, a point, so
 * that the shift adds no width. Enclosures are rigorous for every choice of scores in their sets; where the
 * exponentials' sum is not bounded away from 0 (scores wider than the exponent range, or unbounded), the
 * complementary form is used. Cost: `N` exponentials. Exact systems throw a `NumericError` unless all scores are equal.
 */
export function softmax<T>(system: NumberSystem<T>, scores: readonly T[]): T[] {
  if (system.kind !== 'enclosure') return normalise(system, exponentials(system, scores, largest(system, scores)));
  const shift = Math.max(...scores.map((score) => system.upper(score)));
  if (!Number.isFinite(shift)) return softmaxComplementary(system, scores);
  const terms = exponentials(system, scores, system.fromNumber(shift));
  const isAwayFromZero = terms.some((term) => system.lower(term) > 0);
  return isAwayFromZero ? normalise(system, terms) : softmaxComplementary(system, scores);
}

/**
 * The weights in the complementary form `1 / (1 + Σ_{k≠j} e^{z_k − z_j})`.
 *
 * Each score enters a weight monotonically, so from enclosures of independent scores this gives the range of every
 * weight up to rounding, where the quotient form counts `z_j` twice. Cost: `N(N − 1)` exponentials.
 */
export function softmaxComplementary<T>(system: NumberSystem<T>, scores: readonly T[]): T[] {
  const one = system.literal('1');
  return scores.map((score, j) => {
    const others = scores.filter((_, k) => k !== j).map((other) => system.exp(system.sub(other, score)));
    return system.div(
      one,
      others.reduce((sum, term) => system.add(sum, term), one),
    );
  });
}

/** Softmax of every column (each column of the result sums to 1). */
export function softmaxColumns<T>(system: NumberSystem<T>, scores: Matrix<T>): Matrix<T> {
  const columns = Array.from({ length: scores.columns }, (_, j) => softmax(system, columnOf(scores, j)));
  return matrixFrom(scores.rows, scores.columns, (i, j) => columns[j]![i]!);
}

function largest<T>(system: NumberSystem<T>, scores: readonly T[]): T {
  return scores.reduce((most, score) => system.max(most, score));
}

function exponentials<T>(system: NumberSystem<T>, scores: readonly T[], shift: T): T[] {
  return scores.map((score) => system.exp(system.sub(score, shift)));
}

function normalise<T>(system: NumberSystem<T>, terms: readonly T[]): T[] {
  const sum = terms.reduce((total, term) => system.add(total, term));
  return terms.map((term) => system.div(term, sum));
}
